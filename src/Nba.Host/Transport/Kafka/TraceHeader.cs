using Confluent.Kafka;

namespace Nba.Host.Transport.Kafka;

/// <summary>The header of a record that names its trace. Thread-safe.</summary>
internal static class TraceHeader
{
    /// <summary>The trace of a record: its header, else the attribute of the event that it holds; null for none.</summary>
    public static byte[]? Of(Message<byte[], byte[]> message) =>
        message.Headers is { } headers && headers.TryGetLastBytes(TraceParent.Name, out var given) && TraceParent.IsOne(given) ? given : TraceParent.OfEvent(message.Value);

    /// <summary>The headers that carry a trace on; null where there is none.</summary>
    public static Headers? Carrying(byte[]? trace) => trace is null ? null : new Headers { { TraceParent.Name, trace } };
}
