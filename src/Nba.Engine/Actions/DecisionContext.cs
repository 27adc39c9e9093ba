using Nba.Engine.Calendars;
using Nba.Engine.Expressions;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Actions;

/// <summary>What set a decision off.</summary>
public enum Trigger
{
    /// <summary>An activity.</summary>
    Activity,
    /// <summary>A day began.</summary>
    Day,
    /// <summary>An hour began.</summary>
    Hour,
    /// <summary>A rule book came into force.</summary>
    Book,
    /// <summary>A source that was behind has caught up: what waited for it is decided as of the last tick.</summary>
    CatchUp,
}

/// <summary>Who, when and why: the same for every step of one decision.</summary>
/// <param name="Customer">The customer's id.</param>
/// <param name="Now">Arrival time of the activity, or the entry's own time.</param>
/// <param name="Today">The day of <paramref name="Now"/> in the bank's zone.</param>
/// <param name="Trigger">What set it off.</param>
/// <param name="Frame">The customer's facts.</param>
/// <param name="KindBit">The customer's kind.</param>
/// <param name="CustomerName">The customer's name, or null.</param>
public sealed record DecisionContext(string Customer, Instant Now, DateOnly Today, Trigger Trigger, Frame Frame, long KindBit, string? CustomerName)
{
    /// <summary>Whether a case of a rule file is decided, and no customer of the bank.</summary>
    internal bool IsCase { get; init; }
}

/// <summary>A change of one action, and what the queues must know of it.</summary>
/// <param name="Id">The action.</param>
/// <param name="Action">Its id in the rule files.</param>
/// <param name="Reason">What happened to it.</param>
/// <param name="IsVisible">Whether people see a difference; a changed score alone is none.</param>
/// <param name="Record">The record for one owner's queue, or null.</param>
public sealed record ActionChange(UInt128 Id, string Action, Reason Reason, bool IsVisible, ActionRecord? Record);
