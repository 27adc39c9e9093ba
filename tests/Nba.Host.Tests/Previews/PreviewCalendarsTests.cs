using System.Text;
using Ical.Net;
using Nba.Engine.Calendars;
using Nba.Host.Previews;

namespace Nba.Host.Tests.Previews;

/// <summary>Calendars are read back by Ical.Net as they were meant, whatever customers are called.</summary>
public sealed class PreviewCalendarsTests
{
    private static readonly Instant Now = new(new DateTimeOffset(2026, 3, 1, 12, 34, 56, 789, TimeSpan.Zero).ToUnixTimeMilliseconds());

    [Theory]
    [InlineData("O'Neil; \"Jo\", \\ 100%")]
    [InlineData("one\nBEGIN:VEVENT\nSUMMARY:two")]
    [InlineData("🎂 生日 🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉 李\tx")]
    [InlineData("END:VCALENDAR")]
    [InlineData("很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长的名字")]
    public void A_hostile_name_comes_back_as_it_was_in_one_event(string name)
    {
        var read = Read(PreviewRows.Greeting with { Name = name });

        var one = Assert.Single(read.Events);
        Assert.Equal($"Birthday ahead: send your wishes · {name} (C1)", one.Summary);
        Assert.Contains($"Customer: {name} (C1)", one.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_are_folded_at_75_bytes_and_end_with_carriage_return_and_line_feed()
    {
        var text = Text(PreviewRows.Greeting with { Name = string.Concat(Enumerable.Repeat("🎂很长", 30)) });

        Assert.All(text.Split("\r\n"), line => Assert.True(Encoding.UTF8.GetByteCount(line) <= 75, line));
        Assert.DoesNotContain('\n', text.Replace("\r\n", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_line_ends_inside_a_sign_which_then_could_not_be_written(int shift)
    {
        var name = new string('x', shift) + string.Concat(Enumerable.Repeat("🎂", 60));
        var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

        Assert.Contains(name, Ical.Net.Calendar.Load(strict.GetString(strict.GetBytes(Text(PreviewRows.Greeting with { Name = name }))))!.Events.Single().Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_takes_a_whole_day_without_a_zone_and_keeps_nobody_busy()
    {
        var read = Read(PreviewRows.Greeting);
        var one = Assert.Single(read.Events);

        Assert.Equal("PUBLISH", read.Method);
        Assert.True(one.IsAllDay);
        Assert.Equal((new DateOnly(2026, 3, 6), new DateOnly(2026, 3, 7)), (one.Start!.Date, one.End!.Date));
        Assert.Equal("TRANSPARENT", one.Transparency);
        Assert.Equal(["care"], one.Categories);
    }

    [Fact]
    public void The_same_preview_gives_the_same_bytes_and_the_stamp_is_the_stores()
    {
        Assert.Equal(Text(PreviewRows.Greeting, PreviewRows.Due), Text(PreviewRows.Greeting, PreviewRows.Due));
        Assert.Contains("DTSTAMP:20260301T123456Z\r\n", Text(PreviewRows.Greeting), StringComparison.Ordinal);
    }

    [Fact]
    public void An_action_keeps_its_event_when_it_moves_and_has_another_for_each_thing_that_happens()
    {
        var again = PreviewRows.Greeting with { Day = "2026-03-20" };
        var due = PreviewRows.Due with { Id = PreviewRows.Greeting.Id };

        Assert.Equal(Uids(PreviewRows.Greeting), Uids(again));
        Assert.Equal(3, Uids(PreviewRows.Greeting, again, due).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void What_is_stopped_or_only_leaves_is_no_event_and_what_comes_is_not_told_again_when_due()
    {
        var rows = new[] { PreviewRows.AskFirst, PreviewRows.Due with { What = "expired" }, PreviewRows.Due with { What = "withdrawn" }, PreviewRows.Due with { What = "held" }, PreviewRows.Due with { Stood = false } };

        Assert.Empty(Read(rows).Events);
        Assert.Single(Read(PreviewRows.Due).Events);
    }

    [Fact]
    public void In_Chinese()
    {
        var one = Assert.Single(Calendar.Load(new PreviewCalendars(new PreviewWords("zh-CN"), Now).Of("林雯", [PreviewRows.Due], r => r.Day))!.Events);

        Assert.StartsWith("【到期】", one.Summary, StringComparison.Ordinal);
        Assert.Contains("应办日：2026-03-07\n渠道：电话\n规则：deposit-maturing", one.Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("channel:message", "channel%3Amessage.ics")]
    [InlineData("../../etc/passwd", "..%2F..%2Fetc%2Fpasswd.ics")]
    [InlineData("林雯", "%E6%9E%97%E9%9B%AF.ics")]
    public void A_file_is_named_for_its_owner_and_stays_in_its_folder(string owner, string file) => Assert.Equal(file, PreviewCalendars.FileOf(owner));

    private static Calendar Read(params PreviewRow[] rows) => Calendar.Load(Text(rows))!;

    private static string[] Uids(params PreviewRow[] rows) => [.. Read(rows).Events.Select(e => e.Uid!).Order(StringComparer.Ordinal)];

    private static string Text(params PreviewRow[] rows) => new PreviewCalendars(new PreviewWords("en"), Now).Of("林雯", rows, r => r.Day);
}
