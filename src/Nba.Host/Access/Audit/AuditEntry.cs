using System.Text.Json;

namespace Nba.Host.Access.Audit;

/// <summary>One entry of the audit log, as a line of its files holds it. Immutable.</summary>
/// <param name="Number">1 for the first entry there ever was, one more for each after it, across files.</param>
/// <param name="At">When it was written: UTC by the host's clock, ISO 8601 with milliseconds and <c>Z</c>. A clock that is set back shows here; numbers tell the order.</param>
/// <param name="Who">Id of a person, name of a machine's key, or <see cref="AuditAct.Local"/>.</param>
/// <param name="Roles">The roles in which it was done.</param>
/// <param name="What">A code, as <see cref="AuditAct.Read"/>.</param>
/// <param name="Of">The address or action.</param>
/// <param name="Customers">Ids of the customers; none for none.</param>
/// <param name="Subject">Id of what else it was about; null for none.</param>
/// <param name="Result">HTTP status of the answer; null where there was no request.</param>
/// <param name="Previous">Hash of the entry before it; <see cref="AuditHead.GenesisHash"/> for the first.</param>
/// <param name="Hash">SHA-256, in 64 lower-case hexadecimal digits, of the line's bytes before its hash, as <see cref="AuditForm"/> says.</param>
internal sealed record AuditEntry(
    long Number, string At, string Who, IReadOnlyList<string> Roles, string What, string Of, IReadOnlyList<string> Customers, string? Subject, int? Result, string Previous, string Hash)
{
    /// <summary>The entry of a line that <see cref="AuditLine.TryRead"/> took.</summary>
    public static AuditEntry From(ReadOnlySpan<byte> line)
    {
        var json = new Utf8JsonReader(line);
        json.Read();
        Next(ref json);
        return new AuditEntry(json.GetInt64(), Text(ref json)!, Text(ref json)!, Texts(ref json), Text(ref json)!, Text(ref json)!, Texts(ref json), Text(ref json), Status(ref json), Text(ref json)!, Text(ref json)!);
    }

    // From a value to the next one, over its name.
    private static void Next(ref Utf8JsonReader json)
    {
        json.Read();
        json.Read();
    }

    private static string? Text(ref Utf8JsonReader json)
    {
        Next(ref json);
        return json.GetString();
    }

    private static int? Status(ref Utf8JsonReader json)
    {
        Next(ref json);
        return json.TokenType == JsonTokenType.Null ? null : json.GetInt32();
    }

    private static List<string> Texts(ref Utf8JsonReader json)
    {
        var texts = new List<string>();
        Next(ref json);
        while (json.Read() && json.TokenType == JsonTokenType.String) texts.Add(json.GetString()!);
        return texts;
    }
}
