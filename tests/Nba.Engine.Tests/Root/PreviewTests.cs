using Nba.Engine.Policies;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Tests.Root;

/// <summary>What coming days do to queues of one customer, if nothing else happens.</summary>
public sealed class PreviewTests
{
    private const string Announced = """{"RuleName": "tried", "Expression": "item.amount > 50", "Properties": {"on": "daily", "each": "deposit", "action": {"id": "tried", "purpose": "service", "channel": "phone", "episode": "item.maturesOn", "notBefore": "item.maturesOn - 3d", "due": "item.maturesOn - 1d", "expires": "item.maturesOn"}}}""";

    private const string Greets = """{"RuleName": "tried", "Expression": "customer.balance > 100", "Properties": {"on": "daily", "action": {"id": "tried", "purpose": "care", "channel": "message", "episode": "none"}}}""";

    [Fact]
    public void What_waits_for_its_first_day_comes_on_it_is_due_later_and_expires_after_its_last()
    {
        using var scene = Scene(Announced);
        scene.Event("2026-01-03", "deposit.opened", """{"deposit": "D1", "amount": 100, "maturesOn": "2026-01-20"}""");
        scene.Tick("2026-01-04");

        Assert.Equal(["2026-01-17 Raised", "2026-01-19 Due", "2026-01-21 Expired"], Told(scene, "2026-01-04", 30, "tried").Select(c => $"{c.On:yyyy-MM-dd} {c.Kind}"));
        Assert.All(Told(scene, "2026-01-04", 30, "tried"), c => Assert.Equal(("anna", "D1", false, "anna"), (c.Action.Owner, c.Action.Subject, c.Stood, c.ManagerA)));
    }

    [Fact]
    public void What_a_queue_shows_already_is_due_and_is_told_to_have_stood()
    {
        using var scene = Scene(Announced);
        scene.Event("2026-01-03", "deposit.opened", """{"deposit": "D1", "amount": 100, "maturesOn": "2026-01-20"}""");
        scene.Ticks("2026-01-03", "2026-01-18");

        var told = Told(scene, "2026-01-18", 5, "tried");
        Assert.Equal([(PreviewKind.Due, true), (PreviewKind.Expired, true)], told.Select(c => (c.Kind, c.Stood)));
    }

    [Fact]
    public void What_a_gate_begins_to_stop_is_told_once_with_its_reason_and_owner()
    {
        using var scene = Scene("""{"RuleName": "tried", "Expression": "customer.daysSinceSalary >= 10", "Properties": {"on": "daily", "action": {"id": "tried", "purpose": "care", "channel": "phone", "episode": "none"}}}""");
        scene.Event("2026-01-03", "salary.credited", """{"amount": 9000}""");
        scene.Tick("2026-01-04");

        var stopped = Assert.Single(Told(scene, "2026-01-04", 20, "tried"));
        Assert.Equal((PreviewKind.Stopped, Reason.ConsentUnknown, ConsentState.Unknown, "anna", Tests.Scene.Day("2026-01-13")), (stopped.Kind, stopped.Reason, stopped.Consent, stopped.Action.Owner, stopped.On));
        Assert.Equal("tried for Li", scene.Book.Text(stopped.Action, "en", "title", stopped.On));
    }

    [Fact]
    public void What_a_gate_stops_already_is_no_news_and_a_refusal_is_told_as_one()
    {
        using var scene = Scene(Greets);
        scene.Consent("2026-01-03", "care", "message", granted: false);
        scene.Event("2026-01-03", "balance.reported", """{"balance": 200}""");
        Assert.Empty(Told(scene, "2026-01-03", 10, "tried"));

        using var other = Scene("""{"RuleName": "tried", "Expression": "customer.daysSinceSalary >= 10", "Properties": {"on": "daily", "action": {"id": "tried", "purpose": "care", "channel": "message", "episode": "none"}}}""");
        other.Consent("2026-01-03", "care", "message", granted: false);
        other.Event("2026-01-03", "salary.credited", """{"amount": 9000}""");
        Assert.Equal((Reason.ConsentRefused, ConsentState.Refused), Told(other, "2026-01-03", 20, "tried").Select(c => (c.Reason, c.Consent)).Single());
    }

    [Fact]
    public void What_was_done_and_may_not_come_back_yet_is_not_told_as_stopped()
    {
        using var scene = Scene("""{"RuleName": "tried", "Expression": "customer.balance > 100", "Properties": {"on": "daily", "action": {"id": "tried", "purpose": "service", "channel": "phone", "episode": "none", "again": {"done": "9d"}}}}""");
        scene.Event("2026-01-03", "balance.reported", """{"balance": 200}""");
        scene.Tick("2026-01-04");
        scene.Answer("2026-01-04", scene.Open("tried"), "done");

        Assert.Equal([(PreviewKind.Raised, Tests.Scene.Day("2026-01-13"))], Told(scene, "2026-01-04", 20, "tried").Select(c => (c.Kind, c.On)));
    }

    [Fact]
    public void Consent_and_the_way_that_a_customer_likes_are_told_of_what_comes()
    {
        using var scene = Scene(Greets);
        scene.Event("2026-01-03", "balance.reported", """{"balance": 200}""");

        var raised = Assert.Single(Told(scene, "2026-01-03", 1, "tried"));
        Assert.Equal((PreviewKind.Raised, ConsentState.Granted, (int?)null), (raised.Kind, raised.Consent, raised.Preferred));
    }

    [Fact]
    public void To_begin_changes_nothing()
    {
        using var scene = Scene(Announced);
        scene.Event("2026-01-03", "deposit.opened", """{"deposit": "D1", "amount": 100, "maturesOn": "2026-01-20"}""");
        var before = scene.Bytes();
        using var preview = new Preview(scene.Book);

        preview.Begin(scene.State, Circumstances.Live, Tests.Scene.At("2026-01-03"));

        Assert.Equal(before, scene.Bytes());
    }

    private static Scene Scene(string rule)
    {
        var load = TestBook.LoadRule(rule, "tried");
        return new Scene(load.Book ?? throw new InvalidOperationException(string.Join('\n', load.Problems))).Known("2026-01-01");
    }

    // On a state of its own, so that the scene's stays where it is.
    private static IReadOnlyList<PreviewedChange> Told(Scene scene, string day, int days, string action)
    {
        using var preview = new Preview(scene.Book);
        var (state, told) = (new CustomerState(scene.Book.Vocabulary), new List<PreviewedChange>());
        state.Reset(scene.State.Customer);
        scene.Book.Codec.Read(scene.Bytes(), state);
        preview.Begin(state, Circumstances.Live, Tests.Scene.At(day));
        for (var i = 1; i <= days; i++) preview.Pass(state, new JournalEntry(i, 1, JournalKind.Day, scene.Book.Calendar.StartOf(Tests.Scene.Day(day).AddDays(i)), ""), Circumstances.Live, told);
        return [.. told.Where(c => c.Action.Action == action)];
    }
}
