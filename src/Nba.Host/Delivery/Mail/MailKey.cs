using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Nba.Host.Delivery.Mail;

/// <summary>What makes a message the same message when it is sent again.</summary>
/// <param name="Subscription">Id of the subscription.</param>
/// <param name="Action">Id of the action; of a digest whatever names it, as owner and day.</param>
/// <param name="Version">Version of the action's visible content.</param>
/// <param name="Message">What else makes it another message of the same version, as that it is gone; empty for nothing.</param>
internal readonly record struct MailKey(string Subscription, string Action, int Version, string Message = "")
{
    /// <summary>The message's id, without brackets: the same for the same key, and it tells nothing of it.</summary>
    public string MessageId(string domain) => $"{Digest(Own)}@{domain}";

    /// <summary>What all messages about one action refer to, so that mail programs show them as one conversation.</summary>
    public string ThreadId(string domain) => $"{Digest(Subscription, Action)}@{domain}";

    /// <summary>What parts the parts of the message.</summary>
    public string Boundary => "nba-" + Digest(["boundary", .. Own]);

    private string[] Own => [Subscription, Action, Version.ToString(CultureInfo.InvariantCulture), .. Message.Length > 0 ? new[] { Message } : []];

    private static string Digest(params string[] parts) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts))))[..40];
}
