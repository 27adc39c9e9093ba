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

    /// <summary>The trace it came with; null for none.</summary>
    public byte[]? Given => trace;

    /// <summary>Its span, while it is taken up or was; null where there is none.</summary>
    public RecordSpan? Span { get; set; }

    /// <summary>The trace that what is made of it belongs to: with its own span as parent, else as it came; null for none.</summary>
    public byte[]? Trace => Span?.TraceParent ?? trace;

    public void Refused(int row, EventRefusal refusal)
    {
    }
}
