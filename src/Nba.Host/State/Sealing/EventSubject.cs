using System.Text.Json;

namespace Nba.Host.State.Sealing;

/// <summary>Finds the customer of an event as it came, without reading the rest: the last subject, as the engine takes it, which knows the name only as it is written without escapes.</summary>
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
                var isSubject = reader.ValueSpan.SequenceEqual("subject"u8);
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
        if (reader.ValueSpan.Length <= into.Length) return reader.CopyString(into);
        // With escapes it may be up to six times as long as it is.
        if (!reader.ValueIsEscaped) return 0;
        var unescaped = new byte[reader.ValueSpan.Length];
        var length = reader.CopyString(unescaped);
        return unescaped.AsSpan(0, length).TryCopyTo(into) ? length : 0;
    }
}
