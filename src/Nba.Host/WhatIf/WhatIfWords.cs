using System.Globalization;
using Nba.Host.Api;

namespace Nba.Host.WhatIf;

/// <summary>What a comparison says to people, in Chinese or English.</summary>
/// <param name="zh">Whether in Chinese.</param>
internal sealed class WhatIfWords(bool zh)
{
    /// <summary>The words of a language.</summary>
    public static WhatIfWords In(string language) => new(language == "zh-CN");

    /// <summary>Tag of the language.</summary>
    public string Language => zh ? "zh-CN" : "en";

    /// <summary>One of the two.</summary>
    public string Say(string en, string chinese) => zh ? chinese : en;

    /// <summary>Which rules, and over which days.</summary>
    public string Title(WhatIfAnswer answer) => Subject(answer) + Say(", ", "，") + Days(answer);

    /// <summary>Which rules.</summary>
    public string Subject(WhatIfAnswer answer) => Say($"What if: {Source(answer.Other)}", $"假设分析：{Source(answer.Other)}");

    /// <summary>Over which days.</summary>
    public string Days(WhatIfAnswer answer) => Say($"{answer.From} to {answer.To}", $"{answer.From} 至 {answer.To}");

    /// <summary>The one sentence that matters.</summary>
    public string Headline(WhatIfAnswer answer)
    {
        var t = answer.Actions;
        if (answer.IsSame) return Say("Nothing would have been different: the same actions, on the same days, with the same owners, at the same places.", "没有任何变化：提示、日期、归属、排位均相同。");
        var parts = new List<string>();
        if (t.Disappears > 0) parts.Add(Say($"{Number(t.Disappears)} would not have been shown", $"{Number(t.Disappears)} 条不再出现"));
        if (t.Moved > 0) parts.Add(Say($"{Number(t.Moved)} would have stood on other days or with other owners", $"{Number(t.Moved)} 条日期或归属不同"));
        if (t.OtherPlace > 0) parts.Add(Say($"{Number(t.OtherPlace)} would only have stood at another place of a list", $"{Number(t.OtherPlace)} 条仅排位不同"));
        if (parts.Count == 0) parts.Add(Say("none would have changed", "均无变化"));
        var fresh = t.Appears == 0 ? "" : Say($"; {Number(t.Appears)} new {(t.Appears == 1 ? "one" : "ones")} would have been shown", $"；新增 {Number(t.Appears)} 条");
        return Say($"Of {Number(t.Baseline)} {(t.Baseline == 1 ? "action" : "actions")}, {string.Join(", ", parts)}{fresh}.", $"原有 {Number(t.Baseline)} 条提示中，{string.Join("，", parts)}{fresh}。");
    }

    /// <summary>A difference between the books.</summary>
    public string Change(BookChange change)
    {
        var kind = change.Kind switch { "parameter" => Say("Parameter", "参数"), "rule" => Say("Rule", "规则"), "campaign" => Say("Campaign", "活动"), _ => Say("File", "文件") };
        var how = change.Change switch { "added" => Say("added", "新增"), "removed" => Say("removed", "删除"), _ => Say("changed", "有改动") };
        var values = (change.From, change.To) switch
        {
            (null, null) => how,
            // What else is different does not show in so few words.
            ({ } from, { } to) when from == to => $"{how} ({Value(to)})",
            ({ } from, { } to) => $"{Value(from)} → {Value(to)}",
            ({ } from, null) when change.Change == "changed" => Say($"without {Value(from)}", $"去掉 {Value(from)}"),
            (null, { } to) when change.Change == "changed" => Say($"with {Value(to)}", $"增加 {Value(to)}"),
            ({ } from, null) => $"{how} ({Value(from)})",
            (null, { } to) => $"{how} ({Value(to)})",
        };
        return Say($"{kind} {change.Name}: {values}", $"{kind} {change.Name}：{values}");
    }

    /// <summary>What became of an action.</summary>
    public string Fate(WhatIfAction action) => action.Fate switch
    {
        "appears" => Say($"appears on {action.Day}", $"{action.Day} 新出现"),
        "disappears" => Say($"does not appear; it did on {action.Day}", $"不再出现（原为 {action.Day}）"),
        "earlier" => Say($"earlier: {action.OtherDays![0]} instead of {action.Days![0]}", $"提前：由 {action.Days![0]} 改为 {action.OtherDays![0]}"),
        "later" => Say($"later: {action.OtherDays![0]} instead of {action.Days![0]}", $"推迟：由 {action.Days![0]} 改为 {action.OtherDays![0]}"),
        "shorter" => Say($"gone sooner: last seen {action.OtherDays![1]} instead of {action.Days![1]}", $"提早结束：末日由 {action.Days![1]} 改为 {action.OtherDays![1]}"),
        "longer" => Say($"stays longer: last seen {action.OtherDays![1]} instead of {action.Days![1]}", $"保留更久：末日由 {action.Days![1]} 改为 {action.OtherDays![1]}"),
        "other-owner" => Say($"other owners: {string.Join(", ", action.OtherOwners)} instead of {string.Join(", ", action.Owners)}", $"归属变化：由 {string.Join("、", action.Owners.Select(Owner))} 改为 {string.Join("、", action.OtherOwners.Select(Owner))}"),
        _ when action.Score != action.OtherScore => Say($"another score: {Money(action.OtherScore)} instead of {Money(action.Score)}", $"分值变化：由 {Money(action.Score)} 改为 {Money(action.OtherScore)}") + Speaker(action),
        _ => Say("another place: others stand before it, or no longer do", "排位变化：前面的提示有增减"),
    };

    /// <summary>Why a run does not have it, in lines.</summary>
    public IEnumerable<string> Why(WhatIfReason? why)
    {
        if (why is null) yield break;
        var run = why.Run == "recorded" ? Say("Under the recorded rules", "按原规则") : Say("Under the other rules", "按新规则");
        var reason = why.Reason switch
        {
            WhatIfReason.NoRule => Say("no rule proposes it", "没有规则提出此项"),
            WhatIfReason.NoActivity => Say("no activity meets what it asks", "没有事件符合其条件"),
            WhatIfReason.NoBundle => Say("its parts are not wanted together", "组合的各项不能同时成立"),
            _ => ReasonWords.Of(why.Reason, zh),
        };
        var rule = why.Rule is null ? "" : Say($"{why.Rule}: ", $"{why.Rule}：");
        var until = why.Until is null ? "" : Say($", until {why.Until}", $"，至 {why.Until}");
        yield return Say($"{run}, {rule}{reason}{until}", $"{run}，{rule}{reason}{until}") + (why.Detail is { } detail ? Say($": {detail}", $"：{detail}") : "");
        if (why.Line is not null) yield return why.Place is null ? why.Line : $"{why.Line}   [{why.Place}]";
        if (why.Values is { Count: > 0 } values) yield return string.Join(", ", values);
    }

    /// <summary>What to know before the figures are used.</summary>
    public string Note(WhatIfNote note) => note.Code switch
    {
        "answers-stay" => Say(
            "Managers' answers, customers' activities and contacts are those that happened: nobody answers an action that only the other rules raise, and an answer to one that they do not raise still counts as a contact.",
            "客户经理的答复、客户的行为和联系均按实际发生的计算：仅新规则才有的提示无人答复；对已不再出现的提示所作的答复，仍计为一次联系。"),
        "directory-differs" => Say(
            "The other rules name other people (directory.json): owners and capacities change with it. --keep directory.json leaves the people as they were.",
            "新规则的人员表（directory.json）不同，归属和容量随之变化；如只比较规则，请加 --keep directory.json。"),
        "new-facts" => Say(
            $"Facts that the other rules add or fold otherwise were folded from the whole log: {note.Detail}. At the bank itself that takes 'nba backfill' once those rules are in force.",
            $"新规则新增或改变归集方式的事实已从全部日志归集：{note.Detail}。在银行实际启用后，需运行 nba backfill 才有同样结果。"),
        "refused" => Say($"{note.Detail} {(note.Detail == "1" ? "activity of the log is" : "activities of the log are")} refused under the other rules: the type or a field is not in their vocabulary.", $"按新规则有 {note.Detail} 条事件被拒收：词汇表缺少其类型或字段。"),
        "campaign-closed" => Say($"Campaign {note.Detail} is switched on, but its dates do not meet these days.", $"活动 {note.Detail} 已打开，但其日期不在所选时段内。"),
        "rule-silent" => Silent(note),
        _ => note.Code,
    };

    /// <summary>An owner as people call one.</summary>
    public string Owner(WhatIfQueue queue) => queue.Name is null ? Owner(queue.Owner) : $"{queue.Name} ({queue.Owner})";

    /// <summary>How many actions are different for a customer.</summary>
    public string Different(WhatIfCustomer customer) => Say($"{customer.Changed} different", $"{customer.Changed} 条有变化");

    /// <summary>That more are different than are listed.</summary>
    public string More(WhatIfCustomer customer) => Say($"and {customer.Left} more", $"另有 {customer.Left} 条");

    /// <summary>What an action is about, behind its name.</summary>
    public static string About(WhatIfAction action) => action.Subject is null ? "" : $" [{action.Subject}]";

    /// <summary>A number with its thousands apart.</summary>
    public static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A difference, with its sign.</summary>
    public static string Signed(long number) => number == 0 ? "0" : number.ToString("+#,0;−#,0", CultureInfo.InvariantCulture);

    /// <summary>Where the other rules come from.</summary>
    public string Source(WhatIfBook book) => book.Source.StartsWith("recorded", StringComparison.Ordinal) ? Say("the recorded rules", "原规则") + (book.Source.Length > 8 ? Say(" with ", "改为 ") + book.Source[9..] : "") : book.Source;

    private string Owner(string id) => id == Engine.Routing.Directory.Unassigned ? Say(id, "未分配") : id;

    // Whoever asks why-not is told of the rules in force, so it is asked where the other ones are.
    private string Silent(WhatIfNote note) => note.Campaign is { } campaign
        ? Say($"Rule {note.Detail} brought no {note.Action} into any queue in these days: its campaign {campaign} is switched off.", $"规则 {note.Detail} 在这些天没有提出任何 {note.Action} 提示：所属活动 {campaign} 已关闭。")
        : Say(
            $"Rule {note.Detail} brought no {note.Action} into any queue in these days. See whether the facts and activities that it reads were ever told; or keep a run under these rules with 'nba replay --rules RULES --out DIR' and ask of a customer who should have it 'nba why-not CUSTOMER {note.Action} --data DIR'.",
            $"规则 {note.Detail} 在这些天没有提出任何 {note.Action} 提示。请检查它所读的信息和事件是否曾经送达；也可先用 nba replay --rules 规则目录 --out 目录 保存按这些规则的运行，再对应有此提示的客户运行 nba why-not 客户 {note.Action} --data 目录。");

    private string Speaker(WhatIfAction action) => action.Rule == action.OtherRule
        ? Say($", by {action.Rule}", $"，规则 {action.Rule}")
        : Say($", by {action.OtherRule} instead of {action.Rule}", $"，规则由 {action.Rule} 改为 {action.OtherRule}");

    private string Value(string value) => value == "on" ? Say("on", "开") : value == "off" ? Say("off", "关") : value.StartsWith("on, ", StringComparison.Ordinal) ? Say("on", "开") + Say(value[2..], "，" + value[4..]) : value;

    private string Money(decimal? yuan) => Say($"¥{yuan?.ToString("#,0.##", CultureInfo.InvariantCulture)} a year", $"{yuan?.ToString("#,0.##", CultureInfo.InvariantCulture)} 元/年");
}
