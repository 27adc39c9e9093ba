using System.Globalization;
using Nba.Engine;

namespace Nba.Host.Demo;

/// <summary>Prints what the mornings of a year held: how many entries, on which days more, and of what kind.</summary>
public static class DemoSizesReport
{
    /// <summary>Entries that a manager should have on a morning: fewer and customers are forgotten, more and none is read.</summary>
    public const int Fewest = 5, Most = 25;

    /// <summary>Days that are told by name, where the table has them: ordinary ones and the hardest. They are counted on days off too.</summary>
    public static IReadOnlyList<(string Name, DateOnly Day)> Named { get; } =
    [
        ("first working day", new(2025, 3, 3)), ("second week", new(2025, 3, 10)), ("month's end", new(2025, 4, 30)), ("quarter's end", new(2025, 9, 30)),
        ("after National Day", new(2025, 10, 9)), ("an ordinary day", new(2025, 11, 19)), ("year's end", new(2025, 12, 31)),
        ("before Spring Festival", new(2026, 2, 14)), ("eve of Spring Festival", new(2026, 2, 16)), ("after Spring Festival", new(2026, 2, 24)), ("last day", new(2026, 2, 27)),
    ];

    /// <summary>Writes the report; with a book, shares by family too.</summary>
    public static void Write(TextWriter writer, DemoSizes sizes, RuleBook? book = null)
    {
        var all = sizes.Sorted();
        var within = all.Count(n => n is >= Fewest and <= Most);
        writer.Write(Line($"manager-days {all.Length}: {Spread(all)}\n"));
        writer.Write(Line($"within {Fewest} to {Most}: {within} ({100.0 * within / Math.Max(1, all.Length):F1} %), fewer {all.Count(n => n < Fewest)}, more {all.Count(n => n > Most)}\n\n"));
        foreach (var (name, day) in Named)
        {
            if (sizes.On(day) is { Count: > 0 } row) writer.Write(Line($"{day:yyyy-MM-dd} {name,-24} {Spread([.. row.Order()])}\n"));
        }
        writer.Write("\n");
        foreach (var (day, row) in sizes.Days.Select(d => (d, sizes.On(d))).OrderByDescending(d => d.Item2.Sum()).Take(5)) writer.Write(Line($"{day:yyyy-MM-dd} among the fullest         {Spread([.. row.Order()])}\n"));
        if (sizes.Shares.Mornings == 0) return;
        var each = 1.0 / sizes.Shares.Mornings;
        writer.Write("\nactions a morning, by purpose\n");
        foreach (var purpose in sizes.Shares.Actions.GroupBy(a => a.Purpose).OrderBy(g => g.Key)) writer.Write(Line($"  {purpose.Key,-12} {purpose.Sum(a => a.Standing) * each,7:F2}\n"));
        if (book is null) return;
        writer.Write("by family\n");
        foreach (var family in sizes.Shares.Actions.GroupBy(a => FamilyOf(book, a.Action)).OrderByDescending(g => g.Sum(a => a.Standing)))
            writer.Write(Line($"  {family.Key,-18} {family.Sum(a => a.Standing) * each,7:F2}   {string.Join(", ", family.Take(6).Select(a => Line($"{a.Action} {a.Standing * each:F2}")))}\n"));
    }

    private static string FamilyOf(RuleBook book, string action) => book.Rules.Rules.FirstOrDefault(r => r.Action.Id == action)?.Family ?? "bundles";

    private static string Spread(int[] sorted) => sorted.Length == 0 ? "none" : string.Create(
        CultureInfo.InvariantCulture,
        $"min {sorted[0]}, p5 {DemoSizes.Percentile(sorted, 5)}, median {DemoSizes.Percentile(sorted, 50)}, p95 {DemoSizes.Percentile(sorted, 95)}, max {sorted[^1]}");

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
