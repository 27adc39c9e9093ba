using Nba.Engine;
using Nba.Engine.Rules;
using Nba.Engine.Sources;

namespace Nba.Host.RuleFiles;

/// <summary>A rule that its file switches off, as it would be were it on.</summary>
/// <param name="Entry">The rule.</param>
/// <param name="Load">The book with it on, or what keeps it from loading.</param>
internal sealed record DraftRule(RuleEntry Entry, RuleBookLoad Load)
{
    /// <summary>Every such rule of a book that proposes an action. One whose name has been taken over by a rule that is on is kept for reading only.</summary>
    public static IEnumerable<DraftRule> Of(RuleBook book) => Of(book, _ => true);

    /// <summary>Those of them that are asked for: each costs a load.</summary>
    public static IEnumerable<DraftRule> Of(RuleBook book, Func<RuleEntry, bool> isAsked)
    {
        var on = book.Entries.Where(e => e.Enabled).Select(e => e.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var entry in book.Entries.Where(e => e is { Enabled: false, Shape: "action" } && !on.Contains(e.Name) && isAsked(e))) yield return new(entry, book.SwitchedOn(entry.Name));
    }

    /// <summary>What would be wrong, or likely not meant, with the rule on: findings, for the book is whole without it.</summary>
    public IEnumerable<RuleFinding> Findings(IReadOnlyList<RuleFinding> known)
    {
        var would = Load.Book is { } book ? book.Check().Except(known) : Load.Problems.Select(p => new RuleFinding(p.File, p.Line, p.Column, p.Code, p.Words, Sentence.None));
        return would.Select(f => f with { Words = $"'{Entry.Name}' is switched off; were it on: {f.Words}" });
    }
}
