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

    /// <summary>How often the subscriptions are looked at; a change counts once it has stood for this long.</summary>
    [Range(50, 3_600_000)]
    public int PollMilliseconds { get; set; } = 2000;

    /// <summary>Whether there is anything to deliver.</summary>
    public bool IsOn => !string.IsNullOrWhiteSpace(Folder);
}
