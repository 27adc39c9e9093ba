namespace Nba.Load;

/// <summary>Percentiles by nearest rank.</summary>
internal static class Percentiles
{
    /// <summary>The value below which so many percent of sorted values lie; not a number when there are none, the largest for 100.</summary>
    public static double Of(double[] sorted, int percent) => sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, sorted.Length * percent / 100)];
}
