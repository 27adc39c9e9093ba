using Nba.Engine.Rules;
using Nba.House;

namespace Nba.Engine.Tests.Arbitration;

/// <summary>What customers answered changes what the shipped offers are worth showing.</summary>
[Course(12)]
public sealed class RefusalsInScoreTests
{
    [Fact]
    public void Whoever_refused_several_times_lately_is_offered_less()
    {
        var offers = ShippedBook.Book.Rules.Rules.Where(r => r.Action.Purpose == Purpose.Sales && r.Family is ("cross-sell" or "up-sell" or "bundles")).ToList();
        var lowered = offers.Where(r => Context(r, 4) < Context(r, 3)).ToList();

        // The others say in their own rule how well the moment fits.
        Assert.True(lowered.Count > 20, $"only {lowered.Count} of {offers.Count} offers");
        Assert.Equal(
            ["deposit-that-has-time", "prospect-after-a-question", "term-deposit-large-enough"],
            offers.Except(lowered).Select(r => r.Name));
    }

    private static long Context(ActionRule rule, int declines) =>
        rule.Context.Value(ShippedBook.Customer($$"""{"kind": "personal", "declines180": {{declines}}}""", "2026-03-02")) ?? throw new InvalidOperationException($"{rule.Name} has no context");
}
