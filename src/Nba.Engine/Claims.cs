using Nba.Engine.Actions;
using Nba.Engine.Calendars;
using Nba.Engine.Events;
using Nba.Engine.Policies;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>
/// Leases on the actions of a team: one member claims an action, the others see by whom and until when. The first claim to arrive counts; it ends at a stated
/// hour, by being given back, or by an answer. A claim moves nothing: the action stays in the team's queue.
/// </summary>
internal readonly struct Claims(RuleBook book, List<ActionChange> changes)
{
    private const long HourMilliseconds = 3_600_000;

    /// <summary>Takes a claim; answers the hour at which it ends, or null when it did not count.</summary>
    public long? Claim(CustomerState state, Activity activity, DecisionContext context)
    {
        if (Find(state, activity, out var person) is not { } open) return null;
        if (open.Status != ActionStatus.Live || book.Routes.Team(context.Frame.Customer, open.Owners) is not { } team) return Note(open, Reason.NotClaimable);
        if (book.Directory.Find(team) is { Members: { Count: > 0 } members } && !members.Contains(person)) return Note(open, Reason.NotOfTeam);
        if (open.ClaimedBy is { } holder && holder != person) return Note(open, Reason.AlreadyClaimed);
        var hours = activity.Type.Field("hours") is { } field && activity.Fields.Has(field.Index) ? Math.Clamp(activity.Fields.Value(field.Index), 1, PolicyBook.MostLeaseHours) : book.Policies.LeaseHours;
        (open.ClaimedBy, open.ClaimedUntil) = (person, HourFrom(book.Calendar, context.Now.Plus(hours * HourMilliseconds)).UnixMilliseconds);
        Note(open, Reason.Claimed);
        return open.ClaimedUntil;
    }

    /// <summary>Takes back a claim by the one who holds it.</summary>
    public void Release(CustomerState state, Activity activity)
    {
        if (Find(state, activity, out var person) is not { } open || open.ClaimedBy is not { } holder) return;
        if (holder == person) End(open);
        else Note(open, Reason.AlreadyClaimed);
    }

    /// <summary>Ends the leases whose hour has come; whether there was one.</summary>
    public bool Lapse(CustomerState state, Instant now)
    {
        var any = false;
        foreach (var open in state.Actions.Open)
        {
            if (open.ClaimedUntil is not { } until || until > now.UnixMilliseconds) continue;
            End(open);
            any = true;
        }
        return any;
    }

    /// <summary>Whether an answer of one person gives way to the claim of another: what is done is done, but nobody else accepts or puts off.</summary>
    public bool GivesWay(OpenAction open, string? staff, string outcome)
    {
        if (open.ClaimedBy is not { } holder || staff is null || staff == holder || outcome is not ("accepted" or "snoozed" or "no-answer")) return false;
        Note(open, Reason.AlreadyClaimed);
        return true;
    }

    /// <summary>What an answer makes of a claim: accepting keeps it without end, putting off gives it back.</summary>
    public void Answered(OpenAction open, string? staff, string outcome, DecisionContext context)
    {
        if (outcome is "snoozed" or "no-answer" && open.ClaimedBy is not null) End(open);
        if (outcome != "accepted") return;
        if (open.ClaimedBy is null && staff is not null && book.Routes.Team(context.Frame.Customer, open.Owners) is not null) open.ClaimedBy = staff;
        open.ClaimedUntil = null;
    }

    /// <summary>The first full hour at or after a moment, in the bank's zone.</summary>
    public static Instant HourFrom(BankCalendar calendar, Instant moment)
    {
        var into = (moment.UnixMilliseconds - calendar.StartOf(calendar.DateOf(moment)).UnixMilliseconds) % HourMilliseconds;
        return into == 0 ? moment : moment.Plus(HourMilliseconds - into);
    }

    private void End(OpenAction open)
    {
        (open.ClaimedBy, open.ClaimedUntil) = (null, null);
        Note(open, Reason.ClaimEnded);
    }

    private OpenAction? Find(CustomerState state, Activity activity, out string person)
    {
        person = activity.Fields.Text(activity.Type.Field("person")!.Index) ?? "";
        if (!ActionIdentity.TryParse(activity.Fields.Text(activity.Type.Field("action")!.Index), out var id)) return null;
        var open = state.Actions.Find(id);
        if (open is null) changes.Add(new ActionChange(id, "", Reason.Gone, true, null));
        return open;
    }

    private long? Note(OpenAction open, Reason reason)
    {
        changes.Add(new ActionChange(open.Id, open.Action, reason, true, null));
        return null;
    }
}
