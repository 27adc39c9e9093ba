using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Nba.Engine.Events;
using Nba.Engine.Vocabulary;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Api;

/// <summary>In which form a request carries events.</summary>
internal enum EventMode
{
    /// <summary>None that is read here.</summary>
    None,
    /// <summary>One event as JSON.</summary>
    Structured,
    /// <summary>An array of events as JSON.</summary>
    Batch,
    /// <summary>Attributes in headers, data in the body.</summary>
    Binary,
}

/// <summary>
/// The HTTP binding of CloudEvents 1.0 (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md). Every form ends as
/// the JSON of single events; attributes that the engine does not read are kept.
/// </summary>
internal static class CloudEvents
{
    public const string Structured = "application/cloudevents+json";

    public const string Batch = "application/cloudevents-batch+json";

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The form of a request, by its content type first, as the binding says.</summary>
    public static EventMode Mode(HttpRequest request)
    {
        var known = MediaTypeHeaderValue.TryParse(request.ContentType, out var type);
        if (known && type!.Charset.HasValue && !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)) return EventMode.None;
        if (known && type!.MediaType.Equals(Structured, StringComparison.OrdinalIgnoreCase)) return EventMode.Structured;
        if (known && type!.MediaType.Equals(Batch, StringComparison.OrdinalIgnoreCase)) return EventMode.Batch;
        if (known && type!.MediaType.StartsWith("application/cloudevents", StringComparison.OrdinalIgnoreCase)) return EventMode.None;
        if (!request.Headers.ContainsKey("ce-specversion")) return EventMode.None;
        var json = !known || type!.SubTypeWithoutSuffix.Equals("json", StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase);
        return json ? EventMode.Binary : EventMode.None;
    }

    /// <summary>Adds each element of an array of events as it came; null when it is one.</summary>
    public static EventRefusal? Split(ReadOnlySpan<byte> json, IntakeChunk into)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 32 });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray) return new(Reason.NotCloudEvents, $"a batch is a JSON array of events");
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                into.Add(json[start..(int)reader.BytesConsumed]);
            }
            return reader.Read() ? new(Reason.NotJson, $"nothing may follow the array") : null;
        }
        catch (JsonException fault)
        {
            return new(Reason.NotJson, $"this is not JSON at byte {fault.BytePositionInLine ?? 0} of line {(fault.LineNumber ?? 0) + 1}");
        }
    }

    /// <summary>The JSON of an event in binary mode: attributes from headers, the body as its data.</summary>
    public static EventRefusal? FromBinary(IHeaderDictionary headers, string? contentType, ReadOnlySpan<byte> body, out byte[] json)
    {
        json = [];
        using var buffer = new MemoryStream();
        using var writer = new Utf8JsonWriter(buffer, Relaxed);
        writer.WriteStartObject();
        foreach (var (header, values) in headers.Where(h => h.Key.StartsWith("ce-", StringComparison.OrdinalIgnoreCase)).OrderBy(h => h.Key, StringComparer.OrdinalIgnoreCase))
        {
            var name = header[3..].ToLowerInvariant();
            if (values.Count != 1) return new(Reason.NotCloudEvents, $"the header 'ce-{name}' stands {values.Count} times");
            if (name is "data" or "data_base64" or "datacontenttype" || name.Length == 0 || !name.All(char.IsAsciiLetterOrDigit))
                return new(Reason.NotCloudEvents, $"'ce-{name}' is no header of an attribute: attributes are named by lower-case letters and digits, data is the body");
            writer.WriteString(name, Uri.UnescapeDataString(values[0]!.Trim('"')));
        }
        if (contentType is not null) writer.WriteString("datacontenttype", contentType);
        if (body.Length > 0)
        {
            writer.WritePropertyName("data");
            try
            {
                // Checked: a body that closed the object could name another customer.
                writer.WriteRawValue(body);
            }
            catch (Exception fault) when (fault is JsonException or ArgumentException)
            {
                return new(Reason.NotJson, $"the body must be one JSON value: the event's data");
            }
        }
        writer.WriteEndObject();
        writer.Flush();
        json = buffer.ToArray();
        return null;
    }
}
