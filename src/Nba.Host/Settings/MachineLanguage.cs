namespace Nba.Host.Settings;

/// <summary>The language of the machine's locale, for commands that one person runs and reads.</summary>
internal static class MachineLanguage
{
    // As POSIX ranks them; the program itself runs without cultures, so that only its words follow the locale, and never its numbers.
    private static readonly string[] Variables = ["LC_ALL", "LC_MESSAGES", "LANG"];

    /// <summary>zh-CN or en; null when the locale names no language.</summary>
    /// <param name="variable">The value of an environment variable, or null.</param>
    public static string? Of(Func<string, string?> variable)
    {
        // The first that is set decides, even when it says no language: LC_ALL=C is how a script asks for none.
        var locale = Variables.Select(variable).FirstOrDefault(v => !string.IsNullOrEmpty(v));
        var language = locale?.Split('_', '.', '@', '-')[0];
        return language switch
        {
            null or "" or "C" or "POSIX" => null,
            _ => language.Equals("zh", StringComparison.OrdinalIgnoreCase) ? "zh-CN" : "en",
        };
    }
}
