using System.Globalization;
using Nba.Engine.Reports;
using Nba.Host.Api;
using Nba.Host.Demo;

namespace Nba.Host.Commands;

/// <summary>A report for people: first what is wrong, then what managers did, then what campaigns brought, and last what the record does not hold.</summary>
internal sealed class ReportPrinter(ReportAnswer answer, bool zh, Terminal terminal, TextWriter to)
{
    private const int MostRows = 20;
    private const int MostStops = 4;
    private const int FewestJudged = 10;
    private const int MostPlaces = 3;
    private const int Columns = 140;

    private readonly Report _report = answer.Report;
    private readonly Dictionary<string, string> _actions = answer.Report.Rules.GroupBy(r => r.Rule, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Action, StringComparer.Ordinal);

    public void Print()
    {
        to.WriteLine(terminal.Bold(Say(
            $"规则与活动报告 · {_report.From:yyyy-MM-dd} 至 {_report.To:yyyy-MM-dd} · {Number(_report.Customers)} 位客户 · 提示 {Number(_report.Total.Given)} 条",
            $"Rules and campaigns · {_report.From:yyyy-MM-dd} to {_report.To:yyyy-MM-dd} · {Number(_report.Customers)} customers · {Number(_report.Total.Given)} prompts")));
        if (_report.Books.Count > 1) to.WriteLine(Say("期内规则版本：", "Rule books in force: ") + string.Join("; ", _report.Books.Select(b => $"{b.Version} {b.From:yyyy-MM-dd}–{b.To:yyyy-MM-dd}")));
        Findings();
        Prompts();
        Care();
        new HoldOutPrinter(answer, zh, Table, Wrapped, to).Print(Head);
        Notes();
    }

    private void Findings()
    {
        Head(Say("一、静默与偏向", "1  Silent, or one-sided"));
        if (_report.Findings.Count == 0) to.WriteLine(Say("没有发现。", "Nothing found."));
        foreach (var (kind, zhWords, enWords) in ReportWords.Kinds)
        {
            var of = _report.Findings.Where(f => f.Kind == kind).ToList();
            if (of.Count == 0) continue;
            to.WriteLine();
            to.WriteLine(Say($"{zhWords}：{of.Count}", $"{enWords}: {of.Count}"));
            foreach (var finding in of) Print(finding);
        }
    }

    private void Print(Finding finding)
    {
        to.WriteLine($"  {terminal.Bold(finding.Subject)}{(finding.Places.Count == 0 ? "" : "  " + terminal.Dim(string.Join(", ", finding.Places.Take(MostPlaces))))}");
        if (Figures(finding) is { Length: > 0 } figures) Wrapped("    ", figures);
        Wrapped("    → ", ReportWords.Remedy(finding, _actions.GetValueOrDefault(finding.Subject, "ACTION"), zh));
    }

    private string Figures(Finding finding)
    {
        List<string> parts = [];
        if (finding is { Kind: "fires-for-all", Customers: { } customers, For: { } all }) parts.Add(Say($"触及 {Number(customers)} / {Number(all)} 位客户", $"{Number(customers)} of {Number(all)} customers"));
        if (finding is { Kind: "never-fired" or "not-in-period", For: { } audience }) parts.Add(Say($"适用 {Number(audience)} 位客户", $"for {Number(audience)} customers"));
        if (finding is { SilentDays: { } silent, LongestGap: { } gap }) parts.Add(Say($"已 {silent} 天未触发，此前最长间隔 {gap} 天", $"silent for {silent} days; the longest gap before was {gap}"));
        if (finding is { Kind: "not-in-period" or "stopped-firing", LastOn: { } day }) parts.Add(Say($"最近触发日 {day:yyyy-MM-dd}", $"last fired on {day:yyyy-MM-dd}"));
        if (finding is { Kind: "always-loses" or "campaign-silent", Candidates: { } candidates }) parts.Add(Say($"{Number(candidates)} 条候选", candidates == 1 ? "1 candidate" : $"{Number(candidates)} candidates"));
        if (finding is { Kind: "always-loses" or "campaign-silent" or "never-accepted" or "never-answered", Stops: { } stops }) parts.AddRange(stops.Take(MostStops).Select(Stop));
        return string.Join(Say("；", "; "), parts);
    }

    private string Stop(StopCount stop) => stop.Reason == "declined"
        ? $"{stop.Count} × {Say("拒绝：", "declined: ")}{ReportWords.Decline(stop.Detail ?? "not-stated", zh)}"
        : $"{stop.Count} × {ReasonWords.Of(stop.Reason, zh)}{(stop.Detail is { } detail ? $" [{detail}]" : "")}";

    private void Prompts()
    {
        Head(Say("二、提示与经理的回应", "2  Prompts, and what managers did with them"));
        var total = _report.Total;
        to.WriteLine(Say(
            $"提出 {Number(total.Given)}：办理 {Number(total.Done)}、接受 {Number(total.Accepted)}、拒绝 {Number(total.Declined)}、客户自办 {Number(total.Met)}、过期 {Number(total.Expired)}、撤回 {Number(total.Withdrawn)}、未结 {Number(total.Open)}。",
            $"Given {Number(total.Given)}: done {Number(total.Done)}, accepted {Number(total.Accepted)}, declined {Number(total.Declined)}, met by the customer {Number(total.Met)}, expired {Number(total.Expired)}, withdrawn {Number(total.Withdrawn)}, open {Number(total.Open)}."));
        to.WriteLine(Say(
            $"其中曾推迟 {Number(total.Snoozed)}、曾联系不上 {Number(total.NoAnswer)}；答复天数中位 {Days(total)}。",
            $"Of these {Number(total.Snoozed)} were put off and {Number(total.NoAnswer)} found nobody at some time; median days to an answer: {Days(total)}."));
        Group(Say("目的", "Purpose"), _report.Prompts.Purposes, k => ReportWords.Purpose(k, zh));
        Group(Say("经理或团队", "Manager or team"), _report.Prompts.Managers, Person);
        Group(Say("网点", "Branch"), _report.Prompts.Branches, Known);
        Group(Say("规则文件", "Rule file"), _report.Prompts.Families, Known);
        Group(Say("类别", "Category"), _report.Prompts.Categories, Known);
        Group(Say("动作", "Action"), _report.Prompts.Actions, Known);
        Precision();
        Reasons(Say("拒绝原因", "Declined, because"), total.DeclineReasons, total.Declined, r => ReportWords.Decline(r, zh));
        Reasons(Say("撤回原因", "Withdrawn, because"), total.WithdrawnReasons, total.Withdrawn, r => ReasonWords.Of(r, zh));
    }

    // The most given first; all of them stand in JSON and CSV.
    private void Group(string head, IReadOnlyList<PromptRow> rows, Func<string, string> name)
    {
        if (rows.Count == 0) return;
        string[] heads =
        [
            head, Say("提出", "Given"), Say("办理", "Done"), Say("接受", "Accepted"), Say("拒绝", "Declined"), Say("自办", "Met"), Say("过期", "Expired"), Say("撤回", "Withdrawn"), Say("未结", "Open"),
            Say("推迟", "Snoozed"), Say("未联系上", "No answer"), Say("天数", "Days"), Say("精准率（95%区间）", "Precision (95 %)"),
        ];
        var shown = rows.OrderByDescending(r => r.Given).ThenBy(r => r.Key, StringComparer.Ordinal).Take(MostRows).ToList();
        to.WriteLine();
        Table(heads,
        [
            .. shown.Select(r => (string[])
            [
                name(r.Key), Number(r.Given), Number(r.Done), Number(r.Accepted), Number(r.Declined), Number(r.Met), Number(r.Expired), Number(r.Withdrawn), Number(r.Open),
                Number(r.Snoozed), Number(r.NoAnswer), Days(r), Share(r.Precision),
            ]),
        ]);
        if (rows.Count > shown.Count) More(rows.Count - shown.Count);
    }

    // The least precise first: where to look.
    private void Precision()
    {
        var rows = _report.Rules.Where(r => r.Prompts.Precision.Of >= FewestJudged).OrderBy(r => r.Prompts.Precision.Rate).ThenBy(r => r.Rule, StringComparer.Ordinal).ToList();
        if (rows.Count == 0) return;
        to.WriteLine();
        to.WriteLine(Say($"各规则的精准率，由低到高（至少 {FewestJudged} 条有结果）：", $"Precision of rules, the lowest first (with {FewestJudged} answered or expired at least):"));
        Table([Say("规则", "Rule"), Say("办理或接受", "Done or accepted"), Say("拒绝", "Declined"), Say("过期", "Expired"), Say("精准率（95%区间）", "Precision (95 %)"), Say("位置", "Place")],
        [
            .. rows.Take(MostRows).Select(r => (string[])
                [r.Rule, Number(r.Prompts.Precision.Count), Number(r.Prompts.Declined), Number(r.Prompts.Expired), Share(r.Prompts.Precision), r.Place]),
        ]);
        if (rows.Count > MostRows) More(rows.Count - MostRows);
    }

    private void More(int rows) => to.WriteLine(Say($"另有 {rows} 行，见 --json 或 --csv。", $"{rows} more with --json or --csv."));

    private void Reasons(string head, IReadOnlyDictionary<string, int> reasons, int all, Func<string, string> words)
    {
        if (reasons.Count == 0) return;
        to.WriteLine();
        Table([head, Say("条数", "Prompts"), Say("占比", "Share")],
            [.. reasons.OrderByDescending(r => r.Value).ThenBy(r => r.Key, StringComparer.Ordinal).Select(r => (string[])[words(r.Key), Number(r.Value), Percent((decimal)r.Value / all)])]);
    }

    private void Care()
    {
        var care = _report.Care;
        Head(Say($"三、{care.Days} 天内没有关怀接触的客户：{Number(care.Customers.Count)} / {Number(_report.Customers)}", $"3  Customers without a care contact in {care.Days} days: {Number(care.Customers.Count)} of {Number(_report.Customers)}"));
        Table([Say("经理", "Manager"), Say("客户", "Customers"), Say("无关怀", "Without care"), Say("占比", "Share")],
            [.. care.Managers.Select(m => (string[])[Person(m.Manager), Number(m.Customers), Number(m.Overlooked), m.Customers == 0 ? "-" : Percent((decimal)m.Overlooked / m.Customers)])]);
        to.WriteLine(Say("名单见 --json 或 --csv。", "Who they are stands in --json and --csv."));
    }

    private void Notes()
    {
        Head(Say("说明", "What the record does not hold"));
        if (_report.Recorded < _report.Decided)
            Wrapped("- ", Say($"决策记录缺 {Number(_report.Decided - _report.Recorded)} 条（共 {Number(_report.Decided)}）：部分时间未记录（RecordDecisions），以上数字偏少。", $"{Number(_report.Decided - _report.Recorded)} of {Number(_report.Decided)} decision records are not kept (RecordDecisions was off): the figures above are too low."));
        Wrapped("- ", Say("只有引起变化或新被拦下的决策才有记录。规则“触发”指某条候选出现在一条记录中而上一条没有，或由它提出；其间未记录的出现与消失看不到。", "Only decisions that changed or newly gated something are recorded. A rule fires when a record has a candidate of it that the customer's record before had not, or raises it; what came and went between two records does not show."));
        Wrapped("- ", Say("提示按最后持有人计入，按期内提出、截至期末的结果计；早先提出的不计。组合方案算一条提示，计入组合而非成员规则。精准率 =（办理+接受）÷（办理+接受+拒绝+过期），Wilson 区间。", "A prompt counts if it was raised in the period, for who had it last, by what became of it up to the last day. A bundle is one prompt, its own and not its members'. Precision is done or accepted, of those and the declined and expired; Wilson's interval."));
        Wrapped("- ", Say("客户的经理、网点、类型以存储当前时点为准。只给事实、路由的规则不在此列。", "A customer's manager, branch and kind are as the store stands now. Rules that give facts or routes are not told of here."));
        if (_report.StrayAnswers > 0) Wrapped("- ", Say($"{Number(_report.StrayAnswers)} 个答复找不到对应提示（如客户合并后），未计入。", $"{Number(_report.StrayAnswers)} answers name no prompt of this log, as after a merge of customers; they are not counted."));
    }

    private void Head(string text)
    {
        to.WriteLine();
        to.WriteLine(terminal.Bold(text));
    }

    // The first column to the left, the others to the right.
    private void Table(IReadOnlyList<string> heads, IReadOnlyList<string[]> rows)
    {
        if (terminal.IsWatched)
        {
            terminal.Table(heads, rows, heads.Skip(1).ToHashSet(StringComparer.Ordinal), to);
            return;
        }
        var widths = heads.Select((h, i) => Math.Max(DemoColumns.Width(h), rows.Count == 0 ? 0 : rows.Max(r => DemoColumns.Width(r[i])))).ToArray();
        foreach (var row in rows.Prepend([.. heads]))
            to.WriteLine(string.Join("  ", row.Select((c, i) => i == 0 ? DemoColumns.Pad(c, widths[0]) : new string(' ', widths[i] - DemoColumns.Width(c)) + c)).TrimEnd());
    }

    private void Wrapped(string indent, string text)
    {
        var first = true;
        foreach (var line in DemoColumns.Wrap(text, Math.Max(40, (terminal.IsWatched ? terminal.Columns : Columns) - indent.Length)))
        {
            to.WriteLine((first ? indent : new string(' ', indent.Length)) + line);
            first = false;
        }
    }

    private string Known(string key) => key.Length == 0 ? Say("（未知）", "(unknown)") : key;

    private string Person(string id) => id.Length == 0 ? Say("（无）", "(none)") : answer.Names.TryGetValue(id, out var name) ? $"{id} {name}" : id;

    private string Say(string inChinese, string inEnglish) => zh ? inChinese : inEnglish;

    private static string Days(PromptRow row) => row.MedianDays is { } days ? days.ToString("0.#", CultureInfo.InvariantCulture) : "-";

    internal static string Share(Proportion share) => share is { Rate: { } rate, Low: { } low, High: { } high } ? $"{Percent(rate)} ({Percent(low)}–{Percent(high)})" : "-";

    internal static string Percent(decimal share) => (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + "%";

    internal static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
