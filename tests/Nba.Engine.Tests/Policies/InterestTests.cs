using Nba.Engine.Actions;
using Nba.Engine.Arbitration;
using Nba.Engine.Policies;
using Nba.Engine.Vocabulary;
using Nba.House;

namespace Nba.Engine.Tests.Policies;

/// <summary>A customer's own answers to offers of a category change how likely its next offer is thought to be taken.</summary>
[Course(12)]
public sealed class InterestTests : IDisposable
{
    private const string NotInterested = """ "reason": "not-interested", "by": "customer" """, BadTime = """ "reason": "bad-time", "by": "customer" """;
    private const string Agreed = """ "at": "2026-03-09T10:00:00+08:00" """;

    private readonly Scene _scene = Begin();

    [Fact]
    public void A_yes_makes_the_next_offer_of_the_category_likelier_by_the_posterior_mean()
    {
        Answer("done");
        Ask("2026-03-04");

        // Two answers' weight on a propensity of a half, and one yes: (2 * 0.5 + 1) / 3.
        Assert.Equal((666_666, 500_000), (Score().Propensity, Score().PropensityBefore));
        Assert.Equal(666_666L * 5_000, Score().Base);
    }

    [Fact]
    public void A_no_makes_it_less_likely()
    {
        Answer("declined", NotInterested);
        Ask("2026-03-04");

        Assert.Equal((333_333, 500_000), (Score().Propensity, Score().PropensityBefore));
    }

    [Fact]
    public void Without_answers_or_without_the_policy_the_rules_own_holds()
    {
        Assert.Equal((500_000, 0), (Score().Propensity, Score().Learned));
        using var other = Begin(TestBook.Default);
        other.Answer("2026-03-03", other.Open("loan-talk"), "done");
        other.Event("2026-03-04", "interest.shown", """{"product": "loan"}""", id: "again");
        Assert.Equal(0, other.Decider.LastWanted.Single(w => w.Rule.Action.Id == "loan-talk").Score.Learned);
        Assert.True(other.State.Interest.IsEmpty);
    }

    [Theory]
    [InlineData("declined", """ "reason": "has-it-already", "by": "customer" """)]
    [InlineData("declined", """ "reason": "wrong-customer", "by": "customer" """)]
    [InlineData("declined", """ "reason": "not-suitable", "by": "customer" """)]
    [InlineData("declined", BadTime)]
    [InlineData("declined", """ "reason": "not-interested", "by": "manager" """)]
    [InlineData("declined", """ "reason": "not-interested" """)]
    [InlineData("accepted", "")]
    [InlineData("snoozed", "")]
    [InlineData("no-answer", "")]
    public void What_says_nothing_of_the_customers_interest_changes_nothing(string outcome, string more)
    {
        Answer(outcome, more);

        Assert.Equal(default, Counts());
    }

    [Theory]
    [InlineData(Agreed)]
    [InlineData(""" "by": "customer" """)]
    public void An_acceptance_counts_where_the_customer_agreed(string more)
    {
        Answer("accepted", more);

        Assert.Equal(new InterestAnswers(1, 0), Counts());
    }

    [Fact]
    public void An_offer_counts_once_by_the_answer_that_weighs_most()
    {
        var id = _scene.Open("loan-talk").Id;
        Answer("accepted", Agreed);
        _scene.Answer("2026-03-03", id, "declined", NotInterested);
        Assert.Equal(new InterestAnswers(0, 1), Counts());
        _scene.Answer("2026-03-03", id, "declined", NotInterested);
        Assert.Equal(new InterestAnswers(0, 1), Counts());
        _scene.Answer("2026-03-03", id, "done");
        Assert.Equal(new InterestAnswers(1, 0), Counts());
        _scene.Answer("2026-03-03", id, "declined", NotInterested);
        Assert.Equal(new InterestAnswers(1, 0), Counts());
    }

    [Fact]
    public void A_bad_time_takes_the_agreement_back()
    {
        Answer("accepted", Agreed);
        Assert.Equal(new InterestAnswers(1, 0), Counts());
        Answer("declined", BadTime);
        Assert.Equal(default, Counts());
    }

    [Fact]
    public void An_answer_delivered_twice_counts_once()
    {
        var data = $$"""{"action": "{{ActionIdentity.Format(_scene.Open("loan-talk").Id)}}", "outcome": "done"}""";
        _scene.Event("2026-03-03", "action.outcome", data, id: "same");
        var bytes = _scene.Bytes();

        Assert.Equal(Reason.Duplicate, _scene.Event("2026-03-03", "action.outcome", data, id: "same").Outcome);
        Assert.Equal(bytes, _scene.Bytes());
        Assert.Equal(new InterestAnswers(1, 0), Counts());
    }

    [Fact]
    public void Answers_outlive_their_actions_and_are_stored_compactly()
    {
        Answer("done");
        var remembered = _scene.Bytes().Length;
        _scene.Store();
        Assert.Equal(new InterestAnswers(1, 0), Counts());

        // Done is remembered for ninety days; the answer then is a count.
        _scene.Ticks("2026-03-03", "2026-06-05");
        Assert.Empty(_scene.State.Interest.Recent);
        Assert.Equal(new InterestAnswers(1, 0), Counts());
        _scene.Store();
        Assert.Equal(new InterestAnswers(1, 0), Counts());
        Assert.True(_scene.Bytes().Length < remembered);
        var writer = new StateWriter();
        InterestCodec.Write(_scene.State.Interest, writer);
        Assert.True(writer.Length <= 16, $"{writer.Length} bytes for a category");
    }

    [Fact]
    public void A_state_from_before_has_no_answers_and_keeps_its_bytes()
    {
        var bytes = _scene.Bytes();
        _scene.Store();
        Assert.True(_scene.State.Interest.IsEmpty);
        Assert.Equal(bytes, _scene.Bytes());
    }

    [Fact]
    public void Answers_of_merged_customers_add_and_one_open_offer_under_two_keys_is_one()
    {
        using var goes = Begin(customer: "goes");
        goes.Answer("2026-03-03", goes.Open("loan-talk"), "declined", NotInterested);
        goes.Event("2026-05-01", "consent.changed", """{"purpose": "sales", "channel": "visit", "granted": true}""");
        goes.Event("2026-06-12", "interest.shown", """{"product": "loan"}""", id: "late");
        goes.Tick("2026-06-13");
        var open = goes.Open("loan-talk").Id;
        goes.Answer("2026-06-13", open, "accepted", Agreed);
        Answer("done");
        var sent = Assert.Single(goes.Event("2026-06-13", "customer.merged", """{"into": "c1"}""").Sent);
        _scene.Receive("2026-06-13", sent);
        Assert.Equal(new InterestAnswers(2, 1), Counts());

        // The answer that follows the agreement comes for the old id.
        _scene.Answer("2026-06-14", open, "done");
        Assert.Equal(new InterestAnswers(2, 1), Counts());
    }

    [Fact]
    public void The_decision_and_the_queue_say_how_likely_before_and_after_and_no_new_version_follows_from_it()
    {
        Ask("2026-03-03");
        UInt128[] ids = [.. _scene.State.Actions.Open.Where(o => o.Action == "loan-talk").OrderBy(o => o.OccurredAt).Select(o => o.Id)];
        var before = _scene.Records.Last(r => r.Id == ids[1]);

        _scene.Answer("2026-03-03", ids[0], "done");

        var after = _scene.Records.Last(r => r.Id == ids[1]);
        Assert.Equal(before.Version, after.Version);
        Assert.Equal((500_000, 166_666), (after.Score.PropensityBefore, after.Score.Learned));
        Assert.Contains("\"propensity\":666666,\"learned\":{\"before\":500000,\"weight\":2,\"yes\":1,\"no\":0}", System.Text.Encoding.UTF8.GetString(_scene.Last.Record.Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"purposes\": [\"sales\"]", "\"purposes\": [\"sale\"]", "did you mean 'sales'?")]
    [InlineData("\"yes\": [\"done\"", "\"yes\": [\"snoozed\"", "'snoozed' is no outcome that tells of interest")]
    [InlineData("\"not-interested\"]", "\"not-intrested\"]", "did you mean 'not-interested'?")]
    [InlineData("\"priorAnswers\": 2", "\"priorAnswers\": 0", "1")]
    public void A_fault_of_the_policy_is_told(string from, string to, string said) =>
        Assert.Contains(TestBook.Load(("policies/declines.json", Policy().Replace(from, to, StringComparison.Ordinal))).Problems, p => p.File == "policies/declines.json" && p.Message.Contains(said, StringComparison.Ordinal));

    [Theory]
    [InlineData("\"purposes\": [\"sales\"], ", "", "{\"priorAnswers\"", "no action learns without 'purposes'; name those that do, as [\"sales\"], or leave out 'interest'")]
    [InlineData("[\"sales\"], \"prior", "[], \"prior", "[], \"prior", "no action learns without 'purposes'; name those that do, as [\"sales\"], or leave out 'interest'")]
    [InlineData(", \"yes\": [\"done\", \"accepted\"], \"no\": [\"not-interested\"]", "", "{\"purposes\"", "no answer teaches without 'yes' or 'no'; name outcomes that tell of interest, as [\"done\"], or reasons that tell of none, as [\"not-interested\"]")]
    public void A_policy_from_which_nothing_could_be_learnt_does_not_load(string from, string to, string place, string said)
    {
        var text = Policy().Replace(from, to, StringComparison.Ordinal);
        var before = text[..text.IndexOf(place, StringComparison.Ordinal)];

        Assert.Equal(
            $"NBA1004 policies/declines.json:{before.Count(c => c == '\n') + 1}:{before.Length - before.LastIndexOf('\n')} {said}",
            Assert.Single(TestBook.Load(("policies/declines.json", text)).Problems).ToString());
    }

    [Theory]
    [InlineData("\"no\"")]
    [InlineData("\"yes\"")]
    public void Answers_of_one_kind_are_enough_to_learn_from(string left)
    {
        var other = left == "\"no\"" ? ", \"yes\": [\"done\", \"accepted\"]" : ", \"no\": [\"not-interested\"]";

        Assert.Empty(TestBook.Load(("policies/declines.json", Policy().Replace(other, "", StringComparison.Ordinal))).Problems);
    }

    [Fact]
    public void The_shipped_bank_learns_from_answers_to_offers_and_from_interest_alone()
    {
        var policy = ShippedBook.Book.Policies.Interest;

        Assert.Equal((8, 1L << BuiltIn.DeclineReasons.IndexOf("not-interested")), (policy.PriorAnswers, policy.No));
        Assert.Equal([Nba.Engine.Rules.Purpose.Sales], Enum.GetValues<Nba.Engine.Rules.Purpose>().Where(policy.Covers));
    }

    public void Dispose() => _scene.Dispose();

    internal static string Policy(int prior = 2) => TestBook.Declines.TrimEnd()[..^1]
        + $$""", "interest": {"purposes": ["sales"], "priorAnswers": {{prior}}, "yes": ["done", "accepted"], "no": ["not-interested"]} }""";

    private static Scene Begin(RuleBook? book = null, string customer = "c1")
    {
        var scene = new Scene(book ?? TestBook.With(("policies/declines.json", Policy()), ("policies/contact.json", "{}")), customer).Known("2026-02-20");
        scene.Event("2026-03-02", "interest.shown", """{"product": "loan"}""");
        return scene;
    }

    private void Ask(string day) => _scene.Event(day, "interest.shown", """{"product": "loan"}""");

    private void Answer(string outcome, string more = "") => _scene.Answer("2026-03-03", _scene.Open("loan-talk"), outcome, more);

    private Score Score() => _scene.Decider.LastWanted.Last(w => w.Rule.Action.Id == "loan-talk").Score;

    private InterestAnswers Counts() => _scene.State.Interest.Of(Gates.ScopeHash("credit"));
}
