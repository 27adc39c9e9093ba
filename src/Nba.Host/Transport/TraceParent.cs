using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Nba.Host.Transport;

/// <summary>
/// The trace that a record belongs to, as the text of W3C's <c>traceparent</c> (https://www.w3.org/TR/trace-context/) in ASCII. What is not well formed is as if it were not there.
/// Thread-safe.
/// </summary>
internal static class TraceParent
{
    /// <summary>The header, and the CloudEvents extension attribute.</summary>
    public const string Name = "traceparent";

    private const int Length = 55;

    /// <summary>The trace that an event names in its attribute; null for none.</summary>
    public static byte[]? OfEvent(ReadOnlySpan<byte> json) =>
        // Most events have none, and are not read twice to see it.
        json.IndexOf("\"traceparent\""u8) >= 0 ? Attribute(json) : null;

    /// <summary>Whether it is one.</summary>
    public static bool IsOne(byte[]? text) => TryRead(text, out _);

    /// <summary>Reads it, as a context that came from another process; false for what is none.</summary>
    public static bool TryRead(byte[]? text, out ActivityContext context)
    {
        context = default;
        return text is { Length: Length } && ActivityContext.TryParse(Encoding.ASCII.GetString(text), null, isRemote: true, out context);
    }

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
}
