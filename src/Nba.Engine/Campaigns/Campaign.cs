namespace Nba.Engine.Campaigns;

/// <summary>A switchable, dated group of actions. Immutable.</summary>
/// <param name="Id">Its id: the name of a feature flag.</param>
/// <param name="Enabled">Whether the switch is on.</param>
/// <param name="Filters">Who it is for and when, in the order written; none is everybody, always.</param>
/// <param name="AnyOf">Whether one of the filters is enough; else all must hold.</param>
/// <param name="HoldOut">Share of customers kept out to measure it, 0 to 50.</param>
/// <param name="Lever">A product owner's weight on its actions, in millionths.</param>
/// <param name="KeepWhenOff">Whether open actions stay when it is switched off or its window ends.</param>
/// <param name="Budget">How many contacts it may cost; null for no limit.</param>
public sealed record Campaign(string Id, bool Enabled, IReadOnlyList<CampaignFilter> Filters, bool AnyOf, int HoldOut, long Lever, bool KeepWhenOff, CampaignBudget? Budget)
{
    /// <summary>Its name in Chinese; empty where the file gives it none.</summary>
    public string Zh { get; init; } = "";

    /// <summary>Its name in English; empty where the file gives it none.</summary>
    public string En { get; init; } = "";

    /// <summary>Whether a change while the bank runs waits for a second person.</summary>
    public bool NeedsApproval { get; init; }
}

/// <summary>What a filter asks.</summary>
public enum CampaignFilterKind
{
    /// <summary>Whether the day lies within its days, in the bank's zone.</summary>
    Window,
    /// <summary>Whether the fact <c>segment</c> is one of its segments.</summary>
    Segment,
    /// <summary>Whether the fact <c>branch</c> is one of its branches.</summary>
    Branch,
    /// <summary>Whether the customer's place in the roll-out is below its share.</summary>
    Percentage,
}

/// <summary>One condition of a campaign; what its kind does not ask is empty. Immutable.</summary>
/// <param name="Kind">What it asks.</param>
/// <param name="From">First day; null for no start.</param>
/// <param name="To">Last day; null for no end.</param>
/// <param name="Segments">Codes of the fact <c>segment</c>, as bits.</param>
/// <param name="Branches">Branches.</param>
/// <param name="Percentage">Share of customers, 0 to 100.</param>
public sealed record CampaignFilter(CampaignFilterKind Kind, DateOnly? From, DateOnly? To, long Segments, IReadOnlyList<string> Branches, int Percentage);

/// <summary>
/// How many contacts a campaign may cost. A queue sees one owner only, so the whole is kept by shares: together they are at most the whole. An owner
/// without a share has none. Immutable; part of the rule book and so of its version.
/// </summary>
/// <param name="Contacts">Contacts in all.</param>
/// <param name="Shares">Contacts each owner may make.</param>
public sealed record CampaignBudget(int Contacts, IReadOnlyDictionary<string, int> Shares);

/// <summary>
/// Customers kept out of all campaigns for some time, so that the effect of all of them together can be measured against customers whom none reached.
/// Its name draws the customers: another name draws others. Immutable.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Percent">Share of the customers, 0 to 50.</param>
/// <param name="From">First day, in the bank's zone; null for no start.</param>
/// <param name="To">Last day; null for no end.</param>
public sealed record ControlGroup(string Name, int Percent, DateOnly? From, DateOnly? To);
