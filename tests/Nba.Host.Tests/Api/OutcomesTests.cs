using System.Text.Json;
using Nba.House;

namespace Nba.Host.Tests.Api;

[Course(12)]
public sealed class OutcomesTests
{
    [Theory]
    [InlineData("done", "", 0)]
    [InlineData("accepted", "", 1)]
    [InlineData("no-answer", "", 1)]
    [InlineData("declined", ""","reason":"bad-time","by":"customer" """, 0)]
    [InlineData("snoozed", ""","until":"2026-03-05" """, 0)]
    public async Task An_outcome_counts_and_changes_the_queue_before_it_is_answered(string outcome, string more, int left)
    {
        await using var bank = await RunningBank.Start();
        var id = await Raise(bank);

        Assert.Equal(outcome, await Answer(bank, id, outcome, more));
        Assert.Equal(left, (await bank.Get("/queues/unassigned")).GetProperty("today").GetArrayLength());
    }

    [Theory]
    [InlineData("2026-03-03T15:30:00+08:00")]
    [InlineData("2026-03-03T07:30:00Z")]
    public async Task An_appointment_may_be_told_with_the_offset_of_any_clock(string at)
    {
        await using var bank = await RunningBank.Start();
        var id = await Raise(bank);

        await Answer(bank, id, "accepted", $",\"at\":\"{at}\"");

        Assert.Equal("2026-03-03T07:30:00.000Z", (await bank.FirstAction()).GetProperty("appointmentAt").GetString());
    }

    [Fact]
    public async Task An_answer_to_an_action_that_ended_is_answered_as_gone()
    {
        await using var bank = await RunningBank.Start();
        var id = await Raise(bank);
        await Answer(bank, id, "done");

        Assert.Equal("gone", await Answer(bank, id, "accepted"));
    }

    [Theory]
    [InlineData(null, ""","version":1""")]
    [InlineData("key-1", "")]
    public async Task The_same_answer_sent_again_is_answered_alike_and_counts_once(string? key, string more)
    {
        await using var bank = await RunningBank.Start();
        var id = await Raise(bank);
        if (key is not null) bank.Client.DefaultRequestHeaders.Add("Idempotency-Key", key);

        Assert.Equal("done", await Answer(bank, id, "done", more));
        Assert.Equal("done", await Answer(bank, id, "done", more));
        Assert.Equal(1, (await bank.Get("/health/ready")).GetProperty("counts").GetProperty("duplicates").GetInt32());
    }

    [Theory]
    [InlineData("""{"action":"ID","customer":"C1","outcome":"dome"}""", 400, "unknown-code")]
    [InlineData("""{"action":"ID","customer":"C1"}""", 400, "missing-field")]
    [InlineData("""{"action":"7","customer":"C1","outcome":"done"}""", 400, "wrong-field-type")]
    [InlineData("""{"action":"ID","outcome":"done"}""", 400, "no-subject")]
    [InlineData("""{"action":"ID","customer":"C1","outcome":"done","until":"soon"}""", 400, "wrong-field-type")]
    [InlineData("""{"action":"ID","customer":"C1","outcome":"done","untill":"2026-03-05"}""", 400, "not-json")]
    [InlineData("""{"action":"ID","customer":"C9","outcome":"done"}""", 404, "not-found")]
    [InlineData("""[""", 400, "not-json")]
    public async Task An_outcome_that_says_nothing_is_refused_with_a_reason(string body, int status, string reason)
    {
        await using var bank = await RunningBank.Start();
        var id = await Raise(bank);

        var problem = await RunningBank.Json(await bank.Post("/outcomes", body.Replace("ID", id, StringComparison.Ordinal), "application/json"), status);

        Assert.Equal(reason, problem.GetProperty("reason").GetString());
    }

    private static async Task<string> Raise(RunningBank bank)
    {
        await bank.Take(RunningBank.Registered("C1"), RunningBank.Transfer("1", "C1", 200000));
        return (await bank.FirstAction()).GetProperty("id").GetString()!;
    }

    private static async Task<string?> Answer(RunningBank bank, string id, string outcome, string more = "")
    {
        JsonElement answer = await RunningBank.Json(await bank.Post("/outcomes", $$"""{"action":"{{id}}","customer":"C1","outcome":"{{outcome}}"{{more}}}""", "application/json"));
        return answer.GetProperty("verdict").GetString();
    }
}
