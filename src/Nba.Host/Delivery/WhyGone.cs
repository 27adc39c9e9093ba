using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Host.Delivery;

/// <summary>Why an action that an owner had is no longer there, from the customer's committed state.</summary>
internal static class WhyGone
{
    /// <summary>The reason; <see cref="Reason.NoLongerHolds"/> where nothing more is known.</summary>
    /// <param name="book">The book that is to be in force.</param>
    /// <param name="state">The customer; null when not known any more.</param>
    /// <param name="action">The action.</param>
    /// <param name="name">Its id in the rule files.</param>
    /// <param name="members">What it stood for, of a bundle; else empty.</param>
    /// <param name="owner">Who had it.</param>
    /// <param name="now">The moment.</param>
    public static Reason Of(RuleBook book, CustomerState? state, UInt128 action, string name, IReadOnlyList<string> members, string owner, Instant now)
    {
        var open = state?.Actions.Find(action);
        if (open is { Published: true } && !open.Owners.All().Contains(owner)) return Reason.Reassigned;
        var end = state?.Actions.Ended.Where(e => e.Id == action).Select(e => (ActionEnd?)e.End).FirstOrDefault();
        // A bundle has no campaign of its own: it goes with those of its members.
        IEnumerable<string> names = [name, .. members];
        var isOff = names.Any(n => book.Definition(n)?.CampaignId is { } campaign && book.Campaigns.Masks(campaign, book.Calendar.DateOf(now)));
        if (open is not { Accepted: true } && end is null or ActionEnd.Withdrawn && isOff) return Reason.CampaignOff;
        return end is { } known ? Of(known) : open?.Why ?? Reason.NoLongerHolds;
    }

    private static Reason Of(ActionEnd end) => end switch
    {
        ActionEnd.Done => Reason.Done,
        ActionEnd.Declined => Reason.Declined,
        ActionEnd.Met => Reason.Met,
        ActionEnd.Expired => Reason.Expired,
        _ => Reason.NoLongerHolds,
    };
}
