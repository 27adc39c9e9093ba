using System.Runtime.CompilerServices;

namespace Nba.Host.Demo;

/// <summary>
/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014): whole numbers only, the same on every machine.
/// A value that callers pass by reference.
/// </summary>
internal struct DemoRandom(ulong seed)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong _state = seed;

    /// <summary>A generator of its own for a purpose, a customer and a day: what one draws never moves another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DemoRandom For(ulong seed, ulong purpose, ulong who, ulong day = 0) => new(Mix(Mix(Mix(seed + (purpose * Golden)) ^ who) + (day * Golden)));

    /// <summary>The next 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Next() => Mix(_state += Golden);

    /// <summary>From 0 to below a limit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Below(int limit) => (int)(((Next() >> 32) * (ulong)limit) >> 32);

    /// <summary>From the least to the most, both included.</summary>
    public int Between(int least, int most) => least + Below(most - least + 1);

    /// <summary>True in so many of a thousand cases.</summary>
    public bool Chance(int permille) => Below(1000) < permille;

    /// <summary>An amount in cents between two amounts in yuan, small ones far more often, rounded to a step in yuan.</summary>
    public long Cents(int least, int most, int step = 1)
    {
        long span = most - least, part = (long)Below(1000) * Below(1000) / 1000;
        return (least + (span * part / 1000)) / step * step * 100;
    }

    /// <summary>One of a list.</summary>
    public T Pick<T>(ReadOnlySpan<T> from) => from[Below(from.Length)];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
