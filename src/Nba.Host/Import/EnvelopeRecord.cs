using System.Buffers;
using System.Net.Mime;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Nba.Engine.Events;
using Nba.Engine.Vocabulary;

namespace Nba.Host.Import;

/// <summary>
/// Reads a record that is a CloudEvent already, as the protocol binding for Kafka has it
/// (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md): all of it in the value, or attributes in headers <c>ce_…</c> and data in the value. A record with neither header is taken for the first, which many producers write bare.
/// </summary>
internal static class EnvelopeRecord
{
    private const string Prefix = "ce_";
    private const string ContentType = "content-type";
    private const string Whole = "application/cloudevents";

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32 };
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The event in structured mode, and whose it is; why it cannot be taken, or null.</summary>
    public static EventRefusal? Read(in ForeignRecord record, out MappedEvent made)
    {
        made = default;
        var type = record.Header(ContentType) is { } bytes ? Encoding.UTF8.GetString(bytes) : "";
        var media = type.Split(';')[0].Trim();
        ReadOnlyMemory<byte> json;
        if (media.StartsWith(Whole, StringComparison.OrdinalIgnoreCase))
        {
            if (!media.Equals(Whole, StringComparison.OrdinalIgnoreCase) && !media.Equals(Whole + "+json", StringComparison.OrdinalIgnoreCase))
                return new(Reason.NotCloudEvents, $"the header '{ContentType}' must be {Whole}+json or, in binary mode, {MediaTypeNames.Application.Json}");
            json = record.Value;
        }
        else if (record.Header(Prefix + "specversion") is null) json = record.Value;
        else if (FromHeaders(record, type, media, out json) is { } refusal) return refusal;
        return Named(json, out made);
    }

    private static EventRefusal? FromHeaders(in ForeignRecord record, string type, string media, out ReadOnlyMemory<byte> json)
    {
        json = default;
        if (media.Length > 0 && !media.EndsWith("/json", StringComparison.OrdinalIgnoreCase) && !media.EndsWith("+json", StringComparison.OrdinalIgnoreCase))
            return new(Reason.NotCloudEvents, $"the header '{ContentType}' says that the data is no JSON, and an activity's data is");
        var buffer = new ArrayBufferWriter<byte>(record.Value.Length + 512);
        using var writer = new Utf8JsonWriter(buffer, Relaxed);
        writer.WriteStartObject();
        foreach (var header in record.HeaderNames.Where(h => h.StartsWith(Prefix, StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var name = header[Prefix.Length..];
            if (name is "data" or "data_base64" or "datacontenttype" || name.Length == 0 || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)))
                return new(Reason.NotCloudEvents, $"'{header}' is no header of an attribute: attributes are named by lower-case letters and digits, data is the value");
            if (record.Header(header) is not { } value || !Utf8.IsValid(value)) return new(Reason.BrokenUtf8, $"the header '{header}' is not UTF-8");
            writer.WriteString(name, value);
        }
        if (type.Length > 0) writer.WriteString("datacontenttype", type);
        if (!record.Value.IsEmpty)
        {
            writer.WritePropertyName("data");
            try
            {
                // Checked: a value that closed the object could name another customer.
                writer.WriteRawValue(record.Value.Span);
            }
            catch (Exception fault) when (fault is JsonException or ArgumentException)
            {
                return new(Reason.NotJson, $"the value must be one JSON value: the event's data");
            }
        }
        writer.WriteEndObject();
        writer.Flush();
        json = buffer.WrittenMemory;
        return null;
    }

    // Only what it is keyed and told apart by; all else stage 1 reads.
    private static EventRefusal? Named(ReadOnlyMemory<byte> json, out MappedEvent made)
    {
        made = default;
        if (json.Length > ActivityReader.MaxBytes) return new(Reason.Oversize, $"an event has at most {ActivityReader.MaxBytes} bytes, this one {json.Length}");
        if (!Utf8.IsValid(json.Span)) return new(Reason.BrokenUtf8, $"the bytes are not UTF-8");
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || Attribute(root, "specversion") != "1.0")
                return new(Reason.NotCloudEvents, $"an event is a JSON object with \"specversion\": \"1.0\"");
            if (Attribute(root, "id").Length == 0 || Attribute(root, "source").Length == 0)
                return new(Reason.NoId, $"the attributes 'id' and 'source' must be texts, and not empty");
            var subject = Attribute(root, "subject");
            if (subject.Length is 0 or > Activity.MaxCustomerLength)
                return new(Reason.NoSubject, $"the attribute 'subject' must name the customer, in 1 to {Activity.MaxCustomerLength} characters");
            made = new MappedEvent(subject, json, Attribute(root, "type") == BuiltIn.FeedComplete);
            return null;
        }
        catch (JsonException fault)
        {
            return new(Reason.NotJson, $"this is not JSON at byte {fault.BytePositionInLine ?? 0} of line {(fault.LineNumber ?? 0) + 1}");
        }
        catch (InvalidOperationException)
        {
            return new(Reason.BrokenUtf8, $"a text holds half of a surrogate pair");
        }
    }

    private static string Attribute(JsonElement root, string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
