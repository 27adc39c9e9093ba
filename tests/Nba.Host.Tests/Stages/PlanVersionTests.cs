using System.Text;
using Nba.Engine;
using Nba.Engine.Actions;
using Nba.Engine.Sources;
using Nba.Host.Api;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Tests.Stages;

/// <summary>A plan that changes while customers are under way: they finish it as it was, after restarts and in a replay too.</summary>
public sealed class PlanVersionTests : IDisposable
{
    private static readonly DateTimeOffset First = new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8));

    private static readonly Lazy<RuleBook> Altered = new(() => RuleBook.Load([.. SimulatedBank.Rules().Files.Select(f =>
        f.Path == "plans/onboarding.json" ? new SourceFile(f.Path, f.Text.Replace("\"after\": \"7d\"", "\"after\": \"9d\"", StringComparison.Ordinal)) : f)]).Book!);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nba-plans-");

    [Theory]
    [InlineData(1_000_000)]
    [InlineData(5)]
    public void Customers_under_way_keep_their_version_and_a_replay_gives_every_row_again(int chunk)
    {
        var (first, then) = (SimulatedBank.Rules(), Changed());
        var (old, now) = (first.Plans.Find("onboarding")!.Version, then.Plans.Find("onboarding")!.Version);
        Assert.NotEqual(old, now);
        using var recorded = Live(first, then);

        var book = BookShelf.Read(recorded, 0, then.Version)!;
        Assert.Equal((then.Version, old), (book.Version, Assert.Single(book.Plans.Earlier).Version));
        Assert.Equal(string.Join(' ', Enumerable.Repeat(old, 10).Concat(Enumerable.Repeat(now, 10))), string.Join(' ', UnderWay(recorded, book)));

        using var replayed = Store.Open(Options("replayed"));
        Replay.Run(recorded, replayed, new StageOptions { SweepChunk = chunk });
        Assert.Null(Replay.Compare(recorded, replayed).First);
    }

    [Fact]
    public void Whoever_reads_the_store_with_a_book_of_their_own_gets_what_it_carries()
    {
        using var recorded = Live(SimulatedBank.Rules(), Changed());
        var cache = new BookCache(recorded);
        cache.Add(Changed());

        Assert.Single(cache.Find(Changed().Version)!.Plans.Earlier);
        Assert.Same(cache.Find(Changed().Version), cache.Find(Changed().Version));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    // Ten new customers under the first book and, after a restart with other files, ten under the second; half of the calls are done.
    private Store Live(RuleBook first, RuleBook then)
    {
        foreach (var (book, round) in new[] { (first, 0), (then, 1), (then, 2) })
        {
            using var run = Simulation.Open(Options("live"), book, new StageOptions());
            var day = First.AddDays(round * 3);
            for (var c = 0; c < 10 && round < 2; c++)
            {
                Feed(run, day.AddMinutes(c), "customer.registered", $"{round}{c}", $$"""{"name":"吴九","kind":"personal","since":"{{day:yyyy-MM-dd}}"}""");
                Feed(run, day.AddHours(1).AddMinutes(c), "customer.assigned", $"{round}{c}", """{"a":"anna"}""");
                var call = ActionIdentity.Format(ActionIdentity.Of($"C{round}{c}", "welcome-call", null, DateOnly.FromDateTime(day.DateTime).DayNumber));
                if (c % 2 == 0) Feed(run, day.AddHours(2).AddMinutes(c), "action.outcome", $"{round}{c}", $$"""{"action":"{{call}}","outcome":"done"}""");
            }
            run.AdvanceTo(book.Calendar.StartOf(DateOnly.FromDateTime(First.DateTime).AddDays((round * 3) + (round == 2 ? 9 : 2))));
        }
        return Store.OpenReadOnly(Path.Combine(_folder.FullName, "live"));
    }

    private static void Feed(Simulation run, DateTimeOffset time, string type, string customer, string data) =>
        run.Feed(Encoding.UTF8.GetBytes($$"""{"specversion":"1.0","id":"{{type}}","source":"t{{customer}}","type":"{{type}}","subject":"C{{customer}}","time":"{{time:yyyy-MM-ddTHH:mm:sszzz}}","data":{{data}}}"""), time.ToUnixTimeMilliseconds());

    private StoreOptions Options(string name) => new() { Directory = Path.Combine(_folder.FullName, name), Fsync = false };

    private static RuleBook Changed() => Altered.Value;

    private static IEnumerable<ulong> UnderWay(Store store, RuleBook book)
    {
        var state = new CustomerState(book.Vocabulary);
        using var rows = store.Scan(new Keys(0).Prefix(Table.Customers));
        var found = new List<ulong>();
        while (rows.MoveNext())
        {
            state.Reset("c");
            book.Codec.Read(rows.Value[8..], state);
            found.AddRange(state.Plans.Select(p => p.Version));
        }
        return found;
    }
}
