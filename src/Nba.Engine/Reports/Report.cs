namespace Nba.Engine.Reports;

/// <summary>What came of rules and campaigns in a period. Immutable; all lists in a fixed order.</summary>
/// <param name="From">First day, in the bank's zone.</param>
/// <param name="To">Last day; nothing later counts.</param>
/// <param name="Books">The rule books in force, in order.</param>
/// <param name="Customers">Customers known by then, without those who were merged into another.</param>
/// <param name="Recorded">Decision records that were read.</param>
/// <param name="Decided">How many records there ever were of these customers; more than those read where some are not kept.</param>
/// <param name="StrayAnswers">Answers that name no action raised in this log, as after a merge of customers.</param>
/// <param name="Findings">What is silent, or one-sided.</param>
/// <param name="Total">All prompts of the period.</param>
/// <param name="Prompts">The same under headings.</param>
/// <param name="Rules">Every rule that could propose something, by name.</param>
/// <param name="Care">Customers whom nobody cared for lately.</param>
/// <param name="HoldOuts">Customers kept out against the others.</param>
public sealed record Report(
    DateOnly From, DateOnly To, IReadOnlyList<BookDays> Books, int Customers, long Recorded, long Decided, int StrayAnswers, IReadOnlyList<Finding> Findings, PromptRow Total, PromptTables Prompts,
    IReadOnlyList<RuleRow> Rules, CareReport Care, IReadOnlyList<HoldOutRow> HoldOuts);

/// <summary>The days of the period on which a book was in force.</summary>
/// <param name="Version">Its version.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
public sealed record BookDays(string Version, DateOnly From, DateOnly To);

/// <summary>Prompts by heading, each list by its keys (ordinal).</summary>
/// <param name="Managers">By who had it last: a manager, a team, a channel.</param>
/// <param name="Branches">By that person's branch, else the customer's.</param>
/// <param name="Purposes">By purpose.</param>
/// <param name="Families">By the rule file.</param>
/// <param name="Categories">By what caps and reports count the action as.</param>
/// <param name="Actions">By action.</param>
public sealed record PromptTables(
    IReadOnlyList<PromptRow> Managers, IReadOnlyList<PromptRow> Branches, IReadOnlyList<PromptRow> Purposes, IReadOnlyList<PromptRow> Families, IReadOnlyList<PromptRow> Categories,
    IReadOnlyList<PromptRow> Actions);

/// <summary>Something silent, or one-sided.</summary>
/// <param name="Kind"><c>never-fired</c>, <c>not-in-period</c>, <c>stopped-firing</c>, <c>fires-for-all</c>, <c>always-loses</c>, <c>campaign-silent</c>, <c>never-accepted</c> or <c>never-answered</c>.</param>
/// <param name="Subject">The rule, campaign or action.</param>
/// <param name="Places">Where its rules stand: file, line and column; of a campaign without rules none.</param>
/// <param name="Remedy">What is likely to help: a word that people's words exist for.</param>
public sealed record Finding(string Kind, string Subject, IReadOnlyList<string> Places, string Remedy)
{
    /// <summary>How many customers it is for, of a rule.</summary>
    public int? For { get; init; }

    /// <summary>How many customers it proposed something for.</summary>
    public int? Customers { get; init; }

    /// <summary>How many actions it proposed, or prompts were answered or expired.</summary>
    public int? Candidates { get; init; }

    /// <summary>What stopped how many, the most first.</summary>
    public IReadOnlyList<StopCount>? Stops { get; init; }

    /// <summary>The last day on which it fired.</summary>
    public DateOnly? LastOn { get; init; }

    /// <summary>Days without firing up to the period's last day.</summary>
    public int? SilentDays { get; init; }

    /// <summary>The longest time without firing before, in days.</summary>
    public int? LongestGap { get; init; }

    /// <summary>What the remedy speaks of: event types that never came, the conflict group, the winner.</summary>
    public IReadOnlyList<string>? About { get; init; }
}

/// <summary>Customers without a contact of the purpose care for so many days.</summary>
/// <param name="Days">How many days, the last of the period included.</param>
/// <param name="Managers">How many of each manager's customers, by manager; empty for nobody's.</param>
/// <param name="Customers">Who they are, by manager and id.</param>
public sealed record CareReport(int Days, IReadOnlyList<CareRow> Managers, IReadOnlyList<CareGap> Customers);

/// <summary>One manager's customers.</summary>
/// <param name="Manager">The A-role manager; empty for customers without one.</param>
/// <param name="Customers">How many customers.</param>
/// <param name="Overlooked">How many of them without a care contact.</param>
public sealed record CareRow(string Manager, int Customers, int Overlooked);

/// <summary>A customer without a care contact.</summary>
/// <param name="Customer">The customer.</param>
/// <param name="Manager">The A-role manager, or null.</param>
/// <param name="Branch">The branch, or null.</param>
/// <param name="LastOn">The last care contact on record, or null for none.</param>
public sealed record CareGap(string Customer, string? Manager, string? Branch, DateOnly? LastOn);
