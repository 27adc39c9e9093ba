using Nba.House;

namespace Nba.Engine.Tests.Profiles;

/// <summary>How a customer stands to the bank by the shipped rules, as of 2 March 2026: what binds them, and how content they are.</summary>
[Course(2)]
public sealed class ShippedBondsTests
{
    private const string Person = "\"kind\": \"personal\", \"customerSince\": ";
    private const string Company = "\"kind\": \"corporate\", \"customerSince\": ";
    private const string LongTime = Person + "\"2021-03-02\", \"productsOpened\": 3, ";

    // Three salaries in half a year.
    [Theory]
    [InlineData("\"kind\": \"personal\", \"salaries180\": 3", "true")]
    [InlineData("\"kind\": \"personal\", \"salaries180\": 2", "false")]
    [InlineData("\"kind\": \"corporate\", \"salaries180\": 3", "false")]
    public void Salary_is_paid_through_us_from_the_third(string facts, string payroll) => Assert.Equal(payroll, ShippedBook.Fact("isPayroll", facts));

    [Theory]
    [InlineData("mortgage", "true")]
    [InlineData("consumer-loan", "true")]
    [InlineData("working-capital-loan", "true")]
    [InlineData("credit-card", "false")]
    public void A_loan_is_a_loan_whatever_it_is_for_and_a_card_is_none(string product, string loan) =>
        Assert.Equal(loan, ShippedBook.Fact("hasLoan", $"\"products\": [\"{product}\"]"));

    // Up to six is poor, from nine is good; four refusals in half a year tell of reserve.
    [Theory]
    [InlineData("\"surveyScore\": 6", "poor")]
    [InlineData("\"surveyScore\": 7", "fair")]
    [InlineData("\"surveyScore\": 8", "fair")]
    [InlineData("\"surveyScore\": 9", "good")]
    [InlineData("\"surveyScore\": 9, \"hasOpenComplaint\": true", "poor")]
    [InlineData("\"surveyScore\": 9, \"complaints365\": 1, \"lastComplaintSatisfied\": false", "poor")]
    [InlineData("\"surveyScore\": 9, \"complaints365\": 1, \"lastComplaintSatisfied\": true", "fair")]
    [InlineData("\"surveyScore\": 9, \"declines180\": 4", "fair")]
    [InlineData("\"surveyScore\": 9, \"declines180\": 3", "good")]
    [InlineData("\"complaints365\": 1", "fair")]
    [InlineData("\"balance90\": 100", "unknown")]
    public void Satisfaction_is_the_worst_that_the_customer_told_us(string facts, string satisfaction) =>
        Assert.Equal(satisfaction, ShippedBook.Fact("satisfaction", "\"kind\": \"personal\", " + facts));

    // Five years, three different products, and a salary, a loan, or a login or payment in sixty days: 1 January is the last of them.
    [Theory]
    [InlineData(LongTime + "\"lastLoginOn\": \"2026-01-01\"", "high")]
    [InlineData(LongTime + "\"lastLoginOn\": \"2025-12-31\"", "medium")]
    [InlineData(LongTime + "\"lastCardUsedOn\": \"2026-01-01\"", "high")]
    [InlineData(LongTime + "\"lastCardUsedOn\": \"2025-12-31\"", "medium")]
    [InlineData(LongTime + "\"salaries180\": 3", "high")]
    [InlineData(LongTime + "\"products\": [\"mortgage\"]", "high")]
    [InlineData(Person + "\"2021-03-03\", \"productsOpened\": 3, \"salaries180\": 3", "medium")]
    [InlineData(Person + "\"2021-03-02\", \"productsOpened\": 2, \"salaries180\": 3", "medium")]
    public void A_person_is_highly_loyal_by_years_breadth_and_activity_together(string facts, string loyalty) =>
        Assert.Equal(loyalty, ShippedBook.Fact("loyalty", facts));

    // Two years, and one thing that binds.
    [Theory]
    [InlineData(Person + "\"2024-03-02\", \"productsOpened\": 2", "medium")]
    [InlineData(Person + "\"2024-03-02\", \"productsOpened\": 1", "low")]
    [InlineData(Person + "\"2024-03-02\", \"salaries180\": 3", "medium")]
    [InlineData(Person + "\"2024-03-02\", \"products\": [\"mortgage\"]", "medium")]
    [InlineData(Person + "\"2024-03-03\", \"productsOpened\": 2, \"salaries180\": 3", "low")]
    public void Two_years_and_one_bond_are_medium_loyalty(string facts, string loyalty) => Assert.Equal(loyalty, ShippedBook.Fact("loyalty", facts));

    // A million a month.
    [Theory]
    [InlineData(Company + "\"2021-03-02\", \"settlementBaseline\": 1000000", "high")]
    [InlineData(Company + "\"2021-03-03\", \"settlementBaseline\": 1000000", "medium")]
    [InlineData(Company + "\"2021-03-02\", \"settlementBaseline\": 999999", "low")]
    [InlineData(Company + "\"2024-03-03\", \"settlementBaseline\": 1000000", "low")]
    public void A_company_is_loyal_by_years_and_by_what_it_settles_through_us(string facts, string loyalty) =>
        Assert.Equal(loyalty, ShippedBook.Fact("loyalty", facts));
}
