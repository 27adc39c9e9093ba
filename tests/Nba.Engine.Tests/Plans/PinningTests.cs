using Nba.Engine.Actions;
using Nba.Engine.Rules;
using Nba.House;

namespace Nba.Engine.Tests.Plans;

/// <summary>A customer under way in a plan finishes it as it was when theirs began, whatever becomes of the book.</summary>
[Course(15)]
public sealed class PinningTests
{
    private const string Longer = """
        {"welcome": {"zh": "欢迎", "en": "Welcome", "steps": [
          {"id": "call", "rule": "welcome", "next": {"declined": "end", "expired": "check"}}, {"id": "check", "rule": "follow-up", "after": "14d"}]}}
        """;

    private static readonly string OtherRule = TestBook.Rules.Replace("\"follow-up-call\", \"purpose\": \"service\"", "\"follow-up-call\", \"purpose\": \"duty\", \"due\": \"1wd\"", StringComparison.Ordinal);

    [Fact]
    public void Who_is_under_way_keeps_the_steps_and_their_times_and_who_begins_later_has_the_new_ones()
    {
        using var before = UnderWay(TestBook.Default);
        using var after = Goes(before, TestBook.With(("plans/welcome.json", Longer)));
        using var later = UnderWay(after.Book);

        Answer(after);
        Answer(later);
        after.Ticks("2026-03-03", "2026-03-10");
        later.Ticks("2026-03-03", "2026-03-10");
        Assert.Equal(["follow-up-call"], after.Queue("anna"));
        Assert.Empty(later.Queue("anna"));
        later.Ticks("2026-03-10", "2026-03-17");
        Assert.Equal(["follow-up-call"], later.Queue("anna"));
    }

    [Fact]
    public void The_rule_behind_a_step_is_kept_with_it()
    {
        using var before = UnderWay(TestBook.Default);
        using var after = Goes(before, TestBook.With(("book.json", OtherRule)));
        Answer(after);
        after.Ticks("2026-03-03", "2026-03-10");

        var pinned = after.Records[^1];
        Assert.Equal(("follow-up-call", Purpose.Service, null), (pinned.Action, pinned.Purpose, pinned.Due));

        // An answer counts as what the action was: a service contact, not a duty.
        after.Answer("2026-03-10", after.Open("follow-up-call"), "done");
        Assert.Equal((byte)Purpose.Service, after.State.Ledger.ContactList[^1].Purpose);
        Assert.Equal("", Assert.Single(after.State.Plans).Step);
    }

    [Fact]
    public void A_plan_that_was_taken_out_with_its_rules_and_texts_is_finished_by_those_under_way()
    {
        using var before = UnderWay(TestBook.Default);
        using var after = Goes(before, Without());
        Assert.Equal(["welcome-call"], before.Queue("anna"));

        after.Entry(JournalKind.Book, Scene.At("2026-03-02T18:00"));
        Assert.DoesNotContain(after.Records, r => r.Withdrawn);
        Answer(after);
        after.Ticks("2026-03-03", "2026-03-10");

        var record = after.Records[^1];
        Assert.Equal(("follow-up-call for Li", "a"), (after.Book.Text(record, "en", "title", Scene.Day("2026-03-10")), after.Book.Text(record, "en", "appeal", Scene.Day("2026-03-10"))));
        using var nobody = UnderWay(after.Book);
        Assert.Empty(nobody.State.Plans);
    }

    [Fact]
    public void Without_the_earlier_book_the_customer_goes_on_under_the_version_in_force()
    {
        using var before = UnderWay(TestBook.Default);
        using var after = new Scene(TestBook.With(("plans/welcome.json", Longer)));
        after.Book.Codec.Read(before.Bytes(), after.State);
        Answer(after);
        after.Ticks("2026-03-03", "2026-03-10");
        Assert.Empty(after.Queue("anna"));
        after.Ticks("2026-03-10", "2026-03-17");
        Assert.Equal(["follow-up-call"], after.Queue("anna"));
    }

    [Fact]
    public void A_version_that_reads_a_word_the_book_no_longer_has_gives_way_to_the_one_in_force()
    {
        var old = TestBook.With(("book.json", TestBook.Rules.Replace("\"RuleName\": \"follow-up\", \"Expression\": \"", "\"RuleName\": \"follow-up\", \"Expression\": \"customer.shownProduct == null && ", StringComparison.Ordinal)));
        var cut = TestBook.Vocabulary.IndexOf(",\n    \"shownProduct\"", StringComparison.Ordinal);
        var vocabulary = TestBook.Vocabulary[..(cut < 0 ? TestBook.Vocabulary.LastIndexOf(',', TestBook.Vocabulary.IndexOf("\"shownProduct\"", StringComparison.Ordinal)) : cut)] + "}}";
        using var before = UnderWay(old);
        using var after = Goes(before, TestBook.With(("vocabulary.json", vocabulary)));

        Assert.Empty(after.Book.Plans.Earlier);
        Assert.NotEmpty(after.Book.EarlierPlans);
        Answer(after);
        after.Ticks("2026-03-03", "2026-03-10");
        Assert.Equal(["follow-up-call"], after.Queue("anna"));
    }

    [Fact]
    public void A_book_stored_with_what_it_carries_is_the_same_book_again_and_hands_it_on()
    {
        var second = TestBook.With(("plans/welcome.json", Longer)).Following(TestBook.Default);
        var stored = RuleBook.Load([.. second.Files, .. second.EarlierPlans]).Book!;
        Assert.Equal((second.Version, 1), (stored.Version, stored.Plans.Earlier.Count));

        var third = TestBook.With(("book.json", OtherRule)).Following(stored);
        Assert.Equal(2, third.Plans.Earlier.Count);
        Assert.Single(TestBook.Default.Following(third).Plans.Earlier, p => p.Version == second.Plans.Find("welcome")!.Version);
        Assert.Same(third, third.Following(third));
    }

    [Theory]
    [InlineData("plans/welcome.json", "\"after\": \"7d\"", "\"after\":  \"7d\" /* a week */")]
    [InlineData("book.json", "\"RuleName\": \"birthday\"", "\"RuleName\": \"birthday-2\"")]
    [InlineData("parameters.json", "45", "44")]
    [InlineData("texts/book.json", "\"a\"", "\"an appeal\"")]
    public void What_is_no_part_of_a_plans_logic_makes_no_version(string path, string was, string becomes)
    {
        var text = TestBook.Files().Single(f => f.Path == path).Text.Replace(was, becomes, StringComparison.Ordinal);
        Assert.NotEqual(TestBook.Files().Single(f => f.Path == path).Text, text);
        Assert.Equal(TestBook.Default.Plans.Find("welcome")!.Version, TestBook.With((path, text)).Plans.Find("welcome")!.Version);
    }

    private static Scene UnderWay(RuleBook book)
    {
        var scene = new Scene(book);
        scene.Event("2026-03-02", "customer.assigned", """{"a": "anna", "branch": "west"}""");
        scene.Event("2026-03-02", "registered", """{"name": "Li", "kind": "personal"}""");
        return scene;
    }

    private static Scene Goes(Scene before, RuleBook book)
    {
        var after = new Scene(book.Following(before.Book));
        after.Book.Codec.Read(before.Bytes(), after.State);
        return after;
    }

    // With an id of its own: another scene counts events from the start.
    private static void Answer(Scene scene) =>
        scene.Event("2026-03-03", "action.outcome", $$"""{"action": "{{ActionIdentity.Format(scene.Open("welcome-call").Id)}}", "outcome": "done"}""", id: "answer");

    private static RuleBook Without()
    {
        var rules = string.Join('\n', TestBook.Rules.Split('\n')[..^5]).TrimEnd().TrimEnd(',') + "]}";
        return TestBook.With(("plans/welcome.json", "{}"), ("book.json", rules),
            ("texts/book.json", TestBook.Texts("retention-call", "maturity-call", "top-up", "fund-offer", "card-offer", "loan-talk", "complaint-call", "birthday-card")));
    }
}
