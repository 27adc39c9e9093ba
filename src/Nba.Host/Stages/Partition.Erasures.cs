using System.Buffers.Binary;
using System.Text;
using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Engine.Events;
using Nba.Engine.Vocabulary;
using Nba.Host.State;
using Nba.Host.State.Sealing;
using Nba.Host.Transport;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Stages;

/// <summary>
/// Erasures: in one commit the journal says who, their rows go, and where their activities stood in the log stand places that say nothing. Everybody else is decided as before, for a decision sees one customer and the journal.
/// </summary>
internal sealed partial class Partition
{
    private static readonly EventRefusal Gone = new(Reason.Erased, $"the customer was erased: nothing of them is taken in any more, and what was sent is not kept");

    /// <summary>Erases a person; durable when this returns. Answers the keys of the store that are empty now, or say nothing any more.</summary>
    /// <param name="person">Whom.</param>
    /// <param name="tombstone">What is kept of it, by customer.</param>
    public IReadOnlyList<byte[]> Erase(ErasedPerson person, ReadOnlySpan<byte> tombstone)
    {
        // What is in memory is written first: from here on rows alone count.
        Commit();
        _transport.Settle();
        Begin();
        var position = _journal.Head.NextPosition;
        _journal.Append(JournalKind.Erasure, new Instant(Math.Max(_journal.LastNow, _journal.Head.LastNow)), position, string.Join(JournalEntry.Between, person.Customers), _transaction!);
        var keys = EraseRows(person.Customers, person.Actions);
        // What arrived while the log was looked through.
        var late = new CustomerSearch(Rows, person.Customers).Between(person.Looked, position, Instant.MaxValue).Select(r => r.Position);
        foreach (var at in person.Positions.Concat(late).Distinct().Order()) EraseActivity(at, keys);
        Tombstone(person.Customers, tombstone);
        Commit();
        _transport.Settle();
        Forget();
        Begin();
        return keys;
    }

    /// <summary>Writes what is kept of an erasure, by customer.</summary>
    public void Tombstone(IReadOnlyList<string> customers, ReadOnlySpan<byte> tombstone)
    {
        Touch();
        foreach (var customer in customers) _transaction!.Put(Table.Erasures, _keys.Text(Table.Erasures, customer), tombstone);
    }

    // A recorded erasure: states of an archive may still hold the person.
    private void EraseAgain(JournalEntry entry)
    {
        Commit();
        _transport.Settle();
        Begin();
        var customers = entry.Payload.Split(JournalEntry.Between);
        var actions = new HashSet<UInt128>();
        foreach (var customer in customers)
        {
            var state = _customers.Load(customer, _journal.Head.LastEntry);
            actions.UnionWith(state.Actions.Open.Select(a => a.Id));
            actions.UnionWith(state.Actions.Ended.Select(e => e.Id));
        }
        EraseRows(customers, actions);
        Commit();
        _transport.Settle();
        Forget();
        Begin();
    }

    private void Forget()
    {
        _customers.Drop();
        _waiting.Load(Rows);
    }

    private bool WasErased(ReadOnlySpan<char> customer) => _journal.Erased.Count > 0 && _journal.Erased.GetAlternateLookup<ReadOnlySpan<char>>().Contains(customer);

    // Of an event that is refused, too, nothing may be kept.
    private EventRefusal WithoutErased(in LogRecord record, EventRefusal refusal) =>
        _journal.Erased.Count > 0 && EventSubject.Of(record.Value.Span) is { } subject && WasErased(subject) ? Gone : refusal;

    private List<byte[]> EraseRows(IReadOnlyList<string> customers, IReadOnlySet<UInt128> actions)
    {
        Touch();
        var keys = new List<byte[]>();
        foreach (var customer in customers)
        {
            Remove(Table.Customers, _keys.Text(Table.Customers, customer).ToArray(), keys);
            foreach (var key in Where(_keys.TextPrefix(Table.Decisions, customer).ToArray(), (prefix, row) => row.Length == prefix + 4)) Remove(Table.Decisions, key, keys);
        }
        foreach (var key in ActionsOf(customers)) Remove(Table.Actions, key, keys);
        foreach (var key in Where(_keys.Prefix(Table.Spent).ToArray(), (_, row) => actions.Contains(BinaryPrimitives.ReadUInt128BigEndian(row[^16..])))) Remove(Table.Spent, key, keys);
        foreach (var key in Where(_keys.Prefix(Table.Waiting).ToArray(), (prefix, row) => customers.Contains(Encoding.UTF8.GetString(row[(prefix + 8)..])))) Remove(Table.Waiting, key, keys);
        return keys;
    }

    private void EraseActivity(long position, List<byte[]> keys)
    {
        var (log, letter, row) = (_keys.Number(Table.Log, position).ToArray(), _sweepKeys.Number(Table.DeadLetters, position).ToArray(), Array.Empty<byte>());
        if (Rows.TryGet(log, ref row, out var length) && length >= EmbeddedLog.HeadLength) _transaction!.Put(Table.Log, log, RowSeal.Erased(row.AsSpan(0, length)));
        _transaction!.Delete(Table.DeadLetters, letter);
        keys.Add(log);
        keys.Add(letter);
    }

    private void Remove(Table table, byte[] key, List<byte[]> keys)
    {
        _transaction!.Delete(table, key);
        keys.Add(key);
    }

    private List<byte[]> ActionsOf(IReadOnlyList<string> customers)
    {
        var found = new List<byte[]>();
        using var rows = Rows.Scan(_keys.Prefix(Table.Actions), sweep: true);
        while (rows.MoveNext())
        {
            if (customers.Contains(ActionRecordCodec.CustomerOf(rows.Value))) found.Add(rows.Key.ToArray());
        }
        return found;
    }

    private List<byte[]> Where(byte[] prefix, KeyTest isOne)
    {
        var found = new List<byte[]>();
        using var rows = Rows.Scan(prefix, sweep: true);
        while (rows.MoveNext())
        {
            if (isOne(prefix.Length, rows.Key)) found.Add(rows.Key.ToArray());
        }
        return found;
    }

    private delegate bool KeyTest(int prefix, ReadOnlySpan<byte> key);
}
