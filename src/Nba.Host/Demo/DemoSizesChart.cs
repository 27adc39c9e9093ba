using System.Globalization;
using System.Text;

namespace Nba.Host.Demo;

/// <summary>Draws a year of mornings as SVG: how often each number of entries occurred, and how the numbers went over the year. Same table, same bytes.</summary>
public static class DemoSizesChart
{
    private const int Width = 960, Left = 56, Right = 24, HistogramTop = 56, HistogramHeight = 190, YearTop = 326, YearHeight = 210, Height = 596;

    private const string Ink = "#24292f", Soft = "#6e7781", Grid = "#d8dee4", Bar = "#2f6f9f", Odd = "#b3541e", Band = "#a9cbe2", Room = "#eef6ee";

    /// <summary>The drawing; texts in English.</summary>
    public static string Draw(DemoSizes sizes)
    {
        var svg = new StringBuilder();
        Add(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" font-family=\"Helvetica, Arial, sans-serif\" font-size=\"12\" fill=\"{Ink}\">\n");
        Add(svg, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#ffffff\"/>\n");
        Histogram(svg, sizes.Sorted());
        Year(svg, sizes);
        return svg.Append("</svg>\n").ToString();
    }

    private static void Histogram(StringBuilder svg, int[] sorted)
    {
        Text(svg, Left, 24, "Entries in front of a manager on a morning", "start", Ink, 15);
        Text(svg, Left, 42, Line($"{sorted.Length} mornings: 5 % have at most {DemoSizes.Percentile(sorted, 5)}, half at most {DemoSizes.Percentile(sorted, 50)}, 95 % at most {DemoSizes.Percentile(sorted, 95)} entries"), "start", Soft);
        var last = Math.Max(30, sorted.Length == 0 ? 0 : sorted[^1]);
        var counts = Enumerable.Range(0, last + 1).Select(n => sorted.Count(s => s == n)).ToArray();
        var (step, most) = ((Width - Left - Right) / (double)(last + 1), Math.Max(1, counts.Max()));
        Add(svg, $"<rect x=\"{Left + (DemoSizesReport.Fewest * step):F1}\" y=\"{HistogramTop}\" width=\"{(DemoSizesReport.Most - DemoSizesReport.Fewest + 1) * step:F1}\" height=\"{HistogramHeight}\" fill=\"{Room}\"/>\n");
        for (var n = 0; n <= last; n++)
        {
            var height = counts[n] * (HistogramHeight - 18.0) / most;
            var colour = n is < DemoSizesReport.Fewest or > DemoSizesReport.Most ? Odd : Bar;
            if (counts[n] > 0) Add(svg, $"<rect x=\"{Left + (n * step) + 1.5:F1}\" y=\"{HistogramTop + HistogramHeight - height:F1}\" width=\"{step - 3:F1}\" height=\"{height:F1}\" fill=\"{colour}\"/>\n");
            if (counts[n] > 0) Text(svg, Left + ((n + 0.5) * step), HistogramTop + HistogramHeight - height - 4, Line($"{counts[n]}"), "middle", Soft, 10);
            if (n % 5 == 0) Text(svg, Left + ((n + 0.5) * step), HistogramTop + HistogramHeight + 16, Line($"{n}"), "middle", Ink);
        }
        Add(svg, $"<line x1=\"{Left}\" y1=\"{HistogramTop + HistogramHeight}\" x2=\"{Width - Right}\" y2=\"{HistogramTop + HistogramHeight}\" stroke=\"{Ink}\"/>\n");
        Text(svg, Width - Right, HistogramTop + HistogramHeight + 32, "entries; green: 5 to 25", "end", Soft);
    }

    private static void Year(StringBuilder svg, DemoSizes sizes)
    {
        var days = sizes.Days.Where(d => sizes.On(d).Count > 0).ToList();
        Text(svg, Left, YearTop - 22, "Over the year, one step for each working day", "start", Ink, 15);
        Text(svg, Left, YearTop - 6, "line: the median manager; band: from the manager with fewest to the one with most", "start", Soft);
        if (days.Count == 0) return;
        var top = Math.Max(30, days.Max(d => sizes.On(d).Max()));
        double X(int i) => Left + ((i + 0.5) * (Width - Left - Right) / days.Count);
        double Y(double n) => YearTop + 8 + (YearHeight - ((n / top) * YearHeight));
        Add(svg, $"<rect x=\"{Left}\" y=\"{Y(DemoSizesReport.Most):F1}\" width=\"{Width - Left - Right}\" height=\"{Y(DemoSizesReport.Fewest) - Y(DemoSizesReport.Most):F1}\" fill=\"{Room}\"/>\n");
        for (var n = 0; n <= top; n += 5)
        {
            Add(svg, $"<line x1=\"{Left}\" y1=\"{Y(n):F1}\" x2=\"{Width - Right}\" y2=\"{Y(n):F1}\" stroke=\"{Grid}\"/>\n");
            Text(svg, Left - 8, Y(n) + 4, Line($"{n}"), "end", Ink);
        }
        var rows = days.Select(d => sizes.On(d).Order().ToArray()).ToList();
        var band = rows.Select((r, i) => Line($"{X(i):F1},{Y(r[^1]):F1}")).Concat(rows.Select((r, i) => Line($"{X(i):F1},{Y(r[0]):F1}")).Reverse());
        Add(svg, $"<polygon points=\"{string.Join(' ', band)}\" fill=\"{Band}\"/>\n");
        Add(svg, $"<polyline points=\"{string.Join(' ', rows.Select((r, i) => Line($"{X(i):F1},{Y(DemoSizes.Percentile(r, 50)):F1}")))}\" fill=\"none\" stroke=\"{Bar}\" stroke-width=\"2\"/>\n");
        Months(svg, days, X);
    }

    private static void Months(StringBuilder svg, List<DateOnly> days, Func<int, double> x)
    {
        const int under = YearTop + YearHeight + 8;
        for (var i = 0; i < days.Count; i++)
        {
            if (i > 0 && days[i].Month == days[i - 1].Month) continue;
            Add(svg, $"<line x1=\"{x(i):F1}\" y1=\"{under}\" x2=\"{x(i):F1}\" y2=\"{under + 5}\" stroke=\"{Ink}\"/>\n");
            Text(svg, x(i) + 2, under + 18, days[i].ToString(days[i].Month == 1 || i == 0 ? "MMM yyyy" : "MMM", CultureInfo.InvariantCulture), "start", Ink);
        }
        foreach (var (name, day) in ((string Name, DateOnly Day)[])[("National Day", new(2025, 10, 9)), ("Spring Festival", new(2026, 2, 24))])
        {
            if (days.IndexOf(day) is >= 0 and var i) Text(svg, x(i), under + 34, "after " + name, i > days.Count * 9 / 10 ? "end" : "middle", Soft, 11);
        }
    }

    private static void Text(StringBuilder svg, double x, double y, string text, string anchor, string colour, int size = 12) =>
        Add(svg, $"<text x=\"{x:F1}\" y=\"{y:F1}\" text-anchor=\"{anchor}\" fill=\"{colour}\" font-size=\"{size}\">{text}</text>\n");

    private static void Add(StringBuilder svg, FormattableString text) => svg.Append(Line(text));

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
