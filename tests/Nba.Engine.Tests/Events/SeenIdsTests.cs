using CsCheck;
using Nba.Engine.Calendars;
using Nba.Engine.Events;
using Nba.House;

namespace Nba.Engine.Tests.Events;

[Course(1)]
public sealed class SeenIdsTests
{
    private static readonly GivenEvent[] Thirty = [.. Enumerable.Range(0, 30).Select(i =>
        new GivenEvent("salary.credited", """{"amount": 100}""", Scene.At("2026-03-02").Plus(-(i % 7) * 86_400_000L - (i * 1000)), $"s{i}"))];

    [Fact]
    public void What_counts_as_new_between_two_ticks_does_not_depend_on_the_order() => Gen.Int[0, 1_000_000].Sample(seed =>
    {
        using var scene = new Scene();
        scene.Tick("2026-03-02");
        var events = Thirty.ToArray();
        new Random(seed).Shuffle(events);
        foreach (var given in events) scene.Event(given, Scene.At("2026-03-02T12:00"));
        scene.Tick("2026-03-13");
        Assert.Equal(30, scene.State.Profile.Cells[scene.Book.Vocabulary.Fact("salaries")!.Index].A);
        Assert.Equal(Thirty.OrderByDescending(e => e.Time).Select(e => e.Time.UnixMilliseconds).Take(12).Order(), scene.State.Seen.Times.TakeLast(12));
    }, iter: 300, threads: 1);

    [Fact]
    public void An_id_that_was_applied_is_a_duplicate()
    {
        using var scene = new Scene();
        scene.Event("2026-03-02", "complaint.received", id: "same");
        Assert.Equal(Engine.Vocabulary.Reason.Duplicate, scene.Event("2026-03-02", "complaint.received", id: "same").Outcome);
    }

    [Fact]
    public void An_activity_older_than_the_kept_ids_reach_runs_only_folds_that_may_be_repeated()
    {
        using var scene = new Scene();
        for (var i = 0; i < 20; i++) scene.Event($"2026-03-{i + 1:00}", "salary.credited", """{"amount": 100}""");
        scene.Tick("2026-03-25");
        Assert.Equal(Engine.Vocabulary.Reason.BeyondKeptIds, scene.Event("2026-03-02T11:00", "salary.credited", """{"amount": 900}""", arrival: "2026-03-25").Outcome);
        var cells = scene.State.Profile.Cells;
        Assert.Equal(20, cells[scene.Book.Vocabulary.Fact("salaries")!.Index].A);
        Assert.Equal(9_000_000, cells[scene.Book.Vocabulary.Fact("salaryMost")!.Index].A);
    }

    [Fact]
    public void Of_ids_of_one_customer_a_bounded_number_is_kept()
    {
        var seen = new SeenIds();
        Assert.Equal(Novelty.New, seen.Check(1, new Instant(5)));
        using var scene = new Scene();
        for (var i = 0; i < 600; i++) scene.Event(new GivenEvent("page.viewed", "{}", Scene.At("2026-03-02").Plus(i), $"p{i}"), Scene.At("2026-03-02T10:30"));
        scene.Tick("2026-03-09");
        Assert.Equal(12, scene.State.Seen.Count);
    }
}
