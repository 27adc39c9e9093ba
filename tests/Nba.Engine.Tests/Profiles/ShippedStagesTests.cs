using Nba.Engine.Expressions;
using Nba.House;

namespace Nba.Engine.Tests.Profiles;

/// <summary>The shipped life cycle as of 2 March 2026: from prospect over new and active to loyal or dormant, and how near a prospect is.</summary>
[Course(4)]
public sealed class ShippedStagesTests
{
    private const string Person = "\"kind\": \"personal\", \"customerSince\": ";
    private const string Company = "\"kind\": \"corporate\", \"customerSince\": \"2019-01-01\", ";
    private const string Prospect = "\"kind\": \"prospect\", \"lastInterestOn\": ";

    private const string Asleep = Person + "\"2019-01-01\", \"lastLoginOn\": \"2025-09-02\"";
    private const string Four = "[\"current-account\", \"time-deposit\", \"credit-card\", \"mobile-banking\"]";
    private const string Three = "[\"current-account\", \"time-deposit\", \"large-cd\", \"credit-card\"]";

    [Fact]
    public void Who_only_asked_is_a_prospect() => Assert.Equal("prospect", Stage("\"kind\": \"prospect\", \"customerSince\": \"2019-01-01\""));

    // The ninetieth day is the last.
    [Theory]
    [InlineData("\"2026-03-02\"", "new")]
    [InlineData("\"2025-12-02\"", "new")]
    [InlineData("\"2025-12-01\"", "active")]
    public void A_customer_is_new_for_ninety_days(string since, string stage) => Assert.Equal(stage, Stage(Person + since));

    // Five full years, and a salary (three in half a year) or a loan.
    [Theory]
    [InlineData("\"2021-03-02\", \"salaries180\": 3", "loyal")]
    [InlineData("\"2021-03-03\", \"salaries180\": 3", "active")]
    [InlineData("\"2021-03-02\", \"salaries180\": 2", "active")]
    [InlineData("\"2021-03-02\", \"products\": [\"mortgage\"]", "loyal")]
    [InlineData("\"2021-03-03\", \"products\": [\"mortgage\"]", "active")]
    public void Five_years_with_a_salary_or_a_loan_are_loyalty(string facts, string stage) => Assert.Equal(stage, Stage(Person + facts));

    [Theory]
    [InlineData("\"2021-03-02\", \"products\": " + Four, "loyal")]
    [InlineData("\"2021-03-02\", \"products\": " + Three, "active")]
    [InlineData("\"2021-03-03\", \"products\": " + Four, "active")]
    public void So_are_five_years_with_four_kinds_of_product(string facts, string stage) => Assert.Equal(stage, Stage(Person + facts));

    // 2 September is 181 days ago: no login since, nothing paid by card, no salary.
    [Theory]
    [InlineData(Asleep, "dormant")]
    [InlineData(Person + "\"2019-01-01\", \"lastLoginOn\": \"2025-09-03\"", "active")]
    [InlineData(Asleep + ", \"cardSpend90\": 1", "active")]
    [InlineData(Asleep + ", \"lastSalaryDate\": \"2025-09-02\"", "dormant")]
    [InlineData(Asleep + ", \"lastSalaryDate\": \"2025-09-03\"", "active")]
    [InlineData(Asleep + ", \"products\": [\"mortgage\"]", "dormant")]
    public void A_person_who_does_nothing_for_half_a_year_is_dormant_even_with_a_loan(string facts, string stage) => Assert.Equal(stage, Stage(facts));

    [Theory]
    [InlineData("\"settlementBaseline\": 999, \"balance90\": 999", "dormant")]
    [InlineData("\"settlementBaseline\": 1000, \"balance90\": 999", "active")]
    [InlineData("\"settlementBaseline\": 999, \"balance90\": 1000", "active")]
    [InlineData("\"settlementBaseline\": 999, \"balance90\": 1000, \"products\": [\"working-capital-loan\"]", "loyal")]
    public void A_company_is_dormant_when_next_to_nothing_stands_or_moves_in_its_account(string facts, string stage) =>
        Assert.Equal(stage, Stage(Company + facts));

    // Fourteen days and two questions for hot, sixty days for warm.
    [Theory]
    [InlineData(Prospect + "\"2026-02-16\", \"interests90\": 2", "hot")]
    [InlineData(Prospect + "\"2026-02-15\", \"interests90\": 2", "warm")]
    [InlineData(Prospect + "\"2026-02-16\", \"interests90\": 1", "warm")]
    [InlineData(Prospect + "\"2026-01-01\", \"interests90\": 1", "warm")]
    [InlineData(Prospect + "\"2025-12-31\", \"interests90\": 1", "cold")]
    [InlineData("\"kind\": \"prospect\"", "cold")]
    [InlineData("\"kind\": \"personal\", \"lastInterestOn\": \"2026-03-01\", \"interests90\": 5", "none")]
    public void A_prospect_is_as_near_as_they_asked_lately_and_again(string facts, string tier) => Assert.Equal(tier, ShippedBook.Fact("prospectTier", facts));

    [Fact]
    public void A_prospect_who_asks_twice_opens_an_account_and_stays_goes_through_the_whole_cycle()
    {
        using var scene = new Scene(ShippedBook.Book);
        scene.Event("2026-03-02", "customer.registered", """{"name": "褚问", "kind": "prospect"}""");
        Assert.Equal(("prospect", "cold"), Now(scene, "2026-03-02"));
        scene.Event("2026-03-03", "interest.shown", """{"product": "current-account"}""");
        Assert.Equal(("prospect", "warm"), Now(scene, "2026-03-03"));
        scene.Event("2026-03-05", "interest.shown", """{"product": "time-deposit"}""");
        Assert.Equal(("prospect", "hot"), Now(scene, "2026-03-05"));
        scene.Event("2026-03-09", "customer.registered", """{"name": "褚问", "kind": "personal", "since": "2026-03-09"}""");
        Assert.Equal(("new", "none"), Now(scene, "2026-03-09"));
        scene.Event("2026-05-11", "loan.opened", """{"loan": "L1", "product": "mortgage", "amount": 900000}""");
        Assert.Equal(("active", "none"), Now(scene, "2026-06-08"));
        Assert.Equal(("loyal", "none"), Now(scene, "2031-03-09"));
    }

    private static string? Stage(string facts) => ShippedBook.Fact("lifeStage", facts);

    private static (string?, string?) Now(Scene scene, string day)
    {
        var frame = new Frame { Customer = new Row(scene.Book.Vocabulary.Facts.Count) };
        scene.Book.Facts.Fill(scene.State.Profile, Scene.Day(day), scene.Book.Calendar.StartOf(Scene.Day(day)), frame);
        return (ShippedBook.Shown("lifeStage", frame), ShippedBook.Shown("prospectTier", frame));
    }
}
