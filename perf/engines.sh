#!/usr/bin/env bash
# The tables of perf/RESULTS.md about many rules at once, and its chart: perf/engines.sh [FOLDER], artifacts/engines without one. A quarter of an hour on an idle machine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

tables="${1:-artifacts/engines}"
mkdir -p "$tables"
dotnet build perf/Nba.Perf -c Release -v quiet
engines() { dotnet perf/Nba.Perf/bin/Release/net10.0/Nba.Perf.dll "$@"; }

engines quick | tee "$tables/quick.tsv"
engines measure | tee "$tables/measure.tsv"
if command -v node >/dev/null && npm install --prefix perf/peers --no-package-lock --no-audit --no-fund --silent; then
    engines write "$tables/peers"
    node perf/peers/peers.mjs "$tables/peers" | tee "$tables/peers.tsv"
fi
engines chart "$tables"/*.tsv perf/cost-by-rules
