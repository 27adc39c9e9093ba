using System.Text;
using Nba.Engine.Actions;
using Nba.Engine.Calendars;
using Nba.Engine.Events;
using Nba.Engine.Queues;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Tests;

/// <summary>One customer under one book, driven as the host drives it: activities, ticks, answers, and the queues that follow from the records.</summary>
internal sealed class Scene : IDisposable
{
    private readonly SortedDictionary<string, ManagerQueue> _queues = new(StringComparer.Ordinal);
    private readonly Activity _activity;
    private int _ids;
    private long _journal;

    public Scene(RuleBook? book = null, string customer = "c1")
    {
        Book = book ?? TestBook.Default;
        Decider = new CustomerDecider(Book);
        State = new CustomerState(Book.Vocabulary);
        State.Reset(customer);
        _activity = new Activity(Book.Vocabulary);
    }

    public RuleBook Book { get; }

    public CustomerDecider Decider { get; }

    public CustomerState State { get; private set; }

    public Decision Last => Decider.Last;

    public List<ActionRecord> Records { get; } = [];

    public IEnumerable<ManagerQueue> Queues => _queues.Values;

    public static Instant At(string time) =>
        Instant.TryParse(time.Length == 10 ? time + "T10:00:00+08:00" : time + ":00+08:00", out var at) ? at : throw new ArgumentException($"'{time}' is no time", nameof(time));

    public static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", null);

    /// <summary>A personal customer of Anna's in the branch west, with every consent, known since the day.</summary>
    public Scene Known(string day)
    {
        Event(day, "registered", """{"name": "Li", "kind": "personal"}""");
        Event(day, "customer.assigned", """{"a": "anna", "b": "bo", "branch": "west"}""");
        foreach (var (purpose, channel) in new[] { ("sales", "phone"), ("sales", "visit"), ("care", "message") }) Consent(day, purpose, channel, granted: true);
        foreach (var open in State.Actions.Open.ToList()) Answer(day, open, "done");
        State.Plans.Clear();
        State.Actions.Ended.Clear();
        Tick(Day(day).AddDays(1).ToString("yyyy-MM-dd", null));
        State.Ledger.ContactList.Clear();
        return this;
    }

    public Decision Consent(string day, string purpose, string channel, bool granted) =>
        Event(day, "consent.changed", $$"""{"purpose": "{{purpose}}", "channel": "{{channel}}", "granted": {{(granted ? "true" : "false")}}}""");

    public Decision Contact(string day, string purpose, string channel = "phone", string category = "x", string person = "li") =>
        Event(day, "contact.made", $$"""{"purpose": "{{purpose}}", "channel": "{{channel}}", "category": "{{category}}", "person": "{{person}}"}""");

    public Decision Event(string time, string type, string data = "{}", string? id = null, string? arrival = null, bool history = false)
    {
        var at = At(time);
        return Event(new GivenEvent(type, data, at, id ?? $"e{++_ids}"), arrival is null ? at : At(arrival), history);
    }

    public Decision Event(GivenEvent given, Instant arrival, bool history = false)
    {
        var refusal = Book.Reader.Read(given.Bytes(State.Customer, history), arrival, _activity);
        if (refusal is { } why) throw new InvalidOperationException($"{given.Type} is refused: {why.Reason} {why.Detail}");
        return Take(Decider.Decide(State, _activity, ++_ids, arrival));
    }

    /// <summary>Takes what another customer's decision sent.</summary>
    public Decision Receive(string time, SentActivity sent) => Receive(At(time), sent);

    public Decision Receive(Instant arrival, SentActivity sent)
    {
        if (Book.Reader.Read(sent.Json, arrival, _activity, isSent: true) is { } why) throw new InvalidOperationException($"what was sent is refused: {why.Reason} {why.Detail}");
        Assert.Equal(State.Customer, _activity.Customer.ToString());
        return Take(Decider.Decide(State, _activity, ++_ids, arrival));
    }

    public Decision Tick(string day) => Entry(JournalKind.Day, Book.Calendar.StartOf(Day(day)));

    public Decision Entry(JournalKind kind, Instant now, string payload = "", string? facts = null, string? campaigns = null)
    {
        var entry = new JournalEntry(++_journal, _ids, kind, now, payload, facts, campaigns);
        Decider.Circumstances = Decider.Circumstances.After(entry);
        return Take(Decider.Decide(State, entry));
    }

    /// <summary>A source says on a day that it is complete up to another; as a partition would, only what customers need to know reaches this one.</summary>
    public void Report(string time, string feed, string upTo)
    {
        if (Decider.Circumstances.Reported(Book.Vocabulary.Feed(feed)!, Day(upTo), Book.Calendar.DateOf(At(time))) is not { } mark) return;
        if (mark.CatchesUp) Entry(JournalKind.Watermark, At(time), mark.ToString());
        else Decider.Circumstances = Decider.Circumstances.After(new JournalEntry(++_journal, _ids, JournalKind.Watermark, At(time), mark.ToString()));
    }

    /// <summary>Every tick after the first day up to and with the last.</summary>
    public void Ticks(string after, string last)
    {
        for (var day = Day(after).AddDays(1); day <= Day(last); day = day.AddDays(1)) Tick(day.ToString("yyyy-MM-dd", null));
    }

    public Decision Answer(string time, OpenAction action, string outcome, string more = "") => Answer(time, action.Id, outcome, more);

    public Decision Answer(string time, UInt128 id, string outcome, string more = "") =>
        Event(time, "action.outcome", $$"""{"action": "{{ActionIdentity.Format(id)}}", "outcome": "{{outcome}}"{{(more.Length > 0 ? "," : "")}}{{more}}}""");

    public OpenAction? Find(string action) => State.Actions.Open.FirstOrDefault(o => o.Action == action);

    public OpenAction Open(string action) => Find(action) ?? throw new InvalidOperationException($"'{action}' does not stand; {string.Join(", ", State.Actions.Open.Select(o => $"{o.Action} {o.Status}"))} do");

    public ActionStatus? Status(string action) => Find(action)?.Status;

    /// <summary>What the gates said of an action in the last decision; null when it was no candidate.</summary>
    public Reason? Why(string action)
    {
        foreach (var wanted in Decider.LastWanted)
        {
            if (wanted.Rule?.Action.Id == action) return wanted.Verdict.Reason;
        }
        return null;
    }

    public IReadOnlyList<string> Queue(string owner) =>
        _queues.TryGetValue(owner, out var queue) ? [.. queue.Standing.Select(r => r.Action).Order(StringComparer.Ordinal)] : [];

    public byte[] Bytes()
    {
        var writer = new StateWriter();
        Book.Codec.Write(State, writer);
        return writer.Written.ToArray();
    }

    /// <summary>Puts the state through its bytes, as a host does between two decisions.</summary>
    public void Store(RuleBook? book = null)
    {
        var bytes = Bytes();
        var customer = State.Customer;
        State = new CustomerState((book ?? Book).Vocabulary);
        State.Reset(customer);
        (book ?? Book).Codec.Read(bytes, State);
    }

    /// <summary>The same customer, queues and records under another book; what it means for them is the next entry's to say.</summary>
    public Scene Under(RuleBook book)
    {
        var next = new Scene(book, State.Customer) { _ids = _ids, _journal = _journal };
        book.Codec.Read(Bytes(), next.State);
        next.Decider.Circumstances = Decider.Circumstances;
        next.Records.AddRange(Records);
        foreach (var (owner, queue) in _queues) next._queues[owner] = queue;
        return next;
    }

    public void Dispose() => Decider.Dispose();

    private Decision Take(Decision decision)
    {
        foreach (var record in decision.Actions)
        {
            Records.Add(record);
            if (!_queues.TryGetValue(record.Owner, out var queue)) _queues[record.Owner] = queue = new ManagerQueue(record.Owner);
            queue.Apply(record);
        }
        return decision;
    }
}

/// <summary>An event to be sent: type, data, time and id.</summary>
internal sealed record GivenEvent(string Type, string Data, Instant Time, string Id)
{
    public ReadOnlyMemory<byte> Bytes(string customer, bool history = false) => Encoding.UTF8.GetBytes(
        $$"""{"specversion":"1.0","id":"{{Id}}","source":"test","subject":"{{customer}}","type":"{{Type}}","time":"{{Time}}"{{(history ? ",\"nbahistory\":\"true\"" : "")}},"data":{{Data}}}""");
}
