using Nba.Engine.Expressions;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Policies;

/// <summary>How widely a decline or cap reaches.</summary>
public enum PolicyScope
{
    /// <summary>The customer.</summary>
    Customer,
    /// <summary>One channel.</summary>
    Channel,
    /// <summary>One category: a product class or rule family.</summary>
    Category,
    /// <summary>One action id.</summary>
    Action,
    /// <summary>One purpose.</summary>
    Purpose,
    /// <summary>The customer and those of the household; caps only.</summary>
    Household,
}

/// <summary>At most so many contacts in so many days, per scope.</summary>
/// <param name="Scope">What is counted together.</param>
/// <param name="Purpose">Only this purpose; all when null.</param>
/// <param name="Count">How many are allowed.</param>
/// <param name="Days">In how many days, today included.</param>
public sealed record ContactCap(PolicyScope Scope, int? Purpose, int Count, int Days);

/// <summary>A condition that holds actions of some purposes, as an open complaint holds sales and care.</summary>
public sealed record PolicyHold(string Name, IReadOnlyList<Condition> While, long Purposes);

/// <summary>Who is of one household: those whom the customer's things of one kind name, while some lines hold for the thing.</summary>
/// <param name="Each">The kind of thing.</param>
/// <param name="Customer">Slot of its fact that names the other customer.</param>
/// <param name="While">Lines about the thing; none for every one.</param>
public sealed record HouseholdPolicy(EntityType Each, int Customer, IReadOnlyList<Condition> While);

/// <summary>A row of the declines table: what a reason given by somebody blocks, and for how long.</summary>
/// <param name="Reason">Code in the built-in list <c>declineReason</c>.</param>
/// <param name="By">Code in the built-in list <c>by</c>; null for anybody.</param>
/// <param name="Scope">What is blocked.</param>
/// <param name="Days">For how many days; null until revived.</param>
/// <param name="Doubling">Whether each further decline doubles the days.</param>
/// <param name="RevivedBy">Event types that end it.</param>
public sealed record DeclineRule(int Reason, int? By, PolicyScope Scope, int? Days, bool Doubling, IReadOnlyList<EventType> RevivedBy);

/// <summary>The bank's contact, consent and declines policies. Immutable; safe for any thread.</summary>
public sealed class PolicyBook
{
    /// <summary>Days between a contact of one purpose and the next of another: [last][next].</summary>
    public required IReadOnlyList<IReadOnlyList<int>> CoolDown { get; init; }

    /// <summary>Caps on contacts.</summary>
    public required IReadOnlyList<ContactCap> Caps { get; init; }

    /// <summary>Conditions that hold actions.</summary>
    public required IReadOnlyList<PolicyHold> Holds { get; init; }

    /// <summary>Who is told of contacts; null when nobody is.</summary>
    public HouseholdPolicy? Household { get; init; }

    /// <summary>When customers are left alone.</summary>
    public required QuietHours Quiet { get; init; }

    /// <summary>Bits of the purposes that need consent granted.</summary>
    public required long NeedsConsent { get; init; }

    /// <summary>Bits of the purposes that a refusal stops, though no consent is needed.</summary>
    public required long ObeysRefusal { get; init; }

    /// <summary>The entity whose things are persons of the customer with consents of their own; null for none.</summary>
    public EntityType? Persons { get; init; }

    /// <summary>The declines table.</summary>
    public required IReadOnlyList<DeclineRule> Declines { get; init; }

    /// <summary>Bits of every purpose except duty.</summary>
    public const long AllButDuty = ~(1L << (int)Rules.Purpose.Duty);

    /// <summary>Bits of the purposes whose actions wait after go-live for the customer's turn.</summary>
    public long SpreadAfterGoLive { get; init; } = AllButDuty;

    /// <summary>What answers say of interest.</summary>
    public InterestPolicy Interest { get; init; } = InterestPolicy.None;

    /// <summary>The longest lease, in hours.</summary>
    public const int MostLeaseHours = 168;

    /// <summary>Hours for which a member of a team has an action that they claim without saying for how long.</summary>
    public int LeaseHours { get; init; } = 4;

    /// <summary>How many entries of a day's list are kept for each purpose, by its code, while there are any.</summary>
    public required IReadOnlyList<int> ReservedPlaces { get; init; }
}
