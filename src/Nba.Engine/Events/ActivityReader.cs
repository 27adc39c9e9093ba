using System.IO.Hashing;
using System.Text.Json;
using System.Text.Unicode;
using Nba.Engine.Calendars;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Events;

/// <summary>
/// Reads CloudEvents 1.0 in JSON (structured mode; https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md) into an
/// <see cref="Activity"/>. Bad input is an answer, never an exception. Thread-safe; the activity is not.
/// </summary>
public sealed class ActivityReader(VocabularyBook vocabulary)
{
    /// <summary>The largest event, in bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>How far ahead of its arrival an event's time may lie, in milliseconds.</summary>
    public const long MaxAhead = 10 * 60 * 1000;

    private const int MaxIdBytes = 256;

    private static readonly JsonReaderOptions Strict = new() { MaxDepth = 16, CommentHandling = JsonCommentHandling.Disallow, AllowTrailingCommas = false };

    /// <summary>
    /// Reads one event that arrived at a time; null when it is good, and the activity is filled then. Types by which the engine speaks from customer to
    /// customer are taken only when <paramref name="isSent"/> says that it did.
    /// </summary>
    public EventRefusal? Read(ReadOnlyMemory<byte> utf8, Instant arrival, Activity into, bool isSent = false)
    {
        into.Clear();
        into.Json = utf8;
        if (utf8.Length > MaxBytes) return new(Reason.Oversize, $"an event has at most {MaxBytes} bytes, this one {utf8.Length}");
        if (!Utf8.IsValid(utf8.Span)) return new(Reason.BrokenUtf8, $"the bytes are not UTF-8");
        try
        {
            var envelope = new Envelope();
            return ReadEnvelope(utf8, ref envelope) ?? Fill(utf8, envelope, arrival, into, isSent);
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

    private static EventRefusal? ReadEnvelope(ReadOnlyMemory<byte> utf8, ref Envelope envelope)
    {
        var reader = new Utf8JsonReader(utf8.Span, Strict);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return new(Reason.NotCloudEvents, $"an event is a JSON object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Attributes.Find(ref reader);
            reader.Read();
            if (name == Attribute.Data) envelope.Data = Slice(utf8, ref reader);
            else if (name == Attribute.History) envelope.History = reader.TokenType == JsonTokenType.True || (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("true"u8));
            else if (name == Attribute.Other) reader.Skip();
            else if (reader.TokenType == JsonTokenType.String) envelope.Set(name, Text(utf8, ref reader));
            else return new(Reason.NotCloudEvents, $"the attribute '{Attributes.Name(name)}' must be a text");
        }
        if (reader.Read()) return new(Reason.NotJson, $"nothing may follow the event");
        return null;
    }

    private EventRefusal? Fill(ReadOnlyMemory<byte> utf8, in Envelope envelope, Instant arrival, Activity into, bool isSent)
    {
        if (!envelope.SpecVersion.Span.SequenceEqual("1.0"u8)) return new(Reason.NotCloudEvents, $"the attribute 'specversion' must be \"1.0\"");
        if (envelope.Id.Length is 0 or > MaxIdBytes) return new(Reason.NoId, $"the attribute 'id' must have 1 to {MaxIdBytes} bytes");
        if (envelope.Source.Length == 0) return new(Reason.NoId, $"the attribute 'source' is missing");
        if (envelope.Subject.Length == 0) return new(Reason.NoSubject, $"the attribute 'subject' must name the customer");
        if (envelope.Subject.Span.IndexOfAnyInRange((byte)0, (byte)31) >= 0) return new(Reason.NoSubject, $"a customer's id holds no control characters");
        if (!into.TrySetCustomer(envelope.Subject.Span)) return new(Reason.NoSubject, $"a customer's id has at most {Activity.MaxCustomerLength} characters");
        if (vocabulary.Event(envelope.Type.Span) is not { } type) return new(Reason.UnknownType, UnknownType(envelope.Type));
        if (type.IsInternal && !isSent) return new(Reason.InternalType, $"'{type.Name}' is sent by the engine itself, from one customer to another");
        into.Type = type;
        into.IdBytes = envelope.Id;
        into.IdHash = XxHash3.HashToUInt64(envelope.Id.Span, (long)XxHash3.HashToUInt64(envelope.Source.Span));
        into.IsHistory = envelope.History;
        var time = arrival;
        if (envelope.Time.Length > 0 && !Instant.TryParse(envelope.Time.Span, out time)) return new(Reason.BadTime, $"the attribute 'time' must be an RFC 3339 time with an offset, as 2026-03-02T09:30:00+08:00");
        if (time.UnixMilliseconds > arrival.UnixMilliseconds + MaxAhead) return new(Reason.TooFarInTheFuture, $"the event's time {time} lies more than ten minutes after its arrival at {arrival}");
        into.Time = time;
        return FieldReader.Read(envelope.Data.Span, into);
    }

    private Sentence UnknownType(ReadOnlyMemory<byte> type)
    {
        var name = System.Text.Encoding.UTF8.GetString(type.Span[..Math.Min(100, type.Length)]);
        return name.Length == 0 ? Sentence.Of($"the attribute 'type' is missing") : Sentence.Of($"'{name}' is no event type of the vocabulary{NearMiss.Hint(name, vocabulary.Events.Select(e => e.Name))}");
    }

    // Texts without escapes are slices of the event; others are unescaped into an array of their own.
    private static ReadOnlyMemory<byte> Text(ReadOnlyMemory<byte> utf8, ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped) return utf8.Slice((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
        var buffer = new byte[reader.ValueSpan.Length];
        return buffer.AsMemory(0, reader.CopyString(buffer));
    }

    private static ReadOnlyMemory<byte> Slice(ReadOnlyMemory<byte> utf8, ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return utf8[start..(int)reader.BytesConsumed];
    }
}
