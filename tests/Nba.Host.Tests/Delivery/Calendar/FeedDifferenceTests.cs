using Nba.Host.Delivery.Calendar;

namespace Nba.Host.Tests.Delivery.Calendar;

/// <summary>What stands against what was shown: which numbers rise, and which rows are written.</summary>
public sealed class FeedDifferenceTests
{
    private const long Now = 1_772_000_000_500;
    private const long Day = 24L * 60 * 60 * 1000;
    private static readonly FeedEvent Call = new(FeedKind.Due, null, 739_000, "call", "why", "service");

    [Fact]
    public void What_is_new_begins_at_zero_and_what_is_the_same_is_not_written()
    {
        var first = FeedDifference.Between(Stands(Call), Shown(), Now);
        Assert.Equal(new ShownEvent(Call, 0, 1_772_000_000_000, false), Assert.Single(first.Shows).Value);

        var second = FeedDifference.Between(Stands(Call), first.Shows, Now + Day);
        Assert.Empty(second.Changed);
        Assert.Equal(first.Shows, second.Shows);
    }

    [Theory]
    [InlineData("summary")]
    [InlineData("description")]
    [InlineData("day")]
    [InlineData("at")]
    [InlineData("purpose")]
    [InlineData("kind")]
    public void Each_part_that_is_shown_makes_it_rise(string part)
    {
        var other = part switch
        {
            "summary" => Call with { Summary = "visit" },
            "description" => Call with { Description = "because" },
            "day" => Call with { Day = Call.Day + 1 },
            "at" => Call with { At = Now },
            "purpose" => Call with { Purpose = "sales" },
            _ => Call with { Kind = FeedKind.Greeting },
        };

        var next = FeedDifference.Between(Stands(other), Shown(new ShownEvent(Call, 4, 0, false)), Now);

        Assert.Equal(new ShownEvent(other, 5, 1_772_000_000_000, false), Assert.Single(next.Changed).Value);
    }

    [Fact]
    public void What_is_gone_is_cancelled_once_and_forgotten_after_thirty_days()
    {
        var gone = FeedDifference.Between(Stands(), Shown(new ShownEvent(Call, 4, 0, false)), Now);
        Assert.Equal(new ShownEvent(Call, 5, 1_772_000_000_000, true), Assert.Single(gone.Changed).Value);

        var kept = FeedDifference.Between(Stands(), gone.Shows, 1_772_000_000_000 + (30 * Day) - 1);
        Assert.Equal((1, 0), (kept.Shows.Count, kept.Changed.Count));

        var forgotten = FeedDifference.Between(Stands(), gone.Shows, 1_772_000_000_000 + (30 * Day));
        Assert.Empty(forgotten.Shows);
        Assert.Null(Assert.Single(forgotten.Changed).Value);
    }

    [Fact]
    public void What_comes_back_unchanged_rises_all_the_same() =>
        Assert.Equal(new ShownEvent(Call, 6, 1_772_000_000_000, false), Assert.Single(FeedDifference.Between(Stands(Call), Shown(new ShownEvent(Call, 5, 0, true)), Now).Changed).Value);

    [Fact]
    public void A_clock_that_was_set_back_makes_nothing_older() =>
        Assert.Equal(Now + Day, Assert.Single(FeedDifference.Between(Stands(Call with { Summary = "visit" }), Shown(new ShownEvent(Call, 1, Now + Day, false)), Now).Changed).Value!.Changed);

    [Fact]
    public void Whose_it_is_stays_known_when_it_is_gone_and_what_is_nobodys_is_dropped_where_it_would_be_sealed()
    {
        var first = FeedDifference.Between(Stands(Call), Shown(new ShownEvent(Call, 4, 0, false)), Now, _ => "K-one", onlyKnown: true);
        Assert.Equal(new ShownEvent(Call, 4, 0, false, "K-one"), Assert.Single(first.Changed).Value);
        Assert.Empty(FeedDifference.Between(Stands(Call), first.Shows, Now, _ => "K-one", onlyKnown: true).Changed);

        var gone = FeedDifference.Between(Stands(), first.Shows, Now, _ => null, onlyKnown: true);
        Assert.Equal("K-one", Assert.Single(gone.Changed).Value!.Customer);
        Assert.Empty(FeedDifference.Between(Stands(), gone.Shows, Now, _ => null, onlyKnown: true).Changed);

        var nobodys = FeedDifference.Between(Stands(), Shown(new ShownEvent(Call, 4, 0, false)), Now, _ => null, onlyKnown: true);
        Assert.Empty(nobodys.Shows);
        Assert.Null(Assert.Single(nobodys.Changed).Value);
        Assert.Single(FeedDifference.Between(Stands(), Shown(new ShownEvent(Call, 4, 0, false)), Now, _ => null).Shows);
    }

    private static SortedDictionary<UInt128, FeedEvent> Stands(params FeedEvent[] events) => new(events.ToDictionary(_ => (UInt128)7));

    private static SortedDictionary<UInt128, ShownEvent> Shown(params ShownEvent[] events) => new(events.ToDictionary(_ => (UInt128)7));
}
