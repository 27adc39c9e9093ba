using System.Globalization;
using Nba.Host.Api;

namespace Nba.Host.Commands;

/// <summary>Answers about campaigns for people, in Chinese or English.</summary>
internal sealed class CampaignPrinter(TextWriter to, bool zh)
{
    /// <summary>All campaigns, two lines each.</summary>
    public void List(CampaignsAnswer answer)
    {
        to.WriteLine($"{(zh ? $"{answer.Campaigns.Count} 个活动" : Telling.Some(answer.Campaigns.Count, "campaign"))} · {answer.AsOfOn ?? answer.AsOf} · {Word("book", "规则版本")} {answer.Book}");
        foreach (var campaign in answer.Campaigns) Head(campaign);
    }

    /// <summary>One campaign, with its actions and queues.</summary>
    public void One(CampaignAnswer campaign)
    {
        Head(campaign);
        to.WriteLine($"  {Word("actions", "提示")}{(zh ? "：" : ": ")}{(campaign.Actions.Count == 0 ? Word("none, for no rule that is on names it", "无，没有启用的规则引用它") : string.Join(", ", campaign.Actions))}");
        to.WriteLine(campaign.WhenOff == "keep" ? Word("  when it ends, what stands of it stays", "  结束后，已有提示保留") : Word("  when it ends, what stands of it is withdrawn", "  结束后，已有提示撤回"));
        if (campaign.Budget is { } budget) to.WriteLine($"  {Word("may cost", "预算")} {(zh ? $"{budget} 次联系" : Telling.Some(budget, "contact"))}");
        if (campaign.Approval) to.WriteLine(Word("  a change waits for a second person's approval", "  变更须经第二人批准"));
        if (campaign.Queues is not { } queues) return;
        to.WriteLine($"  {Word("in queues now", "当前队列中")}{(zh ? "：" : ": ")}{queues.Values.Sum()}");
        foreach (var (owner, count) in queues) to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {owner,-16} {count,6}"));
    }

    /// <summary>What a change would do.</summary>
    public void DryRun(CampaignDryRunAnswer answer)
    {
        to.WriteLine(zh ? $"若现在变更（{answer.AsOfOn ?? answer.AsOf}）：" : $"If changed now ({answer.AsOfOn ?? answer.AsOf}):");
        Settings(answer.Settings);
        to.WriteLine(zh
            ? $"  {answer.Comes} 条提示新增，{answer.Goes} 条撤下，{answer.Moves} 条分值改变，涉及 {answer.Queues.Count} 个队列"
            : $"  {Telling.Some(answer.Comes, "action")} would come, {answer.Goes} go, {answer.Moves} get another score, in {Telling.Some(answer.Queues.Count, "queue")}");
        if (answer.NeedsApproval) to.WriteLine(Word("  It would wait for a second person's approval.", "  须经第二人批准后生效。"));
        if (answer.Queues.Count == 0) return;
        to.WriteLine($"    {Word("queue", "队列"),-16} {Word("come", "新增"),6} {Word("go", "撤下"),6} {Word("score", "分值"),6} {Word("stay", "不变"),6}");
        foreach (var queue in answer.Queues) to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {queue.Owner,-16} {queue.Comes,6} {queue.Goes,6} {queue.Moves,6} {queue.Stays,6}"));
        to.WriteLine(Word("  Before budgets and capacities, which decide what a day's list shows of it.", "  未计预算与每日容量，二者决定当日名单中显示多少。"));
    }

    /// <summary>What became of a request.</summary>
    public void Changed(CampaignChangedAnswer answer)
    {
        Change(answer.Change);
        if (answer.Change.State == "waiting") to.WriteLine(zh ? $"  待批准：由另一人执行 nba campaign approve {answer.Change.Number}" : $"  It waits: somebody else must say nba campaign approve {answer.Change.Number}");
        else if (answer.Change.State == "in-force") to.WriteLine($"  {Word("rule book in force", "生效的规则版本")}{(zh ? "：" : ": ")}{answer.Book}");
    }

    /// <summary>All that was asked for.</summary>
    public void History(CampaignHistoryAnswer answer)
    {
        if (answer.Changes.Count == 0) to.WriteLine(Word("Nothing was ever changed by command: all is as the files say.", "从未通过命令变更：一切以规则文件为准。"));
        foreach (var change in answer.Changes) Change(change);
    }

    private void Head(CampaignAnswer campaign)
    {
        to.WriteLine($"{campaign.Id}  {(zh ? campaign.Zh : campaign.En)}  {State(campaign)}{(campaign.Set ? Word("  (set by command)", "（经命令设定）") : "")}");
        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {Whom(campaign)} · {Word("lever", "权重")} {campaign.Lever:0.######}{(campaign.HoldOut > 0 ? $" · {Word("hold-out", "对照组")} {campaign.HoldOut} %" : "")}"));
    }

    private string State(CampaignAnswer campaign) => (campaign.State, zh) switch
    {
        ("on", false) => campaign.To is { } to ? $"on until {to}" : "on",
        ("on", true) => campaign.To is { } to ? $"进行中，至 {to}" : "进行中",
        ("off", false) => "switched off",
        ("off", true) => "已关闭",
        ("not-yet", false) => $"begins on {campaign.From}",
        ("not-yet", true) => $"{campaign.From} 开始",
        ("over", false) => $"ended on {campaign.To}",
        ("over", true) => $"已于 {campaign.To} 结束",
        _ => campaign.State,
    };

    private string Whom(CampaignAnswer campaign)
    {
        var parts = new List<string> { string.Create(CultureInfo.InvariantCulture, $"{campaign.Percentage ?? 100} %") };
        if (campaign.Segments is { } segments) parts.Add($"{Word("segments", "客群")} {string.Join(", ", segments)}");
        if (campaign.Branches is { } branches) parts.Add($"{Word("branches", "网点")} {string.Join(" ", branches)}");
        return string.Join(zh ? "，" : ", ", parts);
    }

    private void Change(CampaignChangeAnswer change)
    {
        to.WriteLine($"{change.Number}. {change.AtOn ?? change.At} {change.By}: {(zh ? Kind(change.Change) : change.Change)}{(change.Of is { } of ? $" {Word("to", "至")} {of}" : "")} · {State(change.State)}");
        to.WriteLine($"  {change.Why}");
        Settings(change.Settings);
        if (change.Verdict is { } verdict) to.WriteLine($"  {(verdict.Verdict == "approved" ? Word("approved by", "批准人") : Word("rejected by", "否决人"))} {verdict.By}{Word(", ", "，")}{verdict.AtOn ?? verdict.At}: {verdict.Why}");
        foreach (var effect in change.Effects ?? []) to.WriteLine(zh ? $"  分区 {effect.Partition}：自位置 {effect.Position} 起生效（流水第 {effect.Entry} 条，{effect.AtOn ?? effect.At}）" : $"  partition {effect.Partition}: from position {effect.Position} on (journal entry {effect.Entry}, {effect.AtOn ?? effect.At})");
    }

    private void Settings(IReadOnlyDictionary<string, CampaignSettingAnswer> settings)
    {
        foreach (var (campaign, set) in settings) to.WriteLine($"  {campaign}: {Words(set)}");
    }

    private string Words(CampaignSettingAnswer set)
    {
        var parts = new List<string>();
        if (set.Enabled is { } enabled) parts.Add(enabled ? Word("on", "开启") : Word("off", "关闭"));
        if (set.Days is { } days) parts.Add(days is { From: null, To: null } ? Word("any day", "不限日期") : $"{days.From}..{days.To}");
        if (set.Percentage is { } share) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{share} %"));
        if (set.Branches is { } branches) parts.Add(branches.Count == 0 ? Word("all branches", "全部网点") : $"{Word("branches", "网点")} {string.Join(" ", branches)}");
        if (set.Segments is { } segments) parts.Add(segments.Count == 0 ? Word("all segments", "全部客群") : $"{Word("segments", "客群")} {string.Join(", ", segments)}");
        if (set.Lever is { } lever) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{Word("lever", "权重")} {lever:0.######}"));
        return parts.Count == 0 ? Word("as the file says", "以规则文件为准") : string.Join(zh ? "，" : ", ", parts);
    }

    private static string Kind(string change) => change switch
    {
        "on" => "开启",
        "off" => "关闭",
        "schedule" => "排期",
        "roll-out" => "推广范围",
        "lever" => "权重",
        "roll-back" => "回退",
        _ => change,
    };

    private string State(string state) => (state, zh) switch
    {
        ("in-force", false) => "in force",
        ("in-force", true) => "已生效",
        ("waiting", false) => "waits for approval",
        ("waiting", true) => "待批准",
        ("rejected", true) => "已否决",
        ("overtaken", true) => "已失效：期间另有变更",
        ("overtaken", false) => "overtaken by another change",
        _ => state,
    };

    private string Word(string english, string chinese) => zh ? chinese : english;
}
