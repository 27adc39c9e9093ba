using Nba.Host.Settings;
using Nba.Host.State;

namespace Nba.Host.Transport.Embedded;

/// <summary>The activities that a store's log holds, refused ones included. Not thread-safe.</summary>
public sealed class PastLog(Store store, int partition)
{
    private readonly Keys _keys = new(partition);
    private byte[] _row = [];

    /// <summary>The only ones that are given, in order; null for all. Whoever folds one customer's past needs no other.</summary>
    internal IReadOnlyList<LogRecord>? Only { get; init; }

    /// <summary>Those before a position, in order.</summary>
    public IEnumerable<LogRecord> Before(long end) => Between(0, end);

    /// <summary>Those from a position on and before another, in order.</summary>
    public IEnumerable<LogRecord> Between(long first, long end)
    {
        if (Only is { } only)
        {
            foreach (var one in only.Where(o => o.Position >= first && o.Position < end)) yield return one;
            yield break;
        }
        using var rows = store.Scan(_keys.Prefix(Table.Log), new Keys(partition).Number(Table.Log, first));
        while (rows.MoveNext())
        {
            var record = EmbeddedLog.Row(rows.Key, rows.Value);
            if (record.Position >= end) yield break;
            yield return record;
        }
    }

    /// <summary>The one at a position.</summary>
    public LogRecord At(long position)
    {
        var key = _keys.Number(Table.Log, position);
        if (!store.TryGet(key, ref _row, out var length)) throw Said.Unusable($"the log has no position {position} any more");
        return EmbeddedLog.Row(key, _row.AsSpan(0, length));
    }
}
