using Nba.Engine.Actions;
using Nba.Engine.Arbitration;
using Nba.Engine.Calendars;
using Nba.Engine.Events;
using Nba.Engine.Expressions;
using Nba.Engine.Profiles;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>
/// Decides about one customer at a time: (state, activity or journal entry, now, book) → (state', records for the queues, decision). The state is
/// changed in place; the caller owns it and drops it when a decision throws. Deterministic: no clock, chance or I/O. One per thread; not thread-safe.
/// </summary>
public sealed partial class CustomerDecider : IDisposable
{
    // Late activities raise something for three days unless their type says otherwise; ids are kept a little longer.
    private const int KeepIdsDays = 4;

    private readonly RuleBook _book;
    private readonly Frame _frame;
    private readonly Proposing _proposing;
    private readonly Bundling _bundling;
    private readonly Reconciler _reconciler;
    private readonly DecisionWriter _writer;
    private readonly Relevance _relevance;
    private readonly Merging _merging;
    private readonly Following _following;
    private readonly Household _household;
    private readonly Withholding _withholding;
    private readonly Outlooks _outlooks;
    private readonly TodayRows _todays;
    private readonly List<Wanted> _wanted = [];
    private readonly List<ActionChange> _changes = [];
    private readonly int _name;
    private DateOnly _frameDay = DateOnly.MinValue;
    private Instant _dayStart;
    private Instant _keepIdsFrom;

    /// <summary>A decider for one book.</summary>
    public CustomerDecider(RuleBook book)
    {
        _book = book;
        _frame = new Frame { Customer = new Row(book.Vocabulary.Facts.Count), Event = new Row(book.Vocabulary.EventSlots) };
        (_withholding, _outlooks) = (new Withholding(book), new Outlooks(book));
        _proposing = new Proposing(book, _frame, _withholding);
        _bundling = new Bundling(book, _frame);
        _reconciler = new Reconciler(book.Calendar, book.Routes, book.Plans);
        _writer = new DecisionWriter(book);
        _relevance = new Relevance(book);
        _merging = new Merging(book);
        _following = new Following(book.Vocabulary, book.Calendar);
        _household = new Household(book, _frame);
        _todays = new TodayRows(book.Calendar, book.Festivals);
        _name = book.Vocabulary.Fact("name") is { Type.Kind: ValueKind.Text } fact ? fact.Index : -1;
    }

    /// <summary>The decision last made; overwritten by the next.</summary>
    public Decision Last { get; } = new();

    /// <summary>What all customers have in common at the input decided next; whoever calls sets it.</summary>
    public Circumstances Circumstances { get; set; } = Circumstances.Live;

    /// <summary>Facts that replace what is folded, for the cases of rule files; null otherwise.</summary>
    internal GivenFacts? Given { get; set; }

    /// <summary>The frame as the last decision left it.</summary>
    internal Frame Frame => _frame;

    /// <summary>The customer's name as the last decision knew it.</summary>
    internal string? Name => _name < 0 ? null : _frame.Customer.Text(_name);

    /// <summary>What was wanted in the last decision, with verdicts.</summary>
    internal IReadOnlyList<Wanted> LastWanted => _wanted;

    /// <summary>Where a customer belongs at a moment. Decides nothing, but overwrites <see cref="Last"/>, and assignments that were due take effect in the state.</summary>
    public CustomerPlace PlaceOf(CustomerState state, Instant now)
    {
        var context = Context(state, now, Begin(now, null), Trigger.Activity);
        var (facts, vocabulary) = (_frame.Customer, _book.Vocabulary);
        var segment = vocabulary.Fact(BuiltIn.Segment) is { Type.Codes: { } codes, Index: var index } && facts.Has(index) ? codes.Values[(int)facts.Value(index)] : null;
        return new CustomerPlace(segment, vocabulary.Fact(BuiltIn.Branch) is { Type.Kind: ValueKind.Text, Index: var branch } ? facts.Text(branch) : null, context.CustomerName);
    }

    /// <summary>Decides about an activity that arrived at a position of the log.</summary>
    public Decision Decide(CustomerState state, Activity activity, long position, Instant now)
    {
        var today = Begin(now, null);
        if (state.MergedInto is { } stays)
        {
            Last.Outcome = Reason.Forwarded;
            Last.Sent.Add(SentActivity.Forward(activity.Json, stays));
            return Last;
        }
        var novelty = state.Seen.Check(activity.IdHash, activity.Time);
        if (novelty == Novelty.Duplicate)
        {
            Last.Outcome = Reason.Duplicate;
            return Last;
        }
        var day = _book.Calendar.DateOf(activity.Time);
        state.Seen.Add(activity.IdHash, activity.Time);
        _book.Folding.Apply(activity, day, state.Profile, _frame, novelty == Novelty.Unverifiable);
        _book.Assignments.Apply(activity, state.Profile, today);
        var followed = _following.From(activity, state);
        for (var i = 0; i < followed.Count; i++) _book.Folding.Apply(followed[i], _book.Calendar.DateOf(followed[i].Time), state.Profile, _frame, novelty == Novelty.Unverifiable);
        if (activity.Type.Name == BuiltIn.Absorbed) _merging.Absorb(state, activity);
        var quiet = Quiet(activity, day, today, novelty);
        Last.Outcome = quiet ?? Reason.Passed;
        var context = Context(state, now, today, Trigger.Activity);
        if (activity.Type.Name == BuiltIn.Merged) return Leave(state, activity, context, new DecisionInput(position, activity, null));
        var lapsed = new Claims(_book, _changes).Lapse(state, now);
        if (novelty == Novelty.New) Last.StatedHour = new Feedback(_book, _proposing, _reconciler, _household, _changes, Last.Sent).Take(state, activity, day, context);
        var stirred = lapsed || activity.Type.Id >= BuiltIn.FirstId || activity.Type.Entity is not null;
        for (var i = 0; i < followed.Count && quiet is null; i++) stirred |= _proposing.Open(state, followed[i], new Look(state, today, _dayStart, Given)) | _proposing.StartPlans(state, followed[i], today, Trigger.Activity);
        if (quiet is null) stirred |= _proposing.Open(state, activity, new Look(state, today, _dayStart, Given)) | _proposing.StartPlans(state, activity, today, Trigger.Activity);
        if (!stirred && _relevance.Of(_frame, today, state) == state.Fingerprint) return Last;
        Conclude(state, context, new DecisionInput(position, activity, null));
        state.Fingerprint = _relevance.Of(_frame, today, state);
        return Last;
    }

    /// <summary>Decides what a journal entry means for the customer: a day began, an hour began, a book came into force, the bank went live, a source
    /// caught up.</summary>
    public Decision Decide(CustomerState state, JournalEntry entry)
    {
        var today = Begin(entry.Now, entry);
        if (state.MergedInto is not null) return Last;
        if (entry.Facts is not null) state.Profile.Reset(_book.Vocabulary.Find(FactKey.Read(entry.Facts)), _book.Vocabulary);
        if (entry.Kind == JournalKind.GoLive) state.Turn = _withholding.TurnOf(state.Customer, today);
        if (entry.Kind is not (JournalKind.Day or JournalKind.Hour or JournalKind.Book or JournalKind.Watermark)) return Last;
        if (entry.Kind == JournalKind.Day) Forget(state, today);
        if (Circumstances.AwaitsGoLive) return Last;
        var trigger = entry.Kind switch { JournalKind.Day => Trigger.Day, JournalKind.Hour => Trigger.Hour, JournalKind.Watermark => Trigger.CatchUp, _ => Trigger.Book };
        var context = Context(state, entry.Now, today, trigger);
        new Claims(_book, _changes).Lapse(state, entry.Now);
        if (trigger is Trigger.Day or Trigger.CatchUp) _proposing.StartPlans(state, null, today, trigger);
        // Not the day's fingerprint: a customer for whom nothing changed keeps the same bytes, and the first activity of the day looks at everything anyway.
        state.Fingerprint = 0;
        return Conclude(state, context, new DecisionInput(entry.Position, null, entry));
    }

    private void Forget(CustomerState state, DateOnly today)
    {
        Folding.Forget(state.Profile, _book.Vocabulary, today);
        state.Ledger.Forget(today.DayNumber);
        state.Actions.Forget(today.DayNumber);
        for (var i = state.Interest.Recent.Count - 1; i >= 0; i--)
        {
            if (!state.Actions.Remembers(state.Interest.Recent[i].Action)) state.Interest.Settle(i);
        }
        state.Seen.Forget(_keepIdsFrom);
        if (state.Turn <= today.DayNumber) state.Turn = 0;
    }

    /// <summary>Gives its buffers back.</summary>
    public void Dispose() => _writer.Dispose();

    private DateOnly Begin(Instant now, JournalEntry? entry)
    {
        Last.Clear();
        _changes.Clear();
        _wanted.Clear();
        var today = _book.Calendar.DateOf(now);
        if (today != _frameDay)
        {
            _frameDay = today;
            _dayStart = _book.Calendar.StartOf(today);
            _keepIdsFrom = _book.Calendar.StartOf(today.AddDays(-KeepIdsDays));
            _frame.Today = _todays.On(today.DayNumber);
        }
        var outlook = _outlooks.On(Circumstances, today);
        _withholding.Begin(outlook, entry);
        _proposing.Begin(outlook);
        return today;
    }

    private DecisionContext Context(CustomerState state, Instant now, DateOnly today, Trigger trigger)
    {
        _book.Assignments.TakeEffect(state.Profile, today);
        _book.Facts.Fill(state.Profile, today, _dayStart, _frame, Given?.Customer, Given?.Item);
        return new DecisionContext(state.Customer, now, today, trigger, _frame, _book.Facts.KindBit(_frame.Customer), Name) { IsCase = Given is not null };
    }

    private Decision Leave(CustomerState state, Activity activity, DecisionContext context, in DecisionInput input)
    {
        if (!_merging.Leave(state, activity, context, _reconciler, Last, _changes)) Last.Outcome = Reason.MergeInCircle;
        return Tell(state, context, input);
    }

    private Decision Conclude(CustomerState state, DecisionContext context, in DecisionInput input)
    {
        _proposing.Gather(state, context, _dayStart, Given, _wanted, input.Entry?.Campaigns);
        _bundling.Form(state, context, _wanted);
        Conflicts.Settle(_wanted, context.Now.UnixMilliseconds);
        _reconciler.Reconcile(state.Actions, state.Plans, _wanted, context, _changes);
        return Tell(state, context, input);
    }

    private Decision Tell(CustomerState state, DecisionContext context, in DecisionInput input)
    {
        foreach (var change in _changes)
        {
            if (change.Record is { } record) Last.Actions.Add(record);
        }
        Record(state, context, input);
        return Last;
    }

    private void Record(CustomerState state, DecisionContext context, in DecisionInput input)
    {
        var gated = GatedHash();
        var visible = false;
        foreach (var change in _changes) visible |= change.IsVisible;
        var newlyGated = gated != 0 && gated != (context.Trigger == Trigger.Day ? state.Gated : state.GatedBetween);
        if (context.Trigger == Trigger.Day) state.Gated = gated;
        else if (gated != 0) state.GatedBetween = gated;
        if (!visible && !newlyGated) return;
        Last.IsRecorded = true;
        Last.Number = ++state.Decisions;
        Last.Record = _writer.Write(Last, context, input, _wanted, _changes);
    }

    // Order-independent: what is gated and why, not how often it was asked.
    private ulong GatedHash()
    {
        ulong hash = 0;
        foreach (var wanted in _wanted)
        {
            if (wanted.Verdict.Answer != Policies.GateAnswer.Pass && wanted.Verdict.Reason != Reason.Met && !wanted.Stands) hash += ((ulong)wanted.Id ^ (ulong)(wanted.Id >> 64)) * 31 + (ulong)wanted.Verdict.Reason * 0x9E3779B97F4A7C15;
        }
        return hash;
    }

    private Reason? Quiet(Activity activity, DateOnly day, DateOnly today, Novelty novelty)
    {
        if (activity.IsHistory || Circumstances.AwaitsGoLive) return Reason.History;
        if (novelty == Novelty.Unverifiable) return Reason.BeyondKeptIds;
        return today.DayNumber - day.DayNumber > activity.Type.StaleAfterDays ? Reason.Stale : null;
    }
}

/// <summary>Where a customer belongs, and how people call them; null where that is not known.</summary>
/// <param name="Segment">Code of the segment.</param>
/// <param name="Branch">Id of the branch.</param>
/// <param name="Name">Name of the customer: personal.</param>
public sealed record CustomerPlace(string? Segment, string? Branch, string? Name);

/// <summary>What was decided about.</summary>
internal readonly record struct DecisionInput(long Position, Activity? Activity, JournalEntry? Entry);

/// <summary>Facts that a case gives instead of folding them: the customer's, and those of one thing.</summary>
internal sealed record GivenFacts(Row Customer, GivenThing? Item);
