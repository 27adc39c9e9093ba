using System.Security.Cryptography;
using System.Text.Json;

namespace Nba.Host.Access.Audit;

/// <summary>
/// How a line of the audit log is written: one JSON object in UTF-8, all its members there and in this order, ended by one line feed. Its hash is SHA-256 over exactly the bytes from the
/// opening brace up to and without <c>,"hash":</c>; since a hash has 64 digits, those are all but the last <see cref="HashMember"/> bytes before the line feed.
/// </summary>
internal static class AuditForm
{
    /// <summary>Characters of a text that are kept.</summary>
    public const int LongestText = 512;

    /// <summary>Bytes of a line, its line feed included.</summary>
    public const int LongestLine = 64 * 1024;

    /// <summary>Digits of a hash.</summary>
    public const int HashLength = 2 * SHA256.HashSizeInBytes;

    /// <summary>Bytes of <c>,"hash":"…"}</c>.</summary>
    public const int HashMember = 9 + HashLength + 2;

    /// <summary>How a moment is written.</summary>
    public const string Moment = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>How a day is written, at the beginning of moments and in names of files.</summary>
    public const string Day = "yyyy-MM-dd";

    /// <summary>Characters of a day.</summary>
    public const int DayLength = 10;

    /// <summary>The members of a line, in their order.</summary>
    public static readonly JsonEncodedText Number = Name("number"), At = Name("at"), Who = Name("who"), Roles = Name("roles"), What = Name("what"), Of = Name("of"), Customers = Name("customers"),
        Subject = Name("subject"), Result = Name("result"), Previous = Name("previous"), OwnHash = Name("hash");

    /// <summary>What stands before the digits of the hash.</summary>
    public static ReadOnlySpan<byte> BeforeHash => ",\"hash\":\""u8;

    /// <summary>What stands behind them.</summary>
    public static ReadOnlySpan<byte> AfterHash => "\"}"u8;

    /// <summary>Writes the digits of the hash of a line's bytes before its hash.</summary>
    public static void Hash(ReadOnlySpan<byte> body, Span<byte> digits)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, hash);
        Convert.TryToHexStringLower(hash, digits, out _);
    }

    private static JsonEncodedText Name(string name) => JsonEncodedText.Encode(name);
}
