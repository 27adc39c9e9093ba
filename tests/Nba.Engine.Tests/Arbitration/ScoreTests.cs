using CsCheck;
using Nba.Engine.Arbitration;
using Nba.House;

namespace Nba.Engine.Tests.Arbitration;

[Course(3)]
public sealed class ScoreTests
{
    [Fact]
    public void The_base_is_the_product_of_the_parts_in_millionths_rounded_down()
    {
        var score = Score.Of(propensity: 3_500, context: 12_000, value: 10_000_000, lever: 1_500_000);
        Assert.Equal(new Score(350_000, 1_200_000, 1_000_000_000, 1_500_000, 630_000_000), score);
        Assert.Equal(0, Score.Of(1, 1, 1, 1).Base);
    }

    [Fact]
    public void Parts_are_kept_within_their_bounds()
    {
        Assert.Equal(Score.One, Score.Of(99_999_999, 10_000, 10_000, Score.One).Propensity);
        Assert.Equal(0, Score.Of(-5, 10_000, 10_000, Score.One).Base);
        Assert.Equal(1_000_000_000_000_000, Score.Of(10_000, 1_000_000, long.MaxValue, 100 * Score.One).Base);
    }

    [Fact]
    public void The_base_agrees_with_decimals() =>
        Gen.Select(Gen.Long[0, 10_000], Gen.Long[0, 50_000], Gen.Long[0, 100_000_000_000], Gen.Long[0, 5_000_000]).Sample((p, c, v, l) =>
        {
            var exact = p / 10_000m * (c / 10_000m) * (v / 10_000m) * (l / 1_000_000m) * 1_000_000m;
            var actual = Score.Of(p, c, v, l).Base;
            // Each of the three divisions drops less than a millionth, which later parts multiply by at most 25.
            return actual <= exact && (exact - actual <= 31 || actual == 1_000_000_000_000_000);
        }, iter: 20_000);

    [Theory]
    [InlineData(0, 8, 1_000_000)]
    [InlineData(1, 8, 917_004)]
    [InlineData(8, 8, 500_000)]
    [InlineData(9, 8, 458_502)]
    [InlineData(16, 8, 250_000)]
    [InlineData(160, 8, 0)]
    [InlineData(50, 0, 1_000_000)]
    [InlineData(-3, 8, 1_000_000)]
    public void Freshness_halves_with_every_half_life(int age, int halfLife, long expected) => Assert.Equal(expected, Timing.Freshness(age, halfLife));

    [Fact]
    public void Freshness_never_rises() => Gen.Select(Gen.Int[0, 400], Gen.Int[1, 100]).Sample((age, halfLife) => Timing.Freshness(age + 1, halfLife) <= Timing.Freshness(age, halfLife), iter: 10_000);

    [Theory]
    [InlineData(10, 20, 5, 1_000_000)]
    [InlineData(10, 20, 10, 1_000_000)]
    [InlineData(10, 20, 15, 1_500_000)]
    [InlineData(10, 20, 20, 2_000_000)]
    [InlineData(10, 20, 99, 2_000_000)]
    [InlineData(10, 10, 10, 2_000_000)]
    [InlineData(20, 10, 15, 2_000_000)]
    public void Urgency_grows_from_one_on_the_first_day_to_two_on_the_due_day(int first, int due, int today, long expected) => Assert.Equal(expected, Timing.Urgency(first, due, today));
}
