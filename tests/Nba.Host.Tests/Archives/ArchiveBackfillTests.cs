using Nba.Engine.Vocabulary;
using Nba.Host.Archives;
using Nba.Host.Commands;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Tests.Api;
using Nba.Host.Tests.Stages;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Tests.Archives;

/// <summary>After an archive another rule book comes into force, and a fact of it is folded from all the log there is.</summary>
public sealed class ArchiveBackfillTests : IDisposable
{
    private static readonly FactKey Transfers = new(0, 9);
    private static readonly StageOptions Small = new() { SweepChunk = 3, BatchActivities = 5 };

    private readonly SmallBank _bank = new();
    private readonly long _position;

    public ArchiveBackfillTests()
    {
        using (var run = _bank.Open("live", Small))
        {
            foreach (var customer in (string[])["K0", "K1", "K2"]) _bank.Register(run, "2026-03-01", customer);
            for (var day = 1; day <= 4; day++) _bank.Feed(run, $"2026-03-0{day}", "transfer.out", "K2", """{"amount": 10}""");
            run.Finish();
        }
        _position = Archived("before").NextPosition;
        BankRules.Count(_bank.Rules, ">= 3");
        using (var run = _bank.Open("live", Small)) run.AdvanceTo(SmallBank.At("2026-03-06"));
        StoppedStore.Work(_bank.Options("live"), Small, (stage, _) => stage.Backfill([Transfers]));
        Archived("after");
        using (var run = _bank.Open("live", Small))
        {
            run.AdvanceTo(SmallBank.At("2026-03-08"));
            Assert.Equal(["K2"], SmallBank.Standing(run, "follow-up"));
        }
    }

    public void Dispose() => _bank.Dispose();

    [Fact]
    public void With_the_whole_log_it_is_replayed_to_the_byte()
    {
        Assert.Null(Verify("before").First);
        Assert.Null(Verify("before", "after").First);
        Assert.Null(Verify("after").First);
    }

    [Fact]
    public void Without_the_older_log_an_archive_from_before_is_refused_and_one_from_after_will_do()
    {
        using (var store = Store.Open(_bank.Options("live")))
        {
            using var batch = store.NewBatch();
            batch.DeleteRange(new Keys(0).Prefix(Table.Log), new Keys(0).Number(Table.Log, _position));
            store.Write(batch);
        }

        Assert.Contains("use an archive that was made after the backfill", Assert.Throws<InvalidDataException>(() => Verify("before")).Message, StringComparison.Ordinal);
        Assert.Null(Verify("after").First);
    }

    [Fact]
    public void A_backfill_that_was_broken_off_is_to_be_finished_first()
    {
        using (var store = Store.Open(_bank.Options("live")))
        {
            using var batch = store.NewBatch();
            batch.Put(new Keys(0).Prefix(Table.Head), (StageHead.Of(store, 0)! with { Backfilling = "0/9" }).Write());
            store.Write(batch);
        }

        Assert.Contains("finish it with nba backfill", Assert.Throws<InvalidDataException>(() => Archived("third")).Message, StringComparison.Ordinal);
    }

    private StageHead Archived(string name)
    {
        using var store = Store.OpenReadOnly(_bank.Place("live"));
        using var run = new EmbeddedRun(store);
        using var writer = ArchiveWriter.Begin(_bank.Place(name), TimeProvider.System);
        run.Archive(writer);
        writer.Finish(run.Carrier, run.Prefix);
        return StageHead.Of(store, 0)!;
    }

    private Verification Verify(string from, string? until = null)
    {
        using var store = Store.OpenReadOnly(_bank.Place("live"));
        using var run = new EmbeddedRun(store);
        return new ArchiveReplay(run, Archive.Open(_bank.Place(from)), until is null ? null : Archive.Open(_bank.Place(until)), Small).Verify(0);
    }
}
