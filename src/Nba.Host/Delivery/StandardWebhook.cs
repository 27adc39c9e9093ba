using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Nba.Host.Delivery;

/// <summary>
/// Signs messages as Standard Webhooks (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md): HMAC-SHA256 over id, time and body, one signature for
/// each secret that is valid, so that a receiver may change to the new one before the old one ends.
/// </summary>
internal static class StandardWebhook
{
    /// <summary>What a secret begins with.</summary>
    public const string SecretPrefix = "whsec_";

    private const int LeastSecret = 24, MostSecret = 64;

    /// <summary>Reads a secret, <c>whsec_</c> and base64 of 24 to 64 bytes; null for anything else.</summary>
    public static byte[]? Secret(string text)
    {
        var trimmed = text.Trim();
        if (!trimmed.StartsWith(SecretPrefix, StringComparison.Ordinal)) return null;
        var bytes = new byte[trimmed.Length];
        return Convert.TryFromBase64String(trimmed[SecretPrefix.Length..], bytes, out var length) && length is >= LeastSecret and <= MostSecret ? bytes[..length] : null;
    }

    /// <summary>Puts id, time and signatures into the headers of a request.</summary>
    public static void Sign(HttpRequestHeaders headers, string id, DateTimeOffset at, ReadOnlySpan<byte> body, IReadOnlyList<byte[]> secrets)
    {
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{seconds}."), .. body];
        headers.Add("webhook-id", id);
        headers.Add("webhook-timestamp", seconds);
        if (secrets.Count > 0) headers.Add("webhook-signature", string.Join(' ', secrets.Select(s => "v1," + Convert.ToBase64String(HMACSHA256.HashData(s, signed)))));
    }
}
