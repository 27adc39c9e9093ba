using System.Globalization;
using Nba.Host.Previews;

namespace Nba.Host.Commands;

/// <summary>Shows a preview as tables, to whoever looks at a terminal.</summary>
internal sealed class PreviewTables(PreviewWords words, Terminal terminal)
{
    private static readonly IReadOnlySet<string> NoNumbers = new HashSet<string>(StringComparer.Ordinal);

    private readonly PreviewPrinter _lines = new(words);

    /// <summary>Shows it.</summary>
    public void Print(PreviewAnswer answer, TextWriter to)
    {
        to.WriteLine(terminal.Bold(_lines.Heading(answer)));
        if (answer.Managers.Count == 0) to.WriteLine(_lines.Nothing);
        else if (answer.Managers is [var one]) One(answer, one, to);
        else Overview(answer, to);
    }

    private void One(PreviewAnswer answer, PreviewCounts counts, TextWriter to)
    {
        to.WriteLine(_lines.Of(counts, answer.Greetings));
        var shown = answer.Actions.Where(PreviewPrinter.IsShown).ToList();
        if (shown.Count > 0) Table(answer, shown, row => row.Why ?? (row.Due is { } due && due != row.Day ? words.Say($"应办 {due}", $"due {due}") : ""), to);
        if (answer.Stopped.Count == 0) return;
        to.WriteLine(_lines.StoppedHeading);
        Table(answer, answer.Stopped, _lines.Stop, to);
    }

    private void Table(PreviewAnswer answer, IReadOnlyList<PreviewRow> rows, Func<PreviewRow, string> note, TextWriter to)
    {
        var (cells, day) = (new List<IReadOnlyList<string>>(), "");
        foreach (var row in rows)
        {
            var on = PreviewPrinter.DayOf(answer, row);
            cells.Add([on == day ? "" : words.Weekday(on), _lines.Word(row), PreviewPrinter.Customer(row), row.Title, _lines.Way(row, answer.Greetings), note(row), string.Join(" + ", row.Rules)]);
            day = on;
        }
        terminal.Table(words.Zh ? ["日期", "", "客户", "提示", "问候方式", "备注", "规则"] : ["day", "", "customer", "action", "greeting", "note", "rule"], cells, NoNumbers, to);
    }

    private void Overview(PreviewAnswer answer, TextWriter to)
    {
        IReadOnlyList<string> heads = words.Zh
            ? ["归属", "新增", "其中问候", "到期", "预约", "升级", "离开", "拦下", "待征询", "已拒绝"]
            : ["owner", "come", "of them greetings", "due", "appointments", "escalate", "leave", "stopped", "ask first", "refused"];
        var rows = answer.Managers.Select(c => (IReadOnlyList<string>)
        [
            PreviewPrinter.Owner(c), .. ((int[])[c.Raised, c.Greetings, c.Due, c.Appointments, c.Escalated, c.Leaving, c.Stopped, c.AskFirst, c.Refused]).Select(n => n == 0 ? "" : n.ToString(CultureInfo.InvariantCulture)),
        ]);
        terminal.Table(heads, rows, heads.Skip(1).ToHashSet(StringComparer.Ordinal), to);
        to.WriteLine(_lines.More);
    }
}
