using System.Globalization;
using System.Text;
using Nba.Engine.Calendars;
using Nba.Engine.Statistics;
using Nba.Host.Api;
using Nba.Host.Demo;

namespace Nba.Host.Commands;

/// <summary>A statistic as tables for people, in Chinese or English: by class, by month, and how many of each class came in month by month.</summary>
internal sealed class StatisticsPrinter(StatisticAnswer statistic)
{
    private const int MonthsBeside = 12;
    private const int MostName = 32;
    private const int NoteColumns = 100;

    private readonly bool _zh = statistic.Language == "zh-CN";

    private (string Zh, string En, Func<StatisticCounts, object?> Of)[] Columns =>
    [
        ("受理", "Received", c => c.Received), ("已答复", "Answered", c => c.Answered), ("按时", "In time", c => c.InTime), ("按时率", "Share", Share), ("逾期 答复", "Late", c => c.Late),
        ("尚未 答复", "Waiting", c => c.Unanswered), ("其中 超期", "of them overdue", c => c.Overdue), ("未结", "Open", c => c.Open), ("已结", "Closed", c => c.Closed),
        ("未答复 即结案", "Closed unanswered", c => c.ClosedUnanswered), ("答复天数 中位", "Workdays median", c => c.MedianWorkdays), ("答复天数 最长", "Workdays longest", c => c.WorstWorkdays),
        ("提示行长", "Branch head told", c => c.Escalated), ("重复", "Repeat", c => c.Repeats),
    ];

    /// <summary>All of it.</summary>
    public string Text()
    {
        var text = new StringBuilder();
        text.AppendLine(Title());
        var shown = Columns.Where(c => statistic.Total.Received == 0 || statistic.Classes.Concat(statistic.Months).Any(r => c.Of(r.Counts) is not null)).ToList();
        string[] heads = [.. shown.Select(c => Say(c.Zh, c.En))];
        Table(text, [Say("类别", "Class"), .. heads], [.. statistic.Classes.Select(r => Line(ClassOf(r), r.Counts)), Line(Say("合计", "Total"), statistic.Total)]);
        if (statistic.Months.Count > 1) Table(text, [Say("受理月份", "Month"), .. heads], [.. statistic.Months.Select(r => Line(r.Month!, r.Counts))]);
        if (statistic.Months.Count > 1 && statistic.Classes.Count > 1) ByMonth(text);
        if (statistic.Stray > 0) text.AppendLine().AppendLine(Say($"另有 {statistic.Stray} 件在日志中没有受理记录，未计入。", $"{statistic.Stray} more have no receipt in this log and are not counted."));
        if (statistic.Note is { } note) text.AppendLine().AppendJoin(Environment.NewLine, DemoColumns.Wrap(note, NoteColumns)).AppendLine();
        return text.ToString();

        string[] Line(string head, StatisticCounts counts) => [head, .. shown.Select(c => Write(c.Of(counts)))];
    }

    private string Title()
    {
        var period = (statistic.From, statistic.To) switch
        {
            (null, null) => Say("全部", "all"),
            ({ } from, null) => Say($"{from} 起受理", $"received from {from}"),
            (null, { } to) => Say($"{to} 前受理（含）", $"received until {to}"),
            ({ } from, { } to) => Say($"{from} 至 {to} 受理", $"received {from} to {to}"),
        };
        return $"{statistic.Name} · {period} · {Say($"截至 {statistic.Today}", $"as of {statistic.Today}")}{(DaySpan.TryParse(statistic.Promise, out var due) ? " · " + Promise(due) : "")}";
    }

    private string Promise(DaySpan due) => due.Unit == SpanUnit.WorkingDays
        ? Say($"承诺 {due.Count} 个工作日内答复", $"answer due within {due.Count} working days")
        : Say($"承诺 {due.Count} 日内答复", $"answer due within {due.Count} days");

    private void ByMonth(StringBuilder text)
    {
        var months = statistic.Months.Select(r => r.Month!).TakeLast(MonthsBeside).ToList();
        var cells = statistic.ClassMonths.ToDictionary(r => (r.Class ?? "", r.Month!), r => r.Counts.Received);
        string Cell(StatisticRowAnswer row, string month) => Write(cells.GetValueOrDefault((row.Class ?? "", month)) is > 0 and var count ? count : null);
        Table(text, [Say("受理件数", "Received"), .. months], [.. statistic.Classes.Select(r => (string[])[ClassOf(r), .. months.Select(m => Cell(r, m))])]);
    }

    // The first column to the left, numbers to the right; a heading of two words takes two lines.
    private static void Table(StringBuilder text, string[] heads, IReadOnlyList<string[]> rows)
    {
        var split = heads.Select((h, i) => i > 0 && h.IndexOf(' ', StringComparison.Ordinal) is > 0 and var at ? (h[..at], h[(at + 1)..]) : ("", h)).ToArray();
        int Head(int i) => Math.Max(DemoColumns.Width(split[i].Item1), DemoColumns.Width(split[i].Item2));
        var widths = heads.Select((_, i) => Math.Max(Head(i), rows.Max(r => Math.Min(MostName, DemoColumns.Width(r[i]))))).ToArray();
        text.AppendLine();
        if (split.Any(s => s.Item1.Length > 0)) Append([.. split.Select(s => s.Item1)]);
        Append([.. split.Select(s => s.Item2)]);
        foreach (var row in rows) Append(row);

        void Append(string[] cells) =>
            text.AppendLine(string.Join("  ", cells.Select((c, i) => i == 0 ? DemoColumns.Pad(c, widths[0]) : new string(' ', widths[i] - DemoColumns.Width(c)) + c)).TrimEnd());
    }

    private string ClassOf(StatisticRowAnswer row) => row.Name ?? Say("未注明", "not stated");

    private string Say(string zh, string en) => _zh ? zh : en;

    private static object? Share(StatisticCounts counts) =>
        counts is { InTime: { } inTime, Answered: > 0 and var answered } ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(inTime * 100m / answered):0}%") : null;

    private static string Write(object? value) => value switch
    {
        null => "-",
        decimal number => number.ToString("0.#", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
