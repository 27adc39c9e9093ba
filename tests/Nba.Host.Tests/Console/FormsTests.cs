using System.Text.Json;
using Nba.Host.Tests.Access;
using Nba.Host.Tests.Api;

namespace Nba.Host.Tests.Console;

/// <summary>What the console's forms do: answers, claims and changes of campaigns, and where they lead.</summary>
public sealed class FormsTests
{
    [Theory]
    [InlineData("done", "done", 0)]
    [InlineData("no-answer", "no-answer", 1)]
    [InlineData("declined:bad-time", "declined", 0)]
    [InlineData("snoozed:2026-03-05", "snoozed", 0)]
    [InlineData("accepted", "accepted", 1)]
    public async Task An_answer_is_taken_and_leads_back_to_the_list(string answer, string said, int left)
    {
        await using var bank = await PagesTests.Bank();
        var list = await bank.Page("/console/queues/rm1?backlog=5");
        var fields = list.Fields(await PagesTests.RunningAction(bank));

        var taken = await bank.Send("/console/answers", new Dictionary<string, string>(fields) { ["answer"] = answer, ["by"] = "customer" });

        Assert.Equal((303, $"/console/queues/rm1?backlog=5&said={said}"), (taken.Status, taken.Leads));
        Assert.Equal(left, (await bank.Get("/queues/rm1")).GetProperty("today").GetArrayLength());
        Assert.Contains("id=\"said\" role=\"status\" class=\"shown\"", (await bank.Page(taken.Leads!)).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_appointment_is_of_the_banks_own_clock()
    {
        await using var bank = await PagesTests.Bank();
        var action = await PagesTests.RunningAction(bank);
        var fields = (await bank.Page("/console/queues/rm1")).Fields(action);

        await bank.Send("/console/answers", new Dictionary<string, string>(fields) { ["answer"] = "accepted:", ["at"] = "2026-03-04T14:30" });

        Assert.Equal("2026-03-04T06:30:00.000Z", (await bank.Get("/queues/rm1")).GetProperty("today")[0].GetProperty("actions")[0].GetProperty("appointmentAt").GetString());
    }

    [Fact]
    public async Task An_answer_that_lacks_what_it_needs_changes_nothing_and_says_what()
    {
        await using var bank = await PagesTests.Bank();
        var fields = (await bank.Page("/console/queues/rm1")).Fields(await PagesTests.RunningAction(bank));
        foreach (var (answer, words) in new[] { ("snoozed:", "Choose the day"), ("accepted:", "day and hour"), ("declined:no-such-reason", "no-such-reason"), ("", "'outcome'") })
        {
            var refused = await bank.Send("/console/answers", new Dictionary<string, string>(fields) { ["answer"] = answer, ["by"] = "customer" });

            Assert.True(refused.Status == 400, $"{answer}: {refused.Status}");
            Assert.True(refused.Text.Contains(words, StringComparison.OrdinalIgnoreCase) || answer.StartsWith("declined", StringComparison.Ordinal), $"{answer}: {refused.Text}");
        }
        Assert.Equal(1, (await bank.Get("/queues/rm1")).GetProperty("today").GetArrayLength());
    }

    [Fact]
    public async Task Whoever_answers_second_is_told_that_it_had_gone()
    {
        await using var bank = await PagesTests.Bank();
        var fields = (await bank.Page("/console/queues/rm1")).Fields(await PagesTests.RunningAction(bank));
        await bank.Send("/console/answers", new Dictionary<string, string>(fields) { ["answer"] = "done" });

        var second = await bank.Send("/console/answers", new Dictionary<string, string>(fields) { ["answer"] = "declined:bad-time", ["by"] = "manager" });

        Assert.EndsWith("said=gone", second.Leads, StringComparison.Ordinal);
        Assert.Contains("had ended before", (await bank.Page(second.Leads!)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://example.com/")]
    [InlineData("//example.com/console/")]
    [InlineData("/console/..//example.com")]
    [InlineData("/queues/rm1")]
    [InlineData("/console/a\r\nSet-Cookie: x=1")]
    public async Task A_form_leads_nowhere_but_to_the_console(string back)
    {
        await using var bank = await PagesTests.Bank();
        var fields = (await bank.Page("/console/queues/rm1")).Fields(await PagesTests.RunningAction(bank));

        var taken = await bank.Send("/console/answers", new Dictionary<string, string>(fields) { ["answer"] = "no-answer", ["back"] = back });

        Assert.Equal("/console?said=no-answer", taken.Leads);
    }

    [Fact]
    public async Task A_person_answers_in_their_own_name_and_for_their_own_customers_alone()
    {
        await using var bank = await GuardedBank.Start();
        var (own, token) = (await bank.Action("C1"), bank.Person("rm1", "manager"));
        var fields = (await bank.Bank.Page("/console/queues/rm1", token: token)).Fields(own);

        var anothers = await bank.Bank.Send("/console/answers", new Dictionary<string, string>(fields) { ["customer"] = "C2", ["action"] = await bank.Action("C2"), ["answer"] = "done" }, token: token);
        var taken = await bank.Bank.Send("/console/answers", new Dictionary<string, string>(fields) { ["answer"] = "done" }, token: token);

        Assert.Equal((404, 303), (anothers.Status, taken.Status));
        Assert.Equal((0, 1), (await bank.Entries("rm1", bank.Local), await bank.Entries("rm2", bank.Local)));
        Assert.Contains("\"staff\":\"rm1\"", await Outcome(bank, "C1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_teams_prompt_is_claimed_and_given_back()
    {
        await using var bank = await PagesTests.Bank(before: b => BankRules.Write(b.Rules, "routing.json", """{"WorkflowName": "routing", "Rules": [{"RuleName": "all", "Properties": {"route": {"to": ["team"]}}}]}"""),
            assigned: """{"team":"desk"}""", list: "desk");
        var action = await PagesTests.RunningAction(bank);
        Dictionary<string, string> Fields(string person, bool release) => new() { ["customer"] = "C1", ["action"] = action, ["person"] = person, ["release"] = release ? "true" : "false", ["back"] = "/console/queues/desk" };

        var claimed = await bank.Send("/console/claims", Fields("rm2", release: false));
        var second = await bank.Send("/console/claims", Fields("rm1", release: false));
        var page = await bank.Page("/console/queues/desk");
        var stranger = await bank.Send("/console/claims", Fields("h1", release: false));
        var released = await bank.Send("/console/claims", Fields("rm2", release: true));

        Assert.Equal(["claimed", "already-claimed", "claim-ended"], new[] { claimed, second, released }.Select(s => s.Leads!["/console/queues/desk?said=".Length..]));
        Assert.Contains("claimed by 乙", page.Text, StringComparison.Ordinal);
        Assert.Contains("said=", stranger.Leads, StringComparison.Ordinal);
        Assert.DoesNotContain("claimed by", (await bank.Page("/console/queues/desk")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_campaign_is_tried_switched_off_and_rolled_back()
    {
        await using var bank = await PagesTests.Bank();
        var change = new Dictionary<string, string> { ["campaign"] = "spring", ["change"] = "off", ["by"] = "rm1", ["why"] = "over early", ["back"] = "/console/campaigns/spring" };

        var tried = await bank.Send("/console/campaigns/dry-run", change);
        var still = (await bank.Get("/campaigns/spring")).GetProperty("enabled").GetBoolean();
        var changed = await bank.Send("/console/campaigns/changes", change);
        await RunningBank.Until("it is off", async () => !(await bank.Get("/campaigns/spring")).GetProperty("enabled").GetBoolean());
        var page = await bank.Page(changed.Leads!);
        var back = await bank.Send("/console/campaigns/changes", new Dictionary<string, string> { ["campaign"] = "spring", ["change"] = "rollback", ["of"] = "0", ["by"] = "rm2", ["why"] = "too early", ["back"] = "/console/campaigns/spring" });
        await RunningBank.Until("it is on", async () => (await bank.Get("/campaigns/spring")).GetProperty("enabled").GetBoolean());

        Assert.Equal((200, true), (tried.Status, still));
        Assert.Matches("(?s)spring · off.*prompts would come", tried.Text);
        Assert.Equal(("/console/campaigns/spring?said=changed", "/console/campaigns/spring?said=changed"), (changed.Leads, back.Leads));
        Assert.Matches("(?s)switch on.*over early", page.Text);
    }

    [Fact]
    public async Task Who_changed_a_campaign_and_why_is_told_to_those_alone_who_may_read_its_history()
    {
        await using var bank = await GuardedBank.Start();
        var (status, _) = await bank.Ask("POST", "/campaigns/changes", bank.Person("po", "product-owner"), """{"change": "off", "campaign": "spring", "why": "MARKED-REASON"}""");
        Assert.Equal(200, status);

        foreach (var (person, role, sees) in new[] { ("po2", "product-owner", true), ("an", "analyst", true), ("rm1", "manager", false), ("h1", "branch-head", false) })
        {
            var (code, page) = await bank.Ask("GET", "/console/campaigns/spring", bank.Person(person, role));
            Assert.Equal((200, sees, sees), (code, page.Contains("MARKED-REASON", StringComparison.Ordinal), page.Contains("id=\"history\"", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task A_change_without_a_reason_is_refused_in_words()
    {
        await using var bank = await PagesTests.Bank();

        var refused = await bank.Send("/console/campaigns/changes", new Dictionary<string, string> { ["campaign"] = "spring", ["change"] = "off", ["by"] = "rm1" }, "zh-CN");

        Assert.Equal(409, refused.Status);
        Assert.Contains("未作更改", refused.Text, StringComparison.Ordinal);
    }

    internal static async Task<string> Outcome(GuardedBank bank, string customer)
    {
        var (_, body) = await bank.Ask("GET", $"/customers/{customer}/explain", bank.Local);
        var position = JsonDocument.Parse(body).RootElement.GetProperty("activities").EnumerateArray().First(a => a.GetProperty("type").GetString() == "action.outcome").GetProperty("position").GetInt64();
        return System.Text.Encoding.UTF8.GetString(bank.Bank.Service<Nba.Host.Api.Queries>().Event(position)!);
    }
}
