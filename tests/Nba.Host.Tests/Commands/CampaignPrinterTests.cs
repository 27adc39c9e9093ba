using System.Text.RegularExpressions;
using Nba.Host.Api;
using Nba.Host.Commands;

namespace Nba.Host.Tests.Commands;

/// <summary>What was set, in the words of whoever reads it.</summary>
public sealed partial class CampaignPrinterTests
{
    private static readonly Dictionary<string, CampaignSettingAnswer> Settings = new()
    {
        ["1"] = new(false, null, null, null, null, null),
        ["2"] = new(true, new CampaignDaysAnswer(null, null), 40, [], ["2"], 1.2345m),
        ["3"] = new(null, new CampaignDaysAnswer("2026-03-01", null), null, ["7"], [], null),
        ["4"] = new(null, null, null, null, null, null),
    };

    [Fact]
    public void In_Chinese_no_word_is_English()
    {
        var told = Told(zh: true);

        Assert.Empty(Latin().Matches(told));
        Assert.Contains("关闭", told, StringComparison.Ordinal);
        Assert.Contains("以规则文件为准", told, StringComparison.Ordinal);
    }

    [Fact]
    public void In_English_all_that_is_set_is_told()
    {
        var told = Told(zh: false);

        foreach (var line in new[] { "1: off", "2: on, any day, 40 %, all branches, segments 2, lever 1.2345", "3: 2026-03-01.., branches 7, all segments", "4: as the file says" }) Assert.Contains(line, told, StringComparison.Ordinal);
    }

    [Fact]
    public void Times_are_those_of_the_banks_clock_where_they_are_given()
    {
        const string utc = "2026-03-02T01:30:00.000Z", local = "2026-03-02 09:30";
        using var to = new StringWriter();
        var printer = new CampaignPrinter(to, zh: false);
        printer.List(new CampaignsAnswer(utc, "b1", []) { AsOfOn = local });
        printer.DryRun(new CampaignDryRunAnswer(utc, Settings, false, 0, 0, 0, []) { AsOfOn = local });
        printer.History(new CampaignHistoryAnswer([new CampaignChangeAnswer(1, "on", "in-force", "po1", utc, "why", Settings, null, new CampaignVerdictAnswer("approved", "po2", utc, "fine") { AtOn = local }, [new(1, 0, 2, 3, utc) { AtOn = local }]) { AtOn = local }]));

        Assert.DoesNotContain(utc, to.ToString(), StringComparison.Ordinal);
        Assert.Equal(5, to.ToString().Split(local).Length - 1);
    }

    [Fact]
    public void One_is_told_as_one()
    {
        using var to = new StringWriter();
        var printer = new CampaignPrinter(to, zh: false);
        printer.List(new CampaignsAnswer("2026", "b1", [new CampaignAnswer("1", true, null)]));
        printer.One(new CampaignAnswer("1", true, null) { Budget = 1 });
        printer.DryRun(new CampaignDryRunAnswer("2026", Settings, false, 1, 0, 0, [new("1", 1, 0, 0, 4)]));

        foreach (var words in (string[])["1 campaign ·", "may cost 1 contact" + to.NewLine, "1 action would come, 0 go, 0 get another score, in 1 queue" + to.NewLine]) Assert.Contains(words, to.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void In_Chinese_no_comma_is_English() => Assert.DoesNotContain(", ", Told(zh: true), StringComparison.Ordinal);

    private static string Told(bool zh)
    {
        using var to = new StringWriter();
        var printer = new CampaignPrinter(to, zh);
        foreach (var (number, kind) in new[] { "on", "off", "schedule", "roll-out", "lever", "roll-back" }.Index())
        {
            foreach (var state in new[] { "in-force", "waiting", "rejected", "overtaken" })
                printer.History(new CampaignHistoryAnswer([new CampaignChangeAnswer(number, kind, state, "1", "2026", "原因", Settings, 3, new CampaignVerdictAnswer(state == "rejected" ? "rejected" : "approved", "2", "2026", "好"), [new(1, 0, 2, 3, "2026")])]));
        }
        printer.DryRun(new CampaignDryRunAnswer("2026", Settings, true, 1, 2, 3, [new("1", 1, 2, 3, 4)]));
        foreach (var state in new[] { "on", "off", "not-yet", "over" })
            printer.One(new CampaignAnswer("1", true, null) { Zh = "春", En = "Spring", State = state, From = "2026", To = "2027", Branches = ["7"], Segments = ["2"], Lever = 1.25m, HoldOut = 5, WhenOff = "keep", Approval = true, Budget = 3, Set = true, Queues = new Dictionary<string, int> { ["1"] = 4 } });
        return to.ToString();
    }

    [GeneratedRegex("[A-Za-z]+")]
    private static partial Regex Latin();
}
