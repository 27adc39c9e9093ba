using System.Globalization;
using Nba.Engine;
using Nba.Engine.Policies;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;
using Nba.Host.Settings;

namespace Nba.Host.Previews;

/// <summary>The words of a preview, in Chinese or English, and the codes that machines read.</summary>
internal sealed class PreviewWords(string language)
{
    private static readonly string[] ZhWeekdays = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];
    private static readonly string[] ZhKinds = ["新增", "到期", "预约", "升级", "暂缓", "撤回", "过期", "拦下"];
    private static readonly string[] EnKinds = ["comes", "due", "visit", "escalates", "held", "withdrawn", "expires", "stopped"];

    /// <summary>The language.</summary>
    public string Language { get; } = language;

    /// <summary>Whether it is Chinese.</summary>
    public bool Zh { get; } = language == "zh-CN";

    /// <summary>A day as machines read it.</summary>
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A day number in the same form; null for none.</summary>
    public static string? Day(int? number) => number is { } known ? Day(DateOnly.FromDayNumber(known)) : null;

    /// <summary>The code of a kind.</summary>
    public static string Code(PreviewKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>The code of a consent.</summary>
    public static string Code(ConsentState consent) => consent == ConsentState.NotNeeded ? "not-needed" : consent.ToString().ToLowerInvariant();

    /// <summary>The one of the two that is in the language.</summary>
    public string Say(string zh, string en) => Zh ? zh : en;

    /// <summary>A kind in one word.</summary>
    public string Kind(PreviewKind kind) => (Zh ? ZhKinds : EnKinds)[(int)kind];

    /// <summary>A day as machines read it, with its weekday.</summary>
    public string Weekday(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd") is var on && Zh ? $"{day} {ZhWeekdays[(int)on.DayOfWeek]}" : $"{day} {on.ToString("ddd", CultureInfo.InvariantCulture)}";

    /// <summary>A channel of contacts.</summary>
    public string Channel(string channel) => ContactWords.Channel(channel, Zh);

    /// <summary>What was said to being contacted; null where nobody need be asked.</summary>
    public string? Consent(string consent) => consent switch
    {
        "granted" => Say("已同意", "agreed"),
        "refused" => Say("已拒绝", "refused"),
        "unknown" => Say("未征询", "not asked"),
        _ => null,
    };

    /// <summary>What the manager must know of a consent that is missing; null where the reason's own words say it.</summary>
    public string? AskFirst(Purpose purpose, Reason reason) => (purpose, reason) switch
    {
        (Purpose.Care, Reason.ConsentUnknown) => Say("请先征询：尚未问过客户是否愿意以此方式接收问候", "ask first: nobody asked whether greetings are welcome in this way"),
        (Purpose.Care, Reason.ConsentRefused) => Say("客户已表示不愿以此方式接收问候", "the customer does not want greetings in this way"),
        (Purpose.Sales, Reason.ConsentUnknown) => Say("请先征询：尚未问过客户是否愿意接收推介", "ask first: nobody asked whether offers are welcome in this way"),
        (Purpose.Sales, Reason.ConsentRefused) => Say("客户已表示不愿以此方式接收推介", "the customer does not want offers in this way"),
        _ => null,
    };
}
