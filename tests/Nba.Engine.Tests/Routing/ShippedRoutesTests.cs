using Nba.House;

namespace Nba.Engine.Tests.Routing;

/// <summary>The shipped table of who serves which segment: the course's corporate classes, and our own for persons, loans and prospects.</summary>
[Course(5, 3)]
public sealed class ShippedRoutesTests
{
    private const string Outlet = "\"team\": \"centre\", \"branch\": \"west\"";
    private const string Everybody = "\"managerA\": \"anna\", " + Outlet;
    private const string Large = "\"kind\": \"corporate\", \"annualTurnover\": 2000000000, " + Everybody;
    private const string Mid = "\"kind\": \"corporate\", \"annualTurnover\": 200000000, " + Everybody;
    private const string Potential = "\"kind\": \"corporate\", \"annualTurnover\": 30000000, " + Everybody;
    private const string General = "\"kind\": \"corporate\", \"annualTurnover\": 3000000, " + Everybody;
    private const string Private = "\"kind\": \"personal\", \"balance90\": 8000000, ";
    private const string Affluent = "\"kind\": \"personal\", \"balance90\": 800000, ";
    private const string Mass = "\"kind\": \"personal\", \"balance90\": 8000, ";
    private const string Loan = ", \"products\": [\"working-capital-loan\"]";

    // The action stands for its purpose: an offer, a reminder, a greeting, a duty.
    [Theory]
    [InlineData(Large, "cash-management-offer", "anna", "centre")]
    [InlineData(Large, "settlement-visit", "anna", "centre")]
    [InlineData(Large, "founding-day-greeting", "anna", null)]
    [InlineData(Large, "credit-line-review", "anna", null)]
    [InlineData(Large + Loan, "cash-management-offer", "anna", "centre")]
    [InlineData(Large + Loan, "settlement-visit", "anna", null)]
    [InlineData(Large + Loan, "founding-day-greeting", "anna", null)]
    [InlineData(Mid, "cash-management-offer", "anna", null)]
    [InlineData(Mid, "settlement-visit", "anna", null)]
    [InlineData(Mid, "founding-day-greeting", "anna", null)]
    [InlineData(Potential, "cash-management-offer", "centre", null)]
    [InlineData(Potential, "credit-line-review", "centre", null)]
    [InlineData(Potential, "settlement-visit", "centre", null)]
    [InlineData(Potential, "founding-day-greeting", "centre", null)]
    [InlineData(Potential + Loan, "credit-line-review", "anna", null)]
    [InlineData(Potential + Loan, "settlement-visit", "anna", null)]
    [InlineData(Potential + Loan, "cash-management-offer", "centre", null)]
    [InlineData(Potential + Loan, "founding-day-greeting", "centre", null)]
    [InlineData(General, "e-banking-offer", "centre", null)]
    [InlineData(General, "credit-line-review", "centre", null)]
    [InlineData(General, "founding-day-greeting", "channel:message", null)]
    // Four and a half million stand in the account: the top value tier.
    [InlineData(General + ", \"settlementBaseline\": 0, \"balance90\": 4500000", "e-banking-offer", "anna", null)]
    [InlineData(General + ", \"settlementBaseline\": 0, \"balance90\": 4500000", "founding-day-greeting", "anna", null)]
    [InlineData(General + ", \"settlementBaseline\": 0, \"balance90\": 4000000", "founding-day-greeting", "channel:message", null)]
    public void A_company_is_served_as_its_class_says(string facts, string action, string first, string? second) => Leads(facts, action, first, second);

    [Theory]
    [InlineData(Private + Everybody, "wealth-steady-offer", "anna", "centre")]
    [InlineData(Private + Everybody, "birthday-call", "anna", null)]
    [InlineData(Private + Everybody, "document-renewal", "anna", null)]
    [InlineData(Affluent + Everybody, "wealth-steady-offer", "anna", null)]
    [InlineData(Affluent + Everybody, "spring-festival-greeting", "anna", null)]
    [InlineData(Mass + Everybody, "spring-festival-greeting", "channel:message", null)]
    [InlineData(Mass + Everybody, "credit-card-offer", "anna", null)]
    [InlineData(Mass + Outlet, "credit-card-offer", "centre", null)]
    [InlineData(Mass + Outlet, "spring-festival-greeting", "channel:message", null)]
    // Spends 700,000 by card in a quarter: the high value tier.
    [InlineData(Mass + "\"cardSpend90\": 700000, " + Everybody, "spring-festival-greeting", "anna", null)]
    [InlineData(Mass + "\"cardSpend90\": 600000, " + Everybody, "spring-festival-greeting", "channel:message", null)]
    public void A_person_is_served_as_their_tier_says(string facts, string action, string first, string? second) => Leads(facts, action, first, second);

    // Asked twice in the last days, or not for a month.
    [Theory]
    [InlineData("2026-03-01", "first-account-offer", "anna", "centre")]
    [InlineData("2026-03-01", "prospect-first-contact", "anna", "centre")]
    [InlineData("2026-03-01", "spring-festival-greeting", "centre", null)]
    [InlineData("2026-02-01", "first-account-offer", "centre", null)]
    public void A_prospect_is_the_outlets_until_they_ask_again_and_again(string asked, string action, string first, string? second) =>
        Leads($"\"kind\": \"prospect\", \"lastInterestOn\": \"{asked}\", \"interests90\": 2, " + Everybody, action, first, second);

    // The directory knows no head of the branch, so that whom only a manager may look after is on the list of the unassigned.
    [Theory]
    [InlineData("\"kind\": \"corporate\", \"annualTurnover\": 2000000000, " + Outlet, "cash-management-offer", "unassigned", "centre")]
    [InlineData("\"kind\": \"corporate\", \"annualTurnover\": 200000000, " + Outlet, "cash-management-offer", "unassigned", null)]
    [InlineData("\"kind\": \"corporate\", \"annualTurnover\": 30000000, " + Outlet + Loan, "credit-line-review", "centre", null)]
    [InlineData("\"kind\": \"corporate\", \"settlementBaseline\": 0, \"balance90\": 4500000, " + Outlet, "e-banking-offer", "centre", null)]
    [InlineData("\"kind\": \"corporate\", \"settlementBaseline\": 0, \"balance90\": 4500000, " + Outlet, "founding-day-greeting", "channel:message", null)]
    [InlineData(Private + Outlet, "birthday-call", "unassigned", null)]
    [InlineData(Affluent + Outlet, "wealth-steady-offer", "unassigned", null)]
    [InlineData(Mass + "\"cardSpend90\": 700000, " + Outlet, "spring-festival-greeting", "channel:message", null)]
    [InlineData(Mass + "\"branch\": \"west\"", "credit-card-offer", "unassigned", null)]
    [InlineData("\"kind\": \"prospect\", \"lastInterestOn\": \"2026-03-01\", \"interests90\": 2, " + Outlet, "first-account-offer", "centre", null)]
    [Course(18)]
    public void Who_has_no_manager_is_the_outlets_where_their_class_allows_it(string facts, string action, string first, string? second) =>
        Leads(facts, action, first, second);

    private static void Leads(string facts, string action, string first, string? second)
    {
        var book = ShippedBook.Book;
        var frame = ShippedBook.Customer($"{{{facts}}}", "2026-03-02");

        var owners = book.Routes.Route(book.Rules.ByAction[action][0].Action, frame, book.Facts.KindBit(frame.Customer), escalated: false);

        Assert.Equal((first, second), (owners.First, owners.Second));
    }
}
