using Nba.Engine.Actions;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Tests.Root;

/// <summary>Two customers turn out to be one in the weeks after go-live: the turn is that of the one who stays.</summary>
public sealed class MergedTurnTests
{
    private const string Monday = "2026-03-02";

    [Fact]
    public void Who_had_their_turn_goes_on_at_once_with_whoever_comes_to_them()
    {
        var (early, late) = Ids();
        using var goes = Live(late, paid: true);
        using var stays = Live(early, paid: false);
        Ticks([goes, stays], Turn(early));
        Assert.Equal((0, Turn(late).DayNumber), (stays.State.Turn, goes.State.Turn));
        Merge(goes, stays, Turn(early));
        Assert.Equal(0, stays.State.Turn);
        stays.Tick(Text(Turn(early).AddDays(1)));

        Assert.Equal(Turn(early).AddDays(1).DayNumber, stays.Open("retention-call").RaisedOn);
    }

    [Fact]
    public void Who_still_waits_goes_on_waiting_and_what_stood_for_the_other_stands_on()
    {
        var (early, late) = Ids();
        using var goes = Live(early, paid: true);
        using var stays = Live(late, paid: false);
        goes.Event(Monday, "deposit.opened", """{"deposit": "d1", "amount": 50000, "maturesOn": "2026-12-31"}""");
        Ticks([goes, stays], Turn(early));
        Assert.Equal(ActionStatus.Live, goes.Status("retention-call"));
        var due = goes.Open("retention-call").Due;
        // A reminder of the one who goes begins between the two turns.
        goes.Event(Text(Turn(early)), "deposit.opened", $$"""{"deposit": "d1", "amount": 50000, "maturesOn": "{{Text(Turn(early).AddDays(15))}}"}""");
        Merge(goes, stays, Turn(early));

        Assert.Equal(Turn(late).DayNumber, stays.State.Turn);
        stays.Ticks(Text(Turn(early)), Text(Turn(late).AddDays(-1)));
        Assert.Equal((ActionStatus.Live, due), (stays.Status("retention-call"), stays.Open("retention-call").Due));
        Assert.Null(stays.Find("maturity-call"));
        Assert.Equal(Reason.NotYetTurn, stays.Why("maturity-call"));
        stays.Tick(Text(Turn(late)));
        Assert.Equal(Turn(late).DayNumber, stays.Open("maturity-call").RaisedOn);
        Assert.Equal(ActionStatus.Live, stays.Status("retention-call"));
    }

    [Fact]
    public void Who_came_after_go_live_waits_for_nobodys_turn()
    {
        var (_, late) = Ids();
        using var goes = Live(late, paid: true);
        using var stays = new Scene(customer: "new");
        stays.Event("2026-03-03", "registered", """{"name": "Li", "kind": "personal"}""");
        Merge(goes, stays, Scene.Day("2026-03-03"));
        stays.Tick("2026-03-04");

        Assert.NotNull(stays.Find("retention-call"));
    }

    // Two customers, one with a turn in the first days and one some days later.
    private static (string Early, string Late) Ids()
    {
        var byTurn = Enumerable.Range(0, 200).Select(i => $"K{i}").OrderBy(k => Turn(k)).ToList();
        return (byTurn[0], byTurn.First(k => Turn(k).DayNumber == Turn(byTurn[0]).DayNumber + 9));
    }

    private static DateOnly Turn(string customer) => DateOnly.FromDayNumber(new Withholding(TestBook.Default).TurnOf(customer, Scene.Day(Monday)));

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", null);

    private static Scene Live(string customer, bool paid)
    {
        var scene = new Scene(customer: customer) { Decider = { Circumstances = Circumstances.Live with { AwaitsGoLive = true } } };
        scene.Event("2026-02-26", "registered", """{"name": "Li", "kind": "personal"}""");
        foreach (var month in paid ? ["2025-10-15", "2025-11-15", "2025-12-15", "2026-01-05"] : Array.Empty<string>())
            scene.Event(month, "salary.credited", """{"amount": 8000}""", arrival: "2026-02-26", history: true);
        scene.Ticks("2026-02-26", Monday);
        scene.Decider.Circumstances = Circumstances.Live;
        scene.Entry(JournalKind.GoLive, Scene.At(Monday));
        return scene;
    }

    private static void Ticks(Scene[] scenes, DateOnly last)
    {
        foreach (var scene in scenes) scene.Ticks(Monday, Text(last));
    }

    private static void Merge(Scene goes, Scene stays, DateOnly day) =>
        stays.Receive(Text(day), Assert.Single(goes.Event(Text(day), "customer.merged", $$"""{"into": "{{stays.State.Customer}}"}""").Sent));
}
