using Nba.Host.Settings;

namespace Nba.Host.Delivery;

/// <summary>What messages say around the words of the rules, in one language.</summary>
internal sealed class PromptWords(string language)
{
    /// <summary>The language: <c>zh-CN</c> or <c>en</c>.</summary>
    public string Language { get; } = language;

    /// <summary>Whether it is Chinese.</summary>
    public bool IsChinese { get; } = language == "zh-CN";

    /// <summary>The one of the two that is in the language.</summary>
    public string Say(string zh, string en) => IsChinese ? zh : en;

    /// <summary>A label and what it labels.</summary>
    public string Label(string zh, string en, string text) => IsChinese ? $"{zh}：{text}" : $"{en}: {text}";

    /// <summary>A channel of contacts; one that no list knows as it is.</summary>
    public string Channel(string code) => ContactWords.Channel(code, IsChinese);

    /// <summary>What a talking point is for; one that no list knows as it is.</summary>
    public string Point(string kind) => kind switch
    {
        "appeal" => Say("开场", "Open with"),
        "benefit" => Say("好处", "Benefit"),
        "credibility" => Say("依据", "Proof"),
        _ => kind,
    };

    /// <summary>A customer by name and id.</summary>
    public static string Customer(string? name, string id) => name is null ? id : $"{name} ({id})";
}
