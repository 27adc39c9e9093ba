using Confluent.Kafka;

namespace Nba.Kafka.Tests.Simulation;

/// <summary>A transaction of the simulated cluster.</summary>
internal sealed class SimTransaction
{
    public bool IsOpen { get; private set; } = true;

    public bool IsCommitted { get; private set; }

    public HashSet<SimLog> Touched { get; } = [];

    public void End(bool commit)
    {
        (IsOpen, IsCommitted) = (false, commit);
        // A marker takes an offset of its own in every partition.
        foreach (var log in Touched) log.Append(null, null, null, 0, null, isMarker: true);
    }
}

/// <summary>One record of a partition.</summary>
internal sealed record SimRecord(byte[]? Key, byte[]? Value, Headers? Headers, long Timestamp, SimTransaction? Transaction, bool IsMarker)
{
    public bool IsVisible => !IsMarker && Transaction is null or { IsCommitted: true };
}

/// <summary>A partition as a broker keeps it: records in order, open transactions that hide what follows them from readers of committed data.</summary>
internal sealed class SimLog
{
    private readonly List<SimRecord> _records = [];
    private int _closed;

    public long High => _records.Count;

    /// <summary>The first offset of a transaction that is still open, or the end.</summary>
    public long LastStable
    {
        get
        {
            // What is closed stays so.
            while (_closed < _records.Count && _records[_closed].Transaction is not { IsOpen: true }) _closed++;
            return _closed;
        }
    }

    /// <summary>Where reading is at the end: behind the last record that readers see.</summary>
    public long End => _records.FindLastIndex(r => r.IsVisible) + 1;

    public long Append(byte[]? key, byte[]? value, Headers? headers, long timestamp, SimTransaction? transaction, bool isMarker = false)
    {
        transaction?.Touched.Add(this);
        _records.Add(new SimRecord(key, value, headers, timestamp, transaction, isMarker));
        return High - 1;
    }

    /// <summary>The first committed record from an offset on, and the offset behind it; none, and how far there is nothing.</summary>
    public (SimRecord? Record, long Offset, long Next) ReadCommitted(long from)
    {
        var end = LastStable;
        for (var offset = from; offset < end; offset++)
        {
            if (_records[(int)offset].IsVisible) return (_records[(int)offset], offset, offset + 1);
        }
        return (null, Math.Max(from, end), Math.Max(from, end));
    }

    public IEnumerable<SimRecord> Committed => _records.Take((int)LastStable).Where(r => r.IsVisible);
}
