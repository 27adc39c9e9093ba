using Nba.Engine.Events;
using Nba.Engine.Policies;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Tests.Root;

/// <summary>What is answered of an action that stands: lines with what they read, facts with what they come from, gates, dates, and what else rules want.</summary>
public sealed class WhyTests
{
    private const string Stirred = """
        {"RuleName": "stirred", "Expression": ["event.amount >= param.floor", "customer.salaries > 0"], "Properties": {"on": ["salary.credited"],
         "action": {"id": "stirred", "purpose": "service", "channel": "phone", "episode": "event", "value": "customer.balance * 0.5", "due": "3d", "escalate": "due+2d", "expires": "10d"}}}
        """;

    [Fact]
    public void Each_line_is_told_with_what_it_read_and_where_it_stands()
    {
        using var scene = Waiting();
        var rule = Assert.Single(Standing(scene, "retention-call", "2026-01-29"));
        Assert.Equal("salary-stopped", rule.Rule.Name);
        Assert.True(rule.Lines.Holds);
        Assert.Contains("customer.daysSinceSalary = 45", rule.Lines.Lines.SelectMany(l => l.Values).Select(v => v.ToString()));
        Assert.All(rule.Lines.Lines, l => Assert.Equal("book.json", l.Mark.File));
        Assert.Contains("param.gapDays = 45", rule.Parameters);
    }

    [Fact]
    public void A_fact_is_led_back_to_what_activities_make()
    {
        using var scene = Waiting();
        var days = Standing(scene, "retention-call", "2026-01-29")[0].Facts.Single(f => f.Fact.Name == "daysSinceSalary");
        var root = Assert.Single(days.Folded);
        Assert.Equal(("customer.lastSalaryDate", "2025-12-15", true), (root.Name, root.Value, root.IsDay));
        Assert.Equal(scene.Book.Calendar.StartOf(Scene.Day("2025-12-15")), root.At);
    }

    [Fact]
    public void A_fact_by_a_rule_names_the_rule_and_what_that_read()
    {
        using var scene = Waiting();
        scene.Event("2026-01-20", "balance.reported", """{"balance": 2000000}""");
        using var inquiry = new Why(scene.Book);
        var facts = inquiry.Profile(Copy(scene), Circumstances.Live, Scene.At("2026-01-29"));
        var segment = facts.Single(f => f.Name == "customer.segment");
        Assert.Equal(("\"private\"", "private"), (segment.Value, segment.Rule));
        Assert.Equal(("customer.balance", "2000000", Scene.At("2026-01-20")), (segment.From[0].Name, segment.From[0].Value, segment.From[0].At));
        Assert.True(facts.Single(f => f.Name == "customer.trips").IsDefault);
        Assert.False(segment.From[0].IsDefault);
    }

    [Fact]
    public void What_an_activity_raised_is_explained_with_its_fields()
    {
        using var scene = new Scene(Book()).Known("2026-01-01");
        scene.Event("2026-01-03", "salary.credited", """{"amount": 9000}""", id: "s1");
        var activity = new Activity(scene.Book.Vocabulary);
        Assert.Null(scene.Book.Reader.Read(new GivenEvent("salary.credited", """{"amount": 9000}""", Scene.At("2026-01-03"), "s1").Bytes(scene.State.Customer, history: false), Scene.At("2026-01-03"), activity));
        using var inquiry = new Why(scene.Book);
        var open = scene.Open("stirred");
        Assert.Equal(activity.IdHash, open.OccurredId);

        var told = Assert.Single(inquiry.Standing(Copy(scene), Circumstances.Live, open, activity, Scene.At("2026-01-04")));
        var untold = Assert.Single(inquiry.Standing(Copy(scene), Circumstances.Live, open, null, Scene.At("2026-01-04")));

        Assert.Equal(["event.amount = 9000"], told.Lines.Lines[0].Values.Select(v => v.ToString()));
        Assert.True(told.Lines.Holds);
        Assert.Equal(["event.amount = null"], untold.Lines.Lines[0].Values.Select(v => v.ToString()));
        Assert.Equal(["value = customer.balance * 0.5"], told.Parts);
        Assert.Equal(["customer.balance"], told.Beside.Select(f => f.Name));
    }

    [Fact]
    public void Dates_name_what_they_are_counted_from()
    {
        using var scene = new Scene(Book()).Known("2026-01-01");
        scene.Event("2026-01-03", "salary.credited", """{"amount": 9000}""");
        var dates = Assert.Single(Standing(scene, "stirred", "2026-01-04")).Dates;
        Assert.Equal(
            [("due", "raised", Scene.Day("2026-01-03"), "3d"), ("escalate", "due", Scene.Day("2026-01-06"), "2d"), ("expires", "raised", Scene.Day("2026-01-03"), "10d")],
            dates.Select(d => (d.Kind, d.From, d.Anchor!.Value, d.Span!.Value.ToString())));
    }

    [Fact]
    public void Candidates_are_told_with_what_stops_them_and_the_state_is_asked_as_on_a_day()
    {
        using var scene = Waiting();
        using var inquiry = new Why(scene.Book);
        var candidates = inquiry.Candidates(Copy(scene), Circumstances.Live, Scene.At("2026-01-29"));
        var own = Assert.Single(candidates, c => c.Action == "retention-call");
        Assert.True(own is { Stood: true, Verdict.Answer: GateAnswer.Pass });
        Assert.Equal(scene.Open("retention-call").Score, own.Score);
        Assert.Empty(inquiry.Candidates(Copy(scene), Circumstances.Live with { AwaitsGoLive = true }, Scene.At("2026-01-29")));
    }

    [Theory]
    [InlineData(Reason.Passed, null, "Open Passed Open Open Passed Passed Passed")]
    [InlineData(Reason.ConsentRefused, null, "Open Passed Open Open Answered NotAsked NotAsked")]
    [InlineData(Reason.UnknownFact, "customer.salaries > 3", "Open Answered NotAsked NotAsked NotAsked NotAsked NotAsked")]
    [InlineData(Reason.Cap, "week", "Open Passed Open Open Passed Passed Answered")]
    [InlineData(Reason.LostConflict, "other", "Open Passed Open Open Passed Passed Passed")]
    public void Gates_are_told_in_the_order_asked(Reason reason, string? detail, string outcomes)
    {
        const string gated = """
            {"RuleName": "gated", "Expression": "customer.balance > 100", "Properties": {"on": "daily", "action": {"id": "gated", "purpose": "service", "channel": "phone", "episode": "none", "eligibility": ["customer.salaries > 3"]}}}
            """;
        var rule = (TestBook.LoadRule(gated, "gated").Book ?? throw new InvalidOperationException("the rule does not load")).Rules.Find("gated")!;
        var verdict = new Verdict(reason == Reason.Passed ? GateAnswer.Pass : reason == Reason.LostConflict ? GateAnswer.Hold : GateAnswer.Stop, reason, Detail: detail);
        Assert.Equal(outcomes, string.Join(' ', Why.Gates(rule, verdict).Select(g => g.Outcome)));
    }

    [Fact]
    public void Only_what_meets_the_condition_of_a_fold_makes_its_fact()
    {
        using var scene = new Scene().Known("2026-01-01");
        using var inquiry = new Why(scene.Book);
        var trips = inquiry.Profile(Copy(scene), Circumstances.Live, Scene.At("2026-01-04")).Single(f => f.Name == "customer.trips");
        Assert.True(Makes("card.used", """{"amount": 10, "category": "travel", "abroad": false}"""));
        Assert.False(Makes("card.used", """{"amount": 10, "category": "dining", "abroad": false}"""));
        Assert.False(Makes("salary.credited", """{"amount": 10}"""));

        bool Makes(string type, string data)
        {
            var activity = new Activity(scene.Book.Vocabulary);
            Assert.Null(scene.Book.Reader.Read(new GivenEvent(type, data, Scene.At("2026-01-03"), "x").Bytes("c1", history: false), Scene.At("2026-01-03"), activity));
            return new FactTrail(scene.Book).Makes(activity, trips);
        }
    }

    [Fact]
    public void The_fact_of_a_thing_is_made_by_activities_about_that_thing_alone()
    {
        using var scene = new Scene().Known("2026-01-01");
        foreach (var deposit in (string[])["D1", "D2"]) scene.Event("2026-01-03", "deposit.opened", $$"""{"deposit": "{{deposit}}", "amount": 5, "maturesOn": "2026-06-01"}""");
        using var inquiry = new Why(scene.Book);
        var first = inquiry.Profile(Copy(scene), Circumstances.Live, Scene.At("2026-01-04")).Single(f => f is { Name: "item.amount", Key: "D1" });
        var activity = new Activity(scene.Book.Vocabulary);
        foreach (var (deposit, makes) in ((string, bool)[])[("D1", true), ("D2", false)])
        {
            Assert.Null(scene.Book.Reader.Read(new GivenEvent("deposit.opened", $$"""{"deposit": "{{deposit}}", "amount": 5, "maturesOn": "2026-06-01"}""", Scene.At("2026-01-03"), deposit).Bytes("c1", history: false), Scene.At("2026-01-03"), activity));
            Assert.Equal(makes, new FactTrail(scene.Book).Makes(activity, first));
        }
    }

    private static RuleBook Book() => TestBook.LoadRule(Stirred, "stirred") is { Book: { } book } ? book : throw new InvalidOperationException(string.Join('\n', TestBook.LoadRule(Stirred, "stirred").Problems));

    // Salaries until December; on 29 January they have been missing for 45 days.
    private static Scene Waiting()
    {
        var scene = new Scene().Known("2026-01-01");
        for (var month = 1; month <= 6; month++) scene.Event($"2025-{month + 6:00}-15", "salary.credited", """{"amount": 9000}""");
        scene.Tick("2026-01-29");
        return scene;
    }

    private static IReadOnlyList<StandingRule> Standing(Scene scene, string action, string day)
    {
        using var inquiry = new Why(scene.Book);
        return inquiry.Standing(Copy(scene), Circumstances.Live, scene.Open(action), null, Scene.At(day));
    }

    private static CustomerState Copy(Scene scene)
    {
        var state = new CustomerState(scene.Book.Vocabulary);
        state.Reset(scene.State.Customer);
        scene.Book.Codec.Read(scene.Bytes(), state);
        return state;
    }
}
