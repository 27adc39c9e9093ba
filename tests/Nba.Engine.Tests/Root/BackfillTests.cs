using CsCheck;
using Nba.Engine.Actions;
using Nba.Engine.Calendars;
using Nba.Engine.Events;
using Nba.Engine.Expressions;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Tests.Root;

/// <summary>A backfill of every fact changes none: what is folded anew from the log is what was folded as it came.</summary>
public sealed class BackfillTests
{
    private static readonly Lazy<RuleBook> Meetings = new(() => TestBook.With(("vocabulary.json", AppointmentTests.Vocabulary.Replace("\"shownProduct\"", """
        "booked": {"id": 70, "type": "integer", "default": 0, "zh": "约", "en": "Booked", "fold": {"count": "meeting.booked"}},
        "kept": {"id": 71, "type": "integer", "default": 0, "zh": "赴", "en": "Kept", "fold": {"count": "meeting.kept"}},
        "lastKept": {"id": 72, "type": "date", "zh": "末", "en": "Last kept", "fold": {"lastDate": "meeting.kept"}},
        "missed": {"id": 73, "type": "integer", "default": 0, "zh": "误", "en": "Missed", "fold": {"count": "meeting.missed", "window": "90d"}},
        "shownProduct"
        """, StringComparison.Ordinal).Replace("\"follows\": \"no-answer\"", "\"follows\": \"no-answer\", \"ends\": true", StringComparison.Ordinal).Replace("\"meeting\": {\"id\": 9, \"keepDays\": 30", "\"meeting\": {\"id\": 9, \"keepDays\": 2", StringComparison.Ordinal))));

    // No day begins in these worlds, so nothing may be due to be forgotten.
    private static readonly Lazy<RuleBook> Kept = new(() => TestBook.With(("vocabulary.json", TestBook.Vocabulary.Replace("\"keepDays\": 30", "\"keepDays\": 90", StringComparison.Ordinal))));

    private static readonly Gen<(string Outcome, int Minute)[]> Answers =
        Gen.Select(Gen.Frequency((3, Gen.Const("at")), (1, Gen.Const("accepted")), (2, Gen.Const("done")), (1, Gen.Const("declined")), (3, Gen.Const("no-answer"))), Gen.Int[0, 600]).Array[1, 6];

    [Fact]
    public void What_three_customers_did_who_became_one_in_two_steps_is_folded_as_if_it_had_come_now() =>
        Gen.Select(Worlds.Days, Gen.Int[0, 1_000_000]).Sample((days, seed) =>
        {
            using var log = new KeptLog(Kept.Value);
            var random = new Random(seed);
            string[] keys = ["a", "b", "c"];
            foreach (var (key, i) in keys.Select((k, i) => (k, i)))
            {
                if (random.Next(3) > 0) log.Event(key, new GivenEvent("registered", $$"""{"name": "{{key}}", "kind": "{{(i == 0 ? "prospect" : "personal")}}"}""", Scene.At($"2026-02-2{random.Next(1, 6)}"), $"r{random.Next(2)}"), Scene.At("2026-02-25"));
            }
            var last = days.Length - 1;
            for (var day = 0; day < days.Length; day++)
            {
                if (day == last / 2) log.Merge("a", "b", At(log, day, 1));
                foreach (var (given, arrival) in Worlds.Events(log["a"], day, days[day]))
                {
                    log.Event(keys[random.Next(3)], given, arrival);
                    // Delivered again: to the same key, or to another's, which is the same customer's after the merge.
                    if (random.Next(4) == 0) log.Event(keys[random.Next(3)], given, arrival);
                }
                if (day == last) log.Merge("b", "c", At(log, day + 1, 1));
            }
            // And once more after both merges: by then one customer knows all of it.
            foreach (var (given, arrival) in Worlds.Events(log["a"], 0, days[0]).Concat(Worlds.Events(log["a"], last, days[last])))
            {
                if (random.Next(3) == 0) log.Event(keys[random.Next(3)], given, At(log, last + 1, 2));
            }
            log.Event("a", new GivenEvent("salary.credited", """{"amount": 7}""", At(log, last + 1, 2), "late"), At(log, last + 1, 2));
            var before = log.Facts("c", last + 1);

            Assert.Contains("salaryTotal=", before, StringComparison.Ordinal);
            Assert.Equal(before, log.Refolded("c", last + 1));
        }, iter: 200, threads: 1);

    [Fact]
    public void What_followed_from_answers_is_found_again_from_the_answers_and_bookings_before() =>
        Gen.Select(Answers, Gen.Int[0, 1_000_000]).Sample((answers, seed) =>
        {
            using var log = new KeptLog(Meetings.Value);
            var random = new Random(seed);
            var (scene, first) = (log["c"], Scene.At("2026-03-02"));
            log.Event("c", new GivenEvent("registered", """{"name": "Li", "kind": "personal"}""", first, "r"), first);
            foreach (var (purpose, i) in new[] { "sales", "service" }.Select((p, i) => (p, i)))
                log.Event("c", new GivenEvent("consent.changed", $$"""{"purpose": "{{purpose}}", "channel": "visit", "granted": true}""", first, $"consent{i}"), first);
            log.Event("c", new GivenEvent("interest.shown", """{"product": "loan"}""", first, "i"), first);
            var action = ActionIdentity.Format(scene.Open("loan-talk").Id);
            for (var i = 0; i < answers.Length; i++)
            {
                // Some come days later: an appointment that ended may be forgotten by then.
                for (var day = 0; i > 0 && day < random.Next(3); day++) log.NextDay();
                var arrival = log.Now.Plus(3_600_000 + (i * 60_000));
                var (outcome, minute) = answers[i];
                var given = outcome == "at" ? "\"accepted\", \"at\": \"2026-03-20T10:00:00+08:00\"" : $"\"{outcome}\"";
                log.Event("c", new GivenEvent("action.outcome", $$"""{"action": "{{action}}", "outcome": {{given}}}""", arrival.Plus(-minute * 60_000), $"o{i}"), arrival);
                if (random.Next(4) == 0) log.Event("c", new GivenEvent("meeting.kept", $$"""{"meeting": "{{action}}"}""", arrival, $"k{i}"), arrival);
            }
            var before = log.Facts("c", 20);

            Assert.Equal(before, log.Refolded("c", 20));
        }, iter: 1_000, threads: 1);

    [Fact]
    public void A_booking_and_its_keeping_reach_a_count_that_is_new()
    {
        using var log = new KeptLog(Meetings.Value);
        var first = Scene.At("2026-03-02");
        log.Event("c", new GivenEvent("registered", """{"name": "Li", "kind": "personal"}""", first, "r"), first);
        var id = ActionIdentity.Format(7);
        log.Event("c", new GivenEvent("action.outcome", $$"""{"action": "{{id}}", "outcome": "accepted", "at": "2026-03-10T14:30:00+08:00"}""", first, "o1"), first);
        log.Event("c", new GivenEvent("action.outcome", $$"""{"action": "{{id}}", "outcome": "done"}""", first, "o2"), first);

        var facts = log.Refolded("c", 0);
        Assert.Contains("\nbooked=1\n", facts, StringComparison.Ordinal);
        Assert.Contains("\nkept=1\n", facts, StringComparison.Ordinal);
    }

    private static Instant At(KeptLog log, int day, int hour) => log["a"].Book.Calendar.AtLocal(Worlds.FirstDay.AddDays(day), hour);

    /// <summary>Customers under one book, and the log of everything that came for them, sent activities included.</summary>
    private sealed class KeptLog(RuleBook book) : IDisposable
    {
        private readonly SortedDictionary<string, Scene> _scenes = new(StringComparer.Ordinal);
        private readonly List<(ReadOnlyMemory<byte> Json, Instant Arrival, bool IsSent)> _log = [];

        public Instant Now { get; private set; } = Scene.At("2026-03-02");

        public Scene this[string customer] => _scenes.TryGetValue(customer, out var scene) ? scene : _scenes[customer] = new Scene(book, customer);

        public void Merge(string goes, string stays, Instant at) => Event(goes, new GivenEvent("customer.merged", $$"""{"into": "{{stays}}"}""", at, $"merge-{goes}"), at);

        public void Event(string customer, GivenEvent given, Instant arrival)
        {
            _log.Add((given.Bytes(customer), arrival, false));
            var sent = new Queue<SentActivity>(this[customer].Event(given, arrival).Sent);
            while (sent.TryDequeue(out var next))
            {
                _log.Add((next.Json, arrival, true));
                foreach (var more in this[next.Customer].Receive(arrival, next).Sent) sent.Enqueue(more);
            }
        }

        public void NextDay()
        {
            var day = book.Calendar.DateOf(Now).AddDays(1);
            foreach (var scene in _scenes.Values) scene.Tick(day.ToString("yyyy-MM-dd", null));
            Now = book.Calendar.AtLocal(day, 10);
        }

        public string Refolded(string customer, int day)
        {
            var backfill = new Backfill(book, [.. book.Vocabulary.FoldedFacts().Select(f => f.Key).Where(k => k.Fact < BuiltIn.FirstId)]);
            var (activity, state) = (new Activity(book.Vocabulary), this[customer].State);
            backfill.Begin(state);
            foreach (var (json, arrival, isSent) in _log)
            {
                Assert.Null(book.Reader.Read(json, arrival, activity, isSent));
                if (backfill.Folds(activity.Type)) backfill.Fold(state, activity, arrival);
            }
            return Facts(customer, day);
        }

        public string Facts(string customer, int day)
        {
            var today = Worlds.FirstDay.AddDays(day);
            var frame = new Frame { Customer = new Row(book.Vocabulary.Facts.Count) };
            book.Facts.Fill(this[customer].State.Profile, today, book.Calendar.StartOf(today), frame);
            var facts = book.Vocabulary.Facts.Select(f => $"{f.Name}={(frame.Customer.Has(f.Index) ? $"{frame.Customer.Value(f.Index)}{frame.Customer.Text(f.Index)}" : "null")}");
            var things = this[customer].State.Profile.Entities.Select(e => $"{e.Type.Name} {e.Key} {e.EndedOn} {string.Join(',', e.Cells.Select(c => $"{c.Has} {c.A} {c.B} {c.Text}"))}");
            return string.Join('\n', facts.Concat(things));
        }

        public void Dispose()
        {
            foreach (var scene in _scenes.Values) scene.Dispose();
        }
    }
}
