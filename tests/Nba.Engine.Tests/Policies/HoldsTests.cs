namespace Nba.Engine.Tests.Policies;

/// <summary>What a hold of the contact policy must say before a book loads.</summary>
public sealed class HoldsTests
{
    [Theory]
    [InlineData(", \"purposes\": [\"sales\", \"care\"]}", "}", "NBA1004", "nothing is held without 'purposes'; name those that are, as [\"sales\", \"care\"]")]
    [InlineData("\"purposes\": [\"sales\", \"care\"]}", "\"purposes\": []}", "NBA1004", "nothing is held without 'purposes'; name those that are, as [\"sales\", \"care\"]")]
    [InlineData("\"while\": \"customer.hasOpenComplaint\", ", "", "NBA1004", "a hold says 'while' when it holds, as \"customer.hasOpenComplaint\"")]
    public void A_hold_that_would_hold_nothing_or_everything_does_not_load(string from, string to, string code, string said)
    {
        var text = TestBook.Contact.Replace(from, to, StringComparison.Ordinal);
        Assert.NotEqual(TestBook.Contact, text);
        var problem = Assert.Single(TestBook.Load(("policies/contact.json", text)).Problems).ToString();
        Assert.StartsWith($"{code} policies/contact.json:", problem, StringComparison.Ordinal);
        Assert.EndsWith(said, problem, StringComparison.Ordinal);
    }
}
