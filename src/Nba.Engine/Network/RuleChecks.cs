using Nba.Engine.Sources;

namespace Nba.Engine.Network;

/// <summary>
/// Says of rules what shows without any input: which can never hold and why, which conditions add nothing, and which rules are the same as others or lie within them. Not thread-safe.
/// </summary>
/// <param name="attributes">What is known of each attribute.</param>
/// <param name="describe">A literal in words.</param>
internal sealed class RuleChecks(IReadOnlyList<AttributeNature> attributes, Func<Literal, Sentence> describe)
{
    private static readonly Sentence MakeItHold = Sentence.Of($"change one of them, or remove the rule");
    private static readonly Sentence KeepOne = Sentence.Of($"keep one of them, or correct the one that was meant otherwise");
    private static readonly Sentence TellApart = Sentence.Of($"if only one of them is meant to hold, add to the other what tells them apart");
    private static readonly Sentence Correct = Sentence.Of($"remove it, or correct it");

    private readonly TermAlgebra _algebra = new(attributes);
    private readonly Dictionary<IReadOnlyList<IReadOnlyList<Literal>>, IReadOnlyList<Term>> _lines = new(ReferenceEqualityComparer.Instance);
    private readonly FindingList _findings = new();

    /// <summary>Checks rules, each for itself and against the others of its group.</summary>
    public FindingList Of(IReadOnlyList<WrittenRule> rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var terms = rules.Select(r => Check(r.Condition, ProblemCode.Contradiction)).ToArray();
        foreach (var group in rules.Index().Where(r => terms[r.Index] is { Count: > 0 } own && !TermAlgebra.IsAlways(own)).GroupBy(r => r.Item.Group, StringComparer.Ordinal))
        {
            var members = group.ToArray();
            foreach (var (rule, within, isSame) in Containment.Of([.. members.Select(m => terms[m.Index]!)])) Report(members[rule].Item.Condition, members[within].Item.Condition, isSame);
        }
        return _findings;
    }

    private void Report(WrittenCondition rule, WrittenCondition other, bool isSame)
    {
        if (rule.Mark == other.Mark) return;
        Sentence there = $"'{other.Text}' ({Place(other.Mark, rule.Mark)})";
        if (isSame) _findings.Add(rule.Mark, ProblemCode.DuplicateRule, $"the rule '{rule.Text}' holds for the same inputs as {there}", KeepOne);
        else _findings.Add(rule.Mark, ProblemCode.ShadowedRule, $"whenever the rule '{rule.Text}' holds, {there} does too", TellApart);
    }

    // What a condition comes to; what is wrong inside of it is reported on the way.
    private IReadOnlyList<Term>? Check(WrittenCondition condition, ProblemCode never) => condition.Join switch
    {
        WrittenJoin.None => Line(condition),
        WrittenJoin.All => All(condition, never),
        _ => Any(condition, never),
    };

    private IReadOnlyList<Term> Line(WrittenCondition line) =>
        _lines.TryGetValue(line.Alternatives, out var known) ? known : _lines[line.Alternatives] = _algebra.Of(line.Alternatives);

    private IReadOnlyList<Term>? Any(WrittenCondition rule, ProblemCode never)
    {
        if (NoneEnabled(rule)) return [];
        var parts = rule.Parts.Select(p => Check(p, ProblemCode.ImpossibleAlternative)).ToArray();
        if (parts.All(p => p is { Count: 0 })) return Never(rule.Mark, never, $"the rule '{rule.Text}' can never hold: none of its alternatives ever does", MakeItHold);
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i] is not { Count: > 0 } own) continue;
            // Of two that are the same the later one is named.
            var wider = Enumerable.Range(0, parts.Length)
                .FirstOrDefault(j => j != i && parts[j] is { Count: > 0 } other && TermAlgebra.IsWithin(own, other) && (j < i || !TermAlgebra.IsWithin(other, own)), -1);
            if (wider < 0) continue;
            var part = rule.Parts[i];
            _findings.Add(part.Mark, ProblemCode.RedundantCondition, $"the rule '{part.Text}' adds nothing to '{rule.Text}': whenever it holds, '{rule.Parts[wider].Text}' does too", Correct);
        }
        return parts.Aggregate(TermAlgebra.Or);
    }

    private IReadOnlyList<Term>? All(WrittenCondition rule, ProblemCode never)
    {
        if (NoneEnabled(rule)) return [];
        var parts = rule.Parts.Select(p => Check(p, ProblemCode.Contradiction)).ToArray();
        var all = TermAlgebra.All(parts);
        if (all is { Count: 0 }) return Never(rule, parts, never);
        Redundant(rule, parts);
        Impossible(rule, parts);
        return all;
    }

    private bool NoneEnabled(WrittenCondition rule)
    {
        if (rule.Parts.Count > 0) return false;
        _findings.Add(rule.Mark, ProblemCode.UnreachableRule, $"the rule '{rule.Text}' can never hold: none of its rules is enabled", $"enable one of them, or disable the rule itself");
        return true;
    }

    private IReadOnlyList<Term> Never(WrittenCondition rule, IReadOnlyList<Term>?[] parts, ProblemCode code)
    {
        Sentence start = $"the rule '{rule.Text}' can never hold";
        var alone = Array.FindIndex(parts, p => p is { Count: 0 });
        if (alone >= 0)
        {
            var at = rule.Parts[alone].Join == WrittenJoin.None ? rule.Parts[alone].Mark : rule.Mark;
            return Never(at, code, $"{start}: {Quoted(rule.Parts[alone])} never does", $"change that, or remove the rule");
        }
        for (var later = 1; later < parts.Length; later++)
        {
            for (var earlier = 0; earlier < later; earlier++)
            {
                if (TermAlgebra.And(parts[earlier], parts[later]) is not { Count: 0 }) continue;
                var (one, other) = (rule.Parts[later], rule.Parts[earlier]);
                return Never(one.Mark, code, $"{start}: {Quoted(one)} contradicts {Quoted(other)} ({Place(other.Mark, one.Mark)})", MakeItHold);
            }
        }
        return Never(rule.Mark, code, $"{start}: no value passes all of its conditions", MakeItHold);
    }

    private IReadOnlyList<Term> Never(SourceMark mark, ProblemCode code, Sentence words, Sentence advice)
    {
        _findings.Add(mark, code, words, advice);
        return [];
    }

    // Looked through from the last, so that of two that say the same the later one is named; what adds nothing proves nothing of others.
    private void Redundant(WrittenCondition rule, IReadOnlyList<Term>?[] parts)
    {
        var left = Enumerable.Range(0, parts.Length).ToList();
        for (var i = parts.Length - 1; i >= 0; i--)
        {
            var part = rule.Parts[i];
            if (parts[i] is not { } own || part.IsConstant) continue;
            left.Remove(i);
            if (TermAlgebra.IsAlways(own)) _findings.Add(part.Mark, ProblemCode.RedundantCondition, $"{Quoted(part)} always holds", Correct);
            else if (Follows(own, [.. left.Select(l => parts[l])]))
            {
                var from = left.FindIndex(l => parts[l] is { } one && TermAlgebra.IsWithin(one, own));
                var source = from >= 0 ? Sentence.Of($"{Quoted(rule.Parts[left[from]])} ({Place(rule.Parts[left[from]].Mark, part.Mark)})") : Sentence.Of($"the rest of the rule");
                _findings.Add(part.Mark, ProblemCode.RedundantCondition, $"{Quoted(part)} adds nothing: it follows from {source}", Correct);
            }
            else left.Add(i);
        }
    }

    private bool Follows(IReadOnlyList<Term> own, IReadOnlyList<IReadOnlyList<Term>?> others)
    {
        foreach (var term in own)
        {
            if (term.Literals.All(l => Asks(others, l.Attribute))) return !IsPresence(own) && TermAlgebra.All(others) is { Count: > 0 } rest && TermAlgebra.IsWithin(rest, own);
        }
        return false;
    }

    // A test for null beside a comparison is a habit that does no harm.
    private bool IsPresence(IReadOnlyList<Term> condition) => condition is [{ Literals: [var only] }] && _algebra.AsksForPresence(only);

    private static bool Asks(IReadOnlyList<IReadOnlyList<Term>?> conditions, int attribute)
    {
        foreach (var condition in conditions)
        {
            if (condition is null) continue;
            foreach (var term in condition)
            {
                if (term.On(attribute) is not null) return true;
            }
        }
        return false;
    }

    // What a line asks for in some alternatives only, and an operator's rules: each must be possible beside the rest.
    private void Impossible(WrittenCondition rule, IReadOnlyList<Term>?[] parts)
    {
        for (var i = 0; i < parts.Length; i++)
        {
            var part = rule.Parts[i];
            if (part.Join == WrittenJoin.All || (part.Join == WrittenJoin.None && part.Alternatives.Count < 2)) continue;
            var rest = TermAlgebra.All(parts.Where((_, j) => j != i));
            if (rest is null) continue;
            if (part.Join == WrittenJoin.None)
            {
                foreach (var literal in part.Alternatives.SelectMany(a => a).Distinct())
                {
                    if (TermAlgebra.And(_algebra.Of(part.Alternatives.Where(a => a.Contains(literal))), rest) is { Count: 0 })
                        _findings.Add(part.Mark, ProblemCode.ImpossibleAlternative, $"{Quoted(part)} can never hold by way of {describe(literal)}", $"remove that alternative, or correct it");
                }
            }
            else
            {
                foreach (var choice in part.Parts)
                {
                    if (Quiet(choice) is { Count: > 0 } own && TermAlgebra.And(own, rest) is { Count: 0 })
                        _findings.Add(choice.Mark, ProblemCode.UnreachableRule, $"the rule '{choice.Text}' never matters: what stands beside '{part.Text}' in '{rule.Text}' contradicts it", Correct);
                }
            }
        }
    }

    // What a condition comes to, with nothing said of it: it was looked at before.
    private IReadOnlyList<Term>? Quiet(WrittenCondition condition) => condition.Join switch
    {
        WrittenJoin.None => Line(condition),
        WrittenJoin.All => TermAlgebra.All(condition.Parts.Select(Quiet)),
        _ => condition.Parts.Select(Quiet).Aggregate((IReadOnlyList<Term>?)[], TermAlgebra.Or),
    };

    private static Sentence Quoted(WrittenCondition condition) =>
        condition.Join != WrittenJoin.None ? Sentence.Of($"the rule '{condition.Text}'") : Sentence.Of($"'{(condition.Text.Length > 100 ? condition.Text[..100] + "…" : condition.Text)}'");

    private static string Place(SourceMark mark, SourceMark from) => mark.File == from.File ? $"{mark.Line}:{mark.Column}" : mark.ToString();
}
