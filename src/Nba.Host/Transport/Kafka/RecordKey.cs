using Confluent.Kafka;
using Nba.Engine.Events;

namespace Nba.Host.Transport.Kafka;

/// <summary>The key, the trace and the headers that a record came with, for what becomes of it. Nobody waits for that: who produced it reads topics.</summary>
internal sealed class RecordKey(byte[]? key, byte[]? trace = null, Headers? headers = null) : IForeignOrigin
{
    public byte[]? Key => key;

    public IReadOnlyCollection<string> HeaderNames => headers is null ? [] : [.. headers.Select(h => h.Key)];

    /// <summary>What it came with; null for none.</summary>
    public Headers? Headers => headers;

    public byte[]? Header(string name) => headers is not null && headers.TryGetLastBytes(name, out var value) ? value : null;

    /// <summary>The trace it belongs to; null for none.</summary>
    public byte[]? Trace => trace;

    public void Refused(int row, EventRefusal refusal)
    {
    }
}
