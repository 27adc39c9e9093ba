using System.Diagnostics.CodeAnalysis;
using System.Net;
using MimeKit;

namespace Nba.Host.Delivery.Mail;

/// <summary>How the way to a mail server is kept secret.</summary>
internal enum MailTls
{
    /// <summary>Not at all: for a server on this machine alone.</summary>
    None = 1,
    /// <summary>Begun in the clear and encrypted before anything is told; a server that cannot is not used.</summary>
    StartTls = 2,
    /// <summary>Encrypted from the first byte, as on port 465.</summary>
    Implicit = 3,
}

/// <summary>The server that mail goes out by, and who sends it.</summary>
internal sealed record MailServer
{
    /// <summary>Name or address.</summary>
    public required string Host { get; init; }

    /// <summary>Port.</summary>
    public int Port { get; init; } = 587;

    /// <summary>Encryption.</summary>
    public MailTls Tls { get; init; } = MailTls.StartTls;

    /// <summary>File with the certificates of the bank's own authority (PEM), which alone are trusted then; those that the machine trusts when null.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>Who logs in; nobody when null.</summary>
    public string? User { get; init; }

    /// <summary>File whose first line is the password, read at each sending, so that it can be changed while the host runs.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>Address of the sender.</summary>
    public required string From { get; init; }

    /// <summary>Longest time that one sending may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What of this cannot be used, each in words; empty when it can.</summary>
    public IEnumerable<string> Faults()
    {
        if (Host.Length == 0) yield return "the mail server needs a host";
        if (Port is < 1 or > 65_535) yield return $"the mail server's port must be 1 to 65535, not {Port}";
        if (Tls == MailTls.None && !IsHere) yield return $"mail may go without TLS to this machine alone, not to '{Host}'";
        if (!Enum.IsDefined(Tls)) yield return "the mail server's TLS must be none, startTls or implicit";
        if (Tls == MailTls.None && AuthorityFile is not null) yield return "the mail server's authority file says nothing without TLS";
        if (User is null != PasswordFile is null) yield return "the mail server needs both a user and a password file, or neither";
        if (!MailAddress.TryParse(From, out _)) yield return From.Length == 0 ? "the sender is missing: set Nba:Delivery:MailFrom to one mail address, as nba@bank.example" : $"the sender, Nba:Delivery:MailFrom, must be one mail address, as nba@bank.example, not '{From}'";
        if (Timeout <= TimeSpan.Zero || Timeout > TimeSpan.FromMinutes(10)) yield return "the mail server's timeout must be up to ten minutes";
    }

    private bool IsHere => Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));
}

/// <summary>Reads addresses that people wrote down.</summary>
internal static class MailAddress
{
    /// <summary>One address with a domain, and nothing else: no list, no group, no line break.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out MailboxAddress? address)
    {
        address = !text.Any(char.IsControl) && MailboxAddress.TryParse(text, out var read) && read is { LocalPart.Length: > 0, Domain.Length: > 0 } ? new MailboxAddress(read.Name, read.Address) : null;
        return address is not null;
    }
}
