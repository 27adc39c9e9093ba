using System.Text;
using Nba.Engine.Calendars;
using Nba.Host.Delivery;
using Nba.Host.Delivery.Calendar;

namespace Nba.Host.Tests.Delivery.Calendar;

/// <summary>Days and hours as calendars read them, in zones with and without summer time.</summary>
public sealed class FeedCalendarTests
{
    [Fact]
    public void A_zone_whose_clocks_never_change_has_one_offset_and_no_rule()
    {
        var text = Text("Asia/Shanghai", Timed("2026-03-03T07:30:00Z"));

        Assert.Contains("BEGIN:VTIMEZONE\r\nTZID:Asia/Shanghai\r\nX-LIC-LOCATION:Asia/Shanghai\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0800\r\nTZOFFSETTO:+0800\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("RRULE", text, StringComparison.Ordinal);
        Assert.Contains("DTSTART;TZID=Asia/Shanghai:20260303T153000\r\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-03-08T06:30:00Z", "20260308T013000")]
    [InlineData("2026-03-08T07:30:00Z", "20260308T033000")]
    [InlineData("2026-11-01T16:00:00Z", "20261101T110000")]
    public void A_zone_with_summer_time_has_its_rules_and_the_hours_of_its_clocks(string at, string local)
    {
        var text = Text("America/New_York", Timed(at));

        Assert.Contains("BEGIN:DAYLIGHT", text, StringComparison.Ordinal);
        Assert.Contains($"DTSTART;TZID=America/New_York:{local}\r\n", text, StringComparison.Ordinal);
        Assert.Equal(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture).UtcDateTime, Assert.Single(Ical.Net.Calendar.Load(text)!.Events).Start!.AsUtc);
    }

    [Theory]
    [InlineData("Asia/Shanghai")]
    [InlineData("America/New_York")]
    public void A_whole_day_is_that_day_in_any_zone_and_ends_with_the_next(string zone)
    {
        var text = Text(zone, new FeedEvent(FeedKind.Due, null, new DateOnly(2026, 12, 31).DayNumber, "s", "d", "duty"));

        Assert.Contains("DTSTART;VALUE=DATE:20261231\r\n", text, StringComparison.Ordinal);
        Assert.Contains("DTEND;VALUE=DATE:20270101\r\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Five_hundred_characters_are_folded_at_75_octets_and_never_inside_one(int shift)
    {
        var name = new string('x', shift) + string.Concat(Enumerable.Repeat("很🎂长;,é", 72))[..498];

        var octets = Octets("Asia/Shanghai", new FeedEvent(FeedKind.Due, null, 739_000, name, name + "\n" + name, "duty"));
        var lines = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(octets).Split("\r\n");

        Assert.All(lines, line => Assert.True(Encoding.UTF8.GetByteCount(line) <= 75 && !line.Contains('\n', StringComparison.Ordinal) && !line.Contains('\uFFFD', StringComparison.Ordinal), line));
        Assert.True(lines.Count(line => Encoding.UTF8.GetByteCount(line) >= 72) > 20);
        var read = Assert.Single(Ical.Net.Calendar.Load(Encoding.UTF8.GetString(octets))!.Events);
        Assert.Equal((name, name + "\n" + name), (read.Summary, read.Description));
    }

    [Theory]
    [InlineData("a\0b\u0007c\u202Ed\u2028e", "abcd e")]
    [InlineData(" one\r\ntwo\rthree\u0085four\t", "one two three four")]
    [InlineData("👨\u200D👩\u200D👧", "👨\u200D👩\u200D👧")]
    public void What_is_not_to_be_seen_is_left_out_and_a_sign_stays_whole(string text, string line) => Assert.Equal(line, PlainText.Line(text));

    [Fact]
    public void Half_of_a_sign_is_shown_as_one_that_is_missing() => Assert.Equal("a\uFFFDb", PlainText.Line("a" + (char)0xD83D + "b"));

    [Fact]
    public void An_owner_with_any_id_has_events_that_are_told_apart()
    {
        Assert.Equal("00000000000000000000000000000007.rm01@nba", FeedCalendar.Uid(7, "rm01"));
        Assert.Equal("00000000000000000000000000000007.a%0D%0Ab%3A%20%E5%BC%A0@nba", FeedCalendar.Uid(7, "a\r\nb: 张"));
    }

    private static FeedEvent Timed(string at) =>
        new(FeedKind.Appointment, DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds(), 0, "s", "d", "service");

    private static string Text(string zone, FeedEvent content) => Encoding.UTF8.GetString(Octets(zone, content));

    private static byte[] Octets(string zone, FeedEvent content)
    {
        Assert.True(BankZone.TryGet(zone, out var found));
        return new FeedCalendar(found, new PromptWords("en")).Of("rm01", "Anna", new SortedDictionary<UInt128, ShownEvent> { [7] = new(content, 0, 1_772_000_000_000, false) });
    }
}
