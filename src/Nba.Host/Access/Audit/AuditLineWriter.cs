using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Nba.Host.Access.Audit;

/// <summary>Writes lines of the audit log into memory, into the same bytes again and again. One caller at a time.</summary>
internal sealed class AuditLineWriter : IDisposable
{
    private readonly ArrayBufferWriter<byte> _bytes = new(1024);
    private readonly Utf8JsonWriter _json;

    public AuditLineWriter() => _json = new(_bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The line of an entry, its line feed included; good until the next call.</summary>
    /// <param name="number">The entry's number.</param>
    /// <param name="at">When it is written.</param>
    /// <param name="act">What was done.</param>
    /// <param name="chain">The digits of the hash before it, in whose place those of this entry come.</param>
    /// <exception cref="ArgumentException">The line would be longer than one may be; the digits are as they were.</exception>
    public ReadOnlySpan<byte> Write(long number, DateTimeOffset at, in AuditAct act, Span<byte> chain)
    {
        _bytes.ResetWrittenCount();
        _json.Reset();
        Span<char> moment = stackalloc char[AuditForm.Moment.Length];
        at.UtcDateTime.TryFormat(moment, out var length, AuditForm.Moment, CultureInfo.InvariantCulture);
        _json.WriteStartObject();
        _json.WriteNumber(AuditForm.Number, number);
        _json.WriteString(AuditForm.At, moment[..length]);
        Text(AuditForm.Who, act.Who);
        _json.WriteStartArray(AuditForm.Roles);
        for (var i = 0; i < act.Roles.Count; i++) _json.WriteStringValue(Cut(act.Roles[i]));
        _json.WriteEndArray();
        Text(AuditForm.What, act.What);
        Text(AuditForm.Of, act.Of);
        _json.WriteStartArray(AuditForm.Customers);
        if (act.Customer is { } customer) _json.WriteStringValue(Cut(customer));
        for (var i = 0; i < act.Others?.Count; i++) _json.WriteStringValue(Cut(act.Others[i]));
        _json.WriteEndArray();
        Text(AuditForm.Subject, act.Subject);
        if (act.Result is { } result) _json.WriteNumber(AuditForm.Result, result);
        else _json.WriteNull(AuditForm.Result);
        _json.WriteString(AuditForm.Previous, chain);
        // The brace that ends the object comes behind the hash, and is not of its bytes.
        _json.Flush();
        if (_bytes.WrittenCount + AuditForm.HashMember >= AuditForm.LongestLine) throw new ArgumentException("an entry of the audit log is longer than a line may be", nameof(act));
        AuditForm.Hash(_bytes.WrittenSpan, chain);
        _bytes.Write(AuditForm.BeforeHash);
        _bytes.Write(chain);
        _bytes.Write(AuditForm.AfterHash);
        _bytes.Write("\n"u8);
        return _bytes.WrittenSpan;
    }

    /// <summary>A text as an entry keeps it.</summary>
    public static string Cut(string text) => text.Length <= AuditForm.LongestText ? text : string.Concat(text.AsSpan(0, AuditForm.LongestText - 1), "…");

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private void Text(JsonEncodedText name, string? text)
    {
        if (text is null) _json.WriteNull(name);
        else _json.WriteString(name, Cut(text));
    }
}
