#!/usr/bin/env bash
# The one door to this repository: `./build.sh help` says what lies behind it. Needs the .NET 10 SDK and git, nothing else.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
cd "$root"

solution=NextBestAction.sln
results=artifacts/test-results
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# A node that outlives its build would keep a CI run's output open.
[ "${CI:-}" = true ] && export MSBUILDDISABLENODEREUSE=1

# Real bank data beside the repository, where there is any; a relative NBA_DATA counts from the root.
data="${NBA_DATA:-$root/../shared/data}"
if [ -d "$data" ]; then
    data="$(cd "$data" && pwd)"
    export NBA_DATA="$data"
fi

# A real Kafka beside the repository, where there is one; `ci` starts it for the tests.
kafka="${NBA_KAFKA_HOME:-$root/../shared/kafka}"

passed=0 failed=0 skipped=0 broker=

help() {
    cat <<'TEXT'
./build.sh VERB

  test               build, and run every test
  accept             run every test and take what golden files differ as the new truth; read the difference before you commit it
  fmt                format the code
  demo [ARGS]        a bank's morning on this machine: events in, prompts out
  loan-desk [DIR]    replay a loan desk's real log (default $NBA_DATA/bpic2012) into artifacts/loan-desk.csv
  complaints [DIR]   replay consumer complaints (default $NBA_DATA/cfpb) and check when each reply is due, in working days
  crash --kills N    kill the engine N times in the middle of its work and compare what it then knows
  sim --seeds N [--first S]
                     run the cluster in memory with N seeds: every call may fail, every worker may die (S: the first seed, 1)
  soak --minutes N [--seed S]
                     disturb real workers on a real Kafka for N minutes, and compare each round with an undisturbed run: artifacts/soak.md
  browser            hold what goes into managers' tools against libraries and readers of others, with Node, npm and Chromium (installed by apt where missing)
  bench [ARGS]       measure speed with the load rig
  engines [ARGS]     measure rule engines side by side, in five minutes
  ci                 everything that must hold before a change lands, with the time each part took
  help               this text

Real data is looked for in ../shared/data; NBA_DATA names another folder. Without it the tests that replay it are skipped, and say so.
Tests against a real Kafka run when NBA_TEST_KAFKA=host:port names a broker. `ci` starts one by ../shared/kafka/bin/kafka (NBA_KAFKA_HOME
names another folder), with Java 17, which it installs by apt where it is missing and that is allowed; so it does with kcat. Without kcat, or Node
with npm and its registry, the tests with clients of others are skipped, and say so. So it does with khal and vdirsyncer, which read a calendar feed.
TEXT
}

host() { dotnet run -c Release --project src/Nba.Host -- "$@"; }

demo() { host demo "$@"; }

loan_desk() {
    mkdir -p artifacts
    host loan-desk "${1:-$data/bpic2012}" --out artifacts/loan-desk.csv
}

complaints() { host complaints "${1:-$data/cfpb}"; }

crash() { host crash "$@"; }

bench() { dotnet run -c Release --project perf/Nba.Load -- "$@"; }

engines() { dotnet run -c Release --project perf/Nba.Perf -- "${@:-quick}"; }

wrong() {
    echo "$1" >&2
    exit 2
}

# Takes options that are whole numbers above zero into variables of their names: numbers VERB "NAME..." ARGS...
numbers() {
    local verb="$1" names="$2" name
    shift 2
    while [ $# -gt 0 ]; do
        name="${1#--}"
        case " $names " in *" $name "*) ;; *) wrong "'$1' is no option of $verb; it takes$(printf ' --%s N' $names)." ;; esac
        [[ "${2:-}" =~ ^[1-9][0-9]{0,8}$ ]] || wrong "$verb: $1 must be followed by a whole number above zero, not '${2:-}'."
        printf -v "$name" %s "$2"
        shift 2
    done
}

# Builds the tests of the cluster and runs those of one name; what they say goes by, and into a log.
cluster_test() {
    local log="$1" code=0
    mkdir -p artifacts
    dotnet build tests/Nba.Kafka.Tests -c Release -v quiet || return 1
    dotnet tests/Nba.Kafka.Tests/bin/Release/net10.0/Nba.Kafka.Tests.dll --filter-method "*$2" --results-directory "$results" --progress off 2>&1 | tee "$log" || code=$?
    return "$code"
}

# The last line of a log that counts, again, so that it is the last of all; none is a failure.
count_line() { grep -E "$2" "$1" | tail -1 | grep . || { echo "FAILED: the run broke off; what it said stands in $1."; return 1; }; }

sim() {
    local seeds='' first=1 code=0
    numbers sim 'seeds first' "$@"
    [ -n "$seeds" ] || wrong 'sim: say how many seeds, as in ./build.sh sim --seeds 1000 (and --first S to begin elsewhere than at 1).'
    NBA_SIM_SEEDS="$seeds" NBA_SIM_FIRST="$first" cluster_test artifacts/sim.log Whatever_happens_everything_counts_once || code=1
    count_line artifacts/sim.log '^seeds [0-9]+ failed [0-9]+$' || code=1
    return "$code"
}

soak() {
    local minutes='' seed=$((RANDOM + 1)) code=0
    numbers soak 'minutes seed' "$@"
    [ -n "$minutes" ] || wrong 'soak: say how many minutes, as in ./build.sh soak --minutes 10 (and --seed S to choose as another run did).'
    if [ -z "${NBA_TEST_KAFKA:-}" ]; then
        [ -x "$kafka/bin/kafka" ] || wrong "soak needs a real Kafka: $kafka/bin/kafka is not there (NBA_KAFKA_HOME names another folder), and NBA_TEST_KAFKA names no broker."
        broker_for_tests
        start_broker || return 1
    fi
    NBA_SOAK_MINUTES="$minutes" NBA_SOAK_SEED="$seed" NBA_SOAK_REPORT="$root/artifacts/soak.md" cluster_test artifacts/soak.log SoakTests.* || code=1
    stop_broker
    count_line artifacts/soak.log '^rounds [0-9]+ kills [0-9]+ zombies [0-9]+ activities [0-9]+ differences [0-9]+$' || code=1
    return "$code"
}

# With --locked-mode what resolves is what the lock files say, or it fails.
restore() { dotnet restore "$solution" "$@"; }

build() { dotnet build "$solution" -c Release --no-restore; }

check_format() {
    dotnet format "$solution" --verify-no-changes --no-restore || { echo 'Mend it with ./build.sh fmt'; return 1; }
}

plain_line() { echo "$passed passed, $failed failed, $skipped skipped"; }

# The number in one attribute of a report's <assembly> element.
counted() { grep -o '<assembly [^>]*>' "$1" | grep -o " $2=\"[0-9]*\"" | grep -o '[0-9]*' | awk '{ sum += $1 } END { print sum + 0 }'; }

# Names (type.method) of the tests that a report calls skipped.
skipped_names() {
    grep -o '<test [^>]*result="Skip"[^>]*>' "$1" | sed 's/.* type="\([^"]*\)".* method="\([^"]*\)".*/\1.\2/' || true
}

# Runs one test project and adds its counts; what its report does not say is a failure.
run_project() {
    local name="$1" report="$results/$1.xml" code=0 p=0 f=0 s=0
    dotnet "tests/$name/bin/Release/net10.0/$name.dll" --results-directory "$results" \
        --report-xunit-xml --report-xunit-xml-filename "$name.xml" --progress off || code=$?
    if [ -s "$report" ]; then
        p=$(counted "$report" passed)
        f=$(($(counted "$report" failed) + $(counted "$report" errors)))
        s=$(counted "$report" skipped)
        skipped_names "$report" >>"$results/skipped.txt"
    fi
    if [ $((p + f)) -eq 0 ] && ! { [ "$name" = Nba.Kafka.Tests ] && [ -z "${NBA_TEST_KAFKA:-}" ] && [ "$s" -gt 0 ]; }; then
        lines+=("$name: executed no test (exit code $code)")
        f=$((f + 1))
    elif [ "$code" -ne 0 ] && [ "$f" -eq 0 ]; then
        lines+=("$name: ended with exit code $code and no failed test")
        f=1
    fi
    lines+=("$name: $p passed, $f failed, $s skipped")
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
}

# Tests of Nba.Kafka.Tests may be skipped where no broker, or no script to start one, is named; those with clients of others also where these are not installed.
check_broker_skips() {
    local names="$1" count clients
    clients=$(grep -c '^Nba\.Kafka\.Tests\.Clients\.' "$names" || true)
    count=$(grep -c . "$names" || true)
    if [ "$count" -eq 0 ]; then
        return
    elif [ -z "${NBA_TEST_KAFKA:-}" ]; then
        echo "NO BROKER: NBA_TEST_KAFKA names none, so $count test(s) against a real Kafka were skipped."
    elif [ -z "${NBA_TEST_KAFKA_HOME:-}" ]; then
        echo "NO START SCRIPT: NBA_TEST_KAFKA_HOME names none, so $count test(s) that start a Kafka of their own were skipped."
    elif [ "$clients" -gt 0 ] && [ "$clients" -eq "$count" ]; then
        echo "NO CLIENT: kcat, or Node with npm and its registry, is not here, so $clients test(s) with clients of others were skipped."
    else
        echo "FAILED: a broker and its start script are named, and yet test(s) against Kafka were skipped:"
        grep -v '^Nba\.Kafka\.Tests\.Clients\.' "$names" | sed 's/^/  /'
        failed=$((failed + 1))
    fi
}

calendar_tests='^Nba\.Host\.Tests\.Delivery\.Calendar\.CalendarToolTests\.'

has_calendars() { command -v khal >/dev/null && command -v vdirsyncer >/dev/null; }

# Programs of others that read calendars, for a test that is skipped without them.
with_calendars() {
    has_calendars || { install_package khal && install_package vdirsyncer; } || true
}

# With data, exactly the tests in tests/expected-skips.txt may be skipped; without, skips are only counted.
check_skips() {
    local expected="$results/expected-skips.txt" actual="$results/actual-skips.txt" brokers="$results/broker-skips.txt"
    grep -v '^[[:space:]]*\(#\|$\)' tests/expected-skips.txt | sort -u >"$expected" || true
    if [ -s "$results/skipped.txt" ]; then
        echo 'Skipped:'
        sort -u "$results/skipped.txt" | sed 's/^/  /'
    fi
    # A soak is run by its own verb only.
    grep -q '^Nba\.Kafka\.Tests\.Soak\.' "$results/skipped.txt" && echo 'NO SOAK: real workers were not disturbed for minutes; ./build.sh soak --minutes N does that.'
    grep '^Nba\.Kafka\.Tests\.' "$results/skipped.txt" | grep -v '^Nba\.Kafka\.Tests\.Soak\.' >"$brokers" || true
    check_broker_skips "$brokers"
    if ! has_calendars && grep -q "$calendar_tests" "$results/skipped.txt"; then
        echo 'NO CALENDAR PROGRAM: khal and vdirsyncer are not here, so no program of others read a calendar feed.'
        grep -v '^Nba\.Kafka\.Tests\.' "$results/skipped.txt" | grep -v "$calendar_tests" | sort -u >"$actual" || true
    else
        grep -v '^Nba\.Kafka\.Tests\.' "$results/skipped.txt" | sort -u >"$actual" || true
    fi
    if [ ! -d "$data" ]; then
        echo "NO DATA: $data is not there, so whatever replays real data was skipped ($skipped skipped in all)."
    elif ! cmp -s "$expected" "$actual"; then
        echo 'FAILED: the skipped tests are not those of tests/expected-skips.txt (< expected, > skipped):'
        diff "$expected" "$actual" | grep '^[<>]' || true
        failed=$((failed + 1))
    fi
}

# Every test project, one after the other; adds to the counts.
run_tests() {
    local project before=$failed
    lines=()
    rm -rf "$results"
    mkdir -p "$results"
    : >"$results/skipped.txt"
    for project in tests/*/*.csproj; do
        echo
        run_project "$(basename "$project" .csproj)"
    done
    echo
    check_skips
    [ "${#lines[@]}" -eq 0 ] || printf '%s\n' "${lines[@]}"
    [ "$failed" -eq "$before" ] && [ $((passed + failed)) -gt 0 ]
}

test_all() {
    local code=0
    { restore && build && run_tests; } || code=1
    [ "$code" -eq 0 ] || [ "$failed" -gt 0 ] || failed=1
    plain_line
    return "$code"
}

accept() {
    NBA_ACCEPT=1 test_all || { echo 'Something failed that no golden file decides.'; return 1; }
    git status --short 2>/dev/null || true
}

# Ends what takes too long, where the system can.
limited() {
    local seconds="$1"
    shift
    if command -v timeout >/dev/null; then timeout "$seconds" "$@"; else "$@"; fi
}

has_java() {
    local version
    version=$(limited 20 "${JAVA_HOME:+$JAVA_HOME/bin/}java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -1) || true
    [ "${version:-0}" -ge 17 ]
}

# Installs a Debian package, where that is allowed.
install_package() {
    local as=()
    command -v apt-get >/dev/null || return 1
    [ "$(id -u)" -eq 0 ] || { sudo -n true 2>/dev/null && as=(sudo -n); } || return 1
    echo "$1 is missing; installing it."
    export DEBIAN_FRONTEND=noninteractive
    limited 120 "${as[@]}" apt-get update </dev/null >/dev/null 2>&1 || true
    limited 300 "${as[@]}" apt-get install -y --no-install-recommends "$1" </dev/null >/dev/null 2>&1
}

install_java() {
    install_package openjdk-17-jre-headless && unset JAVA_HOME
}

# Starts a broker with data of its own, and tells the tests of it.
start_broker() {
    has_java || install_java || true
    has_java || { echo 'There is a Kafka to test against, but no Java 17 to run it, and it could not be installed here.'; return 1; }
    broker="$(mktemp -d)"
    NBA_TEST_KAFKA="$(limited 180 "$kafka/bin/kafka" start --port 0 --dir "$broker/one")" || { unset NBA_TEST_KAFKA; return 1; }
    export NBA_TEST_KAFKA NBA_TEST_KAFKA_HOME="$kafka" NBA_TEST_KAFKA_DIR="$broker/own"
    echo "Kafka listens on $NBA_TEST_KAFKA."
}

# A client of others for the tests, which are skipped without it.
with_client() {
    start_broker || return 1
    command -v kcat >/dev/null || install_package kcat || true
}

# Stops the broker, and those that tests started and a killed process left.
stop_broker() {
    local dir pid
    [ -n "$broker" ] || return 0
    for dir in "$broker/one" "$broker"/own/*; do
        [ -d "$dir" ] || continue
        limited 90 "$kafka/bin/kafka" stop --dir "$dir" >/dev/null 2>&1 </dev/null || true
        for pid in "$dir"/*/pid; do
            # A number may be another process's by now.
            [ -s "$pid" ] && ps -o args= -p "$(cat "$pid")" 2>/dev/null | grep -qF "$dir" && kill -9 "$(cat "$pid")" || true
        done
    done
    rm -rf "$broker"
    broker=
}

# Whatever ends this script ends the broker too.
broker_for_tests() {
    kafka="$(cd "$kafka" && pwd)"
    trap stop_broker EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
}

find_broker() {
    if [ -n "${NBA_TEST_KAFKA:-}" ]; then
        echo "Tests against Kafka use $NBA_TEST_KAFKA."
    elif [ -x "$kafka/bin/kafka" ]; then
        broker_for_tests
        check broker with_client
    else
        echo "NO BROKER: $kafka/bin/kafka is not there and NBA_TEST_KAFKA names none; nothing was tested against a real Kafka."
        table+=("$(printf '%-14s %5s  %s' broker - 'skipped: no broker')")
    fi
}

# One part of ci: a title, then a command. Its lines go by; its time and end stand in the table.
part() {
    local title="$1" start=$SECONDS code=0 took
    shift
    echo
    echo "== $title"
    "$@" || code=$?
    took=$((SECONDS - start))
    table+=("$(printf '%-14s %2d:%02d  %s' "$title" $((took / 60)) $((took % 60)) "$([ "$code" -eq 0 ] && echo ok || echo FAILED)")")
    return "$code"
}

# A part that is one check.
check() {
    if part "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
}

# A check that needs a folder of the real data; without it, it is skipped and counted.
check_with_data() {
    local folder="$1" title="$2"
    shift
    if [ -d "$data/$folder" ]; then
        check "$@"
    else
        echo "NO DATA: $data/$folder is not there; $title was not replayed."
        skipped=$((skipped + 1))
        table+=("$(printf '%-14s %5s  %s' "$title" - 'skipped: no data')")
    fi
}

# What goes into managers' tools, in the hands of others. Ends with the sum of all scripts.
browser() {
    local script line p f s sum=(0 0 0)
    command -v chromium >/dev/null || install_package chromium || true
    npm ci --prefix tests/browser --no-audit --no-fund --ignore-scripts --silent
    for script in webhooks adaptive-cards identity console; do
        echo "$script"
        line="$(node "tests/browser/$script.mjs" 2>&1 | tee /dev/stderr | tail -n 1)" || true
        read -r p _ f _ s _ <<<"${line//,/}"
        # A script that broke off ends with no sum.
        [[ "$p$f$s" =~ ^[0-9]+$ ]] || { p=0 f=1 s=0; }
        sum=($((sum[0] + p)) $((sum[1] + f)) $((sum[2] + s)))
    done
    echo "${sum[0]} passed, ${sum[1]} failed, ${sum[2]} skipped"
    [ "${sum[1]}" -eq 0 ] && [ "${sum[0]}" -gt 0 ]
}

check_browser() {
    if command -v node >/dev/null && command -v npm >/dev/null && npm ping >/dev/null 2>&1; then
        check browser browser
    else
        echo 'NO NODE: node, npm or its registry is not there; what goes into tools of others was not held against them.'
        skipped=$((skipped + 1))
        table+=("$(printf '%-14s %5s  %s' browser - 'skipped: no node')")
    fi
}

# Node's engines on the same files find the same rules.
peers() {
    # Versions are exact; a lock file would name builds of ZEN for machines that a mirror may not have.
    npm install --prefix perf/peers --no-package-lock --no-audit --no-fund --silent
    engines write artifacts/peers
    node perf/peers/peers.mjs artifacts/peers --sizes 10,100 --seconds 0.3
}

check_peers() {
    if command -v node >/dev/null && command -v npm >/dev/null && npm ping >/dev/null 2>&1; then
        check peers peers
    else
        echo 'NO NODE: node, npm or its registry is not there; the engines of perf/peers were not tried.'
        skipped=$((skipped + 1))
        table+=("$(printf '%-14s %5s  %s' peers - 'skipped: no node')")
    fi
}

ci() {
    table=()
    local start=$SECONDS took line ready=0
    check restore restore --locked-mode
    check format check_format
    if part build build; then passed=$((passed + 1)) ready=1; else failed=$((failed + 1)); fi
    if [ "$ready" -eq 1 ]; then
        find_broker
        with_calendars
        part tests run_tests || true
        stop_broker
        check crash crash --kills 20
        check performance bench --transport embedded --smoke
        check engines engines quick --part
        check figures engines measure 10
        check_peers
        check_browser
        check_with_data bpic2012 loan-desk loan_desk
        check_with_data cfpb complaints complaints
    else
        echo 'Nothing was run: there is no build.'
    fi
    took=$((SECONDS - start))
    echo
    echo '== what ran'
    for line in "${table[@]}"; do echo "$line"; done
    printf '%-14s %2d:%02d\n' total $((took / 60)) $((took % 60))
    echo
    plain_line
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}

verb="${1:-help}"
[ $# -eq 0 ] || shift
case "$verb" in
    test) test_all ;;
    accept) accept ;;
    fmt) dotnet format "$solution" ;;
    demo) demo "$@" ;;
    loan-desk) loan_desk "$@" ;;
    complaints) complaints "$@" ;;
    crash) crash "$@" ;;
    sim) sim "$@" ;;
    soak) soak "$@" ;;
    bench) bench "$@" ;;
    engines) engines "$@" ;;
    browser) browser ;;
    ci) ci ;;
    help | -h | --help) help ;;
    *)
        echo "'$verb' is no verb of this script." >&2
        help >&2
        exit 2
        ;;
esac
