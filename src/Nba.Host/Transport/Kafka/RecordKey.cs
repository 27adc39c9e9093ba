using Nba.Engine.Events;

namespace Nba.Host.Transport.Kafka;

/// <summary>The key and the trace that a record came with, for what becomes of it. Nobody waits for that: who produced it reads topics.</summary>
internal sealed class RecordKey(byte[]? key, byte[]? trace = null) : IRecordOrigin
{
    public byte[]? Key => key;

    /// <summary>The trace it belongs to; null for none.</summary>
    public byte[]? Trace => trace;

    public void Refused(int row, EventRefusal refusal)
    {
    }
}
