using System.Text;
using Nba.Host.State;
using Nba.Host.Transport;

namespace Nba.Host.Stages;

/// <summary>
/// Customers for whom an activity stated an hour: the end of a lease or a snooze. A place is taken when the activity is decided and given up when its hour
/// is journalled, never before, whatever became of the reason in between: so which hours are journalled follows from the log alone, not from how far a sweep
/// has come. Not thread-safe.
/// </summary>
internal sealed class WaitingCustomers(Keys keys)
{
    private readonly SortedSet<(long Hour, string Customer)> _waiting =
        new(Comparer<(long Hour, string Customer)>.Create((a, b) => a.Hour != b.Hour ? a.Hour.CompareTo(b.Hour) : string.CompareOrdinal(a.Customer, b.Customer)));

    /// <summary>The first hour that somebody waits for, or null.</summary>
    public long? Next => _waiting.Count == 0 ? null : _waiting.Min.Hour;

    /// <summary>Reads the committed rows.</summary>
    public void Load(Store store)
    {
        _waiting.Clear();
        using var rows = store.Scan(keys.Prefix(Table.Waiting));
        while (rows.MoveNext())
        {
            var key = rows.Key[Keys.PrefixLength..];
            _waiting.Add((System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(key), Encoding.UTF8.GetString(key[8..])));
        }
    }

    /// <summary>A customer waits for an hour.</summary>
    public void Add(long hour, string customer, ITransaction transaction)
    {
        if (_waiting.Add((hour, customer))) transaction.Put(Table.Waiting, keys.NumberText(Table.Waiting, hour, customer), []);
    }

    /// <summary>Takes out those whose hour has come, each once.</summary>
    public IReadOnlyList<string> Take(long upTo, ITransaction transaction)
    {
        var due = new SortedSet<string>(StringComparer.Ordinal);
        while (_waiting.Count > 0 && _waiting.Min is var first && first.Hour <= upTo)
        {
            due.Add(first.Customer);
            _waiting.Remove(first);
            transaction.Delete(Table.Waiting, keys.NumberText(Table.Waiting, first.Hour, first.Customer));
        }
        return [.. due];
    }
}
