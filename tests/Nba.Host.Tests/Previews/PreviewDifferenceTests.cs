using Nba.Host.Previews;

namespace Nba.Host.Tests.Previews;

/// <summary>What another book does to reminders, found from what each of the two brings.</summary>
public sealed class PreviewDifferenceTests
{
    private static readonly PreviewRow One = PreviewRows.Greeting;

    [Fact]
    public void Reminders_that_are_the_same_are_no_difference() => Assert.Empty(PreviewDifference.Between([One, PreviewRows.Due], [One with { Title = "Other words" }, PreviewRows.Due]));

    [Fact]
    public void One_that_only_the_other_book_brings_is_added_and_one_that_it_lacks_is_removed()
    {
        Assert.Equal(("added", null, "2026-03-06"), Found([], [One]));
        Assert.Equal(("removed", "2026-03-06", null), Found([One], []));
    }

    [Fact]
    public void One_that_comes_or_is_due_on_another_day_is_moved()
    {
        Assert.Equal(("moved", "2026-03-06", "2026-03-04"), Found([One], [One with { Day = "2026-03-04" }]));
        var due = Assert.Single(PreviewDifference.Between([One], [One with { Due = "2026-03-12" }]));
        Assert.Equal(("moved", "2026-03-09", "2026-03-12"), (due.Change, due.Due, due.NewDue));
    }

    [Fact]
    public void One_that_comes_to_another_queue_is_reassigned_not_added_and_removed()
    {
        var found = Assert.Single(PreviewDifference.Between([One], [One with { Manager = "rm02", Queue = "rm02" }]));
        Assert.Equal(("reassigned", "rm01", "rm02"), (found.Change, found.FromManager, found.Manager));
    }

    [Fact]
    public void What_stands_already_is_removed_where_the_other_book_alone_takes_it_back_and_added_where_it_alone_keeps_it()
    {
        var ends = PreviewRows.Due with { What = "withdrawn", Day = "2026-03-01" };
        Assert.Equal(("removed", null, "2026-03-01"), Found([], [ends]));
        Assert.Equal(("added", "2026-03-01", null), Found([ends], []));
        Assert.Empty(PreviewDifference.Between([ends], [ends with { Day = "2026-03-02" }]));
    }

    [Fact]
    public void What_is_taken_back_and_comes_again_is_moved() =>
        Assert.Equal(("moved", null, "2026-03-06"), Found([], [PreviewRows.Due with { What = "withdrawn", Day = "2026-03-01" }, PreviewRows.Due with { What = "raised", Day = "2026-03-06", Stood = false }]));

    [Fact]
    public void Only_what_either_book_brings_on_the_days_asked_about_counts_in_the_queue_asked_about()
    {
        var span = new PreviewSpan(new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 5), false, "rm01");
        bool Touches(PreviewRow? before, PreviewRow? after) => Assert.Single(PreviewDifference.Between(before is null ? [] : [before], after is null ? [] : [after])).Touches(span);

        Assert.True(Touches(One, One with { Day = "2026-03-05" }));
        Assert.False(Touches(One, null));
        Assert.False(Touches(null, One with { Day = "2026-03-05", Manager = "rm02" }));
        Assert.True(Touches(One with { Day = "2026-03-05" }, One with { Day = "2026-03-05", Manager = "rm02" }));
    }

    private static (string, string?, string?) Found(PreviewRow[] before, PreviewRow[] after)
    {
        var found = Assert.Single(PreviewDifference.Between(before, after));
        return (found.Change, found.Day, found.NewDay);
    }
}
