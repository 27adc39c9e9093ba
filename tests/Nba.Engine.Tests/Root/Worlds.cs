using CsCheck;
using Nba.Engine.Calendars;
using Nba.Engine.Expressions;

namespace Nba.Engine.Tests.Root;

/// <summary>Random days of a customer of the test book.</summary>
internal static class Worlds
{
    public static readonly DateOnly FirstDay = new(2026, 3, 2);

    private static readonly Gen<string> Amount = Gen.Int[1, 3_000].Select(n => $"{n * 50}.{n % 100:00}");
    private static readonly Gen<string> Product = Gen.OneOf("account", "card", "fund", "loan");
    private static readonly Gen<string> Purpose = Gen.OneOf("service", "care", "sales");
    private static readonly Gen<string> Channel = Gen.OneOf("phone", "visit", "message");

    private static readonly Gen<(string Type, string Data)> Any = Gen.Frequency(
        (2, Amount.Select(a => ("salary.credited", $$"""{"amount": {{a}}}"""))),
        (3, Amount.Select(a => ("balance.reported", $$"""{"balance": {{a}}}"""))),
        (2, Gen.Select(Gen.Int[1, 2], Amount, Gen.Int[0, 30], (k, a, d) => ("deposit.opened", $$"""{"deposit": "d{{k}}", "amount": {{a}}, "maturesOn": "{{FirstDay.AddDays(d):yyyy-MM-dd}}"}"""))),
        (1, Gen.Int[1, 2].Select(k => ("deposit.closed", $$"""{"deposit": "d{{k}}"}"""))),
        (1, Gen.Const(("complaint.received", "{}"))),
        (1, Gen.Const(("complaint.closed", "{}"))),
        (4, Gen.Select(Amount, Gen.OneOf("travel", "dining", "other"), Gen.Int[1, 4], Gen.Bool, (a, c, m, b) =>
            ("card.used", $$"""{"amount": {{a}}, "category": "{{c}}", "merchant": "m{{m}}", "abroad": {{(b ? "true" : "false")}}}"""))),
        (2, Product.Select(p => ("product.opened", $$"""{"product": "{{p}}"}"""))),
        (1, Product.Select(p => ("product.closed", $$"""{"product": "{{p}}"}"""))),
        (2, Gen.OneOf("C1", "C2", "C3").Select(c => ("risk.assessed", $$"""{"riskClass": "{{c}}"}"""))),
        (3, Product.Select(p => ("interest.shown", $$"""{"product": "{{p}}"}"""))),
        (1, Gen.Select(Purpose, Channel, (p, c) => ("contact.made", $$"""{"purpose": "{{p}}", "channel": "{{c}}", "category": "x"}"""))),
        (2, Gen.Select(Purpose, Channel, Gen.Bool, (p, c, g) => ("consent.changed", $$"""{"purpose": "{{p}}", "channel": "{{c}}", "granted": {{(g ? "true" : "false")}}}"""))),
        (1, Gen.OneOf("anna", "bo").Select(m => ("customer.assigned", $$"""{"a": "{{m}}", "branch": "west"}"""))));

    /// <summary>Days of activities: minute of the day (coarse, so that equal times happen), how many days late, type and data.</summary>
    public static readonly Gen<Happening[][]> Days =
        Gen.Select(Gen.Int[0, 47], Gen.Frequency((8, Gen.Const(0)), (1, Gen.Int[1, 2]), (1, Gen.Int[3, 40])), Any, (slot, late, what) => new Happening(slot * 30, late, what.Type, what.Data))
            .Array[0, 6].Array[1, 5];

    /// <summary>A customer before the random days: registered, in Anna's care, paid for months, consenting.</summary>
    public static Scene Begin(RuleBook? book = null, string customer = "c1")
    {
        var scene = new Scene(book, customer);
        scene.Event("2026-02-20", "registered", """{"name": "Li", "kind": "personal", "bornOn": "1990-03-08"}""", id: "r");
        scene.Event("2026-02-20", "customer.assigned", """{"a": "anna", "branch": "west"}""", id: "a");
        foreach (var month in new[] { "2025-10-15", "2025-11-15", "2025-12-15", "2026-01-15" }) scene.Event(month, "salary.credited", """{"amount": 8000}""", arrival: "2026-02-20", id: month);
        scene.Consent("2026-02-20", "sales", "phone", granted: true);
        scene.Consent("2026-02-20", "care", "message", granted: true);
        scene.Tick("2026-03-01");
        return scene;
    }

    /// <summary>The events of one day, in the order they happened, under ids that say what they are.</summary>
    public static IReadOnlyList<(GivenEvent Event, Instant Arrival)> Events(Scene scene, int day, Happening[] happenings) =>
        [.. happenings.Select((h, i) => (One(scene, day, h, i), scene.Book.Calendar.AtLocal(FirstDay.AddDays(day), 23 * 60)))];

    private static GivenEvent One(Scene scene, int day, Happening h, int index) =>
        new(h.Type, h.Data, scene.Book.Calendar.AtLocal(FirstDay.AddDays(day - h.Late), Math.Min(h.Minute, 22 * 60)), $"{day}-{index}");

    /// <summary>What must not depend on the order of activities: facts, standing actions and queues; no versions and no sequences.</summary>
    public static string Picture(Scene scene, int day)
    {
        var text = new System.Text.StringBuilder();
        var today = FirstDay.AddDays(day);
        var frame = new Frame { Customer = new Row(scene.Book.Vocabulary.Facts.Count) };
        scene.Book.Facts.Fill(scene.State.Profile, today, scene.Book.Calendar.StartOf(today), frame);
        foreach (var fact in scene.Book.Vocabulary.Facts)
            text.Append(fact.Name).Append('=').Append(frame.Customer.Has(fact.Index) ? $"{frame.Customer.Value(fact.Index)}{frame.Customer.Text(fact.Index)}" : "null").Append('\n');
        foreach (var open in scene.State.Actions.Open)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{open.Action} {open.Subject} {open.Episode} {open.Status} {open.Why} due {open.Due} expires {open.Expires} score {open.Score.Base} raised {open.RaisedOn} accepted {open.Accepted} rules {string.Join(',', open.Rules)} at {open.OccurredAt}\n");
        foreach (var ended in scene.State.Actions.Ended) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"ended {ended.Id:x} {ended.End} {ended.EndedOn} until {ended.Until}\n");
        foreach (var queue in scene.Queues)
        {
            var view = queue.View(today.DayNumber, scene.Book.Calendar.StartOf(today).UnixMilliseconds, 5, scene.Book.Policies.ReservedPlaces);
            foreach (var entry in view.Today.Concat(view.Backlog)) text.Append(queue.Owner).Append(": ").AppendJoin(", ", entry.Actions.Select(a => $"{a.Record.Action} {a.Record.Id:x} {a.Score}")).Append('\n');
        }
        return text.ToString();
    }
}

/// <summary>Something that happens on a day of a random world.</summary>
internal sealed record Happening(int Minute, int Late, string Type, string Data)
{
    public override string ToString() => $"{Minute / 60}:{Minute % 60:00}{(Late > 0 ? $" {Late} days late" : "")} {Type} {Data}";
}
