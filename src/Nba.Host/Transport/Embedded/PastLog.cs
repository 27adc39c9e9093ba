using Nba.Engine.Calendars;
using Nba.Host.State;

namespace Nba.Host.Transport.Embedded;

/// <summary>The activities that a store's log holds, refused ones included. Not thread-safe.</summary>
public sealed class PastLog(Store store, int partition)
{
    private readonly Keys _keys = new(partition);
    private byte[] _row = [];

    /// <summary>Those before a position, in order.</summary>
    public IEnumerable<LogRecord> Before(long end)
    {
        using var rows = store.Scan(_keys.Prefix(Table.Log));
        while (rows.MoveNext())
        {
            var (position, arrival, json) = EmbeddedLog.Row(rows.Key, rows.Value);
            if (position >= end) yield break;
            yield return new LogRecord(position, arrival, json, null, null);
        }
    }

    /// <summary>The one at a position.</summary>
    public LogRecord At(long position)
    {
        var key = _keys.Number(Table.Log, position);
        if (!store.TryGet(key, ref _row, out var length)) throw new InvalidDataException($"the log has no position {position} any more");
        var (_, arrival, json) = EmbeddedLog.Row(key, _row.AsSpan(0, length));
        return new LogRecord(position, new Instant(arrival.UnixMilliseconds), json, null, null);
    }
}
