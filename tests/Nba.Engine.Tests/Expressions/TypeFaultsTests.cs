namespace Nba.Engine.Tests.Expressions;

/// <summary>Types that do not go together are told in the words of the vocabulary, not in those of the parser.</summary>
public sealed class TypeFaultsTests
{
    [Theory]
    [InlineData("customer.salaries >= \\\"three\\\"", "'three' is no whole number, as what it is compared with is")]
    [InlineData("event.abroad >= 1", "'>=' does not go with true or false and whole number: compare values of one type")]
    [InlineData("NOT customer.salaries <= 3", "NOT stands before a bracket or something that is true or false, as NOT (customer.age <= 30)")]
    public void A_comparison_of_two_types_is_told(string line, string said)
    {
        var problems = TestBook.LoadRule($$$"""{"RuleName": "slip", "Expression": ["{{{line}}}"], "Properties": {"on": "card.used", "for": ["personal"], "action": {"id": "slip-call", "purpose": "care", "channel": "phone"} } }""", "slip-call").Problems;

        Assert.Contains(problems, p => p.Message.Contains(said, StringComparison.Ordinal));
    }
}
