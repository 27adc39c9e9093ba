using Nba.Engine.Actions;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Tests.Actions;

/// <summary>A rule edit loses no reminder: they are derived from facts and rules at each tick, and nothing of them is stored as a job.</summary>
public sealed class RuleEditTests
{
    private const string Maturing = "\"item.daysToMaturity <= 14\", \"item.daysToMaturity >= 0\", \"!item.closed\"";

    // Lines and a parameter that have nothing to do with when the deposit matures.
    private static readonly RuleBook Edited = TestBook.With(
        ("book.json", TestBook.Rules.Replace("customer.spend30 >= 500", "customer.spend30 >= 900", StringComparison.Ordinal).Replace("\"item.daysToMaturity >= 0\", \"!item.closed\"", "\"item.daysToMaturity >= 0\", \"item.closed == false\"", StringComparison.Ordinal)),
        ("parameters.json", TestBook.Parameters.Replace("45", "50", StringComparison.Ordinal)));

    [Fact]
    public void A_reminder_that_stands_through_an_edit_is_the_same_one_in_the_same_version()
    {
        using var before = Scheduled("2026-03-20");
        before.Ticks("2026-03-02", "2026-03-08");
        var open = before.Open("maturity-call");
        var (id, version, due) = (open.Id, open.Version, open.Due);
        using var after = before.Under(Edited);
        after.Records.Clear();

        Assert.Equal("item.closed == false", Edited.Rules.Find("deposit-maturing")!.Lines[2].Text);
        after.Entry(JournalKind.Book, Scene.At("2026-03-08"), Edited.Version);
        after.Ticks("2026-03-08", "2026-03-12");

        open = after.Open("maturity-call");
        Assert.Equal((id, version, due, ActionStatus.Live), (open.Id, open.Version, open.Due, open.Status));
        Assert.Empty(after.Records);
    }

    [Fact]
    public void A_reminder_that_was_still_to_come_comes_on_its_day()
    {
        using var before = Scheduled("2026-03-20");
        before.Ticks("2026-03-02", "2026-03-04");
        Assert.Null(before.Find("maturity-call"));
        using var after = before.Under(Edited);
        after.Records.Clear();
        after.Entry(JournalKind.Book, Scene.At("2026-03-04"), Edited.Version);
        after.Tick("2026-03-05");
        Assert.Null(after.Find("maturity-call"));
        after.Tick("2026-03-06");

        Assert.Equal(Scene.Day("2026-03-06").DayNumber, after.Open("maturity-call").RaisedOn);
    }

    [Theory]
    [InlineData("2026-03-04", 16, "2026-03-05")] // still to come, and longer ahead now: at once
    [InlineData("2026-03-04", 12, "2026-03-08")] // still to come, and shorter ahead now: on its new day
    [InlineData("2026-03-08", 10, "2026-03-10")] // it stands, and is too early now: withdrawn, and back on its new day
    public void A_parameter_of_the_rule_moves_the_day_and_loses_nothing(string editedOn, int days, string raisedOn)
    {
        using var before = Scheduled("2026-03-20", Ahead(14));
        before.Ticks("2026-03-02", editedOn);
        using var after = before.Under(Ahead(days));
        after.Records.Clear();
        after.Entry(JournalKind.Book, Scene.At(editedOn), after.Book.Version);
        Assert.Null(after.Find("maturity-call"));
        after.Ticks(editedOn, "2026-03-12");

        Assert.Equal((ActionStatus.Live, Scene.Day(raisedOn).DayNumber), (after.Status("maturity-call"), after.Open("maturity-call").RaisedOn));
        Assert.Single(after.Records, r => r.Action == "maturity-call" && !r.Withdrawn);
    }

    [Fact]
    public void An_edit_that_people_can_see_makes_a_new_version_of_it()
    {
        var later = TestBook.With(("book.json", TestBook.Rules.Replace("item.maturesOn - 3d", "item.maturesOn - 2d", StringComparison.Ordinal)));
        using var before = Scheduled("2026-03-20");
        before.Ticks("2026-03-02", "2026-03-08");
        var version = before.Open("maturity-call").Version;
        using var after = before.Under(later);
        after.Records.Clear();
        after.Entry(JournalKind.Book, Scene.At("2026-03-08"), later.Version);

        Assert.True(after.Open("maturity-call").Version > version);
        Assert.Equal("anna", Assert.Single(after.Records, r => !r.Withdrawn).Owner);
    }

    [Fact]
    public void A_rule_under_another_name_goes_on_with_what_the_old_one_raised()
    {
        var renamed = TestBook.With(("book.json", TestBook.Rules.Replace("\"deposit-maturing\"", "\"deposit-runs-out\"", StringComparison.Ordinal)));
        using var before = Scheduled("2026-03-20");
        before.Ticks("2026-03-02", "2026-03-08");
        var (id, raisedOn) = (before.Open("maturity-call").Id, before.Open("maturity-call").RaisedOn);
        using var after = before.Under(renamed);
        after.Records.Clear();
        after.Entry(JournalKind.Book, Scene.At("2026-03-08"), renamed.Version);
        after.Tick("2026-03-09");

        Assert.Equal(id, after.Open("maturity-call").Id);
        Assert.Equal(["deposit-runs-out"], after.Open("maturity-call").Rules);
        Assert.Equal(raisedOn, after.Open("maturity-call").RaisedOn);
        Assert.DoesNotContain(after.Records, r => r.Withdrawn);
    }

    [Fact]
    public void An_edit_that_takes_it_away_says_why_and_taking_the_edit_back_brings_it_again_at_the_next_tick()
    {
        var shorter = TestBook.With(("book.json", TestBook.Rules.Replace(Maturing, Maturing.Replace("14", "5", StringComparison.Ordinal), StringComparison.Ordinal)));
        using var before = Scheduled("2026-03-20");
        before.Ticks("2026-03-02", "2026-03-08");
        using var mistaken = before.Under(shorter);
        mistaken.Entry(JournalKind.Book, Scene.At("2026-03-08"), shorter.Version);
        Assert.Null(mistaken.Find("maturity-call"));
        Assert.Equal(Reason.NoLongerHolds, mistaken.Why("maturity-call"));

        using var mended = mistaken.Under(before.Book);
        mended.Entry(JournalKind.Book, Scene.At("2026-03-08T12:00"), before.Book.Version);
        mended.Tick("2026-03-09");
        Assert.Equal(ActionStatus.Live, mended.Status("maturity-call"));
    }

    [Fact]
    public void An_acceptance_and_a_snooze_travel_through_an_edit()
    {
        using var before = Scheduled("2026-03-20");
        before.Ticks("2026-03-02", "2026-03-08");
        before.Answer("2026-03-08", before.Open("maturity-call"), "accepted");
        before.Answer("2026-03-08T11:00", before.Open("maturity-call"), "snoozed", "\"until\": \"2026-03-11\"");
        using var after = before.Under(Edited);
        after.Records.Clear();
        after.Entry(JournalKind.Book, Scene.At("2026-03-08T12:00"), Edited.Version);
        Assert.Equal((true, ActionStatus.Snoozed), (after.Open("maturity-call").Accepted, after.Status("maturity-call")));
        after.Ticks("2026-03-08", "2026-03-11");

        Assert.Equal((true, ActionStatus.Live), (after.Open("maturity-call").Accepted, after.Status("maturity-call")));
    }

    private static RuleBook Ahead(int days) => TestBook.With(
        ("book.json", TestBook.Rules.Replace("item.daysToMaturity <= 14", "item.daysToMaturity <= param.maturityDays", StringComparison.Ordinal)),
        ("parameters.json", TestBook.Parameters.Replace("{\"gapDays\"", $"{{\"maturityDays\": {{\"type\": \"integer\", \"value\": {days}, \"zh\": \"提前\", \"en\": \"Ahead\"}}, \"gapDays\"", StringComparison.Ordinal)));

    private static Scene Scheduled(string maturesOn, RuleBook? book = null)
    {
        var scene = new Scene(book).Known("2026-02-27");
        scene.Event("2026-03-02", "deposit.opened", $$"""{"deposit": "d1", "amount": 50000, "maturesOn": "{{maturesOn}}"}""");
        return scene;
    }
}
