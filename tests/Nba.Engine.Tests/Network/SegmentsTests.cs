using Nba.Engine.Network;
using Encoding = Nba.Engine.Network.Encoding;

namespace Nba.Engine.Tests.Network;

/// <summary>Segments of codes, small and large numbers, held against counting their starts.</summary>
public sealed class SegmentsTests
{
    [Fact]
    public void A_value_is_in_the_segment_that_begins_at_or_before_it()
    {
        for (var seed = 1; seed <= 300; seed++)
        {
            var random = new Random(seed);
            var bounds = Enumerable.Range(0, random.Next(200)).Select(_ => Wide(random)).ToArray();
            var segments = Segments.Of(bounds.Select(b => ValueSet.Between(b, long.MaxValue)));
            var starts = bounds.Append(long.MinValue).Distinct().Order().ToArray();
            Assert.Equal(starts.Length, segments.Count);
            foreach (var value in bounds.SelectMany(b => new[] { b, b - 1, unchecked(b + 1) }).Concat(Enumerable.Range(0, 50).Select(_ => Wide(random))).Concat([Encoding.Null, Encoding.First, 0, long.MaxValue]))
            {
                var expected = starts.Count(s => s <= value) - 1;
                Assert.True(expected == segments.At(value), $"seed {seed}: {value} is in segment {expected}, not {segments.At(value)}");
            }
        }
    }

    private static long Wide(Random random) => random.Next(4) switch
    {
        0 => random.Next(-5, 30),
        1 => Encoding.Of((random.NextDouble() - 0.3) * 1_000_000),
        2 => random.NextInt64(long.MinValue + 1, long.MaxValue),
        _ => random.Next(2) == 0 ? Encoding.NaN : long.MaxValue,
    };
}
