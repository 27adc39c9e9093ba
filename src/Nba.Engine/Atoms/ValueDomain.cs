using System.Collections.Frozen;
using Nba.Engine.Network;

namespace Nba.Engine.Atoms;

/// <summary>How the values of one attribute become codes. Immutable; safe for any thread.</summary>
internal abstract class ValueDomain
{
    /// <summary>The domain of a type, once all constants are known that its values are compared with; null for types that have none.</summary>
    public static ValueDomain? Of(Type type, IEnumerable<object> constants)
    {
        if (type == typeof(string)) return new Words(constants.OfType<string>());
        if (type == typeof(decimal)) return new Decimals(constants.OfType<decimal>());
        if (type == typeof(double) || type == typeof(float)) return Doubles.Instance;
        if (type == typeof(ulong)) return Unsigned.Instance;
        if (type == typeof(Guid)) return new Names(constants.OfType<Guid>());
        return Whole.Counts(type) ? Whole.Instance : type.IsValueType ? null : Presence.Instance;
    }

    /// <summary>Whether a comparison with a constant is a set of this domain's codes.</summary>
    public virtual bool Takes(Comparison comparison, object? constant) => true;

    /// <summary>How its codes are told to people; null for what follows from the type.</summary>
    public virtual ValueScale? Scale => null;

    /// <summary>What compares so with a constant, itself not null.</summary>
    public abstract ValueSet Set(Comparison comparison, object constant);

    /// <summary>The intervals below and above a code, and the code itself.</summary>
    protected static ValueSet Around(Comparison comparison, long code) => comparison switch
    {
        Comparison.Same => ValueSet.Of(code),
        Comparison.Less => ValueSet.Between(Encoding.First, code - 1),
        Comparison.AtMost => ValueSet.Between(Encoding.First, code),
        Comparison.Greater => code == long.MaxValue ? ValueSet.None : ValueSet.Between(code + 1, long.MaxValue),
        _ => ValueSet.Between(code, long.MaxValue),
    };

    /// <summary>Whole numbers, and what is one underneath: truths, characters, enumerations, days, moments and spans.</summary>
    internal sealed class Whole : ValueDomain
    {
        public static Whole Instance { get; } = new();

        public static bool Counts(Type type) => type.IsEnum ? Enum.GetUnderlyingType(type) != typeof(ulong) : type == typeof(bool) || type == typeof(char) || type == typeof(sbyte) || type == typeof(byte)
            || type == typeof(short) || type == typeof(ushort) || type == typeof(int) || type == typeof(uint) || type == typeof(long)
            || type == typeof(DateTime) || type == typeof(DateTimeOffset) || type == typeof(DateOnly) || type == typeof(TimeOnly) || type == typeof(TimeSpan);

        public static long Code(object value) => value switch
        {
            bool truth => Encoding.Of(truth),
            char letter => letter,
            DateTime moment => moment.Ticks,
            DateTimeOffset moment => moment.UtcTicks,
            DateOnly day => day.DayNumber,
            TimeOnly time => time.Ticks,
            TimeSpan span => Encoding.Of(span.Ticks),
            Enum word => Encoding.Of(Convert.ToInt64(word, System.Globalization.CultureInfo.InvariantCulture)),
            _ => Encoding.Of(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture)),
        };

        // The four smallest numbers have one code, so nothing near them can be told apart.
        public override bool Takes(Comparison comparison, object? constant) => constant switch
        {
            null => true,
            double real => !(real < -9e18),
            float real => !(real < -9e18f),
            decimal number => number > -9_000_000_000_000_000_000m,
            ulong => false,
            _ => Code(constant) > Encoding.First + 4,
        };

        public override ValueSet Set(Comparison comparison, object constant) => constant switch
        {
            double real => Set(comparison, real),
            float real => Set(comparison, (double)real),
            decimal number => Set(comparison, number),
            _ => Around(comparison, Code(constant)),
        };

        // Between two whole numbers a bound may be moved to the next.
        private static ValueSet Set(Comparison comparison, double bound)
        {
            if (double.IsNaN(bound)) return ValueSet.None;
            if (Math.Abs(bound) < (double)decimal.MaxValue) return Set(comparison, new decimal(Math.Floor(bound)) + (bound == Math.Floor(bound) ? 0m : 0.5m));
            if (comparison == Comparison.Same) return ValueSet.None;
            return (bound > 0) == comparison is Comparison.Less or Comparison.AtMost ? ValueSet.Between(Encoding.First, long.MaxValue) : ValueSet.None;
        }

        private static ValueSet Set(Comparison comparison, decimal bound)
        {
            var floor = decimal.Floor(bound);
            if (floor == bound && bound is > long.MinValue + 8 and <= long.MaxValue) return Around(comparison, (long)bound);
            if (comparison == Comparison.Same) return ValueSet.None;
            var below = comparison is Comparison.Less or Comparison.AtMost;
            if (floor <= long.MinValue + 8) return below ? ValueSet.None : ValueSet.Between(Encoding.First, long.MaxValue);
            if (floor >= long.MaxValue) return below ? ValueSet.Between(Encoding.First, long.MaxValue) : ValueSet.None;
            return below ? ValueSet.Between(Encoding.First, (long)floor) : ValueSet.Between((long)floor + 1, long.MaxValue);
        }
    }

    /// <summary>Unsigned numbers of full length.</summary>
    internal sealed class Unsigned : ValueDomain
    {
        public static Unsigned Instance { get; } = new();

        public override bool Takes(Comparison comparison, object? constant) => constant is null or (ulong and > 8);

        public override ValueSet Set(Comparison comparison, object constant) => Around(comparison, Encoding.Of(Convert.ToUInt64(constant, System.Globalization.CultureInfo.InvariantCulture)));
    }

    /// <summary>Floating-point numbers.</summary>
    internal sealed class Doubles : ValueDomain
    {
        public static Doubles Instance { get; } = new();

        public override ValueSet Set(Comparison comparison, object constant)
        {
            var bound = Convert.ToDouble(constant, System.Globalization.CultureInfo.InvariantCulture);
            return double.IsNaN(bound) ? ValueSet.None : Around(comparison, Encoding.Of(bound));
        }
    }

    /// <summary>Decimals, by their place among the constants: twice a constant's index plus one for the constant itself, even numbers between.</summary>
    internal sealed class Decimals(IEnumerable<decimal> constants) : ValueDomain
    {
        private readonly decimal[] _constants = [.. constants.Distinct().Order()];

        public IReadOnlyList<decimal> Constants => _constants;

        public long Code(decimal value)
        {
            var at = Array.BinarySearch(_constants, value);
            return at >= 0 ? (2 * at) + 1 : 2 * ~at;
        }

        public override ValueSet Set(Comparison comparison, object constant) => Around(comparison, Code((decimal)constant));
    }

    /// <summary>Texts: each that a rule names has a number, all others are 0.</summary>
    internal sealed class Words(IEnumerable<string> words) : ValueDomain
    {
        private readonly FrozenDictionary<string, int> _codes = words.Distinct(StringComparer.Ordinal).Select((w, i) => (w, i)).ToFrozenDictionary(p => p.w, p => p.i + 1, StringComparer.Ordinal);

        public IEnumerable<(long Code, object Value)> Known => _codes.OrderBy(c => c.Value).Select(c => ((long)c.Value, (object)c.Key));

        public long Code(string? value) => value is null ? Encoding.Null : _codes.GetValueOrDefault(value);

        public override bool Takes(Comparison comparison, object? constant) => comparison == Comparison.Same && constant is null or string;

        public override ValueSet Set(Comparison comparison, object constant) =>
            comparison == Comparison.Same ? ValueSet.Of(Code((string)constant)) : throw new InvalidOperationException("texts have no order that is the same on every machine");
    }

    /// <summary>Identities: as texts.</summary>
    internal sealed class Names(IEnumerable<Guid> names) : ValueDomain
    {
        private readonly FrozenDictionary<Guid, int> _codes = names.Distinct().Select((n, i) => (n, i)).ToFrozenDictionary(p => p.n, p => p.i + 1);

        public IEnumerable<(long Code, object Value)> Known => _codes.OrderBy(c => c.Value).Select(c => ((long)c.Value, (object)c.Key));

        public long Code(Guid value) => _codes.GetValueOrDefault(value);

        public override bool Takes(Comparison comparison, object? constant) => comparison == Comparison.Same;

        public override ValueSet Set(Comparison comparison, object constant) => ValueSet.Of(Code((Guid)constant));
    }

    /// <summary>Objects of the caller: there or not.</summary>
    internal sealed class Presence : ValueDomain
    {
        public static Presence Instance { get; } = new();

        public override bool Takes(Comparison comparison, object? constant) => comparison == Comparison.Same && constant is null;

        public override ValueSet Set(Comparison comparison, object constant) => throw new InvalidOperationException("an object can only be tested for null");
    }
}
