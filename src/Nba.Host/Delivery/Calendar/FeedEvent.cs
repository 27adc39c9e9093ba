namespace Nba.Host.Delivery.Calendar;

/// <summary>What makes an action an event of a calendar.</summary>
internal enum FeedKind
{
    /// <summary>An appointment with the customer: timed.</summary>
    Appointment = 1,
    /// <summary>The day it is due: all day.</summary>
    Due = 2,
    /// <summary>A greeting, or one of a list that is worked through together: all day.</summary>
    Greeting = 3,
}

/// <summary>What a calendar shows of one action: all of it, so that two that are equal look the same. Immutable.</summary>
/// <param name="Kind">What makes it an event.</param>
/// <param name="At">When it begins, in milliseconds; null for a whole day.</param>
/// <param name="Day">Day number in the bank's zone.</param>
/// <param name="Summary">One line.</param>
/// <param name="Description">What to say and why, in lines.</param>
/// <param name="Purpose">Why it is done: duty, service, care, sales, ask-consent.</param>
internal sealed record FeedEvent(FeedKind Kind, long? At, int Day, string Summary, string Description, string Purpose);

/// <summary>What a feed showed last of one action. Immutable.</summary>
/// <param name="Content">What it showed.</param>
/// <param name="Sequence">How often that changed, its going and coming back included.</param>
/// <param name="Changed">When it last did, in milliseconds.</param>
/// <param name="IsGone">Whether it no longer stands and is shown as cancelled.</param>
/// <param name="Customer">Id of the customer whose action it is; null in a row of before it was kept.</param>
internal sealed record ShownEvent(FeedEvent Content, int Sequence, long Changed, bool IsGone, string? Customer = null);
