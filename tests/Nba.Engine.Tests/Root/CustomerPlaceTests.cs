using Nba.Engine.Calendars;

namespace Nba.Engine.Tests.Root;

/// <summary>Where a customer belongs, for who counts by segment and branch.</summary>
public sealed class CustomerPlaceTests
{
    [Fact]
    public void Segment_branch_and_name_are_those_of_the_moment()
    {
        using var scene = new Scene().Known("2026-01-01");
        using var decider = new CustomerDecider(scene.Book);
        var place = decider.PlaceOf(scene.State, At("2026-01-02"));

        Assert.Equal(new CustomerPlace("mass", "west", "Li"), place);
    }

    private static Instant At(string day) => Instant.TryParse(day + "T00:00:00Z", out var at) ? at : throw new ArgumentException($"'{day}' is no day", nameof(day));
}
