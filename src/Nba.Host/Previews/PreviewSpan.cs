using Nba.Engine;
using Nba.Engine.Rules;

namespace Nba.Host.Previews;

/// <summary>What of a preview is asked for.</summary>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="GreetingsOnly">Whether it is the greeting plan: every greeting that falls on these days, with what keeps it back, and nothing else.</param>
/// <param name="Manager">Under whom it is listed; null for all.</param>
internal sealed record PreviewSpan(DateOnly From, DateOnly To, bool GreetingsOnly, string? Manager)
{
    /// <summary>Most days ahead of where a store stands.</summary>
    public const int MostDays = 400;

    /// <summary>The day under which it is listed: of a greeting, the day it is for.</summary>
    public DateOnly DayOf(PreviewedChange change) => GreetingsOnly && change.Action.DueOn is { } due ? DateOnly.FromDayNumber(due) : change.On;

    /// <summary>Under whom it is listed: whose queue it is, and of a greeting, whoever looks after the customer, though a channel sends it.</summary>
    public string ManagerOf(PreviewedChange change) => GreetingsOnly ? change.ManagerA ?? change.Action.Owner : change.Action.Owner;

    /// <summary>Whether it is asked for.</summary>
    public bool Keeps(PreviewedChange change) => (Manager is null || ManagerOf(change) == Manager) && (!GreetingsOnly || IsGreeting(change)) && DayOf(change) is var day && day >= From && day <= To;

    /// <summary>What was kept, by owner and day. A greeting that is stopped first and comes all the same is listed once, as it comes.</summary>
    public IReadOnlyList<PreviewedChange> InOrder(IEnumerable<PreviewedChange> kept)
    {
        var ordered = kept.OrderBy(ManagerOf, StringComparer.Ordinal).ThenBy(DayOf).ThenBy(c => c.Kind).ThenBy(c => c.Action.Customer, StringComparer.Ordinal)
            .ThenBy(c => c.Action.Action, StringComparer.Ordinal).ThenBy(c => c.Action.Id).ThenBy(c => c.On);
        return [.. GreetingsOnly ? ordered.DistinctBy(c => (ManagerOf(c), c.Action.Id)) : ordered];
    }

    private static bool IsGreeting(PreviewedChange change) =>
        change.Action.Purpose == Purpose.Care && (change.Kind is PreviewKind.Raised or PreviewKind.Stopped || (change.Kind == PreviewKind.Due && change.Stood));
}
