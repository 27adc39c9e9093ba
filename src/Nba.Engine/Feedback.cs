using Nba.Engine.Actions;
using Nba.Engine.Events;
using Nba.Engine.Policies;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>Takes what comes back: answers to actions, contacts, consents, and activities that revive what a decline blocked.</summary>
internal readonly struct Feedback(RuleBook book, Reconciler reconciler, List<ActionChange> changes)
{
    /// <summary>Applies a built-in activity on its event day.</summary>
    public void Take(CustomerState state, Activity activity, DateOnly day, DecisionContext context)
    {
        book.Gates.Revive(state.Ledger, activity.Type, day.DayNumber);
        if (activity.Type.Id < BuiltIn.FirstId) return;
        switch (activity.Type.Name)
        {
            case BuiltIn.Outcome: Outcome(state, activity, day, context); break;
            case BuiltIn.Contact: state.Ledger.Add(new Contact(day.DayNumber, (byte)Code(activity, "purpose")!, (byte)Code(activity, "channel")!, Hash(activity, "category"), Hash(activity, "person"))); break;
            case BuiltIn.Consent: state.Ledger.Add(new ConsentEntry((byte)Code(activity, "purpose")!, (byte)Code(activity, "channel")!, Code(activity, "granted") == 1, activity.Time.UnixMilliseconds)); break;
        }
    }

    private void Outcome(CustomerState state, Activity activity, DateOnly day, DecisionContext context)
    {
        var outcome = BuiltIn.Outcomes.Values[(int)Code(activity, "outcome")!];
        if (!ActionIdentity.TryParse(Text(activity, "action"), out var id)) return;
        if (state.Actions.Find(id) is not { } open)
        {
            Late(state, activity, id, outcome, day, context);
            return;
        }
        var definition = book.Rules.ByAction.GetValueOrDefault(open.Action) is [var rule, ..] ? rule.Action : null;
        switch (outcome)
        {
            case "done":
                AddContact(state, activity, definition, day);
                if (definition is not null) reconciler.Spend(state.Actions, open, definition, Reason.Done, context, changes);
                Answer(state, activity, open, ActionEnd.Done, Reason.Done, definition, day, context);
                break;
            case "declined":
                Decline(state, activity, definition, day);
                if (definition is not null && ByCustomer(activity)) reconciler.Spend(state.Actions, open, definition, Reason.Declined, context, changes);
                Answer(state, activity, open, ActionEnd.Declined, Reason.Declined, definition, day, context);
                break;
            case "accepted":
                open.Accepted = true;
                open.AppointmentAt = Code(activity, "at") is { } at ? Math.Max(at, open.AppointmentAt ?? 0) : open.AppointmentAt;
                break;
            case "snoozed":
                open.SnoozedUntil = Math.Max((int)(Code(activity, "until") ?? day.DayNumber + 1), open.SnoozedUntil ?? 0);
                break;
        }
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
    private void Late(CustomerState state, Activity activity, UInt128 id, string outcome, DateOnly day, DecisionContext context)
    {
        changes.Add(new ActionChange(id, "", Reason.Gone, true, null));
        var at = state.Actions.Ended.FindIndex(e => e.Id == id);
        if (at < 0 || outcome is not ("done" or "declined")) return;
        var (ended, end) = (state.Actions.Ended[at], outcome == "done" ? ActionEnd.Done : ActionEnd.Declined);
        var definition = book.Rules.ByAction.GetValueOrDefault(ended.Action) is [var rule, ..] ? rule.Action : null;
        if (end == ActionEnd.Done) AddContact(state, activity, definition, day);
        else Decline(state, activity, definition, day);
        if (definition is not null && (end == ActionEnd.Done || ByCustomer(activity)))
            reconciler.Spend(state.Actions, ended, definition, end == ActionEnd.Done ? Reason.Done : Reason.Declined, context, changes);
        if (end >= ended.End) return;
        var until = definition is null ? ended.Until : Math.Max(reconciler.Until(definition.Again[(int)end], day), day.DayNumber + 1);
        state.Actions.Ended[at] = ended with { End = end, EndedOn = day.DayNumber, Until = until, AnsweredAt = Math.Max(ended.AnsweredAt, activity.Time.UnixMilliseconds) };
    }

    private void Decline(CustomerState state, Activity activity, ActionDefinition? definition, DateOnly day)
    {
        var by = Code(activity, "by");
        if (ByCustomer(activity)) AddContact(state, activity, definition, day);
        if (definition is null || Code(activity, "reason") is not { } reason) return;
        foreach (var (row, scope) in book.Gates.Blocked(definition, (int)reason, (int?)by)) state.Ledger.AddDecline(row, scope, day.DayNumber);
    }

    private static bool ByCustomer(Activity activity) => Code(activity, "by") == BuiltIn.Deciders.IndexOf("customer");

    private static void AddContact(CustomerState state, Activity activity, ActionDefinition? definition, DateOnly day)
    {
        if (definition is not null) state.Ledger.Add(new Contact(day.DayNumber, (byte)definition.Purpose, (byte)definition.Channel, Gates.ScopeHash(definition.Category), Hash(activity, "person")));
    }

    private static long? Code(Activity activity, string field) =>
        activity.Type.Field(field) is { } declared && activity.Fields.Has(declared.Index) ? activity.Fields.Value(declared.Index) : null;

    private static string? Text(Activity activity, string field) => activity.Type.Field(field) is { } declared ? activity.Fields.Text(declared.Index) : null;

    private static ulong Hash(Activity activity, string field) => Text(activity, field) is { } text ? Gates.ScopeHash(text) : 0;
}
