using Nba.Engine.Actions;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Tests.Root;

/// <summary>A contact with one of a household is sent to the others whom the customer's relations name, and counts in the cap of each.</summary>
public sealed class HouseholdTests
{
    private const string Loan = """{"product": "loan"}""";

    private static readonly string Vocabulary = TestBook.Vocabulary
        .Replace("\"entities\": {", """
            "entities": {
              "relation": {"id": 9, "keepDays": 30, "facts": {
                "with": {"id": 1, "type": "text", "zh": "对方", "en": "The other", "fold": {"latest": "relation.noted.with"}},
                "near": {"id": 2, "type": "boolean", "default": false, "zh": "同户", "en": "Of one household", "fold": {"latest": "relation.noted.near"}}
              }},
            """, StringComparison.Ordinal)
        .Replace("\"events\": {", """
            "events": {
              "relation.noted": {"id": 90, "entity": "relation", "key": "relation", "fields": {
                "relation": {"type": "text", "required": true}, "with": {"type": "text", "required": true}, "near": {"type": "boolean"}}},
              "relation.ended": {"id": 91, "entity": "relation", "key": "relation", "ends": true, "fields": {"relation": {"type": "text", "required": true}}},
            """, StringComparison.Ordinal);

    private static readonly RuleBook Book = Load(Contact()).Book!;

    [Fact]
    public void A_contact_reaches_the_others_of_the_household_on_its_own_day_and_fills_their_cap()
    {
        using var wife = Known("wife", "husband");
        using var husband = Known("husband", "wife");
        husband.Event("2026-03-02", "interest.shown", Loan);
        Assert.Equal(ActionStatus.Live, husband.Status("loan-talk"));

        husband.Receive("2026-03-04", Assert.Single(wife.Contact("2026-03-02", "sales", "visit", person: "wife").Sent));

        Assert.Equal((ActionStatus.Held, Reason.Cap), (husband.Status("loan-talk"), husband.Open("loan-talk").Why));
        Assert.Equal(Scene.Day("2026-03-02").DayNumber, Assert.Single(husband.State.Ledger.RelationContacts).Day);
        Assert.Empty(husband.State.Ledger.Contacts);
        Assert.Empty(husband.Last.Sent);
    }

    [Theory]
    [InlineData("done", "")]
    [InlineData("declined", "\"reason\": \"not-interested\", \"by\": \"customer\"")]
    public void An_answer_that_says_the_customer_was_spoken_with_is_told_too(string outcome, string more)
    {
        using var wife = Known("wife", "husband");
        using var husband = Known("husband", "wife");
        wife.Event("2026-03-02", "interest.shown", Loan);

        husband.Receive("2026-03-03", Assert.Single(wife.Answer("2026-03-03", wife.Open("loan-talk"), outcome, more).Sent));

        var (told, own) = (Assert.Single(husband.State.Ledger.RelationContacts), Assert.Single(wife.State.Ledger.Contacts));
        Assert.Equal(own with { Person = told.Person }, told);
    }

    [Theory]
    [InlineData("snoozed", "")]
    [InlineData("accepted", "")]
    [InlineData("no-answer", "")]
    [InlineData("declined", "\"reason\": \"not-interested\", \"by\": \"manager\"")]
    public void Other_answers_are_not(string outcome, string more)
    {
        using var wife = Known("wife", "husband");
        wife.Event("2026-03-02", "interest.shown", Loan);
        Assert.Empty(wife.Answer("2026-03-03", wife.Open("loan-talk"), outcome, more).Sent);
    }

    [Fact]
    public void Only_those_of_the_household_are_told_while_they_are()
    {
        using var wife = Known("wife", "husband");
        wife.Event("2026-03-01", "relation.noted", """{"relation": "r2", "with": "brother", "near": false}""");
        wife.Event("2026-03-01", "relation.noted", """{"relation": "r3", "with": "daughter", "near": true}""");
        Assert.Equal(["husband", "daughter"], wife.Contact("2026-03-02", "sales").Sent.Select(s => s.Customer));
        wife.Event("2026-03-03", "relation.ended", """{"relation": "r1"}""");
        Assert.Equal(["daughter"], wife.Contact("2026-03-03", "sales").Sent.Select(s => s.Customer));
    }

    [Fact]
    public void Sent_twice_it_counts_once_and_a_contact_older_than_every_cap_is_not_sent()
    {
        using var wife = Known("wife", "husband");
        using var husband = Known("husband", "wife");
        var sent = Assert.Single(wife.Contact("2026-03-02", "sales").Sent);
        husband.Receive("2026-03-02", sent);
        Assert.Equal(Reason.Duplicate, husband.Receive("2026-03-02", sent).Outcome);
        Assert.Single(husband.State.Ledger.RelationContacts);
        Assert.Empty(wife.Event("2026-02-01", "contact.made", """{"purpose": "sales", "channel": "phone"}""", arrival: "2026-03-03").Sent);
        Assert.Single(wife.Event("2026-02-02", "contact.made", """{"purpose": "sales", "channel": "phone"}""", arrival: "2026-03-03").Sent);
    }

    [Fact]
    public void Who_became_one_customer_is_no_relation_of_themselves()
    {
        using var wife = Known("wife", "double");
        using var twin = Known("double", "wife");
        var sent = Assert.Single(twin.Contact("2026-03-02", "sales").Sent);
        wife.Receive("2026-03-02", Assert.Single(twin.Event("2026-03-02", "customer.merged", """{"into": "wife"}""").Sent));
        wife.Receive("2026-03-02", sent);
        Assert.Empty(wife.State.Ledger.RelationContacts);
        Assert.Empty(wife.Contact("2026-03-03", "sales").Sent);
    }

    [Theory]
    [InlineData("\"each\": \"relations\", \"customer\": \"with\"", ProblemCode.UnknownEntity, "did you mean 'relation'?")]
    [InlineData("\"each\": \"relation\", \"customer\": \"wiht\"", ProblemCode.UnknownFact, "did you mean 'with'?")]
    [InlineData("\"each\": \"relation\", \"customer\": \"near\"", ProblemCode.UnknownFact, "text of 'relation'")]
    [InlineData("\"each\": \"relation\", \"customer\": \"with\", \"while\": [\"item.nearr\"]", ProblemCode.UnknownName, "did you mean 'near'?")]
    [InlineData("\"customer\": \"with\"", ProblemCode.MissingMember, "'each'")]
    public void A_household_that_cannot_be_found_is_a_fault(string household, ProblemCode code, string said)
    {
        var problem = Load(Contact(household)).Problems[0];
        Assert.Equal(code, problem.Code);
        Assert.Contains(said, problem.Message, StringComparison.Ordinal);
    }

    private static RuleBookLoad Load(string contact) => TestBook.Load(("vocabulary.json", Vocabulary), ("policies/contact.json", contact));

    private static string Contact(string household = "\"each\": \"relation\", \"customer\": \"with\", \"while\": [\"item.near\"]") =>
        $$"""{"caps": [{"scope": "household", "purpose": "sales", "count": 1, "days": 30}], "household": { {{household}} } }""";

    private static Scene Known(string customer, string other)
    {
        var scene = new Scene(Book, customer).Known("2026-02-20");
        scene.Event("2026-03-01", "relation.noted", $$"""{"relation": "r1", "with": "{{other}}", "near": true}""");
        return scene;
    }
}
