using Nba.Engine.Calendars;
using static Nba.Engine.Tests.Calendars.CalendarFiles;

namespace Nba.Engine.Tests.Calendars;

public sealed class DaySpanTests
{
    [Theory]
    [InlineData("5wd", 5, SpanUnit.WorkingDays)]
    [InlineData("20d", 20, SpanUnit.Days)]
    [InlineData("3h", 3, SpanUnit.Hours)]
    [InlineData("0d", 0, SpanUnit.Days)]
    [InlineData("99999h", 99999, SpanUnit.Hours)]
    public void A_count_and_a_unit_are_a_span(string text, int count, SpanUnit unit)
    {
        Assert.True(DaySpan.TryParse(text, out var span));
        Assert.Equal(new DaySpan(count, unit), span);
        Assert.Equal(text, span.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("d")]
    [InlineData("5w")]
    [InlineData("5D")]
    [InlineData("5 d")]
    [InlineData("-5d")]
    [InlineData("+5d")]
    [InlineData("5dd")]
    [InlineData("5.5d")]
    [InlineData("100000d")]
    [InlineData("٥d")]
    [InlineData("due+2wd")]
    public void Other_text_is_refused(string text)
    {
        Assert.False(DaySpan.TryParse(text, out var span));
        Assert.Equal(default, span);
    }

    [Theory]
    [InlineData("2026-02-15", "2026-02-15", "2026-02-15")]
    [InlineData("2026-02-15..2026-02-23", "2026-02-15", "2026-02-23")]
    public void A_range_is_two_days_or_one(string text, string first, string last)
    {
        Assert.True(DayRange.TryParse(text, out var range));
        Assert.Equal(new DayRange(Day(first), Day(last)), range);
        Assert.Equal(text, range.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-02")]
    [InlineData("2026-02-30")]
    [InlineData("2026-02-15.")]
    [InlineData("2026-02-15..")]
    [InlineData("2026-02-15/2026-02-23")]
    [InlineData("2026-02-23..2026-02-15")]
    [InlineData("2026-02-15..2026-02-23 ")]
    public void Other_text_is_no_range(string text)
    {
        Assert.False(DayRange.TryParse(text, out var range));
        Assert.Equal(default, range);
    }
}
