using Nba.Host.Commands;
using Nba.Host.Tests.Api;
using Nba.Host.Tests.Readme;

namespace Nba.Host.Tests.Commands;

/// <summary>Who answers an action that never was is told so, and not that it ended.</summary>
public sealed class OutcomeCommandTests
{
    [Fact]
    public async Task An_action_that_never_was_is_told_apart_from_one_that_ended()
    {
        await using var bank = await RunningBank.Start();
        await bank.Take(RunningBank.Registered("C1"), RunningBank.Transfer("t1", "C1", 200000));
        var id = (await bank.FirstAction()).GetProperty("id").GetString()!;
        const string never = "8f3c0000000000000000000000000000";

        // The second time, the first answer is in the records already.
        foreach (var outcome in new[] { "done", "no-answer" })
        {
            var (code, said, _) = await Answer(bank, never, outcome);
            Assert.Equal((CommandLine.FaultsFound, "there is no such action of this customer, or it ended long ago: take ids from 'nba queue --json' or a message; the answer is kept (gone)"), (code, said));
        }
        Assert.Contains("该客户没有此提示", (await NbaProcess.EndIn(bank.Data, "outcome", "C1", never, "done", "--as", "rm1", "--lang", "zh-CN", "--data", bank.Data)).Output, StringComparison.Ordinal);
        Assert.Equal("it counts: done", (await Answer(bank, id, "done")).Said);
        Assert.Equal("the action had ended before; the answer is kept (gone)", (await Answer(bank, id, "no-answer")).Said);

        var unknown = await RunningBank.Json(await bank.Post("/outcomes", $$"""{"action":"{{never}}","customer":"C1","outcome":"accepted"}""", "application/json"));
        Assert.Equal(("gone", false), (unknown.GetProperty("verdict").GetString(), unknown.GetProperty("known").GetBoolean()));
        var ended = await RunningBank.Json(await bank.Post("/outcomes", $$"""{"action":"{{id}}","customer":"C1","outcome":"accepted"}""", "application/json"));
        Assert.Equal(("gone", false), (ended.GetProperty("verdict").GetString(), ended.TryGetProperty("known", out _)));
    }

    private static async Task<(int Code, string Said, string Errors)> Answer(RunningBank bank, string action, string outcome)
    {
        var (code, said, errors) = await NbaProcess.EndIn(bank.Data, "outcome", "C1", action, outcome, "--lang", "en", "--data", bank.Data);
        return (code, said.Trim(), errors);
    }
}
