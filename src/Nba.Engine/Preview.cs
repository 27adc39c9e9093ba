using Nba.Engine.Actions;
using Nba.Engine.Calendars;
using Nba.Engine.Policies;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>
/// Tells what the coming days do to owners' queues of one customer at a time, if nothing else happens. The real decider decides the ticks on the state that is handed in; here is only
/// watched what comes of them. One per thread; not thread-safe.
/// </summary>
public sealed class Preview : IDisposable
{
    private readonly RuleBook _book;
    private readonly CustomerDecider _decider;
    private readonly CustomerState _copy;
    private readonly StateWriter _bytes = new();
    private readonly List<PreviewedPlace> _places = [];
    private readonly PreviewedStops _stops;
    private readonly int _preferred, _managerA;

    /// <summary>A preview under one book.</summary>
    public Preview(RuleBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        (_book, _decider, _copy) = (book, new CustomerDecider(book), new CustomerState(book.Vocabulary));
        (_stops, _managerA) = (new PreviewedStops(book), book.Vocabulary.Fact(BuiltIn.ManagerA)!.Index);
        _preferred = book.Vocabulary.Fact("greetingWay") is { Type: { Kind: ValueKind.Code, Codes.Name: "channel" } } fact ? fact.Index : -1;
    }

    /// <summary>Brings a customer up to an entry that the store's journal holds and this state has not seen; tells nothing.</summary>
    public void Settle(CustomerState state, JournalEntry entry, Circumstances circumstances)
    {
        _decider.Circumstances = circumstances;
        _decider.Decide(state, entry);
    }

    /// <summary>Begins with a customer: what is in queues, and what gates stop already, is no news on later days. Changes nothing.</summary>
    /// <param name="state">The customer, brought up to the last entry.</param>
    /// <param name="circumstances">What all customers have in common.</param>
    /// <param name="now">A moment of the day on which the preview begins.</param>
    public void Begin(CustomerState state, Circumstances circumstances, Instant now)
    {
        ArgumentNullException.ThrowIfNull(state);
        _places.Clear();
        _stops.Clear();
        // What today would stop is found on a copy: a day is decided again there, as it would be for an hour that has come.
        _bytes.Clear();
        _book.Codec.Write(state, _bytes);
        _copy.Reset(state.Customer);
        _book.Codec.Read(_bytes.Written, _copy);
        _decider.Circumstances = circumstances;
        var today = _book.Calendar.DateOf(now);
        foreach (var kind in _book.Rules.AsksForHours ? (ReadOnlySpan<JournalKind>)[JournalKind.Day, JournalKind.Hour] : [JournalKind.Day])
        {
            _decider.Decide(_copy, new JournalEntry(0, 0, kind, now, ""));
            _stops.Take(_decider.LastWanted, today.DayNumber, null);
        }
        foreach (var open in state.Actions.Open)
        {
            if (!open.Published) continue;
            foreach (var owner in open.Owners.All()) _places.Add(new PreviewedPlace(Standing(state, open, owner), open.NotBefore > today.DayNumber));
        }
    }

    /// <summary>Decides an entry for the customer begun last, and adds what it does to queues, in the order it happens.</summary>
    public void Pass(CustomerState state, JournalEntry entry, Circumstances circumstances, List<PreviewedChange> into)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(into);
        Settle(state, entry, circumstances);
        var scene = new Scene(state, _book.Calendar.DateOf(entry.Now), into);
        foreach (var record in _decider.Last.Actions) Take(scene, record);
        foreach (var place in _places) Look(scene, place, entry.Kind == JournalKind.Day);
        _stops.Take(_decider.LastWanted, scene.Today.DayNumber, (wanted, rule) => Stopped(scene, wanted, rule));
    }

    /// <inheritdoc/>
    public void Dispose() => _decider.Dispose();

    // A record says how the action stands for one owner from now on, or that it is gone.
    private void Take(in Scene scene, ActionRecord record)
    {
        var place = _places.Find(p => p.Action.Id == record.Id && p.Action.Owner == record.Owner);
        if (!record.Withdrawn)
        {
            if (place is null) _places.Add(new PreviewedPlace(record));
            else place.Renew(record);
            return;
        }
        if (place is null) return;
        _places.Remove(place);
        if (place.IsHidden) return;
        var kind = record.Reason == Reason.Expired ? PreviewKind.Expired : scene.State.Actions.Find(record.Id) is { Status: ActionStatus.Held or ActionStatus.Snoozed } ? PreviewKind.Held : PreviewKind.Withdrawn;
        Add(scene, kind, place, record.Reason);
    }

    // What the record and the day make of a place: no queue shows an action before its first day.
    private void Look(in Scene scene, PreviewedPlace place, bool dayBegins)
    {
        var (today, action) = (scene.Today.DayNumber, place.Action);
        var (wasHidden, hides) = (place.IsHidden, action.NotBefore > today);
        place.IsHidden = hides;
        if (hides)
        {
            if (!wasHidden) Add(scene, PreviewKind.Held, place, Reason.NotYet);
            return;
        }
        var told = place.TakeEscalation();
        if (wasHidden)
        {
            var toHead = scene.State.Actions.Find(action.Id)?.Owners.Escalation == action.Owner;
            Add(scene, toHead ? PreviewKind.Escalated : PreviewKind.Raised, place, action.Reason);
            return;
        }
        if (told) Add(scene, PreviewKind.Escalated, place, Reason.Escalated);
        if (!dayBegins) return;
        if (action.DueOn == today) Add(scene, PreviewKind.Due, place, action.Reason);
        if (action.AppointmentAt is { } at && _book.Calendar.DateOf(new Instant(at)).DayNumber == today) Add(scene, PreviewKind.Appointment, place, action.Reason);
    }

    private void Add(in Scene scene, PreviewKind kind, PreviewedPlace place, Reason reason) =>
        scene.Into.Add(new PreviewedChange(scene.Today, kind, place.Action, place.Stood, reason, null, null, Consent(scene.State, RuleOf(place.Action), place.Action.Subject), Preferred(), _decider.Frame.Customer.Text(_managerA)));

    private void Stopped(in Scene scene, Arbitration.Wanted wanted, ActionRule rule)
    {
        var definition = rule.Action;
        foreach (var owner in _book.Routes.Route(definition, _decider.Frame, _book.Facts.KindBit(_decider.Frame.Customer), escalated: false).All())
        {
            var action = new ActionRecord
            {
                Owner = owner, Id = wanted.Id, Sequence = 0, Version = 0, Customer = scene.State.Customer, CustomerName = _decider.Name, Reason = wanted.Verdict.Reason, Action = definition.Id, Subject = wanted.Subject,
                Purpose = definition.Purpose, Channel = definition.Channel, Category = definition.Category, Batch = definition.Batch, RaisedOn = scene.Today.DayNumber, NotBefore = wanted.NotBefore, Due = wanted.Due,
                DueOn = DayOf(wanted.Due), Expires = wanted.Expires, Score = wanted.Score, Rules = [.. wanted.Rules.Select(r => r.Name)], Arguments = [.. wanted.Arguments], Price = wanted.Price, Campaign = definition.CampaignId,
            };
            var verdict = wanted.Verdict;
            scene.Into.Add(new PreviewedChange(scene.Today, PreviewKind.Stopped, action, false, verdict.Reason, verdict.Until, verdict.Detail, Consent(scene.State, rule, wanted.Subject), Preferred(), _decider.Frame.Customer.Text(_managerA)));
        }
    }

    private ActionRecord Standing(CustomerState state, OpenAction open, string owner)
    {
        var definition = _book.Definition(open.Action);
        return new ActionRecord
        {
            Owner = owner, Id = open.Id, Sequence = state.Actions.LastSequence, Version = open.Version, Customer = state.Customer, CustomerName = _decider.Name, Reason = open.Why, Action = open.Action, Subject = open.Subject,
            Purpose = definition?.Purpose ?? default, Channel = definition?.Channel ?? 0, Category = definition?.Category ?? "", Batch = definition?.Batch ?? false, Accepted = open.Accepted, AppointmentAt = open.AppointmentAt,
            Escalated = open.Escalated, RaisedOn = open.RaisedOn, NotBefore = open.NotBefore, Due = open.Due, DueOn = DayOf(open.Due), Expires = open.Expires, Score = open.Score, Rules = [.. open.Rules],
            Arguments = [.. open.Arguments], Price = open.Price, Campaign = definition?.CampaignId,
        };
    }

    private int? DayOf(long? due) => due is { } at ? _book.Calendar.DateOf(new Instant(at - 1)).DayNumber : null;

    private ActionRule? RuleOf(ActionRecord action) =>
        (action.Rules is [var best, ..] ? _book.Rules.Find(best) : null) ?? _book.Bundles.Find(action.Action)?.Rule ?? (_book.Plans.Pinned(action.Action) is [var pinned, ..] ? pinned : null);

    private ConsentState Consent(CustomerState state, ActionRule? rule, string? subject) => rule is null ? ConsentState.NotNeeded : _book.Gates.ConsentOf(rule, state.Ledger, subject);

    private int? Preferred() => _preferred >= 0 && _decider.Frame.Customer.Has(_preferred) ? (int)_decider.Frame.Customer.Value(_preferred) : null;

    /// <summary>What one entry is decided on.</summary>
    private readonly record struct Scene(CustomerState State, DateOnly Today, List<PreviewedChange> Into);
}
