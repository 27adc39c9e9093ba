using System.Text;
using System.Text.Json;
using Nba.Engine;
using Nba.Engine.Actions;
using Nba.Engine.Calendars;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Tests.Api;
using Nba.Host.Transport;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Tests.Stages;

/// <summary>Leases and snoozes that end at a stated hour: journalled for those who wait alone, and the same whatever the chunks and the timing.</summary>
public sealed class StatedHourTests : IDisposable
{
    private static readonly DateTimeOffset First = new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8));
    private static readonly Table[] All = [Table.Log, Table.Journal, Table.Customers, Table.Actions, Table.Decisions, Table.Waiting];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nba-hours-");
    private long _swept;

    [Fact]
    public void An_hour_is_journalled_only_where_somebody_waits_for_it_and_wakes_them_alone()
    {
        using var store = Live("live", new StageOptions());

        var hours = EmbeddedLog.Journal(store, 0).Where(e => e.Kind == JournalKind.Hour).ToList();
        Assert.True(hours.Count is > 10 and < 100, $"{hours.Count} of 120 hours");
        Assert.True(_swept <= 5 * 30, $"{_swept} customers were swept on five days");
        Assert.All(hours, h => Assert.True(h.IsStated && h.Now.UnixMilliseconds % 3_600_000 == 0));
        Assert.Equal(hours.Select(h => h.Now).Distinct().Count(), hours.Count);
        Assert.Empty(Rows(store, Table.Waiting));
        Assert.DoesNotContain(Records(store), r => r.ClaimedUntil is not null);
        Assert.Contains(Records(store), r => r.Accepted && r.ClaimedBy == "mia");
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 3)]
    [InlineData(100_000, 5)]
    [InlineData(3, 1_000_000)]
    public void Batches_chunks_and_the_timing_of_sweeps_never_show(int batch, int chunk)
    {
        using var one = Live("one", new StageOptions());
        using var other = Live("other", new StageOptions { BatchActivities = batch, SweepChunk = chunk });

        Assert.Null(Replay.Compare(one, other, All).First);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1_000_000)]
    public void A_replay_gives_every_row_again(int chunk)
    {
        using var recorded = Live("live", new StageOptions());
        using var replayed = Store.Open(Options("replayed"));
        Replay.Run(recorded, replayed, new StageOptions { SweepChunk = chunk });

        Assert.Null(Replay.Compare(recorded, replayed, [Table.Customers, Table.Actions, Table.Decisions, Table.Waiting]).First);
    }

    [Fact]
    public void A_stated_hour_that_is_missing_from_the_journal_makes_the_verification_fail()
    {
        Live("live", new StageOptions()).Dispose();
        using (var store = Store.Open(Options("live")))
        {
            var entry = EmbeddedLog.Journal(store, 0).First(e => e.IsStated);
            using var batch = store.NewBatch();
            batch.Put(new Keys(0).Number(Table.Journal, entry.Number), JsonSerializer.SerializeToUtf8Bytes(entry with { Kind = JournalKind.DeadLetter, Payload = "-1" }, JournalJson.Default.JournalEntry));
            store.Write(batch);
        }
        using var recorded = Store.OpenReadOnly(Path.Combine(_folder.FullName, "live"));
        using var replayed = Store.Open(Options("replayed"));
        Replay.Run(recorded, replayed, new StageOptions());

        Assert.NotNull(Replay.Compare(recorded, replayed).First);
    }

    [Fact]
    public void A_run_that_stops_while_somebody_waits_goes_on_with_them()
    {
        var events = Events().ToList();
        using (var whole = Live("whole", new StageOptions()))
        using (var halves = Live("halves", new StageOptions(), events.Count / 2))
            Assert.Null(Replay.Compare(whole, halves, [Table.Log, Table.Customers, Table.Actions]).First);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private StoreOptions Options(string name) => new() { Directory = Path.Combine(_folder.FullName, name), Fsync = false };

    private Store Live(string name, StageOptions options, int stopAt = -1)
    {
        var events = Events().ToList();
        foreach (var part in stopAt < 0 ? [events] : new[] { events[..stopAt], events[stopAt..] })
        {
            using var run = Simulation.Open(Options(name), Book(), options);
            foreach (var (json, time) in part) run.Feed(Encoding.UTF8.GetBytes(json), time.ToUnixTimeMilliseconds());
            if (part[^1] == events[^1]) run.AdvanceTo(new Instant(First.AddDays(5).ToUnixTimeMilliseconds()));
            else run.Finish();
            _swept = run.Counters.Swept;
        }
        return Store.OpenReadOnly(Path.Combine(_folder.FullName, name));
    }

    // Thirty customers of one team; two members claim, accept, put off and give back, at all minutes of three days.
    private static IEnumerable<(string Json, DateTimeOffset Time)> Events()
    {
        var id = 0;
        (string, DateTimeOffset) One(int minute, string type, int customer, string data)
        {
            var time = First.AddMinutes(minute);
            return ($$"""{"specversion":"1.0","id":"{{++id}}","source":"t","type":"{{type}}","subject":"C{{customer}}","time":"{{time:yyyy-MM-ddTHH:mm:sszzz}}","data":{{data}}}""", time);
        }
        for (var c = 0; c < 30; c++)
        {
            yield return One(0, "customer.registered", c, """{"name":"张三","kind":"personal"}""");
            yield return One(0, "customer.assigned", c, """{"team":"wealth"}""");
            yield return One(1, "transfer.out", c, """{"amount":200000}""");
        }
        for (var n = 0; n < 120; n++)
        {
            var (customer, minute) = (n * 7 % 30, 2 + (n * 37));
            var action = ActionIdentity.Format(ActionIdentity.Of($"C{customer}", "outflow-call", null, (2026 * 12) + 3));
            var person = n % 3 == 0 ? "noa" : "mia";
            yield return (n % 9) switch
            {
                7 => One(minute, "action.outcome", customer, $$"""{"action":"{{action}}","outcome":"snoozed","untilAt":"{{First.AddMinutes(minute + 95):yyyy-MM-ddTHH:mm:sszzz}}"}"""),
                8 when n > 60 => One(minute, "action.outcome", customer, $$"""{"action":"{{action}}","outcome":"accepted","staff":"{{person}}"}"""),
                3 => One(minute, "action.released", customer, $$"""{"action":"{{action}}","person":"{{person}}"}"""),
                _ => One(minute, "action.claimed", customer, $$"""{"action":"{{action}}","person":"{{person}}","hours":{{1 + (n % 30)}}}"""),
            };
        }
    }

    private static RuleBook Book() => RuleBook.Load(
    [
        new("vocabulary.json", BankRules.Vocabulary), new("care.json", BankRules.Care), new("texts/care.json", BankRules.Texts),
        new("routing.json", """{"WorkflowName": "routing", "Rules": [{"RuleName": "all", "Properties": {"route": {"to": ["team"]}}}]}"""),
        new("directory.json", """{"people": {"wealth": {"name": "财富", "members": ["mia", "noa"]}}}"""),
    ]).Book!;

    private static List<ActionRecord> Records(Store store) => [.. Rows(store, Table.Actions).Select(r => ActionRecordCodec.Read(r))];

    private static List<byte[]> Rows(Store store, Table table)
    {
        var found = new List<byte[]>();
        using var rows = store.Scan(new Keys(0).Prefix(table));
        while (rows.MoveNext()) found.Add(rows.Value.ToArray());
        return found;
    }
}
