namespace Nba.Host.Settings;

/// <summary>What people call purposes and channels, by their codes; what no list knows stands as it is.</summary>
internal static class ContactWords
{
    /// <summary>A purpose.</summary>
    public static string Purpose(string code, bool zh) => zh ? HostPhrases.Chinese.Find(code) ?? code : code;

    /// <summary>A channel.</summary>
    public static string Channel(string code, bool zh) => zh ? HostPhrases.Chinese.Find(code) ?? code : code == "email" ? "e-mail" : code;

    /// <summary>Both, as consents and contacts have them.</summary>
    public static string Contact(string purpose, string channel, bool zh) => $"{Purpose(purpose, zh)} × {Channel(channel, zh)}";
}
