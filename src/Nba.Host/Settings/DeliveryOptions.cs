using System.ComponentModel.DataAnnotations;

namespace Nba.Host.Settings;

/// <summary>Where prompts are delivered to, and which receivers may be reached at all.</summary>
public sealed class DeliveryOptions
{
    /// <summary>The section of the configuration that holds these.</summary>
    public const string Section = "Delivery";

    /// <summary>The folder of the subscriptions, a file each; null or empty: nothing is delivered.</summary>
    public string? Folder { get; set; }

    /// <summary>Hosts that may be reached, as <c>hooks.example.com,*.example.org</c>; null or empty: none.</summary>
    [RegularExpression(@"\s*(\*\.)?[A-Za-z0-9:\[\]._-]+(\s*,\s*(\*\.)?[A-Za-z0-9:\[\]._-]+)*\s*", ErrorMessage = "must be names of hosts, as hooks.example.com or *.example.com, with commas between")]
    public string? Hosts { get; set; }

    /// <summary>Networks and addresses within the bank, or of this machine, that may be reached, as <c>10.20.0.0/16,127.0.0.1</c>; null or empty: none.</summary>
    [RegularExpression(@"\s*[0-9A-Fa-f:.]+(/\d{1,3})?(\s*,\s*[0-9A-Fa-f:.]+(/\d{1,3})?)*\s*", ErrorMessage = "must be networks or addresses, as 10.20.0.0/16 or 127.0.0.1, with commas between")]
    public string? Networks { get; set; }

    /// <summary>
    /// The address under which managers reach this host, as <c>https://nba.bank.example</c>: messages then hold links to answer by. Null or empty: they hold none.
    /// </summary>
    [RegularExpression(@"\s*https?://[^\s/?#@]+(/[^\s?#]*)?\s*", ErrorMessage = "must be the address under which managers reach this host, as https://nba.bank.example")]
    public string? Links { get; set; }

    /// <summary>Days for which such a link is good.</summary>
    [Range(1, 365)]
    public int LinkDays { get; set; } = 30;

    /// <summary>The server that mail goes out by; null or empty: no mail is sent.</summary>
    public string? MailHost { get; set; }

    /// <summary>Its port.</summary>
    [Range(1, 65_535)]
    public int MailPort { get; set; } = 587;

    /// <summary>How the way there is kept secret: <c>startTls</c>, <c>implicit</c>, or <c>none</c> for a server on this machine alone.</summary>
    [Required, AllowedValues("none", "startTls", "implicit")]
    public string MailTls { get; set; } = "startTls";

    /// <summary>File with the certificates of the bank's own authority (PEM), which alone are trusted then; null or empty: those that the machine trusts.</summary>
    public string? MailAuthorityFile { get; set; }

    /// <summary>Who logs in at the mail server; null or empty: nobody.</summary>
    public string? MailUser { get; set; }

    /// <summary>File whose first line is the password, read at each sending.</summary>
    public string? MailPasswordFile { get; set; }

    /// <summary>Address of the sender, as <c>nba@bank.example</c>.</summary>
    public string? MailFrom { get; set; }

    /// <summary>How often the subscriptions are looked at.</summary>
    [Range(50, 3_600_000)]
    public int PollMilliseconds { get; set; } = 2000;

    /// <summary>Whether there is anything to deliver.</summary>
    public bool IsOn => !string.IsNullOrWhiteSpace(Folder);
}
