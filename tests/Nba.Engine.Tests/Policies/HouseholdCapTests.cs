using Nba.Engine.Actions;
using Nba.Engine.Policies;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Tests.Policies;

/// <summary>A cap of the household counts the customer's own contacts and those with relations; nothing else counts the latter.</summary>
public sealed class HouseholdCapTests : IDisposable
{
    private const string Loan = """{"product": "loan"}""";

    private static readonly RuleBook Book = With("""[{"scope": "household", "purpose": "sales", "count": 2, "days": 30}]""");

    private readonly Scene _scene = new Scene(Book).Known("2026-01-10");

    [Fact]
    public void Contacts_of_relations_and_own_ones_fill_it_together()
    {
        Relation("2026-03-02", "husband");
        Asked("2026-03-05");
        Assert.Equal(ActionStatus.Live, _scene.Status("loan-talk"));
        _scene.Contact("2026-03-05", "sales", category: "x");
        Asked("2026-03-06");
        Assert.Equal((ActionStatus.Held, Reason.Cap), (_scene.Status("loan-talk"), _scene.Open("loan-talk").Why));
        _scene.Ticks("2026-03-06", "2026-03-31");
        Assert.Equal(ActionStatus.Held, _scene.Status("loan-talk"));
        _scene.Tick("2026-04-01");
        Assert.Equal(ActionStatus.Live, _scene.Status("loan-talk"));
    }

    [Fact]
    public void A_relations_contact_of_today_holds_at_once_since_it_is_another_entry()
    {
        Asked("2026-03-05");
        Relation("2026-03-05T11:00", "husband");
        Assert.Equal(ActionStatus.Live, _scene.Status("loan-talk"));
        Relation("2026-03-05T12:00", "daughter");
        Assert.Equal((ActionStatus.Held, Reason.Cap), (_scene.Status("loan-talk"), _scene.Open("loan-talk").Why));
        Assert.Equal(Scene.Day("2026-04-04"), Until());
    }

    [Fact]
    public void One_person_channel_and_day_is_one_contact_whoever_of_the_household_it_is_reported_of()
    {
        _scene.Contact("2026-03-02", "sales", category: "x", person: "wang");
        Relation("2026-03-02", "husband", person: "wang");
        Relation("2026-03-02", "husband", person: "wang");
        Asked("2026-03-05");
        Assert.Equal(ActionStatus.Live, _scene.Status("loan-talk"));
        Relation("2026-03-05", "husband", channel: "visit", person: "wang");
        Assert.Equal(ActionStatus.Held, _scene.Status("loan-talk"));
    }

    [Fact]
    public void Neither_cool_downs_nor_the_customers_own_caps_count_relations()
    {
        using var scene = new Scene(With("""[{"scope": "customer", "count": 1, "days": 30}, {"scope": "channel", "count": 1, "days": 30}, {"scope": "category", "count": 1, "days": 30}, {"scope": "purpose", "count": 1, "days": 30}]""",
            """{"sales": {"sales": "14d"}}""")).Known("2026-01-10");
        scene.Event("2026-03-02", "relation.contacted", """{"relation": "husband", "purpose": "sales", "channel": "visit", "category": "credit"}""");
        scene.Event("2026-03-03", "interest.shown", Loan);
        Assert.Equal(ActionStatus.Live, scene.Status("loan-talk"));
    }

    [Fact]
    public void A_purpose_bounds_what_counts_and_what_is_held()
    {
        Relation("2026-03-02", "husband", purpose: "service");
        Relation("2026-03-02", "daughter", purpose: "care");
        Asked("2026-03-05");
        Assert.Equal(ActionStatus.Live, _scene.Status("loan-talk"));
    }

    [Fact]
    public void It_survives_the_store_in_order_and_is_forgotten_with_the_ledger()
    {
        Relation("2026-03-05", "husband");
        Relation("2026-03-02", "daughter");
        var before = _scene.State.Ledger.RelationContacts.ToList();
        Assert.Equal([Scene.Day("2026-03-02").DayNumber, Scene.Day("2026-03-05").DayNumber], before.Select(c => c.Day));
        _scene.Store();
        Assert.Equal(before, _scene.State.Ledger.RelationContacts);
        _scene.Tick(Scene.Day("2026-03-05").AddDays(ContactLedger.KeptDays + 1).ToString("yyyy-MM-dd", null));
        Assert.Empty(_scene.State.Ledger.RelationContacts);
    }

    [Fact]
    public void A_cap_says_the_day_on_which_enough_contacts_have_left_it()
    {
        foreach (var day in new[] { "2026-03-02", "2026-03-06", "2026-03-09" }) _scene.Contact(day, "sales", category: "x");
        Asked("2026-03-10");
        Assert.Equal(Scene.Day("2026-04-05"), Until());
        _scene.Ticks("2026-03-10", "2026-04-04");
        Assert.Equal(ActionStatus.Held, _scene.Status("loan-talk"));
        _scene.Tick("2026-04-05");
        Assert.Equal(ActionStatus.Live, _scene.Status("loan-talk"));
    }

    [Fact]
    public void A_cap_of_none_holds_for_ever()
    {
        using var scene = new Scene(With("""[{"scope": "purpose", "purpose": "sales", "count": 0, "days": 30}]""")).Known("2026-01-10");
        scene.Event("2026-03-03", "interest.shown", Loan);
        Assert.Equal(ActionStatus.Held, scene.Status("loan-talk"));
        Assert.Null(scene.Decider.LastWanted.Single(w => w.Rule.Action.Id == "loan-talk").Verdict.Until);
    }

    [Fact]
    public void Of_two_cool_downs_the_longer_says_until_when()
    {
        using var scene = new Scene(With("[]", """{"sales": {"sales": "14d"}, "service": {"sales": "2d"}}""")).Known("2026-01-10");
        scene.Contact("2026-03-02", "sales");
        scene.Contact("2026-03-04", "service");
        scene.Event("2026-03-05", "interest.shown", Loan);
        Assert.Equal(Scene.Day("2026-03-16"), scene.Decider.LastWanted.Single(w => w.Rule.Action.Id == "loan-talk").Verdict.Until);
    }

    [Theory]
    [InlineData("caps", "{\"scope\": \"action\", \"count\": 1, \"days\": 30}", "customer, channel, category, purpose, household")]
    [InlineData("caps", "{\"scope\": \"houshold\", \"count\": 1, \"days\": 30}", "did you mean 'household'?")]
    [InlineData("declines", "{\"reason\": \"bad-time\", \"scope\": \"household\", \"days\": 14}", "customer, channel, category, action, purpose")]
    public void What_cannot_be_counted_together_is_a_fault(string list, string row, string said)
    {
        var problem = Assert.Single(TestBook.Load(($"policies/{(list == "caps" ? "contact" : list)}.json", $$"""{"{{list}}": [{{row}}]}""")).Problems);
        Assert.Equal(ProblemCode.UnknownWord, problem.Code);
        Assert.Contains(said, problem.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _scene.Dispose();

    private static RuleBook With(string caps, string coolDown = "{}") => TestBook.With(("policies/contact.json", $$"""{"coolDown": {{coolDown}}, "caps": {{caps}}}"""));

    private void Asked(string day) => _scene.Event(day, "interest.shown", Loan);

    private void Relation(string time, string relation, string purpose = "sales", string channel = "phone", string? person = null) =>
        _scene.Event(time, "relation.contacted", $$"""{"relation": "{{relation}}", "purpose": "{{purpose}}", "channel": "{{channel}}", "category": "x"{{(person is null ? "" : $", \"person\": \"{person}\"")}}}""");

    private DateOnly? Until() => _scene.Decider.LastWanted.First(w => w.Rule.Action.Id == "loan-talk").Verdict.Until;
}
