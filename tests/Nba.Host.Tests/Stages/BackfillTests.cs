using Nba.Engine;
using Nba.Engine.Vocabulary;
using Nba.Host.Commands;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Tests.Api;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Tests.Stages;

/// <summary>A bank that counts what it did not count before.</summary>
public sealed class BackfillTests : IDisposable
{
    private static readonly FactKey Transfers = new(0, 9);
    private static readonly StageOptions Small = new() { SweepChunk = 3, BatchActivities = 5 };
    private readonly SmallBank _bank = new();

    [Theory]
    [InlineData(">= 3", "K2")]
    [InlineData("== 0", "K0")]
    public void A_new_count_is_unknown_until_it_is_folded_from_the_log_and_then_the_next_tick_raises(string test, string raised)
    {
        Past();
        BankRules.Count(_bank.Rules, test);
        using (var run = _bank.Open("live", Small))
        {
            // What comes after the book came into force counts at once, but proves nothing alone.
            _bank.Feed(run, "2026-03-02", "transfer.out", "K2", """{"amount": 10}""");
            run.AdvanceTo(SmallBank.At("2026-03-06"));
            Assert.Empty(SmallBank.Standing(run, "follow-up"));
        }

        StoppedStore.Work(_bank.Options("live"), Small, (stage, _) =>
        {
            Assert.Equal([Transfers], stage.FoldedSince!.Keys);
            stage.Backfill([Transfers]);
        });

        using (var run = _bank.Open("live", Small))
        {
            Assert.Empty(SmallBank.Standing(run, "follow-up"));
            Assert.Equal("0/9", Assert.Single(EmbeddedLog.Journal(run.Store, 0), e => e.Kind == JournalKind.Backfill).Payload);
            run.AdvanceTo(SmallBank.At("2026-03-07"));
            Assert.Equal([raised], SmallBank.Standing(run, "follow-up"));
        }
        Assert.Null(_bank.FirstDifference("live", 1));
        Assert.Null(_bank.FirstDifference("live", 1_000));
    }

    [Fact]
    public void Without_a_backfill_it_is_known_when_its_window_has_passed()
    {
        Past();
        BankRules.Count(_bank.Rules, "== 0");
        using (var run = _bank.Open("live", Small))
        {
            run.AdvanceTo(SmallBank.At("2026-03-02")); // a sweep that was under way ends before the book comes into force
            var entry = EmbeddedLog.Journal(run.Store, 0).Last(e => e.Kind == JournalKind.Book);
            Assert.Equal(("0/9", SimulatedBank.Rules().Calendar.StartOf(new DateOnly(2026, 2, 28))), (entry.Facts, entry.Now)); // the last day that had begun before the book
            run.AdvanceTo(SmallBank.At("2026-05-28"));
            Assert.Empty(SmallBank.Standing(run, "follow-up"));
            run.AdvanceTo(SmallBank.At("2026-05-29"));
            Assert.Equal(["K0", "K1", "K2"], SmallBank.Standing(run, "follow-up"));
        }
        Assert.Null(_bank.FirstDifference("live", 2));
    }

    [Fact]
    public void A_backfill_that_was_broken_off_keeps_the_store_until_it_is_begun_again()
    {
        Past();
        BankRules.Count(_bank.Rules, ">= 3");
        using (var run = _bank.Open("live", Small)) run.AdvanceTo(SmallBank.At("2026-03-02"));
        BreakOff();

        Assert.Contains("backfill", Assert.Throws<InvalidOperationException>(() => _bank.Open("live", Small)).Message, StringComparison.Ordinal);
        StoppedStore.Work(_bank.Options("live"), Small, (stage, _) => stage.Backfill([]));
        using (var run = _bank.Open("live", Small))
        {
            run.AdvanceTo(SmallBank.At("2026-03-03"));
            Assert.Equal(["K2"], SmallBank.Standing(run, "follow-up"));
        }
    }

    [Fact]
    public void What_customers_did_before_they_were_merged_away_reaches_who_stayed_and_is_folded_once()
    {
        using (var run = _bank.Open("live", Small))
        {
            foreach (var customer in new[] { "first", "second", "stays", "other" }) _bank.Register(run, "2026-02-01", customer);
            foreach (var customer in new[] { "first", "second", "other" }) _bank.Feed(run, "2026-02-10", "transfer.out", customer, """{"amount": 10}""");
            _bank.Feed(run, "2026-02-11", "customer.merged", "first", """{"into": "second"}""");
            _bank.Feed(run, "2026-02-12", "customer.merged", "second", """{"into": "stays"}""");
            _bank.Feed(run, "2026-02-13", "transfer.out", "first", """{"amount": 10}""", id: "late");
            _bank.Feed(run, "2026-02-13", "transfer.out", "first", """{"amount": 10}""", id: "late");
            run.AdvanceTo(SmallBank.At("2026-02-28"));
        }
        BankRules.Count(_bank.Rules, "== 3");
        using (var run = _bank.Open("live", Small)) run.AdvanceTo(SmallBank.At("2026-03-02"));
        var (first, second, stays) = (Row("first"), Row("second"), Row("stays"));
        StoppedStore.Work(_bank.Options("live"), Small, (stage, _) => stage.Backfill([Transfers]));
        Assert.NotEqual(stays, Row("stays"));
        Assert.Equal(first, Row("first")); // nothing is kept of who is gone
        Assert.Equal(second, Row("second"));
        using (var run = _bank.Open("live", Small))
        {
            run.AdvanceTo(SmallBank.At("2026-03-03"));
            Assert.Equal(["stays"], SmallBank.Standing(run, "follow-up"));
        }
        Assert.Null(_bank.FirstDifference("live", 1));
        Assert.Null(_bank.FirstDifference("live", 1_000));
    }

    public void Dispose() => _bank.Dispose();

    // Three customers with none, one and three small transfers, one of them delivered twice, under a book that counts none.
    private void Past()
    {
        using var run = _bank.Open("live", Small);
        for (var i = 0; i < 3; i++) _bank.Register(run, "2026-02-01", $"K{i}");
        _bank.Feed(run, "2026-02-10", "transfer.out", "K1", """{"amount": 10}""", id: "twice");
        _bank.Feed(run, "2026-02-10", "transfer.out", "K1", """{"amount": 10}""", id: "twice");
        _bank.Feed(run, "2026-02-11", "transfer.out", "K1", """{"amount": 10}""", id: "twice");
        foreach (var day in new[] { "2026-02-10", "2026-02-12", "2026-02-20" }) _bank.Feed(run, day, "transfer.out", "K2", """{"amount": 10}""");
        run.AdvanceTo(SmallBank.At("2026-02-28"));
        Assert.Empty(SmallBank.Standing(run, "outflow-call"));
    }

    private void BreakOff()
    {
        using var store = Store.Open(_bank.Options("live"));
        using var batch = store.NewBatch();
        batch.Put(new Keys(0).Prefix(Table.Head), (StoppedStore.Head(store) with { Backfilling = "0/9" }).Write());
        store.Write(batch);
    }

    private byte[] Row(string customer)
    {
        using var store = Store.OpenReadOnly(_bank.Place("live"));
        var row = Array.Empty<byte>();
        Assert.True(store.TryGet(new Keys(0).Text(Table.Customers, customer), ref row, out var length));
        return row[8..length];
    }
}
