using Nba.Engine.Calendars;
using Nba.Engine.Expressions;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Profiles;

/// <summary>
/// Reads what is stored of a customer into a row of facts as of one day: windows are summed, dates become day counts, and rules give derived facts and
/// segments in dependency order. Immutable; one per book; safe from any thread that owns its frame.
/// </summary>
public sealed class FactReadout
{
    /// <summary>A distinct count never exceeds this.</summary>
    internal const int DistinctCap = 16;

    private static readonly List<Bucket> None = [];

    private const long DayMilliseconds = 86_400_000;

    private readonly VocabularyBook _vocabulary;
    private readonly BankCalendar _calendar;
    private readonly Fact[] _order;
    private readonly FactRule[]?[] _rules;
    private readonly Aggregate?[] _aggregates;
    private readonly Row _base;
    private readonly Row?[] _bySegment;
    private readonly int _segment;
    private readonly int _kind;

    private FactReadout(VocabularyBook vocabulary, BankCalendar calendar, FactPlan plan)
    {
        (_vocabulary, _calendar, _order, _rules, _aggregates) = (vocabulary, calendar, [.. plan.Order], plan.Rules, plan.Aggregates);
        _segment = vocabulary.Fact(BuiltIn.Segment)?.Index ?? -1;
        _kind = vocabulary.Fact(BuiltIn.Kind)?.Index ?? -1;
        _base = ParametersOf(null);
        _bySegment = _segment < 0 ? [] : new Row?[vocabulary.Facts[_segment].Type.Codes?.Values.Count ?? 0];
        for (var i = 0; i < _bySegment.Length; i++) _bySegment[i] = ParametersOf(i);
    }

    /// <summary>Compiles the fact rules of a book and its facts over things.</summary>
    internal static FactReadout Compile(VocabularyBook vocabulary, BankCalendar calendar, ExpressionCompiler compiler, IReadOnlyList<FactRuleSource> rules, ProblemList problems) =>
        new(vocabulary, calendar, new FactOrder(vocabulary, compiler, problems).Compile(rules));

    /// <summary>The facts that say who somebody is, of customers and of their things, with whatever is computed from them: the age says as much as the birthday.</summary>
    public IReadOnlySet<Fact> Personal()
    {
        var personal = new HashSet<Fact>();
        foreach (var fact in _vocabulary.Entities.SelectMany(e => e.Facts))
        {
            if (fact.Personal || (fact.Of is { } of && personal.Contains(of))) personal.Add(fact);
        }
        foreach (var fact in _order)
        {
            var rules = (_rules[fact.Index] ?? []).SelectMany(r => r.Reads);
            var (customer, items) = _aggregates[fact.Index] is { } over ? (over.Reads, over.ItemReads.Select(i => over.Over.Entity.Facts[i])) : ([], []);
            if (fact.Personal || (fact.Of is { } of && personal.Contains(of)) || rules.Concat(customer).Any(i => personal.Contains(_vocabulary.Facts[i])) || items.Any(personal.Contains)) personal.Add(fact);
        }
        return personal;
    }

    /// <summary>
    /// Fills <see cref="Frame.Customer"/> and chooses <see cref="Frame.Param"/> by segment. Fact rules themselves read the parameters' common values.
    /// Values in <paramref name="given"/> and of the <paramref name="thing"/> given replace what is stored (the cases of rule files use them).
    /// </summary>
    public void Fill(Profile profile, DateOnly today, Instant dayStart, Frame frame, Row? given = null, GivenThing? thing = null)
    {
        var row = frame.Customer;
        row.Clear();
        frame.Param = _base;
        foreach (var fact in _order)
        {
            var slot = fact.Index;
            if (given is not null && given.Has(slot))
            {
                if (fact.Type.Kind == ValueKind.Text) row.Set(slot, given.Text(slot));
                else row.Set(slot, given.Value(slot));
                continue;
            }
            if (row.Unsettled is { } unsettled && unsettled.Unknown[slot]) continue;
            if (fact.Origin == FactOrigin.Fold) Folded(fact, ref profile.Cells[slot], today, dayStart, row);
            else if (fact.Origin == FactOrigin.Rule) row.SetOrClear(slot, Ruled(fact, frame));
            else if (fact.Origin == FactOrigin.Over) row.SetOrClear(slot, _aggregates[slot]?.Value(profile, today, dayStart, frame, this, thing));
            else row.SetOrClear(slot, Computed(fact, row, today));
            if (fact.Default is { } fallback && !row.Has(slot)) row.Set(slot, fallback);
        }
        if (_segment >= 0 && row.Has(_segment) && row.Value(_segment) < _bySegment.Length) frame.Param = _bySegment[row.Value(_segment)]!;
    }

    /// <summary>Fills a row with the facts of one of the customer's things.</summary>
    public void FillItem(EntityState entity, DateOnly today, Instant dayStart, Row row, Row? given = null)
    {
        row.Clear();
        var facts = entity.Type.Facts;
        for (var i = 0; i < facts.Count; i++)
        {
            var fact = facts[i];
            if (given is not null && given.Has(fact.Index))
            {
                if (fact.Type.Kind == ValueKind.Text) row.Set(fact.Index, given.Text(fact.Index));
                else row.Set(fact.Index, given.Value(fact.Index));
            }
            else if (fact.Origin == FactOrigin.Fold && row.Unsettled?.Unknown[fact.Index] is null or false) Folded(fact, ref entity.Cells[fact.Index], today, dayStart, row);
        }
        for (var i = 0; i < facts.Count; i++)
        {
            var fact = facts[i];
            if (fact.Origin != FactOrigin.Fold) row.SetOrClear(fact.Index, Computed(fact, row, today));
            if (fact.Default is { } fallback && !row.Has(fact.Index) && row.Unsettled?.Unknown[fact.Index] is null or false) row.Set(fact.Index, fallback);
        }
    }

    /// <summary>The rows of parameters that <see cref="Fill"/> chooses from.</summary>
    internal ParameterRows Parameters => new(_base, [.. _bySegment.OfType<Row>()], _segment < 0 ? null : _vocabulary.Facts[_segment]);

    /// <summary>Facts of a customer, each after what it is computed from.</summary>
    internal IReadOnlyList<Fact> Order => _order;

    /// <summary>The rules that give a fact, in the order written.</summary>
    internal IReadOnlyList<FactRule> RulesOf(Fact fact) => _rules[fact.Index] ?? [];

    /// <summary>What a fact over things is computed from; null for every other fact.</summary>
    internal Aggregate? OverThings(Fact fact) => _aggregates[fact.Index];

    /// <summary>Bit of the customer's kind, for comparing with a rule's <c>for</c>; every bit when the kind is not known.</summary>
    public long KindBit(Row customer) => _kind >= 0 && customer.Has(_kind) ? 1L << (int)customer.Value(_kind) : -1;

    private static void Folded(Fact fact, ref Cell cell, DateOnly today, Instant dayStart, Row row)
    {
        var fold = fact.Fold;
        if (!cell.Has || fold is null) return;
        switch (fold.Kind)
        {
            case FoldKind.Latest or FoldKind.InForce:
                if (fact.FreshForDays > 0 && dayStart.UnixMilliseconds - cell.B > fact.FreshForDays * DayMilliseconds) return;
                if (fact.Type.Kind == ValueKind.Text) row.Set(fact.Index, cell.Text);
                else row.Set(fact.Index, cell.A);
                break;
            case FoldKind.LastDate or FoldKind.FirstDate:
                if (fact.FreshForDays == 0 || today.DayNumber - cell.A <= fact.FreshForDays) row.Set(fact.Index, cell.A);
                break;
            case FoldKind.Members: row.Set(fact.Index, Members(cell.Buckets ?? None)); break;
            case FoldKind.Median: row.SetOrClear(fact.Index, Median(cell.Buckets ?? None, OpenMonth(fact, today, row), fold)); break;
            case FoldKind.Distinct: row.Set(fact.Index, Distinct(cell.Buckets ?? None, fold, today)); break;
            case FoldKind.Average when fold.WindowDays == 0: row.SetOrClear(fact.Index, cell.B == 0 ? null : cell.A / cell.B); break;
            case var _ when fold.WindowDays == 0: row.Set(fact.Index, cell.A); break;
            default: row.SetOrClear(fact.Index, Window(cell.Buckets ?? None, fold, today)); break;
        }
    }

    private static long? Window(List<Bucket> buckets, Fold fold, DateOnly today)
    {
        long sum = 0, count = 0, least = long.MaxValue, most = long.MinValue;
        for (var i = buckets.Count - 1; i >= 0 && buckets[i].Key > today.DayNumber - fold.WindowDays; i--)
        {
            if (buckets[i].Key > today.DayNumber) continue;
            sum += buckets[i].A;
            count += buckets[i].B;
            least = Math.Min(least, buckets[i].A);
            most = Math.Max(most, buckets[i].A);
        }
        return fold.Kind switch
        {
            FoldKind.Count or FoldKind.Sum => sum,
            FoldKind.Average => count == 0 ? null : sum / count,
            FoldKind.Min => count == 0 ? null : least,
            _ => count == 0 ? null : most,
        };
    }

    private static long Distinct(List<Bucket> buckets, Fold fold, DateOnly today)
    {
        var count = 0;
        foreach (var bucket in buckets)
        {
            if (fold.WindowDays == 0 || bucket.A > today.DayNumber - fold.WindowDays) count++;
        }
        return count;
    }

    private static long Members(List<Bucket> buckets)
    {
        long bits = 0;
        foreach (var bucket in buckets)
        {
            if (bucket.B == 0) bits |= 1L << bucket.Key;
        }
        return bits;
    }

    // The first month that is not closed: this one, or an earlier one that a source has not filled yet.
    private static int OpenMonth(Fact fact, DateOnly today, Row row) => Math.Min(Folding.MonthOf(today), row.Unsettled?.OpenMonths[fact.Index] ?? int.MaxValue);

    // The lower median, so that it is always a sum that was really seen. Months without activity inside the span count as 0.
    private static long? Median(List<Bucket> buckets, int month, Fold fold)
    {
        if (buckets.Count == 0) return null;
        var first = Math.Max(buckets[0].Key, month - fold.Periods);
        var closed = month - first;
        if (closed < fold.MinPeriods) return null;
        Span<long> sums = stackalloc long[closed];
        sums.Clear();
        foreach (var bucket in buckets)
        {
            if (bucket.Key >= first && bucket.Key < month) sums[bucket.Key - first] = bucket.A;
        }
        sums.Sort();
        return sums[(closed - 1) / 2];
    }

    private long? Computed(Fact fact, Row row, DateOnly today)
    {
        if (fact.Of is not { } of || !row.Has(of.Index)) return null;
        var date = DateOnly.FromDayNumber((int)row.Value(of.Index));
        switch (fact.Origin)
        {
            case FactOrigin.DaysSince: return date > today ? null : today.DayNumber - date.DayNumber;
            case FactOrigin.WorkdaysSince: return date > today ? null : _calendar.WorkdaysBetween(date, today);
            case FactOrigin.DaysUntil: return date.DayNumber - today.DayNumber;
            case FactOrigin.YearsSince: return date > today ? null : today.Year - date.Year - (date.AddYears(today.Year - date.Year) > today ? 1 : 0);
            case FactOrigin.DaysToAnniversary: return _calendar.NextAnniversary(date, today).DayNumber - today.DayNumber;
            case FactOrigin.NextAnniversary: return _calendar.NextAnniversary(date, today).DayNumber;
            case FactOrigin.NextLunarAnniversary: return _calendar.NextLunarAnniversary(date, today)?.DayNumber;
            default: return _calendar.NextLunarAnniversary(date, today)?.DayNumber - today.DayNumber;
        }
    }

    private long? Ruled(Fact fact, Frame frame)
    {
        var kind = KindBit(frame.Customer);
        foreach (var rule in _rules[fact.Index] ?? [])
        {
            if (rule.Kinds != 0 && (rule.Kinds & kind) == 0) continue;
            if (AllHold(rule.Conditions, frame)) return rule.Constant ?? rule.Computed?.Value(frame);
        }
        return null;
    }

    private static bool AllHold(IReadOnlyList<Condition> conditions, Frame frame)
    {
        for (var i = 0; i < conditions.Count; i++)
        {
            if (!conditions[i].Holds(frame)) return false;
        }
        return true;
    }

    private Row ParametersOf(int? segment)
    {
        var row = new Row(_vocabulary.Parameters.Count);
        foreach (var parameter in _vocabulary.Parameters)
            row.Set(parameter.Index, segment is { } code && parameter.BySegment.TryGetValue(code, out var value) ? value : parameter.Value);
        return row;
    }
}
