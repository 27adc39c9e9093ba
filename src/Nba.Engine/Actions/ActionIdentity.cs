using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace Nba.Engine.Actions;

/// <summary>
/// The identity of an action: a 128-bit hash (XXH3) of customer, action, subject and episode. Derived from what caused it, so that a replay and every
/// worker agree; at most one of an identity lives.
/// </summary>
public static class ActionIdentity
{
    /// <summary>The identity; a subject of null is the customer as a whole.</summary>
    public static UInt128 Of(ReadOnlySpan<char> customer, string action, string? subject, long episode)
    {
        Span<byte> buffer = stackalloc byte[(customer.Length + action.Length + (subject?.Length ?? 0)) * 3 + 16];
        var at = Encoding.UTF8.GetBytes(customer, buffer);
        buffer[at++] = 0;
        at += Encoding.UTF8.GetBytes(action, buffer[at..]);
        buffer[at++] = 0;
        at += Encoding.UTF8.GetBytes(subject ?? "", buffer[at..]);
        buffer[at++] = 0;
        BinaryPrimitives.WriteInt64BigEndian(buffer[at..], episode);
        return XxHash128.HashToUInt128(buffer[..(at + 8)]);
    }

    /// <summary>How people and programs write an identity: 32 hexadecimal digits.</summary>
    public static string Format(UInt128 id) => id.ToString("x32", CultureInfo.InvariantCulture);

    /// <summary>Reads <see cref="Format"/>; false for anything else.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out UInt128 id) =>
        UInt128.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out id) && text.Length == 32;
}
