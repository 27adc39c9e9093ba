using Nba.Engine.Policies;
using Nba.Engine.Vocabulary;
using Nba.House;

namespace Nba.Engine.Tests.Policies;

/// <summary>From when an action may be delivered: quiet hours in the bank's zone, over midnight or within a day.</summary>
[Course(14)]
public sealed class QuietHoursTests
{
    [Theory]
    [InlineData("2026-03-02T20:59", "2026-03-02T20:59")]
    [InlineData("2026-03-02T21:00", "2026-03-03T08:00")]
    [InlineData("2026-03-02T23:59", "2026-03-03T08:00")]
    [InlineData("2026-03-03T00:00", "2026-03-03T08:00")]
    [InlineData("2026-03-03T07:59", "2026-03-03T08:00")]
    [InlineData("2026-03-03T08:00", "2026-03-03T08:00")]
    [InlineData("2026-12-31T22:00", "2027-01-01T08:00")]
    public void Over_midnight_the_morning_after_is_the_earliest(string now, string from) => Assert.Equal(Scene.At(from), From(new QuietHours(21, 8), "message", now));

    [Theory]
    [InlineData("2026-03-02T11:59", "2026-03-02T11:59")]
    [InlineData("2026-03-02T12:00", "2026-03-02T14:00")]
    [InlineData("2026-03-02T13:59", "2026-03-02T14:00")]
    [InlineData("2026-03-02T14:00", "2026-03-02T14:00")]
    public void Within_a_day_it_is_the_same_days_hour(string now, string from) => Assert.Equal(Scene.At(from), From(new QuietHours(12, 14), "app", now));

    [Theory]
    [InlineData(22, 24, "2026-03-02T23:00", "2026-03-03T00:00")]
    [InlineData(22, 0, "2026-03-02T23:00", "2026-03-03T00:00")]
    [InlineData(24, 6, "2026-03-02T23:59", "2026-03-02T23:59")]
    [InlineData(24, 6, "2026-03-03T00:00", "2026-03-03T06:00")]
    [InlineData(0, 0, "2026-03-02T03:00", "2026-03-02T03:00")]
    public void Midnight_may_be_written_as_24_or_0(int start, int end, string now, string from) => Assert.Equal(Scene.At(from), From(new QuietHours(start, end), "message", now));

    [Theory]
    [InlineData("phone", true, false)]
    [InlineData("visit", true, false)]
    [InlineData("branch", false, false)]
    [InlineData("mail", false, false)]
    [InlineData("email", true, true)]
    [InlineData("message", true, true)]
    [InlineData("app", true, true)]
    [InlineData("batch", true, true)]
    public void The_channel_says_whether_anybody_is_disturbed_and_whether_the_bank_delivers_by_itself(string channel, bool waits, bool electronic)
    {
        Assert.Equal(Scene.At(waits ? "2026-03-03T08:00" : "2026-03-02T22:00"), From(new QuietHours(21, 8), channel, "2026-03-02T22:00"));
        Assert.Equal(electronic, QuietHours.IsElectronic(BuiltIn.Channels.IndexOf(channel)));
    }

    [Fact]
    public void A_bank_without_quiet_hours_delivers_at_any_time()
    {
        var book = TestBook.With(("policies/contact.json", "{}"));
        foreach (var hour in Enumerable.Range(0, 24)) Assert.Equal(Scene.At($"2026-03-02T{hour:00}:00"), From(book.Policies.Quiet, "message", $"2026-03-02T{hour:00}:00"));
    }

    private static Nba.Engine.Calendars.Instant From(QuietHours quiet, string channel, string now) => quiet.DeliverableFrom(BuiltIn.Channels.IndexOf(channel), Scene.At(now), TestBook.Default.Calendar);
}
