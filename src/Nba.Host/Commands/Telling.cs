using System.Globalization;
using Nba.Host.Api;

namespace Nba.Host.Commands;

/// <summary>What explanations have in common in plain text: lines under headings, reasons, facts with what made them, activities.</summary>
internal sealed class Telling(bool zh, TextWriter to)
{
    private static readonly Dictionary<string, (string En, string Zh)> Ways = new(StringComparer.Ordinal)
    {
        ["latest"] = ("the latest value", "最近一次的值"), ["count"] = ("how many", "次数"), ["sum"] = ("sum", "合计"), ["average"] = ("average", "平均值"), ["min"] = ("least", "最小值"), ["max"] = ("greatest", "最大值"),
        ["distinct"] = ("how many different", "不同值个数"), ["last-date"] = ("day of the latest", "最近一次日期"), ["first-date"] = ("day of the first", "首次日期"), ["median"] = ("median of the closed months", "已结束各月的中位数"),
        ["members"] = ("words added and removed", "增减后的集合"), ["in-force"] = ("the assignment in force", "当前生效的分配"), ["days-since"] = ("days since", "距今天数"), ["days-until"] = ("days until", "剩余天数"),
        ["years-since"] = ("years since", "距今年数"), ["days-to-anniversary"] = ("days to the anniversary", "距周年天数"), ["days-to-lunar-anniversary"] = ("days to the lunar anniversary", "距农历周年天数"),
        ["next-anniversary"] = ("the next anniversary", "下一个周年日"), ["next-lunar-anniversary"] = ("the next lunar anniversary", "下一个农历周年日"), ["workdays-since"] = ("working days since", "距今工作日"), ["rule"] = ("given by a rule", "由规则得出"),
    };

    /// <summary>The words of the language.</summary>
    public string Say(string chinese, string english) => zh ? chinese : english;

    /// <summary>A line.</summary>
    public void Line(string text) => to.WriteLine(text);

    /// <summary>A heading, with an empty line before it.</summary>
    public void Head(string chinese, string english)
    {
        to.WriteLine();
        to.WriteLine(Say(chinese, english));
    }

    /// <summary>A reason in words.</summary>
    public string Reason(string name) => ReasonWords.Of(name, zh);

    /// <summary>So many of something, in English: of one the word alone.</summary>
    public static string Some(long count, string one, string? more = null) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : more ?? one + "s")}");

    /// <summary>A space before what does not begin in Chinese.</summary>
    public static string Apart(string text) => text is [>= '一' and <= '鿿' or '（' or '“', ..] ? text : " " + text;

    /// <summary>A number as people write it.</summary>
    public static string Number(decimal number) => number.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>An activity in a few words.</summary>
    public string Activity(ActivityAnswer one) =>
        $"{one.Time}  {one.Type}  {one.Id}  @{one.Position.ToString(CultureInfo.InvariantCulture)}{(one.Arrived is { } late ? Say($"（到达 {late}）", $" (arrived {late})") : "")}{(one.Customer is { } other ? Say($"（原客户 {other}）", $" (of {other}, merged since)") : "")}";

    /// <summary>A fact in one line, with what it is computed from and the activities that made it below.</summary>
    public void Fact(FactExplained fact, string indent)
    {
        var key = fact.Key is { } thing && !fact.Name.StartsWith("item.", StringComparison.Ordinal) ? $" [{thing}]" : "";
        to.WriteLine($"{indent}{fact.Name}{key} = {fact.Value}   {fact.Label}{Say("：", ": ")}{Way(fact)}");
        foreach (var one in fact.Activities ?? []) to.WriteLine($"{indent}  ← {Activity(one)}");
        if (fact.More is { } more) to.WriteLine(indent + "  " + Say($"另有 {more} 条", $"and {more} more"));
        if (fact.Unfound == "not-looked") to.WriteLine(indent + "  " + Say($"（{Since(fact)}事件早于所查日志，可用 --look-back all 查找）", $"(made{Since(fact)} by an activity before those looked through: --look-back all finds it)"));
        else if (fact.Unfound == "default") to.WriteLine(indent + "  " + Say("（未曾报告，取默认值）", "(nothing told it: the default)"));
        else if (fact.Unfound == "answers") to.WriteLine(indent + "  " + Say($"（{Since(fact)}由对提示的答复产生）", $"(made{Since(fact)} by an answer to an action)"));
        foreach (var from in fact.From ?? []) Fact(from, indent + "  ");
    }

    /// <summary>A score as queues print it.</summary>
    public static string Score(decimal score) => score.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>How far the log was looked through.</summary>
    public void Log(LogLookAnswer? log)
    {
        if (log is null) Line(Say("（此处没有日志，无法列出事件）", "(there is no log here to name activities from, as on a worker of a cluster)"));
        else if (log.From is { } from) Line(string.Create(CultureInfo.InvariantCulture, $"{Say($"所查日志：共 {log.All} 条事件中最近的 {log.Looked} 条，自 {from} 起；该客户 {log.Found} 条（@ 为日志中的位置）。更早的事件请用 --look-back all", $"Log: the latest {log.Looked} of {Some(log.All, "activity", "activities")}, from {from} on; {log.Found} found of the customer (@ is a position in the log). --look-back all looks through the rest")}"));
        else Line(string.Create(CultureInfo.InvariantCulture, $"{Say($"所查日志：全部 {log.All} 条事件；该客户 {log.Found} 条（@ 为日志中的位置）", $"Log: {(log.All == 1 ? "the one activity" : $"all {log.All} activities")}; {log.Found} of them {(log.Found == 1 ? "is" : "are")} the customer's (@ is a position in the log)")}"));
    }

    /// <summary>A span as people say it, from an anchor.</summary>
    public string Span(string span, string anchor)
    {
        var before = span.StartsWith('-');
        var (count, zhUnit, enUnit) = span.TrimStart('-') switch
        {
            [.. var days, 'w', 'd'] => (days, "个工作日", "working day"),
            [.. var days, 'd'] => (days, "天", "day"),
            [.. var hours, 'h'] => (hours, "小时", "hour"),
            var other => (other, "", ""),
        };
        return Say($"{anchor} {(before ? "前" : "后")} {count} {zhUnit}", $"{count} {enUnit}{(count == "1" ? "" : "s")} {(before ? "before" : "after")} {anchor}");
    }

    private string Way(FactExplained fact)
    {
        var way = fact.How.StartsWith("over-", StringComparison.Ordinal) ? Over(fact.How) : Ways.TryGetValue(fact.How, out var words) ? Say(words.Zh, words.En) : fact.How;
        if (fact is { How: "rule", Rule: null }) way = Say("没有规则成立，取默认值", "no rule holds: the default");
        if (fact.Window is { } days) way = Say($"{days} 天内的{way}", $"{way} in {Some(days, "day")}");
        return $"{way}{(fact.Rule is { } rule ? $" {rule}" : "")}";
    }

    private string Over(string how) => how.Split("-of-") switch
    {
        ["over-count", var thing] => Say($"{thing} 的个数", $"how many {thing}s there are"),
        ["over-any", var thing] => Say($"是否有 {thing}", $"whether any {thing} is there"),
        [var kind, var thing] => Say($"所有 {thing} 的{(kind == "over-sum" ? "合计" : kind == "over-min" ? "最小值" : "最大值")}", $"{(kind == "over-sum" ? "sum" : kind == "over-min" ? "least" : "greatest")} of all {thing}s"),
        _ => how,
    };

    private string Since(FactExplained fact) => fact.Since is { } time ? Say($"{time} 的", $" on {time}") : "";
}
