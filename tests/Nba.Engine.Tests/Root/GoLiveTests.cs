using CsCheck;
using Nba.Engine.Calendars;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Tests.Root;

/// <summary>The first day of a bank that comes with years of history.</summary>
public sealed class GoLiveTests
{
    private const string Monday = "2026-03-02";

    [Fact]
    public void Until_go_live_neither_activities_nor_days_raise_anything()
    {
        using var scene = Waiting();
        scene.Event("2026-02-26", "complaint.received");
        scene.Ticks("2026-02-26", Monday);

        Assert.Equal(Reason.History, scene.Event(Monday, "interest.shown", """{"product": "loan"}""").Outcome);
        Assert.Empty(scene.State.Actions.Open);
        Assert.Empty(scene.State.Actions.Occurrences);
        Assert.Empty(scene.State.Plans);
        Assert.Equal(0, scene.State.Decisions);
    }

    [Fact]
    public void A_days_action_waits_for_the_customers_turn_and_says_so_and_its_dates_count_from_then()
    {
        using var scene = Live();
        var turn = DateOnly.FromDayNumber(scene.State.Turn);
        scene.Tick("2026-03-03");
        Assert.True(turn > Scene.Day("2026-03-03"), "this customer's turn is the first day: take another id");
        Assert.Equal(Reason.NotYetTurn, scene.Why("retention-call"));
        Assert.True(scene.Last.IsRecorded);

        scene.Ticks("2026-03-03", turn.AddDays(-1).ToString("yyyy-MM-dd", null));
        Assert.Null(scene.Find("retention-call"));
        scene.Tick(turn.ToString("yyyy-MM-dd", null));

        var open = scene.Open("retention-call");
        Assert.Equal(turn.DayNumber, open.RaisedOn);
        Assert.Equal(scene.Book.Calendar.EndOf(scene.Book.Calendar.Add(turn, new(5, SpanUnit.WorkingDays))).UnixMilliseconds, open.Due);
        Assert.Equal(0, scene.State.Turn);
    }

    [Fact]
    public void Duty_does_not_wait_for_a_turn()
    {
        using var scene = Live(s => s.Event("2026-02-26", "complaint.received"));
        scene.Tick("2026-03-03");

        Assert.NotNull(scene.Find("complaint-call"));
        Assert.Null(scene.Find("retention-call"));
    }

    [Fact]
    public void A_reminder_that_would_be_too_late_at_the_turn_does_not_wait_for_it()
    {
        using var scene = Live(s => Deposits(s, "2026-03-06", "2026-03-16"));
        var turn = DateOnly.FromDayNumber(scene.State.Turn);
        Assert.InRange(turn, Scene.Day("2026-03-04"), Scene.Day("2026-03-12")); // between their due days: else take another id
        scene.Tick("2026-03-03");

        Assert.Equal("2026-03-06", Assert.Single(scene.State.Actions.Open, a => a.Action == "maturity-call").Subject);
        Assert.Equal(Reason.NotYetTurn, scene.Decider.LastWanted.First(w => w.Subject == "2026-03-16").Verdict.Reason);
    }

    [Fact]
    public void The_contact_policy_says_which_purposes_are_spread()
    {
        using var scene = Live(book: TestBook.With(("policies/contact.json", """{"spreadAfterGoLive": ["care", "sales"]}""")));
        scene.Tick("2026-03-03");

        Assert.True(scene.State.Turn > Scene.Day("2026-03-03").DayNumber, "this customer's turn is the first day: take another id");
        Assert.NotNull(scene.Find("retention-call"));
    }

    [Fact]
    public void What_an_activity_raises_after_go_live_does_not_wait()
    {
        using var scene = Live();
        scene.Event("2026-03-02T14:00", "deposit.opened", """{"deposit": "d1", "amount": 200000, "maturesOn": "2027-03-02"}""");

        Assert.NotNull(scene.Find("top-up"));
    }

    [Fact]
    public void Who_comes_after_go_live_has_no_turn_to_wait_for()
    {
        using var scene = new Scene();
        Paid(scene);
        scene.Tick("2026-03-03");

        Assert.NotNull(scene.Find("retention-call"));
    }

    [Fact]
    public void A_turn_outlives_the_state_as_bytes()
    {
        using var scene = Live();
        var turn = scene.State.Turn;
        scene.Store();

        Assert.Equal(turn, scene.State.Turn);
    }

    [Fact]
    public void Two_thousand_customers_come_a_twentieth_a_day_in_the_first_twenty_working_days() => Gen.Int[1, 1_000_000].Sample(seed =>
    {
        using var scene = new Scene();
        var perDay = new SortedDictionary<int, int>();
        for (var i = 0; i < 2_000; i++)
        {
            scene.State.Reset($"K{seed + i:0000000}");
            scene.Entry(JournalKind.GoLive, Scene.At(Monday));
            perDay[scene.State.Turn] = perDay.GetValueOrDefault(scene.State.Turn) + 1;
        }
        var calendar = scene.Book.Calendar;
        Assert.Equal(Enumerable.Range(1, 20).Select(n => calendar.Add(Scene.Day(Monday), new(n, SpanUnit.WorkingDays)).DayNumber), perDay.Keys);
        Assert.All(perDay.Values, n => Assert.InRange(n, 55, 150)); // five standard deviations around 100
    }, iter: 40);

    // Before go-live: a salary that stopped in January is known.
    private static Scene Waiting(RuleBook? book = null)
    {
        var scene = new Scene(book) { Decider = { Circumstances = Circumstances.Live with { AwaitsGoLive = true } } };
        Paid(scene);
        return scene;
    }

    private static Scene Live(Action<Scene>? before = null, RuleBook? book = null)
    {
        var scene = Waiting(book);
        before?.Invoke(scene);
        scene.Ticks("2026-02-26", Monday);
        scene.Decider.Circumstances = Circumstances.Live;
        scene.Entry(JournalKind.GoLive, Scene.At(Monday));
        return scene;
    }

    // Named by the day they mature on.
    private static void Deposits(Scene scene, params string[] maturities)
    {
        foreach (var day in maturities) scene.Event("2026-02-26", "deposit.opened", $$"""{"deposit": "{{day}}", "amount": 200000, "maturesOn": "{{day}}"}""");
    }

    private static void Paid(Scene scene)
    {
        scene.Event("2026-02-26", "registered", """{"name": "Li", "kind": "personal"}""");
        foreach (var month in new[] { "2025-10-15", "2025-11-15", "2025-12-15", "2026-01-05" })
            scene.Event(month, "salary.credited", """{"amount": 8000}""", arrival: "2026-02-26", history: true);
    }
}
