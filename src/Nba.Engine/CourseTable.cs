using Nba.Engine.Rules;

namespace Nba.Engine;

/// <summary>One row of what the bank's course on customer relationship management asks for, and what in the rules folder realises it.</summary>
/// <param name="Number">The row's number, from 1.</param>
/// <param name="Zh">The course's term.</param>
/// <param name="En">A short title.</param>
/// <param name="Note">What realises it that no file of the folder can name; null for nothing.</param>
/// <param name="Parts">Names of what realises it, by kind (<see cref="CourseTable.Kinds"/>); kinds without a name are absent.</param>
public sealed record CourseRow(int Number, string Zh, string En, string? Note, IReadOnlyDictionary<string, IReadOnlyList<string>> Parts)
{
    /// <summary>The names of one kind, in the order written; empty for none.</summary>
    public IReadOnlyList<string> Named(string kind) => Parts.GetValueOrDefault(kind) ?? [];
}

/// <summary>The course's rows as <c>course.json</c> states them; empty for a bank without that file. Immutable; safe for any thread.</summary>
public sealed class CourseTable
{
    private readonly IReadOnlyDictionary<string, IReadOnlyList<string>> _steps;

    internal CourseTable(IReadOnlyList<CourseRow> rows, IReadOnlyDictionary<string, IReadOnlyList<string>> steps) => (Rows, _steps) = (rows, steps);

    /// <summary>The kinds of things that realise a row, as the file names them.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["families", "rules", "plans", "policies", "campaigns", "bundles", "facts", "entities", "events", "classes", "products", "statistics"];

    /// <summary>The rows by number.</summary>
    public IReadOnlyList<CourseRow> Rows { get; }

    /// <summary>The rows that a rule realises: they name it, its family, its campaign, the fact it gives, or the plan it starts or is a step of.</summary>
    public IReadOnlyList<CourseRow> RowsOf(RuleEntry rule) => [.. Rows.Where(r => Realises(rule, r))];

    /// <summary>Whether a rule is among what realises a row.</summary>
    public bool Realises(RuleEntry rule, CourseRow row) =>
        row.Named("rules").Contains(rule.Name) || row.Named("families").Contains(rule.Family)
        || (rule.Campaign is { } campaign && row.Named("campaigns").Contains(campaign))
        || (rule.Shape == "fact" && row.Named("facts").Contains(rule.Gives))
        || row.Named("plans").Any(p => rule.Shape == "plan" ? rule.Gives == p : _steps.GetValueOrDefault(p)?.Contains(rule.Name) ?? false);
}
