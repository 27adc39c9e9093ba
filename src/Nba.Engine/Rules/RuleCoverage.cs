using Nba.Engine.Expressions;

namespace Nba.Engine.Rules;

/// <summary>What the cases of one rule have seen of it. Immutable.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Cases">How many cases it has.</param>
/// <param name="Lines">Its lines, in the order written, then those of its gates: eligibility, applicability, suitability.</param>
public sealed record RuleCoverage(ActionRule Rule, int Cases, IReadOnlyList<LineCoverage> Lines);

/// <summary>What cases have seen of several rules, each place of a file once: a line that a family gives to its rules is seen where a case of any of them sees it. Immutable.</summary>
/// <param name="Without">Rules without a case.</param>
/// <param name="Lines">Lines of the others, with the rules that have them.</param>
public sealed record CoverageSummary(IReadOnlyList<ActionRule> Without, IReadOnlyList<(IReadOnlyList<ActionRule> Rules, LineCoverage Seen)> Lines)
{
    /// <summary>What no case touches, with the rules concerned.</summary>
    public IEnumerable<(IReadOnlyList<ActionRule> Rules, CoverageGap Gap)> Gaps =>
        Without.Select(r => ((IReadOnlyList<ActionRule>)[r], new CoverageGap(CoverageGapKind.NoCase, r.Name, r.Mark))).Concat(Lines.SelectMany(l => l.Seen.Gaps.Select(g => (l.Rules, g))));

    /// <summary>The summary of rules.</summary>
    public static CoverageSummary Of(IReadOnlyList<RuleCoverage> rules) => new(
        [.. rules.Where(r => r.Cases == 0).Select(r => r.Rule)],
        [.. rules.Where(r => r.Cases > 0).SelectMany(r => r.Lines.Select(l => (r.Rule, Seen: l))).GroupBy(l => (l.Seen.Line.Mark, l.Seen.Line.Text)).Select(g => ((IReadOnlyList<ActionRule>)[.. g.Select(l => l.Rule)], Sum([.. g.Select(l => l.Seen)])))]);

    private static LineCoverage Sum(IReadOnlyList<LineCoverage> same) => same[0] with
    {
        Held = same.Sum(l => l.Held),
        Failed = same.Sum(l => l.Failed),
        Alternatives = [.. same[0].Alternatives.Select((a, i) => a with { Held = same.Sum(l => l.Alternatives[i].Held) })],
    };
}

/// <summary>What cases have seen of one line. Immutable.</summary>
/// <param name="Line">The line.</param>
/// <param name="IsGate">Whether it is a gate's, and asked only where all of the rule's own lines hold, and those of the gates before it.</param>
/// <param name="Held">In how many steps of cases it held.</param>
/// <param name="Failed">In how many it did not.</param>
/// <param name="Alternatives">Where it consists of several, any of which will do: each with how often it held. Empty where it is one.</param>
public sealed record LineCoverage(Condition Line, bool IsGate, int Held, int Failed, IReadOnlyList<AlternativeCoverage> Alternatives)
{
    /// <summary>Whether cases saw it hold, and saw it fail.</summary>
    public bool IsWhole => Held > 0 && Failed > 0;

    /// <summary>What no case touches of it.</summary>
    public IEnumerable<CoverageGap> Gaps
    {
        get
        {
            if (Held == 0) yield return new CoverageGap(CoverageGapKind.NeverHolds, Line.Text, Line.Mark);
            if (Failed == 0) yield return new CoverageGap(CoverageGapKind.NeverFails, Line.Text, Line.Mark);
            if (Held == 0) yield break;
            foreach (var alternative in Alternatives.Where(a => a.Held == 0)) yield return new CoverageGap(CoverageGapKind.NeverHolds, alternative.Text, Line.Mark);
        }
    }
}

/// <summary>One alternative of a line.</summary>
/// <param name="Text">As written.</param>
/// <param name="Held">In how many steps of cases it held.</param>
public readonly record struct AlternativeCoverage(string Text, int Held);

/// <summary>What kind of gap it is.</summary>
public enum CoverageGapKind
{
    /// <summary>A rule without a case.</summary>
    NoCase,
    /// <summary>No case in which a line or alternative holds.</summary>
    NeverHolds,
    /// <summary>No case in which a line does not hold: the rule could do without it, as far as its cases tell.</summary>
    NeverFails,
}

/// <summary>Something that no case touches.</summary>
/// <param name="Kind">What kind of gap it is.</param>
/// <param name="Text">The rule, line or alternative.</param>
/// <param name="Place">Where it stands.</param>
public readonly record struct CoverageGap(CoverageGapKind Kind, string Text, Sources.SourceMark Place);
