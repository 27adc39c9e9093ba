using Nba.Engine.Sources;

namespace Nba.Host.Settings;

/// <summary>What engine and host say, in the languages that they say it in.</summary>
internal static class HostPhrases
{
    /// <summary>Simplified Chinese.</summary>
    public static Phrasebook Chinese { get; } = Phrasebook.Chinese.With(typeof(HostPhrases).Assembly, "Nba.Host.chinese.json");

    /// <summary>The words for a tag as <c>zh-CN</c>, or a list of tags as browsers send it, of which the first counts; English for all others.</summary>
    public static Phrasebook Of(string? tag) => tag?.StartsWith("zh", StringComparison.OrdinalIgnoreCase) == true ? Chinese : Phrasebook.English;
}
