using Nba.Engine.Actions;
using Nba.Engine.Events;
using Nba.Engine.Policies;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>Takes what comes back: answers to actions, contacts, consents, and activities that revive what a decline blocked.</summary>
internal readonly partial struct Feedback(RuleBook book, Proposing proposing, Reconciler reconciler, Household household, List<ActionChange> changes, List<SentActivity> sent)
{
    /// <summary>Applies a built-in activity on its event day; answers the hour that it states, or null.</summary>
    public long? Take(CustomerState state, Activity activity, DateOnly day, DecisionContext context)
    {
        book.Gates.Revive(state.Ledger, activity.Type, day.DayNumber);
        if (activity.Type.Id < BuiltIn.FirstId) return null;
        switch (activity.Type.Name)
        {
            case BuiltIn.Outcome: return Outcome(state, activity, day, context);
            case BuiltIn.Claimed: return new Claims(book, changes).Claim(state, activity, context);
            case BuiltIn.Released: new Claims(book, changes).Release(state, activity); break;
            case BuiltIn.Contact: Met(state, activity, day, context.Today, new(activity.Type.Name, (int)Code(activity, "purpose")!, (int)Code(activity, "channel")!, Text(activity, "category"), Text(activity, "person"))); break;
            case BuiltIn.RelationContacted: ByRelation(state, activity, day); break;
            case BuiltIn.Consent: state.Ledger.Add(new ConsentEntry((byte)Code(activity, "purpose")!, (byte)Code(activity, "channel")!, Code(activity, "granted") == 1, activity.Time.UnixMilliseconds, Hash(Text(activity, "person")))); break;
        }
        return null;
    }

    private long? Outcome(CustomerState state, Activity activity, DateOnly day, DecisionContext context)
    {
        var outcome = BuiltIn.Outcomes.Values[(int)Code(activity, "outcome")!];
        if (!ActionIdentity.TryParse(Text(activity, "action"), out var id)) return null;
        id = state.Actions.Current(id);
        var open = state.Actions.Find(id);
        if (open is { IsBundle: true }) return OfBundle(state, activity, open, outcome, day, context);
        var hour = One(state, activity, id, outcome, day, context, null);
        if (open is null && Text(activity, "members") is { } named) OfGoneBundle(state, activity, named, outcome, day, context);
        return hour;
    }

    // Who answers a bundle spoke with the customer by its channel, about each member.
    private long? One(CustomerState state, Activity activity, UInt128 id, string outcome, DateOnly day, DecisionContext context, ActionDefinition? bundle)
    {
        if (state.Actions.Find(id) is not { } open)
        {
            Late(state, activity, id, outcome, day, context, bundle);
            return null;
        }
        var (claims, staff) = (new Claims(book, changes), Text(activity, "staff"));
        if (claims.GivesWay(open, staff, outcome)) return null;
        claims.Answered(open, staff, outcome, context);
        var definition = proposing.Definition(state, open);
        switch (outcome)
        {
            case "done":
                AddContact(state, activity, definition, day, context, bundle);
                Learn(state, activity, id, outcome, definition);
                if (definition is not null) reconciler.Spend(state.Actions, open, definition, Reason.Done, context, changes);
                Answer(state, activity, open, ActionEnd.Done, Reason.Done, definition, day, context);
                return null;
            case "declined":
                Decline(state, activity, definition, day, context, bundle);
                Learn(state, activity, id, outcome, definition);
                if (definition is not null && ByCustomer(activity)) reconciler.Spend(state.Actions, open, definition, Reason.Declined, context, changes);
                Answer(state, activity, open, ActionEnd.Declined, Reason.Declined, definition, day, context);
                return null;
            default:
                Learn(state, activity, id, outcome, definition);
                return Set(open, activity, outcome, day, context);
        }
    }

    private long? Set(OpenAction open, Activity activity, string outcome, DateOnly day, DecisionContext context)
    {
        switch (outcome)
        {
            case "accepted":
                open.Accepted = true;
                open.AppointmentAt = Code(activity, "at") is { } at ? Math.Max(at, open.AppointmentAt ?? 0) : open.AppointmentAt;
                break;
            case "snoozed":
                return Snooze(activity, open, day, context);
        }
        return null;
    }

    // Until a day, until a full hour, or until tomorrow; of several the latest counts.
    private long? Snooze(Activity activity, OpenAction open, DateOnly day, DecisionContext context)
    {
        var hour = Code(activity, "untilAt") is { } at ? Claims.HourFrom(book.Calendar, new Calendars.Instant(at)).UnixMilliseconds : (long?)null;
        if (hour is not null) open.SnoozedUntilAt = Math.Max(hour.Value, open.SnoozedUntilAt ?? 0);
        if (hour is null || Code(activity, "until") is not null) open.SnoozedUntil = Math.Max((int)(Code(activity, "until") ?? day.DayNumber + 1), open.SnoozedUntil ?? 0);
        return hour > context.Now.UnixMilliseconds ? hour : null;
    }

    // Nothing answered comes back before the next day, and what happened after the answer is a new occasion, whatever arrived first.
    private void Answer(CustomerState state, Activity activity, OpenAction open, ActionEnd end, Reason reason, ActionDefinition? definition, DateOnly day, DecisionContext context)
    {
        var answeredAt = activity.Time.UnixMilliseconds;
        reconciler.End(state.Actions, state.Plans, open, end, reason, null, day, context, changes);
        var until = definition is null ? day.DayNumber : reconciler.Until(definition.Again[(int)end], day);
        state.Actions.End(new EndedAction(open.Id, end, day.DayNumber, Math.Max(until, day.DayNumber + 1), open.Action, answeredAt));
        if (open.OccurredId != 0 && open.OccurredAt > answeredAt && open.Rules.Count > 0)
            state.Actions.Add(new Occurrence(open.Rules[0], open.Subject, open.OccurredAt, open.OccurredId, context.Today.DayNumber, [.. open.Kept]));
    }

    // A later answer counts as it would have in time, and raises the end in its order: done before declined before all else.
    private void Late(CustomerState state, Activity activity, UInt128 id, string outcome, DateOnly day, DecisionContext context, ActionDefinition? bundle)
    {
        changes.Add(new ActionChange(id, "", Reason.Gone, true, null));
        var at = state.Actions.Ended.FindIndex(e => e.Id == id);
        if (at < 0 || outcome is not ("done" or "declined")) return;
        var (ended, end) = (state.Actions.Ended[at], outcome == "done" ? ActionEnd.Done : ActionEnd.Declined);
        var definition = book.Definition(ended.Action);
        if (end == ActionEnd.Done) AddContact(state, activity, definition, day, context, bundle);
        else Decline(state, activity, definition, day, context, bundle);
        Learn(state, activity, id, outcome, definition);
        if (definition is not null && (end == ActionEnd.Done || ByCustomer(activity)))
            reconciler.Spend(state.Actions, ended, definition, end == ActionEnd.Done ? Reason.Done : Reason.Declined, context, changes);
        if (end >= ended.End) return;
        var until = definition is null ? ended.Until : Math.Max(reconciler.Until(definition.Again[(int)end], day), day.DayNumber + 1);
        state.Actions.Ended[at] = ended with { End = end, EndedOn = day.DayNumber, Until = until, AnsweredAt = Math.Max(ended.AnsweredAt, activity.Time.UnixMilliseconds) };
    }

    private void Decline(CustomerState state, Activity activity, ActionDefinition? definition, DateOnly day, DecisionContext context, ActionDefinition? bundle)
    {
        var by = Code(activity, "by");
        if (ByCustomer(activity)) AddContact(state, activity, definition, day, context, bundle);
        if (definition is null || Code(activity, "reason") is not { } reason) return;
        foreach (var (row, scope) in book.Gates.Blocked(definition, (int)reason, (int?)by)) state.Ledger.AddDecline(row, scope, day.DayNumber);
    }

    private static bool ByCustomer(Activity activity) => Code(activity, "by") == BuiltIn.Deciders.IndexOf("customer");

    private void AddContact(CustomerState state, Activity activity, ActionDefinition? definition, DateOnly day, DecisionContext context, ActionDefinition? bundle)
    {
        if (definition is not null) Met(state, activity, day, context.Today, new(definition.Id, (int)definition.Purpose, (bundle ?? definition).Channel, definition.Category, Text(activity, "person")));
    }

    // The customer was spoken with, and the others of the household hear of it.
    private void Met(CustomerState state, Activity activity, DateOnly day, DateOnly today, in Household.Told told)
    {
        state.Ledger.Add(new Contact(day.DayNumber, (byte)told.Purpose, (byte)told.Channel, Hash(told.Category), Hash(told.Person)));
        household.Tell(state, activity, day, today, told, sent);
    }

    // Whoever stands for the other customer is one person; where nobody is named it is that customer. A customer who became this one is no relation.
    private static void ByRelation(CustomerState state, Activity activity, DateOnly day)
    {
        var relation = Text(activity, "relation");
        if (relation == state.Customer || (relation is not null && state.Absorbed.Contains(relation))) return;
        var (purpose, channel) = ((byte)Code(activity, "purpose")!, (byte)Code(activity, "channel")!);
        state.Ledger.AddByRelation(new Contact(day.DayNumber, purpose, channel, Hash(Text(activity, "category")), Hash(Text(activity, "person") ?? relation)));
    }

    private static long? Code(Activity activity, string field) =>
        activity.Type.Field(field) is { } declared && activity.Fields.Has(declared.Index) ? activity.Fields.Value(declared.Index) : null;

    private static string? Text(Activity activity, string field) => activity.Type.Field(field) is { } declared ? activity.Fields.Text(declared.Index) : null;

    private static ulong Hash(string? text) => text is null ? 0 : Gates.ScopeHash(text);
}
