using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Nba.Host.Access.Audit;

/// <summary>The last entry of an audit log at some moment: whoever keeps it elsewhere can tell later whether the log up to there is still the one it was. Written <c>NUMBER:HASH</c>.</summary>
/// <param name="Number">Number of the entry; 0 for a log without one.</param>
/// <param name="Hash">Its hash, 64 lower-case hexadecimal digits.</param>
internal readonly record struct AuditHead(long Number, string Hash)
{
    /// <summary>What the first entry names as the hash before it: 64 zeros.</summary>
    public const string GenesisHash = "0000000000000000000000000000000000000000000000000000000000000000";

    /// <summary>The head of a log that has no entry yet.</summary>
    public static AuditHead Genesis { get; } = new(0, GenesisHash);

    /// <summary>Reads <c>NUMBER:HASH</c>, the hash in either case.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out AuditHead head)
    {
        head = Genesis;
        if (text?.Trim().Split(':') is not [var number, { Length: AuditForm.HashLength } hash]) return false;
        if (!long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) || !hash.All(char.IsAsciiHexDigit)) return false;
        head = new AuditHead(parsed, hash.ToLowerInvariant());
        return true;
    }

    /// <summary>As it is written.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}:{Hash}");
}
