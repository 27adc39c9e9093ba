using System.Net;
using System.Net.Http.Headers;
using Ical.Net.DataTypes;
using Nba.Host.Tests.Api;

namespace Nba.Host.Tests.Delivery.Calendar;

/// <summary>A manager's calendar from a running host, read back by Ical.Net.</summary>
public sealed class CalendarFeedTests
{
    [Theory]
    [InlineData("zh-CN", "【到期】大额转出200,000元 · 张三 (C1)", "张三转出\n\n开场：甲\n好处：乙\n依据：丙\n请教：丁?\n\n客户：张三 (C1)\n渠道：电话")]
    [InlineData("en", "Due: Large transfer of 200,000 · 张三 (C1)", "张三 moved money\n\nOpen with: A\nBenefit: B\nProof: C\nAsk: D?\n\nCustomer: 张三 (C1)\nBy: phone")]
    public async Task A_due_date_is_an_event_of_the_whole_day_with_what_to_say_in_order_and_why(string language, string summary, string description)
    {
        await using var bank = await CalendarBank.Start();
        await bank.Transfer("C1", "anna");

        var calendar = await bank.Read(await bank.Address("anna", language));
        var due = Assert.Single(calendar.Events);

        Assert.Equal((summary, description), (due.Summary, due.Description));
        Assert.True(due.IsAllDay);
        Assert.Equal((new DateOnly(2026, 3, 4), new DateOnly(2026, 3, 5), "TRANSPARENT"), (due.Start!.Date, due.End!.Date, due.Transparency));
        Assert.Equal((0, "CONFIRMED", "PRIVATE"), (due.Sequence, due.Status, due.Class));
        Assert.Equal(["service"], due.Categories);
        Assert.Equal(("PUBLISH", "PT15M", "PT15M"), (calendar.Method, calendar.Properties["REFRESH-INTERVAL"]!.Value, calendar.Properties["X-PUBLISHED-TTL"]!.Value));
        Assert.Equal("Asia/Shanghai", Assert.Single(calendar.TimeZones).TzId);
    }

    [Fact]
    public async Task An_appointment_is_timed_in_the_banks_zone_and_the_same_event_as_the_due_date_was()
    {
        await using var bank = await CalendarBank.Start();
        await bank.Transfer("C1", "anna");
        var address = await bank.Address("anna");
        var due = await bank.One(address);

        await bank.Answer("anna", "accepted", ""","at":"2026-03-03T07:30:00Z" """);
        var visit = await bank.One(address);

        Assert.Equal((due.Uid, 1, "OPAQUE"), (visit.Uid, visit.Sequence, visit.Transparency));
        Assert.StartsWith("【预约】", visit.Summary, StringComparison.Ordinal);
        Assert.Equal(new CalDateTime(2026, 3, 3, 15, 30, 0, "Asia/Shanghai"), visit.Start);
        Assert.Equal(new DateTime(2026, 3, 3, 8, 30, 0), visit.End!.AsUtc);
        Assert.Contains("应办日：2026-03-04", visit.Description, StringComparison.Ordinal);
        Assert.Contains("DTSTART;TZID=Asia/Shanghai:20260303T153000\r\n", await bank.Text(address), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sequence_rises_with_the_content_and_with_nothing_else_also_over_a_restart()
    {
        await using var bank = await CalendarBank.Start();
        await bank.Transfer("C1", "anna");
        var address = await bank.Address("anna");
        var first = await bank.Text(address);

        bank.Bank.Clock.Advance(TimeSpan.FromHours(3));
        await bank.Transfer("C2", "bo");
        Assert.Equal(first, await bank.Text(address));
        await bank.Bank.Stop();
        await bank.Bank.Run();
        Assert.Equal(first, await bank.Text(address));

        await bank.Answer("anna", "accepted", ""","at":"2026-03-03T07:30:00Z" """);
        var second = await bank.One(address);
        Assert.Equal((1, new DateTime(2026, 3, 2, 5, 0, 0)), (second.Sequence, second.LastModified!.AsUtc));
        Assert.Equal(second.LastModified, second.DtStamp);
        await bank.Bank.Stop();
        await bank.Bank.Run();
        Assert.Equal(1, (await bank.One(address)).Sequence);

        await bank.Answer("anna", "accepted", ""","at":"2026-03-03T08:00:00Z" """);
        Assert.Equal(2, (await bank.One(address)).Sequence);
    }

    [Fact]
    public async Task What_came_and_went_between_two_fetches_is_never_told()
    {
        await using var bank = await CalendarBank.Start();
        var address = await bank.Address("anna");
        Assert.Empty((await bank.Read(address)).Events);

        await bank.Transfer("C1", "anna");
        await bank.Answer("anna", "done");

        Assert.Empty((await bank.Read(address)).Events);
    }

    [Fact]
    public async Task A_campaign_that_is_switched_off_cancels()
    {
        await using var bank = await CalendarBank.Start();
        await bank.Transfer("C1", "anna");
        var address = await bank.Address("anna");
        var stood = await bank.One(address);

        await bank.Switch("off");

        var gone = await bank.One(address);
        Assert.Equal((stood.Uid, "CANCELLED", 1, stood.Summary), (gone.Uid, gone.Status, gone.Sequence, gone.Summary));
    }

    [Fact]
    public async Task A_customer_who_goes_to_another_manager_is_cancelled_with_the_one_and_comes_to_the_other()
    {
        await using var bank = await CalendarBank.Start();
        await bank.Transfer("C1", "anna");
        var (annas, bos) = (await bank.Address("anna"), await bank.Address("bo"));
        var stood = await bank.One(annas);
        Assert.Empty((await bank.Read(bos)).Events);

        await bank.Assign("C1", "bo");

        Assert.Equal((stood.Uid, "CANCELLED"), ((await bank.One(annas)).Uid, (await bank.One(annas)).Status));
        var taken = await bank.One(bos);
        Assert.Equal(("CONFIRMED", 0, stood.Summary), (taken.Status, taken.Sequence, taken.Summary));
        Assert.NotEqual(stood.Uid, taken.Uid);

        bank.Bank.Clock.Advance(TimeSpan.FromMinutes(1));
        await bank.Assign("C1", "anna", again: true);
        var back = await bank.One(annas);
        Assert.Equal((stood.Uid, "CONFIRMED", 2), (back.Uid, back.Status, back.Sequence));
    }

    [Fact]
    public async Task What_is_gone_is_shown_as_cancelled_for_thirty_days()
    {
        await using var bank = await CalendarBank.Start();
        await bank.Transfer("C1", "anna");
        var address = await bank.Address("anna");
        await bank.One(address);
        await bank.Answer("anna", "done");
        Assert.Equal("CANCELLED", (await bank.One(address)).Status);

        bank.Bank.Clock.Advance(TimeSpan.FromDays(29));
        Assert.Contains((await bank.Read(address)).Events, e => e is { Status: "CANCELLED", Sequence: 1 });
        bank.Bank.Clock.Advance(TimeSpan.FromDays(1));
        Assert.DoesNotContain((await bank.Read(address)).Events, e => e.Status == "CANCELLED");
    }

    [Fact]
    public async Task A_stand_in_sees_the_absent_colleagues_queue_and_not_their_dates()
    {
        await using var bank = await CalendarBank.Start("""{"person": "anna", "from": "2026-03-02", "to": "2026-03-06", "standIn": "bo"}""");
        await bank.Transfer("C1", "anna");

        Assert.Equal(1, (await bank.Bank.Get("/queues/bo")).GetProperty("second").GetArrayLength());
        Assert.Empty((await bank.Read(await bank.Address("bo"))).Events);
    }

    [Theory]
    [InlineData("O'Neil; \"Jo\", \\ 100%", "O'Neil; \"Jo\", \\ 100%")]
    [InlineData("one\nBEGIN:VEVENT\nSUMMARY:two\nEND:VCALENDAR", "one BEGIN:VEVENT SUMMARY:two END:VCALENDAR")]
    [InlineData("🎂👨‍👩‍👧🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉 李", "🎂👨‍👩‍👧🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉 李")]
    public async Task A_hostile_name_comes_back_on_one_line_of_one_event(string name, string shown)
    {
        await using var bank = await CalendarBank.Start();
        await bank.Transfer("C1", "anna", name);

        var one = await bank.One(await bank.Address("anna"));

        Assert.Equal($"【到期】大额转出200,000元 · {shown} (C1)", one.Summary);
        Assert.EndsWith($"客户：{shown} (C1)\n渠道：电话", one.Description!.Replace("\r\n", "\n", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_longest_name_is_folded_at_75_octets_and_comes_back_whole()
    {
        await using var bank = await CalendarBank.Start();
        var name = string.Concat(Enumerable.Repeat("很🎂长;é", 42));
        await bank.Transfer("C1", "anna", name);
        var address = await bank.Address("anna");

        var octets = await bank.Bank.Client.GetByteArrayAsync(address);
        var lines = Lines(octets);

        Assert.All(lines, line => Assert.InRange(line.Length, 1, 75));
        Assert.Equal($"【到期】大额转出200,000元 · {name} (C1)", (await bank.One(address)).Summary);
    }

    [Fact]
    public async Task A_reader_that_has_it_is_told_so_until_something_changes()
    {
        await using var bank = await CalendarBank.Start();
        await bank.Transfer("C1", "anna");
        var address = await bank.Address("anna");
        using var first = await bank.Bank.Client.GetAsync(address);
        var tag = first.Headers.ETag!;
        Assert.Equal(("text/calendar", "utf-8"), (first.Content.Headers.ContentType!.MediaType, first.Content.Headers.ContentType.CharSet));
        Assert.True(first.Headers.CacheControl is { NoCache: true, Private: true });

        using var same = await Ask(bank, address, tag);
        Assert.Equal((HttpStatusCode.NotModified, 0), (same.StatusCode, (await same.Content.ReadAsByteArrayAsync()).Length));
        await bank.Answer("anna", "done");
        using var other = await Ask(bank, address, tag);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.NotEqual(tag, other.Headers.ETag);
    }

    [Theory]
    [InlineData("9999-12-31T23:59:59Z")]
    public async Task An_appointment_at_an_end_of_time_is_left_out_and_the_others_are_not(string at)
    {
        await using var bank = await CalendarBank.Start();
        await bank.Transfer("C1", "anna");
        await bank.Answer("anna", "accepted", $",\"at\":\"{at}\"");
        await bank.Transfer("C2", "anna");

        Assert.EndsWith("(C2)", (await bank.One(await bank.Address("anna"))).Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"batch\": true, \"due\": \"5d\",", "2026-03-10", "【问候】")]
    [InlineData("\"batch\": true,", "2026-03-05", "【问候】")]
    [InlineData("\"due\": \"5d\",", "2026-03-10", "【到期】")]
    [InlineData("", null, null)]
    public async Task A_list_that_is_worked_through_together_has_a_day_and_what_has_none_is_no_event(string more, string? day, string? mark)
    {
        await using var bank = await CalendarBank.Start(rule: rule => rule.Replace("\"due\": \"5wd\",", more, StringComparison.Ordinal));
        await bank.Bank.Take(RunningBank.Registered("C1"), RunningBank.Event("a-C1", "customer.assigned", "C1", "{\"a\":\"anna\"}"), RunningBank.Transfer("t", "C1", 10));
        bank.Bank.Clock.Advance(TimeSpan.FromDays(3));
        await RunningBank.Until("the follow-up of the third day", async () => (await bank.Bank.Get("/queues/anna")).GetProperty("today").GetArrayLength() == 1);

        var events = (await bank.Read(await bank.Address("anna"))).Events;

        Assert.Equal(day is null ? [] : [day], events.Select(e => e.Start!.Date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
        Assert.All(events, e => Assert.True(e.IsAllDay && e.Summary!.StartsWith(mark!, StringComparison.Ordinal), e.Summary));
    }

    [Fact]
    public async Task Readers_who_come_together_are_told_the_same_and_one_change_counts_once()
    {
        await using var bank = await CalendarBank.Start();
        await bank.Transfer("C1", "anna");
        var address = await bank.Address("anna");
        await bank.Text(address);
        await bank.Answer("anna", "accepted", ",\"at\":\"2026-03-03T07:30:00Z\"");

        var texts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => bank.Text(address)));

        Assert.Contains("SEQUENCE:1\r\n", Assert.Single(texts.Distinct()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_asks_for_the_head_alone_gets_no_body()
    {
        await using var bank = await CalendarBank.Start();
        using var request = new HttpRequestMessage(HttpMethod.Head, await bank.Address("anna"));
        using var answer = await bank.Bank.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Content.Headers.ContentLength > 0);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    private static async Task<HttpResponseMessage> Ask(CalendarBank bank, string address, EntityTagHeaderValue tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.IfNoneMatch.Add(tag);
        return await bank.Bank.Client.SendAsync(request);
    }

    // Each ends with carriage return and line feed, and is whole UTF-8.
    private static List<byte[]> Lines(byte[] octets)
    {
        var strict = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        var text = strict.GetString(octets);
        Assert.EndsWith("END:VCALENDAR\r\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', text.Replace("\r\n", "", StringComparison.Ordinal));
        Assert.DoesNotContain('\uFFFD', text);
        return [.. text[..^2].Split("\r\n").Select(strict.GetBytes)];
    }
}
