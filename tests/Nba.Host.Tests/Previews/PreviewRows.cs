using Nba.Host.Previews;

namespace Nba.Host.Tests.Previews;

/// <summary>Lines of previews, made up.</summary>
internal static class PreviewRows
{
    /// <summary>A greeting that comes on 6 March, is due on the 9th, and that the customer agreed to.</summary>
    public static readonly PreviewRow Greeting = new(
        "2026-03-06", "rm01", "林雯", "rm01", "C1", "王小明", "raised", "birthday-greeting", "Birthday ahead: send your wishes", "Born on 9 March.", ["birthday-ahead"], null, "care", "message",
        "2026-03-09", "2026-03-10", "granted", "message", "raised", null, null, new string('a', 32), false);

    /// <summary>The same for somebody whom nobody asked.</summary>
    public static readonly PreviewRow AskFirst = Greeting with
    {
        Customer = "C2",
        Name = "李红",
        What = "stopped",
        Consent = "unknown",
        Because = "consent-unknown",
        Why = "ask first: nobody asked whether greetings are welcome in this way (consent-unknown)",
        Id = new string('b', 32),
    };

    /// <summary>A deposit that stood before and is due on 7 March.</summary>
    public static readonly PreviewRow Due = Greeting with
    {
        Day = "2026-03-07",
        Customer = "C3",
        Name = null,
        What = "due",
        Action = "deposit-maturing",
        Title = "Deposit matures on 2026-03-09: call",
        Rules = ["deposit-maturing"],
        Purpose = "service",
        Channel = "phone",
        Due = "2026-03-07",
        Consent = "not-needed",
        Preferred = null,
        Id = new string('c', 32),
        Stood = true,
    };
}
