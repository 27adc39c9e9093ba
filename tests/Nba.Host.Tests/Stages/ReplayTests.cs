using System.Text.Json;
using Nba.Engine;
using Nba.Host.Demo;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Transport;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Tests.Stages;

/// <summary>A recorded log decided again, from log, journal and the rules stored beside them.</summary>
public sealed class ReplayTests : IDisposable
{
    private readonly SimulatedBank _bank = new();

    [Fact]
    public void A_replay_gives_every_decision_customer_and_live_action_again_to_the_byte()
    {
        using var recorded = _bank.Live("live", new StageOptions());

        var found = Verify(recorded, new StageOptions());

        Assert.Null(found.First);
        Assert.True(found.Decisions > 50, $"only {found.Decisions} decisions were recorded");
        Assert.Equal(found.Decisions, found.Identical);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1_000_000)]
    public void The_size_of_a_sweeps_chunks_never_shows(int chunk)
    {
        using var recorded = _bank.Live("live", new StageOptions());

        Assert.Null(Verify(recorded, new StageOptions { SweepChunk = chunk }).First);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(37, 3)]
    [InlineData(100_000, 5)]
    public void Batches_and_the_timing_of_sweeps_never_show(int batch, int chunk)
    {
        using var one = _bank.Live("one", new StageOptions());
        using var other = _bank.Live("other", new StageOptions { BatchActivities = batch, SweepChunk = chunk, CustomerCacheMiB = 1 });

        Assert.Null(Replay.Compare(one, other, [Table.Log, Table.Journal, Table.Customers, Table.Actions, Table.Decisions, Table.Spent]).First);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void How_many_lanes_sweep_side_by_side_never_shows(int lanes)
    {
        // A group that is full, and one that is not, in every sweep.
        var some = new DemoBankOptions { Customers = SweepGroup.Most + 64, Managers = 3, To = new DateOnly(2025, 3, 11) };
        using var one = _bank.Live("one", new StageOptions { Lanes = 3 }, some);
        using var other = _bank.Live("other", new StageOptions { Lanes = lanes }, some);

        Assert.InRange(Customers(one), SweepGroup.Most + 1, (2 * SweepGroup.Most) - 1);
        Assert.Null(Replay.Compare(one, other, [Table.Log, Table.Journal, Table.Customers, Table.Actions, Table.Decisions, Table.Spent]).First);
    }

    [Fact]
    public void One_altered_journal_entry_makes_the_verification_fail()
    {
        _bank.Live("live", new StageOptions()).Dispose();
        Alter(Path.Combine(_bank.Folder, "live"), e => e with { Now = e.Now.Plus(86_400_000) });
        using var recorded = Store.OpenReadOnly(Path.Combine(_bank.Folder, "live"));

        Assert.NotNull(Verify(recorded, new StageOptions()).First);
    }

    [Fact]
    public void One_missing_journal_entry_makes_the_verification_fail()
    {
        _bank.Live("live", new StageOptions()).Dispose();
        Alter(Path.Combine(_bank.Folder, "live"), e => e with { Kind = JournalKind.DeadLetter, Payload = "-1" });
        using var recorded = Store.OpenReadOnly(Path.Combine(_bank.Folder, "live"));

        Assert.NotNull(Verify(recorded, new StageOptions()).First);
    }

    public void Dispose() => _bank.Dispose();

    private static int Customers(Store store)
    {
        var count = 0;
        using var rows = store.Scan(new Keys(0).Prefix(Table.Customers));
        while (rows.MoveNext()) count++;
        return count;
    }

    private Verification Verify(Store recorded, StageOptions options)
    {
        using var replayed = _bank.Empty("replayed");
        Replay.Run(recorded, replayed, options);
        return Replay.Compare(recorded, replayed);
    }

    // Alters one day in the middle of the recorded journal.
    private static void Alter(string directory, Func<JournalEntry, JournalEntry> change)
    {
        using var store = Store.Open(new StoreOptions { Directory = directory, Fsync = false });
        var days = EmbeddedLog.Journal(store, 0).Where(e => e.Kind == JournalKind.Day).ToList();
        var altered = change(days[days.Count / 2]);
        using var batch = store.NewBatch();
        batch.Put(new Keys(0).Number(Table.Journal, altered.Number), JsonSerializer.SerializeToUtf8Bytes(altered, JournalJson.Default.JournalEntry));
        store.Write(batch);
    }
}
