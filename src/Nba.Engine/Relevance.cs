using System.IO.Hashing;
using System.Runtime.InteropServices;
using Nba.Engine.Catalogue;
using Nba.Engine.Expressions;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>
/// Which customer facts any rule, gate, route or text reads. While none of them changed within a day, an activity that opens nothing changes no action,
/// and standing actions need not be looked at again.
/// </summary>
internal sealed class Relevance
{
    private readonly int[] _facts;
    private readonly long[] _print;

    public Relevance(RuleBook book)
    {
        var facts = new SortedSet<int>();
        foreach (var rule in book.Rules.Rules.Concat(book.Plans.Earlier.SelectMany(p => p.Steps).Select(s => s.Rule)))
        {
            foreach (var line in rule.Lines.Concat(rule.Keep).Concat(rule.Met).Concat(rule.Eligibility).Concat(rule.Applicability).Concat(rule.Suitability)) facts.UnionWith(line.Reads.Facts);
            ValueExpression?[] values = [rule.EpisodeValue, rule.Propensity, rule.Context, rule.Value, rule.NotBefore?.Anchor, rule.Due?.Anchor, rule.Escalate?.Anchor, rule.Expires?.Anchor];
            foreach (var value in values) facts.UnionWith(value?.Reads.Facts ?? []);
            facts.UnionWith(book.Texts.Find(rule.Action.Id)?.CustomerFacts ?? []);
            facts.UnionWith(Prices(rule.Action.Product?.Prices));
        }
        foreach (var bundle in book.Bundles.All) facts.UnionWith([.. book.Texts.Find(bundle.Id)?.CustomerFacts ?? [], .. Prices(bundle.Prices)]);
        foreach (var line in book.Policies.Holds.SelectMany(h => h.While).Concat(book.Routes.Rules.SelectMany(r => r.Lines)).Concat(book.Plans.Starts.SelectMany(s => s.Lines))
            .Concat(book.Plans.Plans.Concat(book.Plans.Earlier).SelectMany(p => p.PausedWhile ?? []))) facts.UnionWith(line.Reads.Facts);
        string[] names = ["name", BuiltIn.Kind, BuiltIn.Segment, BuiltIn.ManagerA, BuiltIn.ManagerB, BuiltIn.Team, BuiltIn.Branch, ProductBook.HoldingsFact, ProductBook.RiskClassFact];
        foreach (var name in names) facts.UnionWith(book.Vocabulary.Fact(name) is { } fact ? [fact.Index] : []);
        _facts = [.. facts];
        _print = new long[(_facts.Length * 2) + 1];
    }

    private static IEnumerable<int> Prices(IReadOnlyList<PriceTerm>? terms) => (terms ?? []).SelectMany(t => t.When).SelectMany(l => l.Reads.Facts);

    /// <summary>A fingerprint of the facts that matter on a day; two that are equal give equal actions.</summary>
    public ulong Of(Frame frame, DateOnly today)
    {
        var row = frame.Customer;
        for (var i = 0; i < _facts.Length; i++)
        {
            var slot = _facts[i];
            _print[i * 2] = row.Has(slot) ? 1 : 0;
            _print[(i * 2) + 1] = row.Text(slot) is { } text ? (long)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text.AsSpan())) : row.Value(slot);
        }
        _print[^1] = today.DayNumber;
        return XxHash3.HashToUInt64(MemoryMarshal.AsBytes(_print.AsSpan()));
    }
}
