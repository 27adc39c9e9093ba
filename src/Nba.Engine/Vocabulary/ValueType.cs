namespace Nba.Engine.Vocabulary;

/// <summary>The kinds of values a fact, event field or parameter can have. Each fits in 64 bits but text.</summary>
public enum ValueKind
{
    /// <summary>0 or 1.</summary>
    Boolean,
    /// <summary>A whole number.</summary>
    Integer,
    /// <summary>A decimal, stored as whole ten-thousandths (<see cref="Scaled"/>).</summary>
    Decimal,
    /// <summary>A calendar day, stored as <see cref="DateOnly.DayNumber"/>.</summary>
    Date,
    /// <summary>A moment, stored as milliseconds since 1970 UTC.</summary>
    Instant,
    /// <summary>One of a code list's words, stored as its index.</summary>
    Code,
    /// <summary>Any of a code list's words (at most 64), stored as bits.</summary>
    Set,
    /// <summary>Free text; not comparable in rules but for null tests and equality.</summary>
    Text,
}

/// <summary>A list of words whose positions are stored; words are only ever appended.</summary>
public sealed class CodeList
{
    private readonly Dictionary<string, int> _index;

    internal CodeList(string name, IReadOnlyList<string> values)
    {
        (Name, Values) = (name, values);
        _index = values.Select((v, i) => (v, i)).ToDictionary(p => p.v, p => p.i, StringComparer.Ordinal);
        Utf8 = [.. values.Select(System.Text.Encoding.UTF8.GetBytes)];
    }

    /// <summary>Name of the list, as in <c>code:product</c>.</summary>
    public string Name { get; }

    /// <summary>The words; a word's position is its stored code.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>The words as UTF-8, in the same order, for matching without allocation.</summary>
    internal IReadOnlyList<byte[]> Utf8 { get; }

    /// <summary>The stored code of a word, or -1.</summary>
    public int IndexOf(string value) => _index.GetValueOrDefault(value, -1);
}

/// <summary>A kind of value, with its code list for codes and sets.</summary>
public sealed record ValueType(ValueKind Kind, CodeList? Codes = null)
{
    /// <summary>How files write the type.</summary>
    public override string ToString() => Kind switch
    {
        ValueKind.Code => $"code:{Codes!.Name}",
        ValueKind.Set => $"set:{Codes!.Name}",
        _ => Kind.ToString().ToLowerInvariant(),
    };
}

/// <summary>Decimals as whole ten-thousandths: exact for money, rates in basis points, and sums.</summary>
public static class Scaled
{
    /// <summary>Stored units per one.</summary>
    public const long One = 10_000;

    /// <summary>The stored form; false when the value has more than four decimals or does not fit.</summary>
    public static bool TryFrom(decimal value, out long scaled)
    {
        scaled = 0;
        if (value is > 900_000_000_000_000m or < -900_000_000_000_000m) return false;
        var units = value * One;
        scaled = (long)decimal.Truncate(units);
        return units == scaled;
    }

    /// <summary>The nearest stored form, halves to even; saturates at the bounds.</summary>
    public static long Nearest(decimal value) =>
        (long)decimal.Round(Math.Clamp(value, -900_000_000_000_000m, 900_000_000_000_000m) * One, 0, MidpointRounding.ToEven);

    /// <summary>The decimal a stored value means.</summary>
    public static decimal ToDecimal(long scaled) =>
        new((int)Math.Abs(scaled), (int)(Math.Abs(scaled) >> 32), 0, scaled < 0, 4);
}
