namespace Nba.Engine.Network;

/// <summary>
/// Values as a network reads them: one <see langword="long"/> each, in the order of what they stand for, so that every comparison with a constant is a set of intervals. What is no
/// value has a number of its own below all of them, and is in no interval that a comparison gives.
/// </summary>
public static class Encoding
{
    /// <summary>It could not be computed: in no set, and in no set's complement either.</summary>
    public const long Failed = long.MinValue;

    /// <summary>There is none.</summary>
    public const long Null = long.MinValue + 1;

    /// <summary>No number, as floating point has it.</summary>
    public const long NaN = long.MinValue + 2;

    /// <summary>It was not asked for yet; never a result.</summary>
    public const long Unread = long.MinValue + 3;

    /// <summary>The smallest value there is.</summary>
    public const long First = long.MinValue + 4;

    /// <summary>A whole number; the four smallest are one and the same here, so nothing may be compared with them.</summary>
    public static long Of(long value) => Math.Max(value, First);

    /// <summary>An unsigned number, by the same rule.</summary>
    public static long Of(ulong value) => Of(unchecked((long)(value ^ (1UL << 63))));

    /// <summary>A truth.</summary>
    public static long Of(bool value) => value ? 1 : 0;

    /// <summary>A floating-point number: greater numbers have greater codes, and the two zeros are one.</summary>
    public static long Of(double value)
    {
        if (double.IsNaN(value)) return NaN;
        var bits = BitConverter.DoubleToInt64Bits(value + 0.0);
        // Negative numbers count downwards as they grow in size.
        return bits >= 0 ? bits : long.MinValue - bits - 1;
    }

    /// <summary>The floating-point number that a code stands for.</summary>
    internal static double Real(long code) => code == NaN ? double.NaN : BitConverter.Int64BitsToDouble(code >= 0 ? code : unchecked(long.MinValue - code - 1));

    /// <summary>The unsigned number that a code stands for.</summary>
    internal static ulong Unsigned(long code) => unchecked((ulong)code ^ (1UL << 63));
}
