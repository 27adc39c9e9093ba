using Nba.Engine.Reports;

namespace Nba.Engine.Tests.Reports;

/// <summary>Intervals against the figures that Newcombe's papers of 1998 print: of one share (Wilson) and of the difference of two (method 10).</summary>
public sealed class ProportionTests
{
    [Theory]
    [InlineData(81, 263, "0.2553", "0.3662")]
    [InlineData(15, 148, "0.0624", "0.1605")]
    [InlineData(0, 20, "0", "0.1611")]
    [InlineData(1, 29, "0.0061", "0.1718")]
    [InlineData(29, 29, "0.8830", "1")]
    public void A_share_has_wilsons_interval(int count, int of, string low, string high)
    {
        var share = Proportion.Of95(count, of);

        Assert.Equal((Decimal(low), Decimal(high)), (share.Low, share.High));
    }

    [Theory]
    [InlineData(56, 70, 48, 80, "0.2000", "0.0524", "0.3339")]
    [InlineData(9, 10, 3, 10, "0.6000", "0.1705", "0.8090")]
    [InlineData(6, 7, 2, 7, "0.5714", "0.0582", "0.8062")]
    [InlineData(5, 56, 0, 29, "0.0893", "-0.0381", "0.1926")]
    [InlineData(0, 10, 0, 20, "0.0000", "-0.1611", "0.2775")]
    public void A_difference_has_newcombes_interval(int first, int ofFirst, int second, int ofSecond, string difference, string low, string high) =>
        Assert.Equal(new ShareDifference(Decimal(difference), Decimal(low), Decimal(high)), Proportion.Less(Proportion.Of95(first, ofFirst), Proportion.Of95(second, ofSecond)));

    [Fact]
    public void Of_none_nothing_is_said()
    {
        var none = Proportion.Of95(0, 0);

        Assert.Equal((null, null, null), (none.Rate, none.Low, none.High));
        Assert.Null(Proportion.Less(none, Proportion.Of95(1, 2)));
    }

    [Fact]
    public void A_root_squared_is_what_it_is_of()
    {
        var random = new Random(7);
        for (var i = 0; i < 1000; i++)
        {
            var value = random.Next(1, int.MaxValue) / (decimal)random.Next(1, int.MaxValue);
            var root = Proportion.Root(value);
            Assert.InRange((root * root) - value, -0.0000000000000001m * Math.Max(1, value), 0.0000000000000001m * Math.Max(1, value));
        }
    }

    private static decimal Decimal(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
