using System.Globalization;
using Nba.Engine.Network;
using Nba.Engine.Sources;
using NetworkEncoding = Nba.Engine.Network.Encoding;

namespace Nba.Engine.Atoms;

/// <summary>The codes of one type's values, read the other way: which there can be, and what each stands for. Immutable.</summary>
internal abstract class ValueScale
{
    /// <summary>The scale of a domain over a type.</summary>
    public static ValueScale Of(ValueDomain domain, Type type) => domain.Scale ?? domain switch
    {
        ValueDomain.Decimals decimals => new ByPlace(decimals.Constants),
        ValueDomain.Doubles => new Reals(type == typeof(float)),
        ValueDomain.Unsigned => new Counted(type, NetworkEncoding.First, long.MaxValue, code => NetworkEncoding.Unsigned(code)),
        ValueDomain.Words words => new Listed([.. words.Known], isOpen: true),
        ValueDomain.Names names => new Listed([.. names.Known], isOpen: true),
        ValueDomain.Presence => new Listed([(1L, Something)], isOpen: false),
        _ when type == typeof(bool) => new Listed([(0L, false), (1L, true)], isOpen: false),
        _ => Counted.Of(type),
    };

    /// <summary>The scale of words that are stored as their places in a list.</summary>
    public static ValueScale Words(IReadOnlyList<string> words) => new Listed([.. words.Select((w, i) => ((long)i, (object)w))], isOpen: false);

    /// <summary>The scale of numbers that are stored as whole parts of one.</summary>
    public static ValueScale Parts(Func<long, decimal> value) => new Counted(typeof(decimal), NetworkEncoding.First, long.MaxValue, code => value(code));

    /// <summary>Stands for any object, where it only matters that there is one.</summary>
    public static object Something { get; } = new();

    /// <summary>The values that there can be, null left aside.</summary>
    public abstract ValueSet Possible { get; }

    /// <summary>Whether the values have an order, so that one of two is nearer to a third.</summary>
    public virtual bool IsOrdered => true;

    /// <summary>What a code stands for; null where it stands for more than one value.</summary>
    public abstract object? Value(long code);

    /// <summary>A set of values in words.</summary>
    public virtual Sentence Describe(ValueSet set) => Sentence.Join($" or ", Enumerable.Range(0, set.Count).Select(i => Describe(set[i].First, set[i].Last)));

    /// <summary>A value of an interval near one of its ends, null when there is none to be told.</summary>
    public virtual object? Near(long first, long last, bool atLast) => Value(atLast ? last : first);

    /// <summary>An interval in words.</summary>
    protected abstract Sentence Describe(long first, long last);

    /// <summary>The words for an interval by its ends, each null where there is none.</summary>
    protected static Sentence Between((string Text, bool IsIn)? first, (string Text, bool IsIn)? last) => (first, last) switch
    {
        (null, null) => Sentence.Of($"any"),
        ({ } from, null) => From(from),
        (null, { } to) => To(to),
        ({ IsIn: true } from, { IsIn: true } to) => from.Text == to.Text ? Sentence.Quoted(from.Text) : Sentence.Of($"{from.Text} to {to.Text}"),
        ({ } from, { } to) => Sentence.Of($"{From(from)} and {To(to)}"),
    };

    private static Sentence From((string Text, bool IsIn) end) => end.IsIn ? Sentence.Of($"{end.Text} or more") : Sentence.Of($"more than {end.Text}");

    private static Sentence To((string Text, bool IsIn) end) => end.IsIn ? Sentence.Of($"{end.Text} or less") : Sentence.Of($"less than {end.Text}");

    /// <summary>Values that can be counted: whole numbers, and what is one underneath.</summary>
    private sealed class Counted(Type type, long first, long last, Func<long, object> value) : ValueScale
    {
        public static Counted Of(Type type)
        {
            if (type == typeof(DateTime)) return new(type, 0, DateTime.MaxValue.Ticks, code => new DateTime(code));
            if (type == typeof(DateTimeOffset)) return new(type, 0, DateTime.MaxValue.Ticks, code => new DateTimeOffset(code, TimeSpan.Zero));
            if (type == typeof(DateOnly)) return new(type, 0, DateOnly.MaxValue.DayNumber, code => DateOnly.FromDayNumber((int)code));
            if (type == typeof(TimeOnly)) return new(type, 0, TimeOnly.MaxValue.Ticks, code => new TimeOnly(code));
            if (type == typeof(TimeSpan)) return new(type, NetworkEncoding.First, long.MaxValue, code => new TimeSpan(code));
            var under = type.IsEnum ? Enum.GetUnderlyingType(type) : type;
            var (least, most) = Type.GetTypeCode(under) switch
            {
                TypeCode.Char => (char.MinValue, char.MaxValue),
                TypeCode.SByte => (sbyte.MinValue, sbyte.MaxValue),
                TypeCode.Byte => (byte.MinValue, byte.MaxValue),
                TypeCode.Int16 => (short.MinValue, short.MaxValue),
                TypeCode.UInt16 => (ushort.MinValue, ushort.MaxValue),
                TypeCode.Int32 => (int.MinValue, int.MaxValue),
                TypeCode.UInt32 => (uint.MinValue, uint.MaxValue),
                _ => (NetworkEncoding.First, long.MaxValue),
            };
            return new(type, least, most, code => type.IsEnum ? Enum.ToObject(type, code) : under == typeof(char) ? (char)code : Convert.ChangeType(code, under, CultureInfo.InvariantCulture));
        }

        public override ValueSet Possible { get; } = ValueSet.Between(first, last);

        public override object Value(long code) => value(code);

        protected override Sentence Describe(long from, long to)
        {
            if (type.IsEnum && Named(from, to) is { IsEmpty: false } words) return words;
            return Between(from <= first ? null : End(from, from - 1), to >= last ? null : End(to, to + 1));
        }

        public override object Near(long from, long to, bool atLast)
        {
            var defined = type.IsEnum ? Codes(from, to) : [];
            return Value(defined.Length == 0 ? atLast ? to : from : atLast ? defined[^1] : defined[0]);
        }

        // A moment next to a round one is told by it, and so is an amount.
        private (string, bool) End(long code, long beyond)
        {
            var text = ValueText.Of(Value(code));
            if (type != typeof(DateTime) && type != typeof(DateTimeOffset) && type != typeof(TimeOnly) && type != typeof(TimeSpan) && type != typeof(decimal)) return (text, true);
            return ValueText.Of(Value(beyond)) is var rounder && rounder.Length < text.Length ? (rounder, false) : (text, true);
        }

        private long[] Codes(long from, long to) =>
            [.. Enum.GetValuesAsUnderlyingType(type).Cast<object>().Select(v => Convert.ToInt64(v, CultureInfo.InvariantCulture)).Where(c => c >= from && c <= to).Distinct().Order()];

        private Sentence Named(long from, long to) => Sentence.Join($" or ", Codes(from, to).Select(c => Sentence.Quoted(ValueText.Of(Value(c)))));
    }

    /// <summary>Floating-point numbers of both lengths.</summary>
    private sealed class Reals(bool isShort) : ValueScale
    {
        private static readonly long Least = NetworkEncoding.Of(double.NegativeInfinity), Most = NetworkEncoding.Of(double.PositiveInfinity);

        public override ValueSet Possible { get; } = ValueSet.Union([ValueSet.Of(NetworkEncoding.NaN), ValueSet.Between(Least, Most)]);

        public override object Value(long code) => isShort ? (float)NetworkEncoding.Real(code) : NetworkEncoding.Real(code);

        protected override Sentence Describe(long from, long to) => from == NetworkEncoding.NaN ? Sentence.Quoted("NaN") : Between(from <= Least ? null : End(from, from - 1), to >= Most ? null : End(to, to + 1));

        // Of short numbers there may be none.
        public override object? Near(long from, long to, bool atLast)
        {
            var near = NetworkEncoding.Real(atLast ? to : from);
            if (!isShort) return near;
            var number = (float)near;
            if (NetworkEncoding.Of(number) < from) number = float.BitIncrement(number);
            if (NetworkEncoding.Of(number) > to) number = float.BitDecrement(number);
            return NetworkEncoding.Of(number) is var code && code >= from && code <= to ? number : null;
        }

        // A number next to a round one is told by it.
        private static (string, bool) End(long code, long beyond)
        {
            var (text, rounder) = (ValueText.Of(NetworkEncoding.Real(code)), ValueText.Of(NetworkEncoding.Real(beyond)));
            return rounder.Length < text.Length ? (rounder, false) : (text, true);
        }
    }

    /// <summary>Numbers by their place among constants: odd codes are a constant, even ones what lies between two.</summary>
    private sealed class ByPlace(IReadOnlyList<decimal> constants) : ValueScale
    {
        public override ValueSet Possible { get; } = ValueSet.Between(0, 2 * constants.Count);

        public override object? Value(long code) => code % 2 == 1 ? constants[(int)(code / 2)] : null;

        protected override Sentence Describe(long from, long to) =>
            Between(from <= 0 ? null : (ValueText.Of(constants[(int)((from - 1) / 2)]), from % 2 == 1), to >= 2 * constants.Count ? null : (ValueText.Of(constants[(int)(to / 2)]), to % 2 == 1));

        // Between two constants the nearest that has two places, or as many as it takes.
        public override object? Near(long from, long to, bool atLast)
        {
            var code = atLast ? to : from;
            if (Value(code) is { } constant) return constant;
            if (constants.Count == 0) return 0m;
            var (below, above) = (code > 0 ? constants[(int)(code / 2) - 1] : (decimal?)null, code / 2 < constants.Count ? constants[(int)(code / 2)] : (decimal?)null);
            for (var step = 0.01m; step > 0; step /= 10)
            {
                if (atLast && above is { } top && (below is null || top - step > below)) return top - step;
                if (!atLast && below is { } bottom && (above is null || bottom + step < above)) return bottom + step;
                if (atLast ? above is null : below is null) return atLast ? below + step : above - step;
            }
            return null;
        }
    }

    /// <summary>Values without an order: those that have a code, and perhaps all others under the code 0.</summary>
    private sealed class Listed(IReadOnlyList<(long Code, object Value)> known, bool isOpen) : ValueScale
    {
        private const int MostNamed = 6;

        public override ValueSet Possible { get; } = known.Count == 0 ? ValueSet.Of(0) : ValueSet.Between(isOpen ? 0 : known[0].Code, known[^1].Code);

        public override bool IsOrdered => false;

        public override object? Value(long code) => known.Where(k => k.Code == code).Select(k => k.Value).FirstOrDefault();

        public override Sentence Describe(ValueSet set)
        {
            if (!isOpen || !set.Contains(0)) return Join(known.Where(k => set.Contains(k.Code)));
            var not = known.Where(k => !set.Contains(k.Code)).ToList();
            return not.Count == 0 ? Sentence.Of($"any") : Sentence.Of($"anything but {Join(not)}");
        }

        protected override Sentence Describe(long from, long to) => Describe(ValueSet.Between(from, to));

        private static Sentence Join(IEnumerable<(long, object Value)> values)
        {
            var words = values.Select(v => ReferenceEquals(v.Value, Something) ? Sentence.Of($"not null") : Sentence.Quoted(ValueText.Of(v.Value))).ToList();
            return Sentence.Join($" or ", words.Count > MostNamed ? words.Take(MostNamed).Append(Sentence.Quoted("…")) : words);
        }
    }
}
