using System.Globalization;

namespace Nba.Perf;

/// <summary>The second table, tab-separated: one figure a line.</summary>
internal static class Figures
{
    /// <summary>Units of figures.</summary>
    public const string Nanoseconds = "ns", Milliseconds = "ms", PerSecond = "decisions/s", Times = "times";

    public static void Head() => Console.WriteLine("what\tengine\trules\tvariant\tvalue\tunit");

    /// <summary>A figure, in plain digits.</summary>
    public static void Print(string what, string engine, int rules, string variant, double value, string unit) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}\t{engine}\t{rules}\t{variant}\t{Plain(value)}\t{unit}"));

    /// <summary>What was not measured, and why.</summary>
    public static void LeftOut(string what, string engine, int rules, string variant, string why) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}\t{engine}\t{rules}\t{variant}\tleft out\t{why}"));

    private static string Plain(double value) => value.ToString(value >= 1000 ? "F0" : value >= 10 ? "F1" : "F3", CultureInfo.InvariantCulture);
}
