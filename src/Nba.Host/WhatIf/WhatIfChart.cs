using System.Globalization;
using System.Net;
using System.Text;

namespace Nba.Host.WhatIf;

/// <summary>The charts of a comparison as SVG to stand inside of a page, whose style gives the colours. The same comparison gives the same bytes.</summary>
internal static class WhatIfChart
{
    private const int Width = 760, Left = 56, Right = 16, Owners = 15;

    /// <summary>Actions in queues morning by morning under both rules, and below it the actions that only one of the two has, on the day on which they begin.</summary>
    public static string Days(WhatIfAnswer answer, WhatIfWords words)
    {
        const int top = 16, height = 200, below = 268, half = 56, bottom = below + (2 * half);
        var (days, svg) = (answer.Days, Open(bottom + 36, words.Say("Actions shown each morning, before and after, and those that are new or gone, on the day on which they begin", "每日早晨显示的提示数，前后对比；新增与减少的提示按开始日列出")));
        var step = (Width - Left - Right) / (double)Math.Max(1, days.Count);
        double X(int day) => Left + ((day + 0.5) * step);
        for (var i = 0; i < days.Count; i++)
        {
            if (!days[i].Workday) Add(svg, $"<rect class=\"rest\" x=\"{X(i) - (step / 2):F1}\" y=\"{top}\" width=\"{step:F1}\" height=\"{bottom - top}\"/>");
        }
        var most = Ceiling(days.Select(d => Math.Max(d.Baseline, d.Alternative)).DefaultIfEmpty(0).Max());
        for (var i = 0; i <= 4; i++) Level(svg, top + height - (height * i / 4.0), WhatIfWords.Number(most * i / 4));
        Path(svg, "was", days.Select((d, i) => (X(i), top + height - (d.Baseline * (double)height / most))));
        Path(svg, "now", days.Select((d, i) => (X(i), top + height - (d.Alternative * (double)height / most))));
        var widest = Ceiling(days.Select(d => Math.Max(d.New, d.Gone)).DefaultIfEmpty(0).Max());
        Level(svg, below, "+" + WhatIfWords.Number(widest));
        Level(svg, below + half, "0", "axis");
        Level(svg, bottom, "−" + WhatIfWords.Number(widest));
        for (var i = 0; i < days.Count; i++)
        {
            var (up, down) = (days[i].New * (double)half / widest, days[i].Gone * (double)half / widest);
            var title = $"{days[i].Day}: {WhatIfWords.Number(days[i].Baseline)} → {WhatIfWords.Number(days[i].Alternative)}, +{days[i].New} −{days[i].Gone}";
            Add(svg, $"<g><title>{title}</title><rect class=\"more\" x=\"{X(i) - (step * 0.36):F1}\" y=\"{below + half - up:F1}\" width=\"{step * 0.72:F1}\" height=\"{up:F1}\"/><rect class=\"less\" x=\"{X(i) - (step * 0.36):F1}\" y=\"{below + half}\" width=\"{step * 0.72:F1}\" height=\"{down:F1}\"/></g>");
        }
        Labels(svg, days, X, bottom + 18);
        return Close(svg);
    }

    /// <summary>What appears in and disappears from the queues that change most.</summary>
    public static string Queues(WhatIfAnswer answer, WhatIfWords words)
    {
        const int row = 24, top = 8, names = 210;
        var queues = answer.Queues.Where(q => q.Actions.Appears + q.Actions.Disappears > 0).OrderByDescending(q => q.Actions.Appears + q.Actions.Disappears).ThenBy(q => q.Owner, StringComparer.Ordinal).Take(Owners).ToList();
        if (queues.Count == 0) return "";
        var svg = Open(top + (queues.Count * row) + 26, words.Say("New and gone actions by owner", "各归属的新增与减少"));
        var (more, less) = (queues.Max(q => q.Actions.Appears), queues.Max(q => q.Actions.Disappears));
        // Figures stand outside the bars.
        var unit = (Width - names - Right - 96) / (double)Math.Max(1, more + less);
        var zero = names + 48 + (less * unit);
        Add(svg, $"<line class=\"axis\" x1=\"{zero:F1}\" y1=\"{top - 4}\" x2=\"{zero:F1}\" y2=\"{top + (queues.Count * row)}\"/>");
        for (var i = 0; i < queues.Count; i++)
        {
            var (y, q) = (top + (i * row), queues[i]);
            var (plus, minus) = (q.Actions.Appears * unit, q.Actions.Disappears * unit);
            Text(svg, names - 8, y + 15, Cut(words.Owner(q)), "end", "ink");
            Add(svg, $"<rect class=\"more\" x=\"{zero:F1}\" y=\"{y + 3}\" width=\"{plus:F1}\" height=\"{row - 8}\"/><rect class=\"less\" x=\"{zero - minus:F1}\" y=\"{y + 3}\" width=\"{minus:F1}\" height=\"{row - 8}\"/>");
            if (q.Actions.Appears > 0) Text(svg, zero + plus + 5, y + 15, "+" + WhatIfWords.Number(q.Actions.Appears), "start", "soft");
            if (q.Actions.Disappears > 0) Text(svg, zero - minus - 5, y + 15, "−" + WhatIfWords.Number(q.Actions.Disappears), "end", "soft");
        }
        Text(svg, zero, top + (queues.Count * row) + 16, "0", "middle", "soft");
        return Close(svg);
    }

    // Day and month under about eight of them; always the first.
    private static void Labels(StringBuilder svg, IReadOnlyList<WhatIfDay> days, Func<int, double> x, double y)
    {
        var every = Math.Max(1, (int)Math.Ceiling(days.Count / 8.0));
        for (var i = 0; i < days.Count; i += every) Text(svg, x(i), y, days[i].Day[5..], "middle", "soft");
    }

    private static void Path(StringBuilder svg, string kind, IEnumerable<(double X, double Y)> points) =>
        svg.Append(CultureInfo.InvariantCulture, $"<polyline class=\"line {kind}\" points=\"{string.Join(' ', points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.X:F1},{p.Y:F1}")))}\"/>\n");

    private static void Level(StringBuilder svg, double y, string text, string kind = "grid")
    {
        Add(svg, $"<line class=\"{kind}\" x1=\"{Left}\" y1=\"{y:F1}\" x2=\"{Width - Right}\" y2=\"{y:F1}\"/>");
        Text(svg, Left - 8, y + 4, text, "end", "soft");
    }

    // The next number that four steps divide and people read at a glance.
    private static int Ceiling(int most)
    {
        if (most <= 40) return Math.Max(4, (most + 3) / 4 * 4);
        for (long unit = 1; ; unit *= 10)
        {
            foreach (var step in (ReadOnlySpan<long>)[10, 12, 15, 20, 25, 30, 40, 50, 60, 80])
            {
                if (step * unit * 4 >= most) return (int)(step * unit * 4);
            }
        }
    }

    private static string Cut(string name) => Demo.DemoColumns.Cut(name, 30);

    private static StringBuilder Open(int height, string label)
    {
        var svg = new StringBuilder();
        Add(svg, $"<svg viewBox=\"0 0 {Width} {height}\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(label)}\" font-size=\"12\">");
        return svg;
    }

    private static string Close(StringBuilder svg) => svg.Append("</svg>\n").ToString();

    private static void Text(StringBuilder svg, double x, double y, string text, string anchor, string kind) =>
        Add(svg, $"<text class=\"{kind}\" x=\"{x:F1}\" y=\"{y:F1}\" text-anchor=\"{anchor}\">{WebUtility.HtmlEncode(text)}</text>");

    private static void Add(StringBuilder svg, FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
