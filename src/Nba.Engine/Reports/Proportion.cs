namespace Nba.Engine.Reports;

/// <summary>
/// So many of so many, with the interval in which the true share lies with 95 % confidence: Wilson's score interval (E. B. Wilson, JASA 22, 1927).
/// Shares are decimals from 0 to 1, rounded to four places; null for none of none.
/// </summary>
/// <param name="Count">How many.</param>
/// <param name="Of">Of how many.</param>
/// <param name="Rate">The share.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
public sealed record Proportion(int Count, int Of, decimal? Rate, decimal? Low, decimal? High)
{
    // The normal deviate of 97.5 %.
    private const decimal Z = 1.959963985m;

    private const int MostSteps = 200;

    /// <summary>So many of so many.</summary>
    public static Proportion Of95(int count, int of)
    {
        if (of == 0) return new Proportion(count, 0, null, null, null);
        var (low, high) = Wilson(count, of);
        return new Proportion(count, of, Round((decimal)count / of), Round(low), Round(high));
    }

    /// <summary>
    /// The difference of two independent shares, the first less the second, with its 95 % interval by the hybrid score method (R. G. Newcombe, Statistics in
    /// Medicine 17, 1998, method 10). Null when one of them is of none.
    /// </summary>
    public static ShareDifference? Less(Proportion first, Proportion second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Of == 0 || second.Of == 0) return null;
        var (p, q) = ((decimal)first.Count / first.Of, (decimal)second.Count / second.Of);
        var ((pLow, pHigh), (qLow, qHigh)) = (Wilson(first.Count, first.Of), Wilson(second.Count, second.Of));
        var low = p - q - Root(Square(p - pLow) + Square(qHigh - q));
        var high = p - q + Root(Square(pHigh - p) + Square(q - qLow));
        return new ShareDifference(Round(p - q), Round(low), Round(high));
    }

    /// <summary>The square root, by Newton's steps, which stop when they no longer fall.</summary>
    internal static decimal Root(decimal value)
    {
        if (value <= 0) return 0;
        // From above the steps only fall.
        var root = value > 1 ? value : 1;
        for (var i = 0; i < MostSteps; i++)
        {
            var next = (root + (value / root)) / 2;
            if (next >= root) break;
            root = next;
        }
        return root;
    }

    private static (decimal Low, decimal High) Wilson(int count, int of)
    {
        decimal n = of, p = count / n, z2 = Z * Z;
        var middle = (p + (z2 / (2 * n))) / (1 + (z2 / n));
        var half = Z / (1 + (z2 / n)) * Root((p * (1 - p) / n) + (z2 / (4 * n * n)));
        // At the ends the formula gives them exactly but for rounding.
        return (count == 0 ? 0 : Math.Max(0, middle - half), count == of ? 1 : Math.Min(1, middle + half));
    }

    private static decimal Square(decimal value) => value * value;

    private static decimal Round(decimal value) => Math.Round(value, 4, MidpointRounding.ToEven);
}

/// <summary>How much one share is above another, with its 95 % interval; decimals from -1 to 1.</summary>
/// <param name="Difference">The difference.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
public sealed record ShareDifference(decimal Difference, decimal Low, decimal High);
