using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Nba.Host.Stages;

namespace Nba.Host.Commands;

/// <summary>Events that came from anywhere, as a terminal may be shown them: no control character of theirs reaches it.</summary>
internal static class EventText
{
    private static readonly JsonWriterOptions Pretty = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Text without control characters.</summary>
    public static string Escaped(string text) => Escaped(Encoding.UTF8.GetBytes(text));

    /// <summary>Bytes as text: what is no UTF-8, and control characters, as <c>\xNN</c> for each byte; a backslash is doubled.</summary>
    public static string Escaped(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            var isText = Rune.DecodeFromUtf8(bytes, out var rune, out var length) == OperationStatus.Done && Rune.GetUnicodeCategory(rune)
                is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
            if (rune.Value == '\\') text.Append(@"\\");
            else if (isText) text.Append(rune.ToString());
            else foreach (var one in bytes[..length]) text.Append(CultureInfo.InvariantCulture, $@"\x{one:X2}");
            bytes = bytes[length..];
        }
        return text.ToString();
    }

    /// <summary>A letter for people.</summary>
    public static string Page(DeadLetter letter, ReadOnlyMemory<byte> bytes) => string.Create(CultureInfo.InvariantCulture, $"""
        position  {letter.Position}
        arrival   {letter.Arrival}
        reason    {letter.Reason}
        detail    {Escaped(letter.Detail)}
        attempts  {letter.Attempts}

        {Indented(bytes) ?? Escaped(bytes.Span)}

        """);

    /// <summary>A letter for tools: <c>event</c> when the bytes are JSON, else <c>bytes</c> in base64.</summary>
    public static byte[] Answer(DeadLetter letter, ReadOnlyMemory<byte> bytes)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Pretty with { Indented = false }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("position", letter.Position);
            writer.WriteString("arrival", letter.Arrival);
            writer.WriteString("reason", letter.Reason);
            writer.WriteString("detail", letter.Detail);
            writer.WriteNumber("attempts", letter.Attempts);
            if (Parsed(bytes) is { } document)
            {
                using (document)
                {
                    writer.WritePropertyName("event");
                    document.WriteTo(writer);
                }
            }
            else writer.WriteBase64String("bytes", bytes.Span);
            writer.WriteEndObject();
        }
        return buffer.ToArray();
    }

    // Null when it is not JSON.
    private static string? Indented(ReadOnlyMemory<byte> bytes)
    {
        using var document = Parsed(bytes);
        if (document is null) return null;
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Pretty)) document.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static JsonDocument? Parsed(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var document = JsonDocument.Parse(bytes);
            // Text inside may be no UTF-8 and shows only when it is read.
            using var nowhere = new Utf8JsonWriter(Stream.Null);
            document.WriteTo(nowhere);
            return document;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }
}
