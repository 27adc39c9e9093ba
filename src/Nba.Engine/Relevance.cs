using System.IO.Hashing;
using System.Numerics;
using System.Runtime.InteropServices;
using Nba.Engine.Catalogue;
using Nba.Engine.Expressions;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>
/// Which customer facts matter to what stands for a customer or may yet be raised of an activity: those that the lines, gates, dates, texts and prices of its actions read. While none of them changed within a day, an
/// activity that opens nothing changes no action, and standing actions need not be looked at again. One per decider; not thread-safe.
/// </summary>
internal sealed class Relevance
{
    private readonly RuleBook _book;
    private readonly Dictionary<string, Dependence> _byAction = new(StringComparer.Ordinal);
    private readonly ulong[] _common;
    private readonly ulong[] _all;
    private readonly ulong[] _matter;
    private readonly long[] _print;

    /// <summary>Finds what each action, and each plan that has steps, depends on.</summary>
    public Relevance(RuleBook book)
    {
        _book = book;
        var words = (book.Vocabulary.Facts.Count + 63) / 64;
        var bundled = book.Bundles.All.SelectMany(b => b.Members).ToHashSet(StringComparer.Ordinal);
        foreach (var rule in book.Rules.Rules.Concat(book.Plans.Earlier.SelectMany(p => p.Steps).Select(s => s.Rule)))
        {
            if (!_byAction.TryGetValue(rule.Action.Id, out var action)) _byAction[rule.Action.Id] = action = new Dependence(new ulong[words], rule.Action.Purpose == Purpose.Duty && (rule.Action.Conflict is not null || bundled.Contains(rule.Action.Id)));
            Add(action.Facts, Of(rule));
        }
        _common = new ulong[words];
        foreach (var bundle in book.Bundles.All) Add(_common, [.. book.Texts.Find(bundle.Id)?.CustomerFacts ?? [], .. Prices(bundle.Prices)]);
        foreach (var line in book.Policies.Holds.SelectMany(h => h.While).Concat(book.Routes.Rules.SelectMany(r => r.Lines))) Add(_common, line.Reads.Facts);
        string[] names = ["name", BuiltIn.Kind, BuiltIn.Segment, BuiltIn.ManagerA, BuiltIn.ManagerB, BuiltIn.Team, BuiltIn.Branch, ProductBook.HoldingsFact, ProductBook.RiskClassFact];
        foreach (var name in names) Add(_common, book.Vocabulary.Fact(name) is { } fact ? [fact.Index] : []);
        foreach (var plan in book.Plans.Plans.Concat(book.Plans.Earlier))
        {
            foreach (var line in plan.PausedWhile ?? []) Add(_common, line.Reads.Facts);
        }
        _all = (ulong[])_common.Clone();
        foreach (var action in _byAction.Values) Add(_all, action.Facts);
        foreach (var line in book.Plans.Starts.SelectMany(s => s.Lines)) Add(_all, line.Reads.Facts);
        _matter = new ulong[words];
        _print = new long[(words * 128) + 1];
    }

    /// <summary>A fingerprint of the facts that matter on a day to what stands for a customer; two that are equal give equal actions.</summary>
    public ulong Of(Frame frame, DateOnly today, CustomerState state)
    {
        Gather(state);
        var (row, count) = (frame.Customer, 0);
        for (var word = 0; word < _matter.Length; word++)
        {
            for (var left = _matter[word]; left != 0; left &= left - 1)
            {
                var slot = (word << 6) + BitOperations.TrailingZeroCount(left);
                _print[count++] = ((long)slot << 1) | (row.Has(slot) ? 1L : 0);
                _print[count++] = row.Text(slot) is { } text ? (long)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text.AsSpan())) : row.Value(slot);
            }
        }
        _print[count++] = today.DayNumber;
        return XxHash3.HashToUInt64(MemoryMarshal.AsBytes(_print.AsSpan(0, count)));
    }

    // Within a day the hour alone wakes a snoozed action, and puts an overdue duty first among those that compete; a plan takes one step with each look. Then any fact's change is a
    // reason to look.
    private void Gather(CustomerState state)
    {
        Array.Clear(_matter);
        var mindsTheHour = state.Plans.Exists(static p => p.Step.Length > 0);
        foreach (var open in state.Actions.Open) mindsTheHour |= Depends(open.Action) || open.SnoozedUntilAt is not null;
        foreach (var occurrence in state.Actions.Occurrences) mindsTheHour |= Depends(_book.Rules.Find(occurrence.Rule)?.Action.Id);
        if (mindsTheHour) _all.CopyTo(_matter, 0);
    }

    private bool Depends(string? action)
    {
        Add(_matter, _common);
        if (action is null || !_byAction.TryGetValue(action, out var known)) return false;
        Add(_matter, known.Facts);
        return known.MindsTheHour;
    }

    private IEnumerable<int> Of(ActionRule rule)
    {
        ValueExpression?[] values = [rule.EpisodeValue, rule.Propensity, rule.Context, rule.Value, rule.NotBefore?.Anchor, rule.Due?.Anchor, rule.Escalate?.Anchor, rule.Expires?.Anchor];
        return rule.Lines.Concat(rule.Keep).Concat(rule.Met).Concat(rule.Eligibility).Concat(rule.Applicability).Concat(rule.Suitability).SelectMany(l => l.Reads.Facts)
            .Concat(values.SelectMany(v => v?.Reads.Facts ?? [])).Concat(_book.Texts.Find(rule.Action.Id)?.CustomerFacts ?? []).Concat(Prices(rule.Action.Product?.Prices));
    }

    private static IEnumerable<int> Prices(IReadOnlyList<PriceTerm>? terms) => (terms ?? []).SelectMany(t => t.When).SelectMany(l => l.Reads.Facts);

    private static void Add(ulong[] to, IEnumerable<int> facts)
    {
        foreach (var fact in facts) to[fact >> 6] |= 1UL << fact;
    }

    private static void Add(ulong[] to, ulong[] facts)
    {
        for (var i = 0; i < to.Length; i++) to[i] |= facts[i];
    }

    /// <summary>What an action depends on.</summary>
    /// <param name="Facts">Bits of the facts.</param>
    /// <param name="MindsTheHour">Whether the hour may change its place among those that it competes with.</param>
    private readonly record struct Dependence(ulong[] Facts, bool MindsTheHour);
}
