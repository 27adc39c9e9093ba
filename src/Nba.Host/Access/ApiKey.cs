using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Nba.Host.Access;

/// <summary>A machine's key, as it is kept: the key itself is shown once, when it is made.</summary>
/// <param name="Name">What the machine is called, in the audit log too.</param>
/// <param name="Roles">What it may do.</param>
/// <param name="Hash">SHA-256 of the key's text, as lower-case hexadecimal digits. A key is 256 random bits, so a slow hash would protect nothing more.</param>
/// <param name="Until">Last day (UTC) on which it is good; null for ever.</param>
public sealed record ApiKey(string Name, Roles Roles, string Hash, DateOnly? Until)
{
    /// <summary>What the text of every machine's key begins with, so that a scanner of sources finds one that was left there.</summary>
    public const string Prefix = "nbak_";

    /// <summary>What the key of this machine's own commands begins with.</summary>
    public const string LocalPrefix = "nbal_";

    /// <summary>A new key's text: 256 random bits in base64url behind a prefix.</summary>
    public static string New(string prefix) => prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>What is kept of a key.</summary>
    public static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
