using Nba.Engine.Actions;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;
using Nba.House;

namespace Nba.Engine.Tests.Actions;

/// <summary>What happens to standing actions while days pass, customers move and answers come late.</summary>
public sealed class LifeOverDaysTests
{
    private const string Asked = """{"product": "loan"}""";

    [Fact]
    [Course(11)]
    public void A_hold_takes_it_out_of_queues_and_stops_its_unanchored_dates()
    {
        using var scene = new Scene().Known("2026-03-01");
        scene.Event("2026-03-02", "interest.shown", Asked);
        var expires = scene.Open("loan-talk").Expires;
        scene.Event("2026-03-03", "complaint.received");
        Assert.Equal((ActionStatus.Held, Reason.HeldByPolicy), (scene.Status("loan-talk"), scene.Open("loan-talk").Why));
        Assert.Equal(["complaint-call"], scene.Queue("anna"));

        scene.Ticks("2026-03-03", "2026-03-13");
        scene.Event("2026-03-13", "complaint.closed");
        Assert.Equal(ActionStatus.Live, scene.Status("loan-talk"));
        Assert.Equal(Reason.Released, scene.Records.Last(r => r.Action == "loan-talk").Reason);
        scene.Tick("2026-03-14");
        Assert.Equal(expires + 10, scene.Open("loan-talk").Expires);
    }

    [Fact]
    public void A_hold_does_not_move_dates_that_are_anchored_on_a_fact()
    {
        var book = TestBook.With(("policies/contact.json", """{"holds": [{"name": "complaint", "while": "customer.hasOpenComplaint", "purposes": "service"}]}"""));
        using var scene = new Scene(book).Known("2026-03-01");
        scene.Event("2026-03-03", "deposit.opened", """{"deposit": "d1", "amount": 50000, "maturesOn": "2026-03-16"}""");
        scene.Tick("2026-03-04");
        var (due, expires) = (scene.Open("maturity-call").Due, scene.Open("maturity-call").Expires);
        scene.Event("2026-03-04", "complaint.received");
        scene.Ticks("2026-03-04", "2026-03-08");
        Assert.Equal(ActionStatus.Held, scene.Status("maturity-call"));
        scene.Event("2026-03-08", "complaint.closed");
        scene.Tick("2026-03-09");
        Assert.Equal((due, expires), (scene.Open("maturity-call").Due, scene.Open("maturity-call").Expires));
    }

    [Fact]
    [Course(11)]
    public void Past_its_escalation_day_the_branch_head_owns_it_too()
    {
        using var scene = new Scene().Known("2026-03-01");
        scene.Event("2026-03-02", "complaint.received");
        scene.Tick("2026-03-03");
        Assert.Empty(scene.Queue("head-west"));
        scene.Tick("2026-03-04");
        Assert.True(scene.Open("complaint-call").Escalated);
        Assert.Equal(["complaint-call"], scene.Queue("head-west"));
        Assert.Equal(["complaint-call"], scene.Queue("anna"));
    }

    [Fact]
    public void An_end_takes_it_out_of_every_owners_queue()
    {
        using var scene = new Scene().Known("2026-03-01");
        scene.Event("2026-03-02", "complaint.received");
        scene.Ticks("2026-03-02", "2026-03-04");
        scene.Answer("2026-03-04", scene.Open("complaint-call"), "done");
        Assert.All(scene.Queues, q => Assert.Empty(q.Standing));
    }

    [Fact]
    public void A_customer_who_moves_takes_the_action_from_one_queue_to_the_other_with_its_dates_and_acceptance()
    {
        using var scene = new Scene().Known("2026-03-01");
        scene.Event("2026-03-02", "interest.shown", Asked);
        scene.Answer("2026-03-02", scene.Open("loan-talk"), "accepted");
        var before = scene.Open("loan-talk");
        var (due, expires, raised) = (before.Due, before.Expires, before.RaisedOn);

        scene.Event("2026-03-03", "customer.assigned", """{"a": "bo", "branch": "west"}""");
        Assert.Empty(scene.Queue("anna"));
        Assert.Equal(["loan-talk"], scene.Queue("bo"));
        var open = scene.Open("loan-talk");
        Assert.Equal((due, expires, raised, true), (open.Due, open.Expires, open.RaisedOn, open.Accepted));
        Assert.Empty(scene.State.Actions.Ended.Where(e => e.Id == open.Id));
    }

    [Fact]
    public void A_customer_who_moves_while_the_action_is_held_leaves_nothing_behind()
    {
        using var scene = new Scene().Known("2026-03-01");
        scene.Event("2026-03-02", "interest.shown", Asked);
        scene.Event("2026-03-03T09:00", "complaint.received");
        scene.Event("2026-03-03T10:00", "customer.assigned", """{"a": "bo", "branch": "west"}""");
        scene.Event("2026-03-03T11:00", "complaint.closed");
        Assert.Empty(scene.Queue("anna"));
        Assert.Equal(["loan-talk"], scene.Queue("bo"));
    }

    [Fact]
    [Course(12)]
    public void A_late_answer_counts_and_raises_the_end()
    {
        using var scene = new Scene().Known("2026-03-01");
        scene.Event("2026-03-02", "complaint.received");
        scene.Tick("2026-03-03");
        var id = scene.Open("complaint-call").Id;
        scene.Event("2026-03-03", "complaint.closed");
        scene.Tick("2026-03-04");
        Assert.Null(scene.Find("complaint-call"));

        scene.Answer("2026-03-04", id, "done");
        Assert.Equal(ActionEnd.Done, scene.State.Actions.Ended.Single(e => e.Id == id).End);
        Assert.True(scene.Last.IsRecorded);
    }

    [Fact]
    public void A_late_answer_counts_from_its_own_end_by_the_rule_of_that_end()
    {
        using var scene = new Scene().Known("2026-03-01");
        scene.Event("2026-03-02", "complaint.received");
        scene.Tick("2026-03-03");
        var id = scene.Open("complaint-call").Id;
        scene.Event("2026-03-03", "complaint.closed");
        scene.Tick("2026-03-04");
        scene.Answer("2026-03-04", id, "done");
        Assert.Equal(Scene.Day("2026-03-04").AddDays(90).DayNumber, scene.State.Actions.Ended.Single(e => e.Id == id).Until);
    }

    [Fact]
    [Course(15)]
    public void A_plan_goes_from_step_to_step_by_the_ends_of_its_actions()
    {
        using var scene = new Scene();
        scene.Event("2026-03-02", "customer.assigned", """{"a": "anna", "branch": "west"}""");
        scene.Event("2026-03-02", "registered", """{"name": "Li", "kind": "personal"}""");
        Assert.Equal(["welcome-call"], scene.Queue("anna"));

        scene.Answer("2026-03-03", scene.Open("welcome-call"), "done");
        Assert.Equal("check", Assert.Single(scene.State.Plans).Step);
        scene.Ticks("2026-03-03", "2026-03-09");
        Assert.Empty(scene.Queue("anna"));
        scene.Tick("2026-03-10");
        Assert.Equal(["follow-up-call"], scene.Queue("anna"));
        scene.Answer("2026-03-10", scene.Open("follow-up-call"), "done");
        Assert.Equal("", Assert.Single(scene.State.Plans).Step);
    }

    [Fact]
    [Course(15)]
    public void A_declined_step_ends_the_plan_where_the_plan_says_so()
    {
        using var scene = new Scene();
        scene.Event("2026-03-02", "registered", """{"name": "Li", "kind": "personal"}""");
        scene.Answer("2026-03-03", scene.Open("welcome-call"), "declined", """ "reason": "bad-time" """);
        scene.Ticks("2026-03-03", "2026-03-20");
        Assert.Equal("", Assert.Single(scene.State.Plans).Step);
        Assert.Null(scene.Find("follow-up-call"));
    }

    [Fact]
    public void An_episode_that_moves_while_the_action_stands_is_the_same_occasion()
    {
        using var scene = new Scene().Known("2026-03-01");
        scene.Event("2026-03-03", "deposit.opened", """{"deposit": "d1", "amount": 50000, "maturesOn": "2026-03-16"}""");
        scene.Tick("2026-03-04");
        var id = scene.Open("maturity-call").Id;
        scene.Event("2026-03-04", "deposit.opened", """{"deposit": "d1", "amount": 50000, "maturesOn": "2026-03-17"}""");
        scene.Tick("2026-03-05");
        Assert.Equal(id, Assert.Single(scene.State.Actions.Open, o => o.Action == "maturity-call").Id);
        Assert.Equal(Scene.Day("2026-03-17").DayNumber, scene.Open("maturity-call").Expires);
    }

    [Fact]
    public void History_and_stale_activities_fold_and_raise_nothing()
    {
        using var scene = new Scene().Known("2026-03-01");
        Assert.Equal(Reason.History, scene.Event("2026-03-05", "complaint.received", history: true).Outcome);
        Assert.Empty(scene.Records.Where(r => r.Action == "complaint-call"));
        Assert.Equal(Reason.Stale, scene.Event("2026-03-01", "interest.shown", Asked, arrival: "2026-03-05").Outcome);
        Assert.Null(scene.Find("loan-talk"));
        scene.Tick("2026-03-06");
        Assert.Equal(ActionStatus.Live, scene.Status("complaint-call"));
    }

    [Fact]
    public void An_action_whose_rule_left_the_book_is_withdrawn_without_blocking_its_return()
    {
        using var scene = new Scene().Known("2026-03-01");
        scene.Event("2026-03-02", "interest.shown", Asked);
        scene.Tick("2026-03-03");
        var id = scene.Open("loan-talk").Id;
        var without = TestBook.With(("book.json", TestBook.Rules.Replace("loan-talk", "other-talk", StringComparison.Ordinal)), ("texts/more.json", TestBook.Texts("other-talk")),
            ("texts/book.json", TestBook.Texts("retention-call", "maturity-call", "top-up", "fund-offer", "card-offer", "complaint-call", "birthday-card", "welcome-call", "follow-up-call")));
        using var next = new CustomerDecider(without);
        var state = new CustomerState(without.Vocabulary);
        state.Reset("c1");
        without.Codec.Read(scene.Bytes(), state);
        var decision = next.Decide(state, new JournalEntry(99, 99, JournalKind.Book, Scene.At("2026-03-03"), without.Version));
        Assert.Equal((Reason.RuleRemoved, true, "anna"), (decision.Actions.Single().Reason, decision.Actions.Single().Withdrawn, decision.Actions.Single().Owner));
        next.Decide(state, new JournalEntry(100, 99, JournalKind.Day, without.Calendar.StartOf(Scene.Day("2026-03-04")), ""));
        Assert.Null(state.Actions.Find(id));
        Assert.DoesNotContain(state.Actions.Ended, e => e.Id == id);
    }
}
