using System.Text.Json;
using Nba.House;

namespace Nba.Host.Tests.Api;

public sealed class QueueTests
{
    [Fact]
    [Course(16)]
    public async Task A_queue_shows_texts_in_the_language_asked_for_with_score_parts_and_talking_points_in_order()
    {
        await using var bank = await RunningBank.Start();
        await bank.Take(RunningBank.Registered("C1"), RunningBank.Transfer("1", "C1", 200000));

        var queue = await bank.Get("/queues/unassigned?lang=en");
        var entry = Assert.Single(queue.GetProperty("today").EnumerateArray());
        var action = entry.GetProperty("actions")[0];

        Assert.Equal(("C1", "张三", "2026-03-02", 0), (entry.GetProperty("customer").GetString(), entry.GetProperty("name").GetString(), queue.GetProperty("date").GetString(), queue.GetProperty("withheld").GetInt32()));
        Assert.Equal("Large transfer of 200,000", action.GetProperty("title").GetString());
        Assert.Equal(["appeal A", "benefit B", "credibility C"], action.GetProperty("talkingPoints").EnumerateArray().Select(p => $"{p.GetProperty("kind")} {p.GetProperty("text")}"));
        Assert.Equal(("phone", "service", "2026-03-04"), (action.GetProperty("channel").GetString(), action.GetProperty("purpose").GetString(), action.GetProperty("dueOn").GetString()));
        Assert.Equal(500, action.GetProperty("score").GetProperty("total").GetDecimal());
        Assert.False(action.TryGetProperty("earliest", out _));
        Assert.Equal("大额转出200,000元", (await bank.FirstAction()).GetProperty("title").GetString());
    }

    [Fact]
    [Course(14)]
    public async Task In_quiet_hours_an_entry_shows_its_earliest_hour()
    {
        await using var bank = await RunningBank.Start();
        await bank.Take(RunningBank.Registered("C1"), RunningBank.Transfer("1", "C1", 200000));

        bank.Clock.Advance(TimeSpan.FromHours(11));

        Assert.Equal("2026-03-03T01:00:00.000Z", (await bank.FirstAction()).GetProperty("earliest").GetString());
    }

    [Fact]
    public async Task Days_begin_by_the_clock_while_nothing_arrives()
    {
        await using var bank = await RunningBank.Start();
        await bank.Take(RunningBank.Registered("C1"), RunningBank.Transfer("1", "C1", 5));
        Assert.Empty((await bank.Get("/queues/unassigned")).GetProperty("today").EnumerateArray());

        bank.Clock.Advance(TimeSpan.FromDays(3));

        await RunningBank.Until("the follow-up of the third day", async () => (await bank.Get("/queues/unassigned")).GetProperty("today").GetArrayLength() == 1);
        Assert.Equal("转出3天", (await bank.FirstAction()).GetProperty("title").GetString());
    }

    [Fact]
    public async Task A_customer_has_open_actions_and_decisions_that_say_why()
    {
        await using var bank = await RunningBank.Start();
        await bank.Take(RunningBank.Registered("C1"), RunningBank.Transfer("1", "C1", 200000));

        var action = Assert.Single((await bank.Get("/customers/C1/actions")).GetProperty("actions").EnumerateArray());
        var decisions = await bank.Get("/customers/C1/decisions");

        Assert.Equal(("live", "raised", "unassigned"), (action.GetProperty("status").GetString(), action.GetProperty("why").GetString(), action.GetProperty("owners")[0].GetString()));
        Assert.Equal(["C1.1"], decisions.GetProperty("decisions").EnumerateArray().Select(d => d.GetString()));
        Assert.Equal("raised", (await bank.Get("/decisions/C1.1")).GetProperty("changes")[0].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Why_an_action_stands_or_does_not_is_answered_with_what_was_read()
    {
        await using var bank = await RunningBank.Start();
        await bank.Take(RunningBank.Registered("C1"), RunningBank.Transfer("1", "C1", 200000));

        Assert.Equal("stands", (await bank.Get("/customers/C1/why-not/outflow-call")).GetProperty("answer").GetString());
        var none = await bank.Get("/customers/C1/why-not/follow-up");
        var rule = Assert.Single(none.GetProperty("rules").EnumerateArray());

        Assert.Equal(("not-proposed", "line-failed"), (none.GetProperty("answer").GetString(), rule.GetProperty("reason").GetString()));
        Assert.Equal(("customer.daysSinceTransfer >= 3", "customer.daysSinceTransfer = 0"), (rule.GetProperty("line").GetProperty("text").GetString(), rule.GetProperty("line").GetProperty("values")[0].GetString()));
        Assert.Equal(("0", "3 or more"), (rule.GetProperty("changes")[0].GetProperty("from").GetString(), rule.GetProperty("changes")[0].GetProperty("to").GetString()));
        Assert.Equal("stands", (await bank.Get("/customers/C1/why-not/outflow-call")).GetProperty("answer").GetString());
    }

    [Theory]
    [InlineData("/customers/C1/why-not/folow-up", "did you mean 'follow-up'?")]
    [InlineData("/customers/C1/why-not/large-transfer", "'large-transfer' is a rule: ask about its action, outflow-call")]
    [InlineData("/customers/nobody/why-not/follow-up", "no activity of 'nobody' was ever taken in")]
    public async Task What_cannot_be_asked_is_told_with_what_can(string path, string detail)
    {
        await using var bank = await RunningBank.Start();
        await bank.Take(RunningBank.Registered("C1"));
        Assert.Contains(detail, (await bank.Get(path, 404)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/customers/nobody/actions", 404, "not-found")]
    [InlineData("/customers/nobody/decisions", 404, "not-found")]
    [InlineData("/decisions/nobody.1", 404, "not-found")]
    [InlineData("/decisions/nobody", 404, "not-found")]
    [InlineData("/dead-letters/0", 404, "not-found")]
    [InlineData("/nothing", 404, "not-found")]
    [InlineData("/events", 405, "bad-request")]
    [InlineData("/queues/M1?lang=fr", 400, "bad-request")]
    [InlineData("/queues/M1?backlog=-1", 400, "bad-request")]
    [InlineData("/dead-letters?limit=x", 400, "bad-request")]
    public async Task What_is_not_there_or_not_understood_is_a_problem_with_a_reason(string path, int status, string reason)
    {
        await using var bank = await RunningBank.Start();

        var problem = await bank.Get(path, status);

        Assert.Equal((reason, status), (problem.GetProperty("reason").GetString(), problem.GetProperty("status").GetInt32()));
        Assert.Equal(JsonValueKind.String, problem.GetProperty("detail").ValueKind);
    }

    [Theory]
    [InlineData("zh-CN,zh;q=0.9", "未声明统计项“nothing”")]
    [InlineData("en", "declares no statistic 'nothing'")]
    [InlineData("fr", "declares no statistic 'nothing'")]
    public async Task A_problem_is_told_in_the_language_that_is_asked_for(string language, string said)
    {
        await using var bank = await RunningBank.Start();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/statistics/nothing") { Headers = { { "Accept-Language", language } } };

        var problem = await RunningBank.Json(await bank.Client.SendAsync(request), 404);

        Assert.Contains(said, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_owner_of_nothing_has_an_empty_queue()
    {
        await using var bank = await RunningBank.Start();

        Assert.Equal(0, (await bank.Get("/queues/M9")).GetProperty("today").GetArrayLength());
    }
}
