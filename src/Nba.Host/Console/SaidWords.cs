using Nba.Host.Api;

namespace Nba.Host.Console;

/// <summary>What a page says of what somebody just did, by a code that its address carries: an address holds no word of anybody.</summary>
internal static class SaidWords
{
    private static readonly Dictionary<string, (string En, string Zh)> Words = new(StringComparer.Ordinal)
    {
        ["done"] = ("Done: taken down.", "已记录：已完成。"),
        ["accepted"] = ("You took it on.", "已记录：已接受。"),
        ["declined"] = ("Declined: it will not come back soon.", "已记录：不予办理，近期不再提示。"),
        ["snoozed"] = ("Put off: it comes back then.", "已推迟，届时再提示。"),
        ["no-answer"] = ("Taken down: nobody answered.", "已记录：未联系上。"),
        ["claimed"] = ("It is yours now.", "已由您认领。"),
        ["claim-ended"] = ("Given back to the team.", "已退回团队。"),
        ["not-claimable"] = ("This is nobody's to claim.", "该提示无需认领。"),
        ["not-of-team"] = ("Only members of the team may claim it.", "仅团队成员可以认领。"),
        ["changed"] = ("Changed; it takes effect with the next commit.", "已更改，随下一次提交生效。"),
        ["waits"] = ("Asked for; it waits for a second person's approval.", "已提交，等待另一人复核。"),
        ["redriven"] = ("What was set aside is tried again.", "搁置的消息将重新投递。"),
        ["nothing-aside"] = ("Nothing was set aside.", "没有搁置的消息。"),
    };

    /// <summary>The words; nothing for a code that nobody gave.</summary>
    public static string? Of(string code, bool zh) => AnswerWords.Verdict(code, zh) ?? (Words.TryGetValue(code, out var words) ? zh ? words.Zh : words.En : null);
}
