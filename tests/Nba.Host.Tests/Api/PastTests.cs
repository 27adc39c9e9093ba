using System.Text;
using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Engine.Vocabulary;
using Nba.Host.Api;
using Nba.Host.Commands;
using Nba.Host.Demo;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Tests.Stages;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Tests.Api;

/// <summary>A customer as of an earlier moment is what the bank would have held had the log ended there, to the byte.</summary>
public sealed class PastTests : IDisposable
{
    private static readonly DemoBankOptions Lived = new() { Customers = 120, Managers = 3, To = new DateOnly(2025, 4, 20) };
    private readonly SimulatedBank _bank = new();
    private readonly SmallBank _small = new();

    [Fact]
    public void It_is_what_a_bank_holds_that_lived_no_longer()
    {
        using var whole = _bank.Live("whole", new StageOptions(), Lived);
        var log = new PastLog(whole, 0);
        var last = EmbeddedLog.End(whole, 0).NextPosition / 2;
        var at = log.At(last).Arrival;
        using (var run = Simulation.Open(new StoreOptions { Directory = Path.Combine(_bank.Folder, "half"), Fsync = false }, SimulatedBank.Rules(), new StageOptions()))
        {
            foreach (var happened in new DemoBank(Lived, SimulatedBank.Rules().Calendar).Events().TakeWhile(h => h.TimeMs <= at.UnixMilliseconds)) run.Feed(happened.Json.Span, happened.TimeMs);
            run.Finish();
        }
        using var half = Store.OpenReadOnly(Path.Combine(_bank.Folder, "half"));
        var customers = Customers(half).Where((_, i) => i % 6 == 0).ToList();
        Assert.True(customers.Count > 10, $"only {customers.Count} customers");

        foreach (var customer in customers)
        {
            using var past = Open(whole, customer, at);
            Assert.Equal(Row(half, customer), Row(past.Rows, customer));
            Assert.Equal(Rows(half, Table.Decisions, customer), Rows(past.Rows, Table.Decisions, customer));
        }
        // The log went on, or all of this would prove nothing.
        Assert.Contains(customers, c => Row(whole, c) != Row(half, c));
    }

    [Fact]
    public void An_action_that_came_later_is_told_so_and_one_that_never_was_is_not()
    {
        var (then, now) = (TestBooks.Then, TestBooks.Now);

        Assert.Contains("'follow-up' came later: the rule book", Queries.Unaskable(then, "follow-up", "2026-02-20 23:59", now)!.ToString(), StringComparison.Ordinal);
        Assert.Contains("there was no action 'folow-up'", Queries.Unaskable(then, "folow-up", "2026-02-20 23:59", now)!.ToString(), StringComparison.Ordinal);
        Assert.Contains("there is no action 'follow-up'", Queries.Unaskable(then, "follow-up", null, now)!.ToString(), StringComparison.Ordinal);
    }

    private static class TestBooks
    {
        public static readonly RuleBook Now = Load(care => care), Then = Load(care => care[..care.IndexOf("{\"RuleName\": \"follow-up\"", StringComparison.Ordinal)].TrimEnd(',', ' ', '\n') + "]}");

        private static RuleBook Load(Func<string, string> care)
        {
            var folder = Directory.CreateTempSubdirectory("nba-books-");
            try
            {
                BankRules.Write(folder.FullName);
                BankRules.Write(folder.FullName, "care.json", care(BankRules.Care));
                BankRules.Write(folder.FullName, "texts/care.json", care(BankRules.Care) == BankRules.Care ? BankRules.Texts : BankRules.Texts[..BankRules.Texts.IndexOf("\"follow-up\"", StringComparison.Ordinal)].TrimEnd(',', ' ', '\n') + "}");
                var load = Nba.Host.RuleFiles.RuleFolder.Load(folder.FullName);
                return load.Book ?? throw new InvalidOperationException(string.Join('\n', load.Problems));
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }
    }

    [Fact]
    public void Books_backfills_and_merges_are_gone_through_as_they_came()
    {
        using (var run = _small.Open("live"))
        {
            foreach (var customer in (string[])["stays", "gone", "other"]) _small.Register(run, "2026-02-10", customer);
            for (var i = 0; i < 3; i++) _small.Feed(run, "2026-02-10", "transfer.out", "gone", $$"""{"amount": {{i + 1}}}""");
            _small.Feed(run, "2026-02-11", "transfer.out", "stays", """{"amount": 200000}""");
            _small.Feed(run, "2026-02-12", "customer.merged", "gone", """{"into": "stays"}""");
            run.AdvanceTo(SmallBank.At("2026-03-01"));
        }
        BankRules.Count(_small.Rules, ">= 3");
        using (var run = _small.Open("live")) run.AdvanceTo(SmallBank.At("2026-03-02"));
        StoppedStore.Work(_small.Options("live"), new StageOptions(), (stage, _) => stage.Backfill([new FactKey(0, 9)]));
        using (var run = _small.Open("live"))
        {
            _small.Feed(run, "2026-03-04", "transfer.out", "stays", """{"amount": 5}""");
            run.AdvanceTo(SmallBank.At("2026-03-09"));
        }
        using var store = Store.OpenReadOnly(_small.Place("live"));

        foreach (var moment in (Instant[])[SmallBank.At("2026-02-11", 12), SmallBank.At("2026-02-20"), SmallBank.At("2026-03-03"), SmallBank.At("2026-03-09", 0)])
        {
            using var all = Store.Open(_small.Options($"all-{moment.UnixMilliseconds}"));
            Replay.Run(store, all, new StageOptions(), new Excerpt { Only = [.. new PastLog(store, 0).Before(long.MaxValue).TakeWhile(r => r.Arrival <= moment)], Moment = moment });
            foreach (var customer in (string[])["stays", "gone", "other"])
            {
                using var past = Open(store, customer, moment);
                Assert.Equal(Row(all, customer), Row(past.Rows, customer));
                Assert.Equal(Rows(all, Table.Decisions, customer), Rows(past.Rows, Table.Decisions, customer));
            }
        }
        using var end = Open(store, "stays", SmallBank.At("2026-03-09", 0));
        Assert.Equal(Row(store, "stays"), Row(end.Rows, "stays"));
    }

    [Fact]
    public void Why_not_answers_under_the_book_and_with_the_facts_of_then()
    {
        using (var run = _small.Open("live"))
        {
            _small.Register(run, "2026-02-10", "c1");
            _small.Feed(run, "2026-02-10", "transfer.out", "c1", """{"amount": 7}""");
            run.AdvanceTo(SmallBank.At("2026-02-20"));
        }
        using var store = Store.OpenReadOnly(_small.Place("live"));

        using var before = Open(store, "c1", SmallBank.At("2026-02-12"));
        using var after = Open(store, "c1", SmallBank.At("2026-02-14"));

        var answer = before.Queries.WhyNot("c1", "follow-up")!;
        Assert.Equal(("not-proposed", "2026-02-12 10:00"), (answer.Answer, answer.At));
        Assert.Equal(["customer.daysSinceTransfer = 2"], Assert.Single(answer.Rules).Line!.Values);
        Assert.Equal("stands", after.Queries.WhyNot("c1", "follow-up")!.Answer);
    }

    [Theory]
    [InlineData("2026-02-21", "has not come yet, it is 2026-02-20 00:00 in this store")]
    [InlineData("2026-02-09", "lies before the log, which begins at 2026-02-10 10:00")]
    public void A_moment_that_the_log_does_not_have_is_refused_with_what_it_has(string day, string said)
    {
        using (var run = _small.Open("live"))
        {
            _small.Register(run, "2026-02-10", "c1");
            run.AdvanceTo(SmallBank.At("2026-02-20"));
        }
        using var store = Store.OpenReadOnly(_small.Place("live"));
        Assert.True(Moment.TryParse(day, out var moment));
        Assert.Null(Past.Open(store, new BookCache(store), TimeProvider.System, "c1", moment, out var why));
        Assert.Contains(said, why?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_without_a_log_of_its_own_says_where_the_log_lies()
    {
        using (var run = _small.Open("live"))
        {
            _small.Register(run, "2026-02-10", "c1");
            run.AdvanceTo(SmallBank.At("2026-02-20"));
        }
        // A worker's tables for pages have neither log nor journal.
        using (var store = Store.Open(_small.Options("live")))
        using (var batch = store.NewBatch())
        {
            foreach (var table in (Table[])[Table.Log, Table.Journal])
            {
                using var rows = store.Scan(new Keys(0).Prefix(table));
                while (rows.MoveNext()) batch.Delete(rows.Key);
            }
            store.Write(batch);
        }
        using var tables = Store.OpenReadOnly(_small.Place("live"));
        Assert.True(Moment.TryParse("2026-02-12", out var moment));
        Assert.Null(Past.Open(tables, new BookCache(tables), TimeProvider.System, "c1", moment, out var why));
        Assert.Contains("nba replay --bootstrap", why?.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-02-20", "2026-02-20T23:59:59.999+08:00")]
    [InlineData("2026-02-20T10:30", "2026-02-20T10:30:00+08:00")]
    [InlineData("2026-02-20T10:30:00Z", "2026-02-20T10:30:00Z")]
    public void A_moment_is_a_day_of_the_bank_to_its_end_a_minute_or_a_time_with_its_offset(string text, string means)
    {
        Assert.True(Moment.TryParse(text, out var moment));
        Assert.True(Instant.TryParse(means, out var expected));
        Assert.Equal(expected, moment.In(SimulatedBank.Rules().Calendar));
    }

    public void Dispose()
    {
        _bank.Dispose();
        _small.Dispose();
    }

    private static Past Open(Store store, string customer, Instant at)
    {
        Assert.True(Moment.TryParse(at.ToString(), out var moment));
        return Past.Open(store, new BookCache(store), TimeProvider.System, customer, moment, out var why) ?? throw new InvalidOperationException(why?.ToString());
    }

    private static IEnumerable<string> Customers(Store store)
    {
        var customers = new List<string>();
        using var rows = store.Scan(new Keys(0).Prefix(Table.Customers));
        while (rows.MoveNext()) customers.Add(Encoding.UTF8.GetString(rows.Key[Keys.PrefixLength..]));
        return customers;
    }

    private static string Row(Store store, string customer)
    {
        var bytes = Array.Empty<byte>();
        return store.TryGet(new Keys(0).Text(Table.Customers, customer), ref bytes, out var length) ? Convert.ToHexString(CustomerRow.State(bytes.AsSpan(0, length))) : "none";
    }

    private static IReadOnlyList<string> Rows(Store store, Table table, string customer)
    {
        var found = new List<string>();
        using var rows = store.Scan(new Keys(0).TextPrefix(table, customer));
        while (rows.MoveNext()) found.Add(Convert.ToHexString(rows.Key) + Convert.ToHexString(rows.Value));
        return found;
    }
}
