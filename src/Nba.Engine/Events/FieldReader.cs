using System.Text.Json;
using Nba.Engine.Calendars;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Events;

/// <summary>Reads an event's <c>data</c> into the activity's row, field by field as the vocabulary types them; other fields are passed over.</summary>
internal static class FieldReader
{
    private const int MaxTextLength = 256;

    public static EventRefusal? Read(ReadOnlySpan<byte> data, Activity into)
    {
        if (data.Length > 0 && data[0] != (byte)'n')
        {
            var reader = new Utf8JsonReader(data, new JsonReaderOptions { MaxDepth = 15 });
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject) return new(Reason.WrongFieldType, $"the attribute 'data' must be an object");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var field = Find(into.Type, ref reader);
                reader.Read();
                if (field is null) reader.Skip();
                else if (reader.TokenType != JsonTokenType.Null && Value(field, ref reader, into) is { } refusal) return refusal;
            }
        }
        var fields = into.Type.Fields;
        for (var i = 0; i < fields.Count; i++)
        {
            var field = fields[i];
            if (field.Required && !into.Fields.Has(field.Index)) return new(Reason.MissingField, $"'{into.Type.Name}' needs the field '{field.Name}'");
        }
        if (into.Type.Key is { } key && !into.Fields.Has(key.Index)) return new(Reason.MissingField, $"'{into.Type.Name}' needs the field '{key.Name}', which names the {into.Type.Entity!.Name}");
        return null;
    }

    private static EventField? Find(EventType type, ref Utf8JsonReader reader)
    {
        for (var i = 0; i < type.Fields.Count; i++)
        {
            if (reader.ValueTextEquals(type.Fields[i].Utf8Name)) return type.Fields[i];
        }
        return null;
    }

    private static EventRefusal? Value(EventField field, ref Utf8JsonReader reader, Activity into)
    {
        var token = reader.TokenType;
        switch (field.Type.Kind)
        {
            case ValueKind.Boolean when token is JsonTokenType.True or JsonTokenType.False:
                into.Fields.Set(field.Index, token == JsonTokenType.True ? 1 : 0);
                return null;
            case ValueKind.Integer when token == JsonTokenType.Number && reader.TryGetInt64(out var whole):
                into.Fields.Set(field.Index, whole);
                return null;
            case ValueKind.Decimal when token == JsonTokenType.Number && reader.TryGetDecimal(out var amount) && Math.Abs(amount) <= 900_000_000_000_000m:
                into.Fields.Set(field.Index, Scaled.Nearest(amount));
                return null;
            case ValueKind.Text when token == JsonTokenType.String && (into.Type.IsInternal || reader.ValueSpan.Length <= MaxTextLength * 6):
                var text = reader.GetString()!;
                if (text.Length == 0 || (text.Length > MaxTextLength && !into.Type.IsInternal) || text.Contains('\0', StringComparison.Ordinal)) return new(Reason.WrongFieldType, $"'{field.Name}' must have 1 to {MaxTextLength} characters, none of them NUL");
                into.Fields.Set(field.Index, text);
                return null;
            case ValueKind.Date or ValueKind.Instant or ValueKind.Code when token == JsonTokenType.String && !reader.ValueIsEscaped:
                return Word(field, reader.ValueSpan, into);
            case ValueKind.Set when token == JsonTokenType.StartArray:
                return Words(field, ref reader, into);
            default:
                return new(Reason.WrongFieldType, $"'{field.Name}' must be of type {field.Type}");
        }
    }

    private static EventRefusal? Word(EventField field, ReadOnlySpan<byte> utf8, Activity into)
    {
        if (field.Type.Kind == ValueKind.Date && Day(utf8) is { } day) into.Fields.Set(field.Index, day);
        else if (field.Type.Kind == ValueKind.Instant && Instant.TryParse(utf8, out var instant)) into.Fields.Set(field.Index, instant.UnixMilliseconds);
        else if (field.Type.Kind != ValueKind.Code) return new(Reason.WrongFieldType, $"'{field.Name}' must be of type {field.Type}, as {(field.Type.Kind == ValueKind.Date ? "2026-03-02" : "2026-03-02T09:30:00+08:00")}");
        else if (Code(field.Type.Codes!, utf8) is var code && code >= 0) into.Fields.Set(field.Index, code);
        else return new(Reason.UnknownCode, $"'{field.Name}' holds a word that the code list '{field.Type.Codes!.Name}' does not have");
        return null;
    }

    private static EventRefusal? Words(EventField field, ref Utf8JsonReader reader, Activity into)
    {
        long bits = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var code = reader.TokenType == JsonTokenType.String ? Code(field.Type.Codes!, reader.ValueSpan) : -1;
            if (code < 0) return new(Reason.UnknownCode, $"'{field.Name}' holds a word that the code list '{field.Type.Codes!.Name}' does not have");
            bits |= 1L << code;
        }
        into.Fields.Set(field.Index, bits);
        return null;
    }

    private static int Code(CodeList codes, ReadOnlySpan<byte> utf8)
    {
        for (var i = 0; i < codes.Utf8.Count; i++)
        {
            if (utf8.SequenceEqual(codes.Utf8[i])) return i;
        }
        return -1;
    }

    private static long? Day(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length != 10 || utf8[4] != '-' || utf8[7] != '-') return null;
        int year = Digits(utf8[..4]), month = Digits(utf8.Slice(5, 2)), day = Digits(utf8.Slice(8, 2));
        return year >= 1 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day).DayNumber : null;
    }

    private static int Digits(ReadOnlySpan<byte> utf8)
    {
        var value = 0;
        foreach (var c in utf8)
        {
            if (c is < (byte)'0' or > (byte)'9') return -1;
            value = (value * 10) + c - '0';
        }
        return value;
    }
}
