using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Nba.Engine.Actions;
using Nba.Engine.Queues;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Host.Demo;

/// <summary>
/// What managers do with their lists: work from the top, get a good part done, are told no, put things off, and leave the rest. Follows from seed,
/// owner, day and action alone. Not thread-safe.
/// </summary>
public sealed class DemoManagers(DemoBankOptions options) : IDisposable
{
    private const int OpensAt = 10, ClosesAt = 17;

    // A desk with few entries is left for other work; from there on each one more makes the day's work go faster, to this many percent.
    private const int FewEntries = 10, PercentEach = 30, MostPercent = 400;

    private static readonly string[] CustomersReasons = ["not-interested", "not-interested", "bad-time", "has-it-already"];
    private static readonly string[] ManagersReasons = ["not-suitable", "wrong-customer", "bad-time", "not-interested"];

    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly Utf8JsonWriter _json = new(Stream.Null, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
    private DateOnly _day;
    private string _owner = "";
    private long _time;
    private int _count;

    /// <summary>
    /// The owner's answers to a morning's list, in order of time between ten and five in China; an event's bytes hold until the next is asked for. Empty
    /// for an empty list.
    /// </summary>
    /// <param name="queue">The morning's list and what waits behind it.</param>
    /// <param name="day">The day.</param>
    /// <param name="next">The next working day.</param>
    public IEnumerable<DemoEvent> Answers(QueueView queue, DateOnly day, DateOnly next)
    {
        (_day, _owner, _count) = (day, queue.Owner, 0);
        _time = DemoTime.StartOf(day.DayNumber) + (OpensAt * 3_600_000L);
        var owner = Number(queue.Owner);
        var diligence = DemoRandom.For(options.Seed, DemoPurpose.Manager, owner).Between(80, 100);
        // Whoever has much on the desk gets more of it done, also of what waits behind the day's list; a quiet day is for other work.
        var load = Math.Clamp((DemoSizes.EntriesOf(queue) - FewEntries) * PercentEach, PercentEach / 2, MostPercent);
        IReadOnlyList<QueueEntry> entries = [.. queue.Today, .. queue.Backlog];
        var actions = entries.Sum(e => e.Actions.Count);
        var step = (ClosesAt - OpensAt) * 3_600_000L / ((2L * actions) + 4);
        for (var rank = 0; rank < entries.Count; rank++)
        {
            foreach (var action in entries[rank].Actions)
            {
                _time += step;
                var random = DemoRandom.For(options.Seed ^ owner, DemoPurpose.Answer, (ulong)action.Record.Id, (ulong)day.DayNumber);
                // An hour that was agreed on is kept on any day.
                var pace = action.Record.AppointmentAt is null ? load : Math.Max(load, 100);
                if (random.Below(100) >= Math.Min(95, Care(action.Record, rank, day, next) * diligence * pace / 10_000)) continue;
                yield return Answer(action.Record, ref random, out var done);
                if (done && DemoResults.Of(action.Record, ref random) is { } result) yield return Result(result, action.Record, ref random);
                if (action.Record.Purpose != Purpose.AskConsent || !random.Chance(800)) continue;
                foreach (var consent in Consents(action.Record, random.Chance(820))) yield return consent;
            }
        }
        var chance = DemoRandom.For(options.Seed ^ owner, DemoPurpose.Manager, 1, (ulong)day.DayNumber);
        if (queue.Backlog.FirstOrDefault(e => e.Customer is not null) is { Customer: { } caller } && chance.Chance(300)) yield return Contact(caller);
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    // The top of the list, what is due before the next working day is over and what was promised get done; much of the rest is left for another day, but
    // greetings sent in a batch are not.
    private static int Care(ActionRecord action, int rank, DateOnly day, DateOnly next) => action switch
    {
        { Batch: true } => 95,
        { AppointmentAt: { } at } => at < DemoTime.StartOf(day.DayNumber + 1) ? 90 : 0,
        { DueOn: { } due } when due <= next.DayNumber => 60,
        _ => rank < 2 ? 35 : 6,
    };

    private DemoEvent Result(string type, ActionRecord action, ref DemoRandom random)
    {
        Open(type, action.Customer);
        DemoResults.Write(_json, type, action, options, _day, ref random);
        return Close();
    }

    private DemoEvent Answer(ActionRecord action, ref DemoRandom random, out bool isDone)
    {
        var lot = random.Below(1000);
        // Out of a thousand: done, accepted, declined, snoozed; the rest did not pick up the telephone.
        var (done, accepted, declined, snoozed) = action switch
        {
            { Accepted: true } => (750, 0, 120, 60),
            { Purpose: Purpose.Sales } => (220, 160, 330, 100),
            { Purpose: Purpose.Care } => (780, 0, 60, 60),
            { Purpose: Purpose.AskConsent } => (720, 0, 60, 80),
            _ => (680, 60, 40, 80),
        };
        isDone = lot < done;
        Open(BuiltIn.Outcome, action.Customer);
        _json.WriteString("action"u8, ActionIdentity.Format(action.Id));
        if (isDone) _json.WriteString("outcome"u8, "done"u8);
        else if (lot < done + accepted)
        {
            _json.WriteString("outcome"u8, "accepted"u8);
            var agreed = DemoTime.StartOf(_day.DayNumber + random.Between(2, 6)) + (random.Between(18, 32) * 1_800_000L);
            if (action.Purpose == Purpose.Sales) _json.WriteString("at"u8, DemoTime.Local(agreed, stackalloc byte[DemoTime.LocalLength]));
        }
        else if (lot < done + accepted + declined) Decline(random.Chance(action.Purpose == Purpose.Sales ? 700 : 250), ref random);
        else if (lot < done + accepted + declined + snoozed)
        {
            _json.WriteString("outcome"u8, "snoozed"u8);
            _json.WriteString("until"u8, DemoTime.Date(_day.DayNumber + random.Between(1, 7), stackalloc byte[DemoTime.DateLength]));
        }
        else _json.WriteString("outcome"u8, "no-answer"u8);
        _json.WriteString("person"u8, _owner);
        return Close();
    }

    private void Decline(bool byCustomer, ref DemoRandom random)
    {
        _json.WriteString("outcome"u8, "declined"u8);
        _json.WriteString("by"u8, byCustomer ? "customer"u8 : "manager"u8);
        _json.WriteString("reason"u8, random.Pick<string>(byCustomer ? CustomersReasons : ManagersReasons));
    }

    // What was asked: greetings, unless the action speaks of sales.
    private IEnumerable<DemoEvent> Consents(ActionRecord action, bool granted)
    {
        var purpose = (action.Action + action.Category).Contains("sales", StringComparison.Ordinal) ? "sales" : "care";
        for (var channel = 0; channel < DemoWords.ContactChannels.Length; channel++)
        {
            Open(BuiltIn.Consent, action.Customer);
            _json.WriteString("purpose"u8, purpose);
            _json.WriteString("channel"u8, DemoWords.ContactChannels[channel]);
            _json.WriteBoolean("granted"u8, granted);
            yield return Close();
        }
    }

    // Customers also call on their own.
    private DemoEvent Contact(string customer)
    {
        Open(BuiltIn.Contact, customer);
        _json.WriteString("purpose"u8, "service"u8);
        _json.WriteString("channel"u8, "phone"u8);
        _json.WriteString("person"u8, _owner);
        return Close();
    }

    private void Open(string type, string customer)
    {
        _buffer.ResetWrittenCount();
        _json.Reset(_buffer);
        _json.WriteStartObject();
        _json.WriteString("specversion"u8, "1.0"u8);
        _json.WriteString("id"u8, string.Create(CultureInfo.InvariantCulture, $"demo-{_owner}-{_day:yyyyMMdd}-{++_count}"));
        _json.WriteString("source"u8, "demo"u8);
        _json.WriteString("subject"u8, customer);
        _json.WriteString("type"u8, type);
        _json.WriteString("time"u8, DemoTime.Local(_time += 1000, stackalloc byte[DemoTime.LocalLength]));
        _json.WriteStartObject("data"u8);
    }

    private DemoEvent Close()
    {
        _json.WriteEndObject();
        _json.WriteEndObject();
        _json.Flush();
        return new DemoEvent(_buffer.WrittenMemory, _time);
    }

    private static ulong Number(string owner)
    {
        ulong number = 14695981039346656037;
        foreach (var letter in owner) number = (number ^ letter) * 1099511628211;
        return number;
    }
}
