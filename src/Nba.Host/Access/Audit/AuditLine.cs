using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Nba.Host.Access.Audit;

/// <summary>A line of the audit log as it stands in its file, without its line feed: what chains it to the others, as bytes of that line.</summary>
internal readonly ref struct AuditLine
{
    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789abcdef"u8);

    private AuditLine(long number, ReadOnlySpan<byte> at, ReadOnlySpan<byte> previous, ReadOnlySpan<byte> body, ReadOnlySpan<byte> hash)
    {
        Number = number;
        At = at;
        Previous = previous;
        Body = body;
        Hash = hash;
    }

    /// <summary>The entry's number.</summary>
    public long Number { get; }

    /// <summary>When it was written.</summary>
    public ReadOnlySpan<byte> At { get; }

    /// <summary>The day of that.</summary>
    public ReadOnlySpan<byte> Day => At[..AuditForm.DayLength];

    /// <summary>The hash that it names as the one before it.</summary>
    public ReadOnlySpan<byte> Previous { get; }

    /// <summary>The bytes that its hash is of.</summary>
    public ReadOnlySpan<byte> Body { get; }

    /// <summary>The hash that it names as its own.</summary>
    public ReadOnlySpan<byte> Hash { get; }

    /// <summary>Its number and hash, as it names them.</summary>
    public AuditHead Head => new(Number, Encoding.ASCII.GetString(Hash));

    /// <summary>Whether the hash is that of the bytes.</summary>
    public bool IsUnaltered
    {
        get
        {
            Span<byte> digits = stackalloc byte[AuditForm.HashLength];
            AuditForm.Hash(Body, digits);
            return digits.SequenceEqual(Hash);
        }
    }

    /// <summary>Takes a line apart; false for one that is not written as <see cref="AuditForm"/> says. Whether its hash is right is another question.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, out AuditLine read)
    {
        read = default;
        if (line.Length is <= AuditForm.HashMember or >= AuditForm.LongestLine || !Utf8.IsValid(line)) return false;
        var tail = line[^AuditForm.HashMember..];
        if (!tail.StartsWith(AuditForm.BeforeHash) || !tail.EndsWith(AuditForm.AfterHash)) return false;
        try
        {
            return TryWalk(line, out read);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool TryWalk(ReadOnlySpan<byte> line, out AuditLine read)
    {
        read = default;
        var json = new Utf8JsonReader(line);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return false;
        if (!Value(ref json, AuditForm.Number, JsonTokenType.Number) || !json.TryGetInt64(out var number) || number < 1) return false;
        if (!Value(ref json, AuditForm.At, JsonTokenType.String) || json.ValueIsEscaped || json.ValueSpan is not { Length: 24 } at || !IsMoment(at)) return false;
        if (!Value(ref json, AuditForm.Who, JsonTokenType.String)) return false;
        if (!Texts(ref json, AuditForm.Roles)) return false;
        if (!Value(ref json, AuditForm.What, JsonTokenType.String) || !Value(ref json, AuditForm.Of, JsonTokenType.String)) return false;
        if (!Texts(ref json, AuditForm.Customers) || !Value(ref json, AuditForm.Subject, JsonTokenType.String, orNull: true)) return false;
        if (!Value(ref json, AuditForm.Result, JsonTokenType.Number, orNull: true) || (json.TokenType == JsonTokenType.Number && !json.TryGetInt32(out _))) return false;
        if (!Value(ref json, AuditForm.Previous, JsonTokenType.String) || !IsHash(json.ValueSpan)) return false;
        var previous = json.ValueSpan;
        if (!Value(ref json, AuditForm.OwnHash, JsonTokenType.String) || !IsHash(json.ValueSpan)) return false;
        var hash = json.ValueSpan;
        if (!json.Read() || json.TokenType != JsonTokenType.EndObject) return false;
        read = new AuditLine(number, at, previous, line[..^AuditForm.HashMember], hash);
        return true;
    }

    private static bool Value(ref Utf8JsonReader json, JsonEncodedText name, JsonTokenType type, bool orNull = false) =>
        json.Read() && json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals(name.EncodedUtf8Bytes) && json.Read() && (json.TokenType == type || (orNull && json.TokenType == JsonTokenType.Null));

    private static bool Texts(ref Utf8JsonReader json, JsonEncodedText name)
    {
        if (!Value(ref json, name, JsonTokenType.StartArray)) return false;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.String) return false;
        }
        return true;
    }

    private static bool IsHash(ReadOnlySpan<byte> text) => text.Length == AuditForm.HashLength && !text.ContainsAnyExcept(Digits);

    // Digits where digits stand in the form, and what stands between them.
    private static bool IsMoment(ReadOnlySpan<byte> text)
    {
        var form = "0000-00-00T00:00:00.000Z"u8;
        for (var i = 0; i < form.Length; i++)
        {
            if (form[i] == (byte)'0' ? !char.IsAsciiDigit((char)text[i]) : text[i] != form[i]) return false;
        }
        return true;
    }
}
