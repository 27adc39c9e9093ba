using Nba.Engine.Expressions;
using Nba.Engine.Plans;
using Nba.Engine.Profiles;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>
/// Which sources a line depends on by absence: those whose silence alone can change what it reads, as days pass. Counts of days, windows, medians and
/// values that go stale do; a latest value does not, unless the line compares it with today. Anniversaries recur whatever a source says. Derived from the
/// graph of facts; feeds are bits by index. Immutable; one per book.
/// </summary>
internal sealed class AbsenceReads
{
    private readonly ulong[] _any;
    private readonly ulong[] _timed;
    private readonly Dictionary<EntityType, (ulong[] Any, ulong[] Timed)> _items = [];
    private readonly Dictionary<ActionRule, ulong> _rules = [];
    private readonly Dictionary<Condition, ulong> _lines = [];
    private readonly Dictionary<PlanStart, ulong> _starts = [];

    public AbsenceReads(RuleBook book)
    {
        (_any, _timed) = (new ulong[book.Vocabulary.Facts.Count], new ulong[book.Vocabulary.Facts.Count]);
        if (book.Vocabulary.Feeds.Count == 0) return;
        foreach (var entity in book.Vocabulary.Entities) _items[entity] = Items(entity);
        foreach (var fact in book.Facts.Order) Customer(fact, book);
        foreach (var rule in book.Rules.Rules.Concat(book.Plans.Earlier.SelectMany(p => p.Steps).Select(s => s.Rule)))
        {
            var gates = rule.Eligibility.Concat(rule.Applicability).Concat(rule.Suitability);
            _rules[rule] = Add(rule.Lines.Concat(gates), rule.Each);
            Add(rule.Keep.Concat(rule.Met), rule.Each);
        }
        foreach (var start in book.Plans.Starts) _starts[start] = Add(start.Lines, null);
    }

    /// <summary>The sources that a line of a rule depends on.</summary>
    public ulong Of(Condition line) => _lines.GetValueOrDefault(line);

    /// <summary>Those that raising by a rule depends on, its gates included.</summary>
    public ulong Of(ActionRule rule) => _rules.GetValueOrDefault(rule);

    /// <summary>Those that a start of a plan depends on.</summary>
    public ulong Of(PlanStart start) => _starts.GetValueOrDefault(start);

    private ulong Add(IEnumerable<Condition> lines, EntityType? each)
    {
        ulong all = 0;
        foreach (var line in lines) all |= _lines[line] = Line(line.Reads, each);
        return all;
    }

    private ulong Line(ExpressionReads reads, EntityType? each)
    {
        ulong feeds = 0;
        foreach (var fact in reads.Facts) feeds |= _timed[fact] | (reads.Today ? _any[fact] : 0);
        if (each is null || !_items.TryGetValue(each, out var item)) return feeds;
        foreach (var fact in reads.ItemFacts) feeds |= item.Timed[fact] | (reads.Today ? item.Any[fact] : 0);
        return feeds;
    }

    private void Customer(Fact fact, RuleBook book)
    {
        if (book.Facts.OverThings(fact) is { } over)
        {
            OverThings(fact, over, book);
            return;
        }
        if (fact.Origin != FactOrigin.Rule)
        {
            Own(fact, _any, _timed);
            return;
        }
        foreach (var rule in book.Facts.RulesOf(fact))
        {
            foreach (var reads in rule.Conditions.Select(c => c.Reads).Concat(rule.Computed is { } value ? [value.Reads] : []))
            {
                foreach (var read in reads.Facts) _any[fact.Index] |= _any[read];
                _timed[fact.Index] |= Line(reads, null);
            }
        }
    }

    // Which things there are depends on every event of theirs; what days change is what they change of the facts that are read.
    private void OverThings(Fact fact, Aggregate aggregate, RuleBook book)
    {
        var (at, over, item) = (fact.Index, aggregate.Over, _items[aggregate.Over.Entity]);
        foreach (var type in book.Vocabulary.Events) _any[at] |= type.Entity == over.Entity ? type.Source?.Bit ?? 0 : 0;
        foreach (var read in aggregate.Reads) _any[at] |= _any[read];
        foreach (var read in aggregate.ItemReads) _any[at] |= item.Any[read];
        foreach (var line in aggregate.Where) _timed[at] |= Line(line.Reads, over.Entity);
        if (over.Of is { } of) _timed[at] |= item.Timed[of.Index];
    }

    private static (ulong[] Any, ulong[] Timed) Items(EntityType entity)
    {
        var (any, timed) = (new ulong[entity.Facts.Count], new ulong[entity.Facts.Count]);
        foreach (var fact in entity.Facts.OrderBy(f => f.Origin == FactOrigin.Fold ? 0 : 1)) Own(fact, any, timed);
        return (any, timed);
    }

    private static void Own(Fact fact, ulong[] any, ulong[] timed)
    {
        var at = fact.Index;
        if (fact.Fold is { } fold)
        {
            foreach (var source in fold.Sources) any[at] |= source.Event.Source?.Bit ?? 0;
            if (fold.WindowDays > 0 || fold.Kind == FoldKind.Median || fact.FreshForDays > 0) timed[at] = any[at];
        }
        else if (fact.Of is { } of)
        {
            any[at] = any[of.Index];
            timed[at] = fact.Origin is FactOrigin.DaysSince or FactOrigin.WorkdaysSince or FactOrigin.DaysUntil ? any[at] | timed[of.Index] : timed[of.Index];
        }
    }
}
