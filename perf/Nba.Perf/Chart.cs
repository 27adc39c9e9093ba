using System.Globalization;
using ScottPlot;
using SkiaSharp;

namespace Nba.Perf;

/// <summary>Draws what a decision costs by the number of rules, both on scales of tens: a line for each engine of the tables that <c>quick</c> and <c>measure</c> printed.</summary>
internal static class Chart
{
    private const int Width = 1100, Height = 700;

    // Of labels at line ends, in tens of nanoseconds' exponents.
    private const double Apart = 0.27;

    private static readonly Dictionary<string, string> Inks = new(StringComparer.Ordinal)
    {
        ["network"] = "#0b6e4f", ["encode+network"] = "#3aa17e", ["rulesengine"] = "#b3261e", ["rulesengine-tuned"] = "#c8553d", ["delegates"] = "#8a5a00", ["ifs"] = "#3d5a80", ["switch"] = "#6a4c93",
    };

    private static readonly string[] Fonts = ["Liberation Sans", "Arial", "DejaVu Sans", "Noto Sans"];

    private static readonly string[] OtherInks = ["#5f6368", "#00838f", "#ad1457", "#827717"];

    /// <summary>Draws the tables' lines of a variant.</summary>
    /// <param name="tables">Files of tables, and last the name of what is drawn, without an extension.</param>
    /// <param name="variant">The variant.</param>
    public static int Draw(string[] tables, string variant)
    {
        var (points, to) = (tables[..^1].SelectMany(File.ReadLines).Select(l => Point.Of(l.Split('\t'))).OfType<Point>().Where(p => p.Variant == variant).ToList(), tables[^1]);
        if (points.Count == 0)
        {
            Console.Error.WriteLine($"no line of {string.Join(", ", tables[..^1])} is of the variant '{variant}'");
            return 2;
        }
        // Without a font the machine would draw a chart that says nothing.
        if (Font() is not { } font)
        {
            Console.Error.WriteLine("this machine has no fonts, and labels need one: install any, fonts-dejavu-core for one");
            return 2;
        }
        var plot = Plot(points, variant, font);
        plot.SaveSvg($"{to}.svg", Width, Height);
        plot.SavePng($"{to}.png", Width, Height);
        return 0;
    }

    // One that reads well if there is one; none at all is a family without a name.
    private static string? Font()
    {
        var installed = SKFontManager.Default.GetFontFamilies().Where(f => f.Length > 0).ToList();
        return Fonts.FirstOrDefault(installed.Contains) ?? installed.FirstOrDefault();
    }

    private static Plot Plot(List<Point> points, string variant, string font)
    {
        var plot = new Plot();
        plot.FigureBackground.Color = Colors.White;
        plot.DataBackground.Color = Colors.White;
        var (ends, others) = (new List<End>(), 0);
        foreach (var engine in points.GroupBy(p => p.Engine))
        {
            var line = engine.OrderBy(p => p.Rules).ToList();
            var ink = Color.FromHex(Inks.TryGetValue(engine.Key, out var known) ? known : OtherInks[others++ % OtherInks.Length]);
            var drawn = plot.Add.Scatter(line.Select(p => Math.Log10(p.Rules)).ToArray(), line.Select(p => Math.Log10(p.Nanoseconds)).ToArray(), ink);
            (drawn.LineWidth, drawn.MarkerSize) = (engine.Key.EndsWith("network", StringComparison.Ordinal) ? 3.5f : 2f, 7);
            ends.Add(new End(engine.Key, Math.Log10(line[^1].Rules), Math.Log10(line[^1].Nanoseconds), ink));
        }
        foreach (var end in Spread(ends)) Label(plot, end, font);
        Axes(plot, points);
        plot.Title($"What a decision costs ({variant} thresholds)", 20);
        plot.Font.Set(font);
        return plot;
    }

    private static void Label(Plot plot, End end, string font)
    {
        var text = plot.Add.Text(end.Engine, end.X + 0.05, end.Y);
        (text.LabelFontName, text.LabelFontColor, text.LabelFontSize, text.LabelAlignment, text.LabelBold) = (font, end.Ink, 15, Alignment.MiddleLeft, end.Engine == "network");
    }

    // Labels that would lie on each other move up, those of one column among themselves.
    private static IEnumerable<End> Spread(List<End> ends)
    {
        foreach (var column in ends.GroupBy(e => e.X))
        {
            var last = double.NegativeInfinity;
            foreach (var end in column.OrderBy(e => e.Y))
            {
                last = Math.Max(end.Y, last + Apart);
                yield return end with { Y = last };
            }
        }
    }

    private static void Axes(Plot plot, List<Point> points)
    {
        var (most, low, high) = (points.Max(p => p.Rules), Math.Floor(points.Min(p => Math.Log10(p.Nanoseconds))), Math.Ceiling(points.Max(p => Math.Log10(p.Nanoseconds))));
        var rules = points.Select(p => p.Rules).Distinct().Order().ToArray();
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericManual([.. rules.Select(r => Math.Log10(r))], [.. rules.Select(r => r.ToString("N0", CultureInfo.InvariantCulture))]);
        var tens = Enumerable.Range((int)low, (int)(high - low) + 1).ToArray();
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericManual([.. tens.Select(t => (double)t)], [.. tens.Select(Time)]);
        plot.Axes.SetLimits(Math.Log10(rules[0]) - 0.1, Math.Log10(most) + 0.75, low, high + 0.1);
        plot.XLabel("rules", 16);
        plot.YLabel("time of a decision, one thread", 16);
        plot.Axes.Bottom.TickLabelStyle.FontSize = 14;
        plot.Axes.Left.TickLabelStyle.FontSize = 14;
        plot.Grid.MajorLineColor = Colors.Black.WithOpacity(0.1);
    }

    // 3 is a microsecond.
    private static string Time(int exponent)
    {
        var (unit, steps) = exponent >= 9 ? ("s", 9) : exponent >= 6 ? ("ms", 6) : exponent >= 3 ? ("µs", 3) : ("ns", 0);
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Pow(10, exponent - steps):0.###} {unit}");
    }

    private sealed record End(string Engine, double X, double Y, Color Ink);

    /// <summary>What a decision of an engine costs with so many rules.</summary>
    private sealed record Point(string Engine, int Rules, string Variant, double Nanoseconds)
    {
        // Both tables have such lines, in other columns; whatever else stands in them is not of this chart.
        public static Point? Of(string[] cells) => cells switch
        {
            ["rate", var engine, var rules, var variant, var rate, ..] => Of(engine, rules, variant, rate),
            [var engine, var rules, var variant, var rate, _, _, _] => Of(engine, rules, variant, rate),
            _ => null,
        };

        private static Point? Of(string engine, string rules, string variant, string rate) =>
            int.TryParse(rules, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && double.TryParse(rate, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var perSecond) && perSecond > 0
                ? new Point(engine, count, variant, 1e9 / perSecond)
                : null;
    }
}
