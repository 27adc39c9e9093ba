using System.Globalization;
using System.Net;
using System.Text;
using Nba.Engine.Reports;

namespace Nba.Host.Console;

/// <summary>The plots of a report as SVG inside of a page, whose style gives the colours. The same report gives the same plots.</summary>
internal static class ReportCharts
{
    private const int Width = 760, Names = 200, Right = 110, Row = 26, Top = 6, Most = 15;
    private static readonly (string Class, Func<PromptRow, int> Of)[] Ends =
    [
        ("done", r => r.Done), ("accepted", r => r.Accepted), ("met", r => r.Met), ("open", r => r.Open), ("declined", r => r.Declined), ("expired", r => r.Expired), ("withdrawn", r => r.Withdrawn),
    ];

    /// <summary>What became of prompts, one bar a heading, the most first.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="name">What people call a heading.</param>
    /// <param name="frame">The language.</param>
    public static string EndsOf(IReadOnlyList<PromptRow> rows, Func<string, string> name, Frame frame)
    {
        var shown = rows.Where(r => r.Given > 0).OrderByDescending(r => r.Given).ThenBy(r => r.Key, StringComparer.Ordinal).Take(Most).ToList();
        if (shown.Count == 0) return "";
        var svg = Open(Top + (shown.Count * Row) + 4, frame.T("What became of prompts", "提示的结果"));
        var unit = (Width - Names - Right) / (double)shown[0].Given;
        foreach (var (row, at) in shown.Select((r, i) => (r, i)))
        {
            var (x, y) = ((double)Names, Top + (at * Row));
            Text(svg, Names - 8, y + 16, Cut(name(row.Key)), "end");
            foreach (var (kind, of) in Ends)
            {
                var width = of(row) * unit;
                if (of(row) > 0) Add(svg, $"<rect class=\"{kind}\" x=\"{x:F1}\" y=\"{y + 3}\" width=\"{width:F1}\" height=\"{Row - 8}\"><title>{End(kind, frame)}: {of(row)}</title></rect>");
                x += width;
            }
            Text(svg, x + 6, y + 16, row.Given.ToString("#,0", CultureInfo.InvariantCulture), "start");
        }
        return svg.Append("</svg>").ToString();
    }

    /// <summary>The colours of <see cref="EndsOf"/>.</summary>
    public static string Legend(Frame frame) => "<p class=\"legend\">" + string.Concat(Ends.Select(e => $"<span><svg viewBox=\"0 0 10 10\" aria-hidden=\"true\"><rect class=\"{e.Class}\" width=\"10\" height=\"10\"/></svg> {End(e.Class, frame)}</span>")) + "</p>";

    /// <summary>Precision with its 95 % interval, one line an action that has one, the best first.</summary>
    public static string Precision(IReadOnlyList<PromptRow> rows, Func<string, string> name, Frame frame)
    {
        var shown = rows.Where(r => r.Precision is { Rate: not null, Of: >= 10 }).OrderByDescending(r => r.Precision.Rate).ThenBy(r => r.Key, StringComparer.Ordinal).Take(Most * 2).ToList();
        if (shown.Count == 0) return "";
        var svg = Open(Top + (shown.Count * Row) + 22, frame.T("Precision with its 95 % interval", "精准率及 95% 置信区间"));
        double X(decimal share) => Names + ((double)share * (Width - Names - Right));
        for (var tenth = 0; tenth <= 10; tenth += 2)
        {
            Add(svg, $"<line class=\"grid\" x1=\"{X(tenth / 10m):F1}\" y1=\"{Top}\" x2=\"{X(tenth / 10m):F1}\" y2=\"{Top + (shown.Count * Row)}\"/>");
            Text(svg, X(tenth / 10m), Top + (shown.Count * Row) + 16, tenth * 10 + "%", "middle");
        }
        foreach (var (row, at) in shown.Select((r, i) => (r, i)))
        {
            var y = Top + (at * Row) + 11;
            Text(svg, Names - 8, y + 5, Cut(name(row.Key)), "end");
            Add(svg, $"<line class=\"span\" x1=\"{X(row.Precision.Low!.Value):F1}\" y1=\"{y}\" x2=\"{X(row.Precision.High!.Value):F1}\" y2=\"{y}\"/><circle class=\"rate\" cx=\"{X(row.Precision.Rate!.Value):F1}\" cy=\"{y}\" r=\"4\"><title>{row.Precision.Count}/{row.Precision.Of}</title></circle>");
            Text(svg, Width - Right + 12, y + 5, $"{row.Precision.Rate:P1}".Replace(" ", "", StringComparison.Ordinal), "start");
        }
        return svg.Append("</svg>").ToString();
    }

    /// <summary>The share that took a product with the campaign less the share without, with its interval.</summary>
    public static string HoldOuts(IReadOnlyList<HoldOutRow> rows, Frame frame)
    {
        var shown = rows.Where(r => r.Difference is not null).ToList();
        if (shown.Count == 0) return "";
        var svg = Open(Top + (shown.Count * Row) + 22, frame.T("Difference that a campaign makes, with its 95 % interval", "活动带来的差异及 95% 置信区间"));
        var widest = Math.Max(0.01m, shown.Max(r => Math.Max(Math.Abs(r.Difference!.Low), Math.Abs(r.Difference.High))));
        var zero = Names + ((Width - Names - Right) / 2.0);
        double X(decimal share) => zero + ((double)(share / widest) * (Width - Names - Right) / 2);
        Add(svg, $"<line class=\"axis\" x1=\"{zero:F1}\" y1=\"{Top}\" x2=\"{zero:F1}\" y2=\"{Top + (shown.Count * Row)}\"/>");
        foreach (var (share, anchor) in ((decimal, string)[])[(-widest, "start"), (0, "middle"), (widest, "end")]) Text(svg, X(share), Top + (shown.Count * Row) + 16, Points(share), anchor);
        foreach (var (row, at) in shown.Select((r, i) => (r, i)))
        {
            var y = Top + (at * Row) + 11;
            Text(svg, Names - 8, y + 5, Cut(row.Name), "end");
            Add(svg, $"<line class=\"span\" x1=\"{X(row.Difference!.Low):F1}\" y1=\"{y}\" x2=\"{X(row.Difference.High):F1}\" y2=\"{y}\"/><circle class=\"rate\" cx=\"{X(row.Difference.Difference):F1}\" cy=\"{y}\" r=\"4\"/>");
            Text(svg, Width - Right + 12, y + 5, Points(row.Difference.Difference), "start");
        }
        return svg.Append("</svg>").ToString();
    }

    private static string End(string kind, Frame frame) => kind switch
    {
        "done" => frame.T("done", "已完成"),
        "accepted" => frame.T("taken on", "已接受"),
        "met" => frame.T("the customer did it", "客户自办"),
        "open" => frame.T("still open", "未办"),
        "declined" => frame.T("declined", "已拒绝"),
        "expired" => frame.T("expired", "已过期"),
        _ => frame.T("withdrawn", "已撤回"),
    };

    private static string Points(decimal share) => (share > 0 ? "+" : "") + (share * 100).ToString("0.#", CultureInfo.InvariantCulture);

    private static string Cut(string name) => Demo.DemoColumns.Cut(name, 28);

    private static StringBuilder Open(int height, string label)
    {
        var svg = new StringBuilder();
        Add(svg, $"<svg class=\"plot\" viewBox=\"0 0 {Width} {height}\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(label)}\" font-size=\"12\">");
        return svg;
    }

    private static void Text(StringBuilder svg, double x, double y, string text, string anchor) => Add(svg, $"<text x=\"{x:F1}\" y=\"{y:F1}\" text-anchor=\"{anchor}\">{WebUtility.HtmlEncode(text)}</text>");

    private static void Add(StringBuilder svg, FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture));
}
