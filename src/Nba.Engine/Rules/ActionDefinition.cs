using Nba.Engine.Calendars;
using Nba.Engine.Campaigns;
using Nba.Engine.Catalogue;
using Nba.Engine.Expressions;

namespace Nba.Engine.Rules;

/// <summary>Why an action is done: decides which gates apply. Values are the codes of the built-in list <c>purpose</c>.</summary>
public enum Purpose
{
    /// <summary>What law or a promise demands: passes caps and consent.</summary>
    Duty,
    /// <summary>Service the customer expects.</summary>
    Service,
    /// <summary>Emotional care.</summary>
    Care,
    /// <summary>Selling.</summary>
    Sales,
    /// <summary>Asking whether, and in what way, the customer accepts contact.</summary>
    AskConsent,
}

/// <summary>How an action can end.</summary>
public enum ActionEnd
{
    /// <summary>The manager did it.</summary>
    Done,
    /// <summary>Declined by the manager or the customer.</summary>
    Declined,
    /// <summary>The customer did it by themselves.</summary>
    Met,
    /// <summary>What it was raised for holds no more.</summary>
    Withdrawn,
    /// <summary>No answer in time.</summary>
    Expired,
}

/// <summary>When an ended action's identity may come back: a span, or null for never. <see cref="ByPolicy"/> leaves it to the declines table.</summary>
public readonly record struct AgainRule(DaySpan? After, bool Never, bool ByPolicy);

/// <summary>A day counted from an anchor: <c>5wd</c>, <c>item.maturesOn - 3wd</c>, <c>due+2wd</c>.</summary>
/// <param name="Anchor">The date counted from; null for the day it was raised, or the due day.</param>
/// <param name="FromDue">Counted from the due day.</param>
/// <param name="Span">How far; null for the anchor itself.</param>
public sealed record DateRule(ValueExpression? Anchor, bool FromDue, DaySpan? Span);

/// <summary>What makes two occasions of the same action different.</summary>
public enum EpisodeKind
{
    /// <summary>There is one occasion at a time.</summary>
    None,
    /// <summary>Each activity is its own occasion.</summary>
    Event,
    /// <summary>Each calendar month is one.</summary>
    Month,
    /// <summary>Each calendar year is one.</summary>
    Year,
    /// <summary>Each value of an expression is one.</summary>
    Value,
}

/// <summary>How an offer must relate to what the customer has already. The catalogue says which product goes with which.</summary>
public enum OfferKind
{
    /// <summary>In no particular way.</summary>
    Any,
    /// <summary>Its product goes with one the customer has.</summary>
    Complement,
    /// <summary>Its product is the step up from one the customer has.</summary>
    Upgrade,
}

/// <summary>What a rule proposes: everything about the action that rules proposing the same id must agree on. Immutable.</summary>
public sealed record ActionDefinition
{
    /// <summary>Its id in files and answers.</summary>
    public required string Id { get; init; }

    /// <summary>Why it is done.</summary>
    public required Purpose Purpose { get; init; }

    /// <summary>Code of its channel in the built-in list <c>channel</c>.</summary>
    public required int Channel { get; init; }

    /// <summary>What caps and reports count it as.</summary>
    public required string Category { get; init; }

    /// <summary>The product offered, or null.</summary>
    public Product? Product { get; init; }

    /// <summary>How the product must relate to what the customer has.</summary>
    public OfferKind Offer { get; init; }

    /// <summary>The products that it offers together; none for an offer of one product or of none.</summary>
    public IReadOnlyList<Product> Contains { get; init; } = [];

    /// <summary>The campaign it belongs to, or null.</summary>
    public Campaign? Campaign { get; init; }

    /// <summary>Id of that campaign, or null.</summary>
    public string? CampaignId => Campaign?.Id;

    /// <summary>Group of which only the best stands, or null.</summary>
    public string? Conflict { get; init; }

    /// <summary>Whether its entries are shown as one list.</summary>
    public bool Batch { get; init; }

    /// <summary>Days after which an opportunity is worth half; 0 when it does not fade.</summary>
    public int HalfLifeDays { get; init; }

    /// <summary>When each end lets it come back, by <see cref="ActionEnd"/>.</summary>
    public required IReadOnlyList<AgainRule> Again { get; init; }

    /// <summary>What rules proposing the same action must agree on, as text.</summary>
    internal string Shared => $"{Purpose}|{Channel}|{Category}|{Product?.Code}|{Offer}|{string.Join(',', Contains.Select(p => p.Code))}|{Campaign?.Id}|{Conflict}|{Batch}|{HalfLifeDays}|{string.Join(',', Again)}";
}
