
namespace Nba.Host.Api;

/// <summary>How deliveries stand.</summary>
/// <param name="AsOf">The moment.</param>
/// <param name="Position">Position of the log up to which everything is committed.</param>
/// <param name="Subscriptions">The subscriptions, by name.</param>
/// <param name="Problems">Faults of the subscriptions' folder as it lies now, which keep what was in force.</param>
public sealed record DeliveriesAnswer(string AsOf, long Position, IReadOnlyList<SubscriptionAnswer> Subscriptions, IReadOnlyList<string> Problems);

/// <summary>How one subscription stands.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State"><c>up-to-date</c>, <c>behind</c> while owners are to be looked at, <c>waiting</c> while something waits for its time, <c>resting</c> while nothing is tried, <c>to-mend</c> while somebody must mend something first.</param>
/// <param name="Position">Position of the log up to which everything was told, set aside, or waits for its next try; -1 for none.</param>
/// <param name="Owners">Owners who are to be looked at, or are.</param>
/// <param name="Waiting">Owners of whom something waits for its time.</param>
/// <param name="Delivered">Messages delivered since the host started.</param>
/// <param name="Failures">Tries that failed since then.</param>
/// <param name="SetAside">Messages set aside.</param>
/// <param name="LastFailure">Why the last try that failed did; null for none.</param>
public sealed record SubscriptionAnswer(string Name, string State, long Position, int Owners, int Waiting, long Delivered, long Failures, int SetAside, string? LastFailure)
{
    /// <summary>What keeps messages away until somebody mends it, each with its place in the subscription's file; empty for nothing.</summary>
    public IReadOnlyList<string> ToMend { get; init; } = [];
}

/// <summary>Messages set aside, by subscription and key.</summary>
/// <param name="Messages">The messages.</param>
public sealed record SetAsideAnswer(IReadOnlyList<SetAsideMessage> Messages);

/// <summary>A message that could not be delivered. Says nothing of its content.</summary>
/// <param name="Subscription">Whose.</param>
/// <param name="Key">Its idempotency key.</param>
/// <param name="Owner">In whose queue.</param>
/// <param name="Action">Identity of the action; null for a day's list.</param>
/// <param name="At">When it was set aside.</param>
/// <param name="Tries">How often it was tried.</param>
/// <param name="Reason">Why the last try failed.</param>
public sealed record SetAsideMessage(string Subscription, string Key, string Owner, string? Action, string At, int Tries, string Reason);

/// <summary>Asks that what was set aside is tried again.</summary>
/// <param name="Key">One message's key; null for all of the subscription.</param>
public sealed record RedriveRequest(string? Key);

/// <summary>What is tried again.</summary>
/// <param name="Messages">How many messages.</param>
public sealed record RedriveAnswer(int Messages);
