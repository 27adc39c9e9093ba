using System.Text.Json;
using Nba.Engine;
using Nba.Host.State;
using Nba.Host.Transport;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Tests.Archives;

/// <summary>A run decided again from an archive made in the middle of it, with whatever was under way at that moment.</summary>
public sealed class ArchiveReplayTests(ArchivedBank lived) : IClassFixture<ArchivedBank>, IDisposable
{
    private readonly ArchivedBank _bank = lived.Copy();

    public void Dispose() => _bank.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(1_000_000)]
    public void From_the_middle_of_a_sweep_it_gives_everything_that_came_after_again_to_the_byte(int chunk)
    {
        Assert.True(_bank.Heads.TrueForAll(h => h.IsSweeping && h.Cursor is not null), "the archives were made between sweeps");

        var found = _bank.Verify(_bank.First, chunk: chunk);

        Assert.Null(found.First);
        using var live = Store.OpenReadOnly(_bank.Data);
        var all = ArchivedBank.Count(live, Table.Decisions);
        Assert.True(found.Decisions > 20 && found.Decisions < all - 20, $"{found.Decisions} of {all} decisions were made after the archive");
        Assert.Equal(found.Decisions, found.Identical);
        Assert.Equal(3, ArchivedBank.Count(live, Table.DeadLetters));
    }

    [Fact]
    public void From_the_middle_of_a_sweep_of_any_partition_it_does_the_same()
    {
        var found = _bank.Verify(_bank.FirstOf(partition: 2));

        Assert.Null(found.First);
        Assert.Equal(_bank.Verify(_bank.First), found);
    }

    [Fact]
    public void What_was_under_way_is_in_the_archive()
    {
        using var states = ArchivedRows.Of(_bank.First);

        Assert.True(ArchivedBank.Count(states.Store, Table.Waiting) > 0, "nobody waits for an hour");
        Assert.Equal(1, ArchivedBank.Count(states.Store, Table.DeadLetters));
        Assert.Equal(0, ArchivedBank.Count(states.Store, Table.Log) + ArchivedBank.Count(states.Store, Table.Decisions));
        Assert.True(EmbeddedLog.Journal(states.Store, 0).Any(e => e.Number > _bank.Heads[0].SweptTo), "nothing is left to be swept");
    }

    [Fact]
    public void What_came_before_may_be_gone_log_and_journal_alike()
    {
        var head = _bank.Heads[0];
        _bank.Alter((_, batch) =>
        {
            batch.DeleteRange(new Keys(0).Prefix(Table.Log), new Keys(0).Number(Table.Log, head.NextPosition));
            batch.DeleteRange(new Keys(0).Prefix(Table.Journal), new Keys(0).Number(Table.Journal, head.LastEntry - 1));
        });

        Assert.Null(_bank.Verify(_bank.First).First);
        Assert.Null(_bank.Verify(_bank.First, until: _bank.Second).First);
    }

    [Fact]
    public void An_activity_that_is_gone_after_the_archive_is_said()
    {
        _bank.Alter((_, batch) => batch.Delete(new Keys(0).Number(Table.Log, _bank.Heads[0].NextPosition)));

        var fault = Assert.Throws<InvalidDataException>(() => _bank.Verify(_bank.First));
        Assert.Contains($"no activity at position {_bank.Heads[0].NextPosition}", fault.Message, StringComparison.Ordinal);
        Assert.Contains("use a later archive", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_whole_log_that_is_gone_is_said_too()
    {
        _bank.Alter((_, batch) => batch.DeleteRange(new Keys(0).Prefix(Table.Log), new Keys(0).Prefix(Table.Journal)));

        Assert.Contains("what came after is gone", Assert.Throws<InvalidDataException>(() => _bank.Verify(_bank.First)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_altered_entry_after_the_archive_makes_the_verification_fail()
    {
        _bank.Alter((store, batch) => Alter(store, batch, e => e.Kind == JournalKind.Day && e.Number > _bank.Heads[1].LastEntry, e => e with { Now = e.Now.Plus(86_400_000) }));

        Assert.NotNull(_bank.Verify(_bank.First).First);
        // Between the two archives nothing was altered.
        Assert.Null(_bank.Verify(_bank.First, until: _bank.Second).First);
    }

    [Fact]
    public void An_altered_entry_from_before_the_archive_is_said()
    {
        _bank.Alter((store, batch) => Alter(store, batch, e => e.Kind == JournalKind.Day && e.Number < _bank.Heads[0].LastEntry, e => e with { Now = e.Now.Plus(1) }));

        Assert.Contains("is not the one that the archive", Assert.Throws<InvalidDataException>(() => _bank.Verify(_bank.First)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_entry_is_said()
    {
        _bank.Alter((_, batch) => batch.Delete(new Keys(0).Number(Table.Journal, _bank.Heads[1].LastEntry)));

        Assert.Contains("entries are missing", Assert.Throws<InvalidDataException>(() => _bank.Verify(_bank.First)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Table.Decisions)]
    [InlineData(Table.Actions)]
    [InlineData(Table.Customers)]
    public void One_altered_row_of_the_live_run_makes_the_verification_fail(Table table)
    {
        _bank.Alter((store, batch) =>
        {
            var (key, length) = (Array.Empty<byte>(), 0);
            // The last customer's last decision came after the archive.
            Assert.True(store.TryLast(new Keys(0).Prefix(table), ref key, out length));
            var row = Array.Empty<byte>();
            store.TryGet(key.AsSpan(0, length), ref row, out var bytes);
            row[bytes - 1] ^= 1;
            batch.Put(key.AsSpan(0, length), row.AsSpan(0, bytes));
        });

        Assert.StartsWith(table.ToString(), _bank.Verify(_bank.First).First, StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_and_the_month_after_it_give_the_next_archive()
    {
        var found = _bank.Verify(_bank.First, until: _bank.Second);

        Assert.Null(found.First);
        Assert.True(found.Decisions > 10, $"only {found.Decisions} decisions lie between");
        Assert.True(found.Decisions < _bank.Verify(_bank.First).Decisions, "decisions of after the second archive were counted");
    }

    [Fact]
    public void A_state_that_was_altered_before_the_next_archive_was_made_shows()
    {
        _bank.Alter((store, batch) =>
        {
            using var rows = store.Scan(new Keys(0).Prefix(Table.Customers));
            Assert.True(rows.MoveNext());
            var row = rows.Value.ToArray();
            row[^1] ^= 1;
            batch.Put(rows.Key, row);
        });
        _bank.Archived(_bank.Place("third"));

        Assert.StartsWith("Customers", _bank.Verify(_bank.Second, until: _bank.Place("third")).First, StringComparison.Ordinal);
    }

    [Fact]
    public void States_that_the_engine_cannot_read_are_said()
    {
        _bank.Alter((store, batch) =>
        {
            using var rows = store.Scan(new Keys(0).Prefix(Table.Customers));
            while (rows.MoveNext()) batch.Put(rows.Key, rows.Value[..12]);
        });
        _bank.Archived(_bank.Place("third"));

        Assert.Contains("it was altered", Assert.Throws<InvalidDataException>(() => _bank.Verify(_bank.First, until: _bank.Place("third"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_later_archive_first_is_refused() =>
        Assert.Contains("name the earlier one first", Assert.Throws<InvalidDataException>(() => _bank.Verify(_bank.Second, until: _bank.First)).Message, StringComparison.Ordinal);

    private static void Alter(Store store, StoreBatch batch, Func<JournalEntry, bool> which, Func<JournalEntry, JournalEntry> change)
    {
        var altered = change(EmbeddedLog.Journal(store, 0).First(which));
        batch.Put(new Keys(0).Number(Table.Journal, altered.Number), JsonSerializer.SerializeToUtf8Bytes(altered, JournalJson.Default.JournalEntry));
    }
}
