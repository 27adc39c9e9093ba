using System.Text.Json;

namespace Nba.Host.State.Sealing;

/// <summary>Finds the customer of an event as it came, without reading the rest: the last subject, as the engine takes it.</summary>
internal static class EventSubject
{
    /// <summary>The subject, in UTF-8; the length is 0 for an event that has none, that is no JSON, or whose subject does not fit.</summary>
    public static int Of(ReadOnlySpan<byte> json, Span<byte> into)
    {
        var length = 0;
        var reader = new Utf8JsonReader(json);
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth != 1 || reader.TokenType != JsonTokenType.PropertyName) continue;
                var isSubject = reader.ValueTextEquals("subject"u8);
                reader.Read();
                if (isSubject) length = Copied(ref reader, into);
                else reader.Skip();
            }
        }
        catch (JsonException)
        {
            return 0;
        }
        catch (InvalidOperationException)
        {
            // Escapes that are no text.
            return 0;
        }
        return length;
    }

    /// <summary>The subject as text; null for none.</summary>
    public static string? Of(ReadOnlySpan<byte> json)
    {
        Span<byte> subject = stackalloc byte[RowSeal.LongestId];
        return Of(json, subject) is > 0 and var length ? System.Text.Encoding.UTF8.GetString(subject[..length]) : null;
    }

    private static int Copied(ref Utf8JsonReader reader, Span<byte> into)
    {
        if (reader.TokenType != JsonTokenType.String) return 0;
        var written = reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length;
        return written > into.Length ? 0 : reader.CopyString(into);
    }
}
