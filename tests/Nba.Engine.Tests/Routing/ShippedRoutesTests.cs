using Nba.House;

namespace Nba.Engine.Tests.Routing;

/// <summary>The shipped table of who serves which segment: the course's corporate classes, and our own for persons, loans and prospects.</summary>
[Course(5, 3)]
public sealed class ShippedRoutesTests
{
    private const string Everybody = "\"managerA\": \"anna\", \"team\": \"centre\", \"branch\": \"west\"";
    private const string Large = "\"kind\": \"corporate\", \"annualTurnover\": 2000000000, " + Everybody;
    private const string Mid = "\"kind\": \"corporate\", \"annualTurnover\": 200000000, " + Everybody;
    private const string Potential = "\"kind\": \"corporate\", \"annualTurnover\": 30000000, " + Everybody;
    private const string General = "\"kind\": \"corporate\", \"annualTurnover\": 3000000, " + Everybody;
    private const string Loan = ", \"products\": [\"working-capital-loan\"]";

    // The action stands for its purpose: an offer, a reminder, a greeting, a duty.
    [Theory]
    [InlineData(Large, "cash-management-offer", "anna", "centre")]
    [InlineData(Large, "settlement-visit", "anna", "centre")]
    [InlineData(Large, "founding-day-greeting", "anna", null)]
    [InlineData(Large + Loan, "cash-management-offer", "anna", "centre")]
    [InlineData(Large + Loan, "settlement-visit", "anna", null)]
    [InlineData(Mid, "cash-management-offer", "anna", null)]
    [InlineData(Mid, "founding-day-greeting", "anna", null)]
    [InlineData(Potential, "cash-management-offer", "centre", null)]
    [InlineData(Potential, "credit-line-review", "centre", null)]
    [InlineData(Potential + Loan, "credit-line-review", "anna", null)]
    [InlineData(General, "e-banking-offer", "centre", null)]
    [InlineData(General, "founding-day-greeting", "channel:message", null)]
    // Four and a half million stand in the account: the top value tier.
    [InlineData(General + ", \"settlementBaseline\": 0, \"balance90\": 4500000", "e-banking-offer", "anna", null)]
    [InlineData(General + ", \"settlementBaseline\": 0, \"balance90\": 4500000", "founding-day-greeting", "anna", null)]
    public void A_company_is_served_as_its_class_says(string facts, string action, string first, string? second) => Leads(facts, action, first, second);

    [Theory]
    [InlineData("\"kind\": \"personal\", \"balance90\": 8000000, " + Everybody, "wealth-steady-offer", "anna", "centre")]
    [InlineData("\"kind\": \"personal\", \"balance90\": 8000000, " + Everybody, "birthday-call", "anna", null)]
    [InlineData("\"kind\": \"personal\", \"balance90\": 800000, " + Everybody, "wealth-steady-offer", "anna", null)]
    [InlineData("\"kind\": \"personal\", \"balance90\": 8000, " + Everybody, "spring-festival-greeting", "channel:message", null)]
    [InlineData("\"kind\": \"personal\", \"balance90\": 8000, " + Everybody, "credit-card-offer", "anna", null)]
    [InlineData("\"kind\": \"personal\", \"balance90\": 8000, \"team\": \"centre\", \"branch\": \"west\"", "credit-card-offer", "centre", null)]
    // Spends 700,000 by card in a quarter: the high value tier.
    [InlineData("\"kind\": \"personal\", \"balance90\": 8000, \"cardSpend90\": 700000, " + Everybody, "spring-festival-greeting", "anna", null)]
    public void A_person_is_served_as_their_tier_says(string facts, string action, string first, string? second) => Leads(facts, action, first, second);

    [Theory]
    [InlineData("\"prospectTier\": \"hot\", " + Everybody, "anna", "centre")]
    [InlineData("\"prospectTier\": \"cold\", " + Everybody, "centre", null)]
    public void A_prospect_is_the_outlets_until_they_ask_again_and_again(string facts, string first, string? second) => Leads("\"kind\": \"prospect\", " + facts, "first-account-offer", first, second);

    private static void Leads(string facts, string action, string first, string? second)
    {
        var book = ShippedBook.Book;
        var frame = ShippedBook.Customer($"{{{facts}}}", "2026-03-02");

        var owners = book.Routes.Route(book.Rules.ByAction[action][0].Action, frame, book.Facts.KindBit(frame.Customer), escalated: false);

        Assert.Equal((first, second), (owners.First, owners.Second));
    }
}
