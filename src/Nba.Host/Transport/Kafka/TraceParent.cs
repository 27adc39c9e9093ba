using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;

namespace Nba.Host.Transport.Kafka;

/// <summary>
/// The trace that an activity belongs to, as W3C's <c>traceparent</c> (https://www.w3.org/TR/trace-context/): a header of its record, else the CloudEvents extension attribute of that
/// name. What is not well formed is as if it were not there.
/// </summary>
internal static class TraceParent
{
    /// <summary>The header, and the attribute.</summary>
    public const string Name = "traceparent";

    private const int Length = 55;

    /// <summary>The trace of an activity; null for none.</summary>
    public static byte[]? Of(Message<byte[], byte[]> message)
    {
        if (message.Headers is { } headers && headers.TryGetLastBytes(Name, out var given) && IsOne(given)) return given;
        // Most events have none, and are not read twice to see it.
        return message.Value is { } value && value.AsSpan().IndexOf("\"traceparent\""u8) >= 0 ? Attribute(value) : null;
    }

    /// <summary>The headers that carry it on; null where there is none.</summary>
    public static Headers? Headers(byte[]? trace) => trace is null ? null : new Headers { { Name, trace } };

    private static byte[]? Attribute(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isIt = reader.ValueTextEquals(Name);
                reader.Read();
                if (isIt) return reader.TokenType == JsonTokenType.String && Encoding.UTF8.GetBytes(reader.GetString()!) is var text && IsOne(text) ? text : null;
                reader.Skip();
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // The engine refuses it and says why.
        }
        return null;
    }

    private static bool IsOne(byte[] text) => text is { Length: Length } && ActivityContext.TryParse(Encoding.ASCII.GetString(text), null, out _);
}
