namespace Nba.Host.Api;

/// <summary>What people call answers and the reasons of a decline, in both languages; what no list knows stands as it is.</summary>
internal static class AnswerWords
{
    private static readonly Dictionary<string, (string En, string Zh)> Asked = new(StringComparer.Ordinal)
    {
        ["done"] = ("Done", "已完成"), ["accepted"] = ("I take this on", "接受"), ["declined"] = ("Decline", "不予办理"), ["snoozed"] = ("Not now", "稍后再办"), ["no-answer"] = ("No answer", "未联系上"),
    };

    private static readonly Dictionary<string, (string En, string Zh)> Reasons = new(StringComparer.Ordinal)
    {
        ["has-it-already"] = ("Has it already", "客户已有"), ["bad-time"] = ("Bad time", "时机不合适"), ["wrong-customer"] = ("Wrong customer", "客户信息有误"), ["not-suitable"] = ("Not suitable", "不适合"), ["not-interested"] = ("Not interested", "没有兴趣"),
    };

    private static readonly Dictionary<string, (string En, string Zh)> Verdicts = new(StringComparer.Ordinal)
    {
        ["gone"] = ("The prompt had ended before; your answer is kept.", "该提示此前已结束；您的答复已记录。"),
        ["already-claimed"] = ("Somebody else of the team has it; your answer is kept.", "团队中另一位成员已认领；您的答复已记录。"),
        [Outcomes.Pending] = ("Your answer was taken in and is being decided.", "答复已收到，正在处理。"),
    };

    /// <summary>What became of an answer that did not simply count; null for one that did.</summary>
    public static string? Verdict(string verdict, bool zh) => Verdicts.TryGetValue(verdict, out var word) ? zh ? word.Zh : word.En : null;

    /// <summary>An answer.</summary>
    public static string Outcome(string outcome, bool zh) => Word(Asked, outcome, zh);

    /// <summary>Why something was declined.</summary>
    public static string Decline(string reason, bool zh) => Word(Reasons, reason, zh);

    private static string Word(Dictionary<string, (string En, string Zh)> words, string name, bool zh) => words.TryGetValue(name, out var word) ? zh ? word.Zh : word.En : name;
}
