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

    private static readonly EventRefusal IntoErased = new(Reason.Erased, $"the customer into whom this one is to be merged was erased: this one stays as it is; merge it into somebody else, or erase it too");

    /// <summary>Erases a person; durable when this returns. False, and nothing is done, where it turns out that they are not as they were found.</summary>
    /// <param name="found">Whom; asked when everything before is committed and nothing else is decided, null where that is not known any more.</param>
    /// <param name="tombstone">What is kept of it, by customer: of the person, and the positions of all that was theirs in the log.</param>
    public bool Erase(Func<ErasedPerson?> found, Func<ErasedPerson, IReadOnlyList<long>, byte[]> tombstone)
    {
        // What is in memory is written first: from here on rows alone count.
        Commit();
        _transport.Settle();
        Begin();
        if (found() is not { } person) return false;
        Touch();
        var position = _journal.Head.NextPosition;
        _journal.Append(JournalKind.Erasure, new Instant(Math.Max(_journal.LastNow, _journal.Head.LastNow)), position, string.Join(JournalEntry.Between, person.Customers), _transaction!);
        foreach (var (table, key) in person.Rows) _transaction!.Delete(table, key);
        // What arrived while the log was looked through.
        var late = new CustomerSearch(Rows, person.Customers).Between(person.Looked, position, Instant.MaxValue).Select(r => r.Position);
        List<long> positions = [.. person.Positions.Concat(late).Distinct().Order()];
        foreach (var at in positions) EraseActivity(at);
        Tombstone(person.Customers, tombstone(person, positions));
        Commit();
        _transport.Settle();
        Forget();
        Begin();
        return true;
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
        // From the beginning of the log nothing of them was decided: the tables need not be looked through.
        if (customers.All(c => !Rows.Contains(_keys.Text(Table.Customers, c)))) return;
        var actions = new HashSet<UInt128>();
        foreach (var customer in customers)
        {
            var state = _customers.Load(customer, _journal.Head.LastEntry);
            actions.UnionWith(state.Actions.Open.Select(a => a.Id));
            actions.UnionWith(state.Actions.Ended.Select(e => e.Id));
        }
        foreach (var (table, key) in RowsOf(Rows, Number, customers, actions)) _transaction!.Delete(table, key);
        Touch();
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

    // Who is merged into an erased customer would be gone without a word.
    private bool MergesIntoErased() => _journal.Erased.Count > 0 && _activity.Type.Name == BuiltIn.Merged && WasErased(_activity.Fields.Text(_activity.Type.Field("into")!.Index));

    // Of an event that is refused, too, nothing may be kept.
    private EventRefusal WithoutErased(in LogRecord record, EventRefusal refusal) =>
        _journal.Erased.Count > 0 && EventSubject.Of(record.Value.Span) is { } subject && WasErased(subject) ? Gone : refusal;

    /// <summary>
    /// Keys of a person's rows: states, decisions, live actions, budgets spent, hours waited for. It looks through whole tables; what it finds stays right for as long as no state of theirs changes, for all of it
    /// follows from their decisions. From any thread.
    /// </summary>
    public static IReadOnlyList<(Table Table, byte[] Key)> RowsOf(Store rows, int partition, IReadOnlyList<string> customers, IReadOnlySet<UInt128> actions)
    {
        var (keys, found) = (new Keys(partition), new List<(Table, byte[])>());
        foreach (var customer in customers)
        {
            found.Add((Table.Customers, keys.Text(Table.Customers, customer).ToArray()));
            Where(Table.Decisions, keys.TextPrefix(Table.Decisions, customer).ToArray(), (prefix, row) => row.Key.Length == prefix + 4);
        }
        Where(Table.Actions, keys.Prefix(Table.Actions).ToArray(), (_, row) => customers.Contains(ActionRecordCodec.CustomerOf(row.Value)));
        Where(Table.Spent, keys.Prefix(Table.Spent).ToArray(), (_, row) => actions.Contains(BinaryPrimitives.ReadUInt128BigEndian(row.Key[^16..])));
        Where(Table.Waiting, keys.Prefix(Table.Waiting).ToArray(), (prefix, row) => customers.Contains(Encoding.UTF8.GetString(row.Key[(prefix + 8)..])));
        return found;

        void Where(Table table, byte[] prefix, Func<int, StoreScan, bool> isOne)
        {
            using var scan = rows.Scan(prefix, sweep: true);
            while (scan.MoveNext())
            {
                if (isOne(prefix.Length, scan)) found.Add((table, scan.Key.ToArray()));
            }
        }
    }

    private void EraseActivity(long position)
    {
        var (log, row) = (_keys.Number(Table.Log, position).ToArray(), Array.Empty<byte>());
        if (Rows.TryGet(log, ref row, out var length) && length >= EmbeddedLog.HeadLength) _transaction!.Put(Table.Log, log, RowSeal.Erased(row.AsSpan(0, length)));
        _transaction!.Delete(Table.DeadLetters, _keys.Number(Table.DeadLetters, position));
    }
}
