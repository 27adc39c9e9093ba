using Nba.Engine.Actions;
using Nba.Engine.Policies;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>What a day does to an owner's queue.</summary>
public enum PreviewKind
{
    /// <summary>An action comes into the queue: raised, back from being held or snoozed, handed over, or its first day has come.</summary>
    Raised,
    /// <summary>What is in the queue is due on this day.</summary>
    Due,
    /// <summary>The appointment agreed on is on this day.</summary>
    Appointment,
    /// <summary>The branch head is told.</summary>
    Escalated,
    /// <summary>It leaves the queue for a time: held, put off, or its first day was moved on.</summary>
    Held,
    /// <summary>It leaves the queue: what it was raised for holds no more.</summary>
    Withdrawn,
    /// <summary>It leaves the queue: nobody answered up to its last day.</summary>
    Expired,
    /// <summary>A rule wants it from this day on, and a gate keeps it from the queue.</summary>
    Stopped,
}

/// <summary>One thing that the passing of days alone brings about. Immutable.</summary>
/// <param name="On">The day in the bank's zone.</param>
/// <param name="Kind">What happens.</param>
/// <param name="Action">The action as its owner's queue has it then, or had it last; of one that a gate stops, as it would come, without a sequence.</param>
/// <param name="Stood">Whether this queue showed it when the preview began.</param>
/// <param name="Reason">Why: of a stopped one, the first gate's reason.</param>
/// <param name="Until">Day on which what stops it may end; null when an event must end it, and for what is not stopped.</param>
/// <param name="Detail">The line, cap or hold that stops it; null when the reason says it all.</param>
/// <param name="Consent">What the customer, or the person it is about, said to its purpose and channel.</param>
/// <param name="Preferred">Code of the channel by which the customer likes to be greeted, as the fact <c>greetingWay</c> holds it; null where that is not known.</param>
/// <param name="ManagerA">The customer's A-role manager on that day, whose queue it need not be; null for a customer whom nobody looks after.</param>
public sealed record PreviewedChange(
    DateOnly On, PreviewKind Kind, ActionRecord Action, bool Stood, Reason Reason, DateOnly? Until, string? Detail, ConsentState Consent, int? Preferred, string? ManagerA);
