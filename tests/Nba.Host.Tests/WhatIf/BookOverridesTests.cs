using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Engine.Campaigns;
using Nba.Engine.Sources;
using Nba.Host.Tests.Stages;
using Nba.Host.WhatIf;

namespace Nba.Host.Tests.WhatIf;

/// <summary>A book with parameters set and campaigns switched from the command line, and what is said of what cannot be.</summary>
public sealed class BookOverridesTests
{
    private static IReadOnlyList<SourceFile> Shipped => SimulatedBank.Rules().Files;

    [Fact]
    public void A_parameter_takes_another_value()
    {
        var other = Load(BookOverrides.Set(Shipped, ["documentNoticeDays=40"], []));

        Assert.Equal([new BookChange("parameter", "documentNoticeDays", "changed", "60", "40")], BookChanges.Between(SimulatedBank.Rules(), other));
    }

    [Fact]
    public void A_parameter_takes_another_value_for_one_segment()
    {
        var other = Load(BookOverrides.Set(Shipped, ["documentNoticeDays.private=40"], []));

        Assert.Equal([new BookChange("parameter", "documentNoticeDays", "changed", null, """{"private":40}""")], BookChanges.Between(SimulatedBank.Rules(), other));
    }

    [Theory]
    [InlineData("travel-season=off", "on, 100 %", "off")]
    [InlineData("travel-season=percent:30", "on, 100 %", "on, 30 %")]
    public void A_campaign_is_switched(string setting, string from, string to)
    {
        var other = Load(BookOverrides.Switch(Shipped, [setting], []));

        Assert.Equal([new BookChange("campaign", "travel-season", "changed", from, to)], BookChanges.Between(SimulatedBank.Rules(), other));
        Assert.Equal(to != "off", other.Campaigns.Find("travel-season")!.Enabled);
    }

    [Fact]
    public void What_a_product_owner_switched_gives_way_to_what_is_asked_for()
    {
        var change = new CampaignChange(1, "owner1", new Instant(1_772_416_800_000), "branches are full", null);
        var switches = new CampaignSwitches(change, new Dictionary<string, CampaignSetting> { ["travel-season"] = new() { Enabled = false } });
        var recorded = Load([.. Shipped, switches.ToFile()]);

        var other = Load(BookOverrides.Switch(recorded.Files, ["travel-season=on"], []));

        Assert.Equal((false, true), (recorded.Campaigns.Find("travel-season")!.Enabled, other.Campaigns.Find("travel-season")!.Enabled));
    }

    [Theory]
    [InlineData("documentNoticeDay=40", "there is no parameter 'documentNoticeDay'; did you mean 'documentNoticeDays'?")]
    [InlineData("documentNoticeDays=soon", "documentNoticeDays is 60 now; 'soon' is nothing of that kind")]
    [InlineData("documentNoticeDays", "write a parameter and its value, as --set documentNoticeDays=40")]
    public void What_cannot_be_set_is_told(string setting, string told)
    {
        var faults = new List<Sentence>();
        BookOverrides.Set(Shipped, [setting], faults);

        Assert.Contains(told, Assert.Single(faults).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("travel-seasons=off", "the rules that are tried have no campaign 'travel-seasons'; did you mean 'travel-season'?")]
    [InlineData("travel-season=of", "write travel-season=on, travel-season=off or travel-season=percent:30")]
    [InlineData("travel-season=percent:101", "write travel-season=on")]
    public void What_cannot_be_switched_is_told(string setting, string told)
    {
        var faults = new List<Sentence>();
        BookOverrides.Switch(Shipped, [setting], faults);

        Assert.Contains(told, Assert.Single(faults).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_is_told_by_the_lines_that_differ()
    {
        var other = LivedBank.With("reminders.json", root =>
        {
            var rule = root["Rules"]!.AsArray().Single(r => r!["RuleName"]!.ToString() == "document-expiring-ahead")!;
            rule["Expression"]!.AsArray().Add("customer.tenureYears >= 0");
        });

        Assert.Equal([new BookChange("rule", "document-expiring-ahead", "changed", null, "customer.tenureYears >= 0")], BookChanges.Between(SimulatedBank.Rules(), other));
    }

    [Fact]
    public void A_rule_that_is_switched_off_is_told_so() =>
        Assert.Equal([new BookChange("rule", "deposit-maturing", "changed", "on", "off")], BookChanges.Between(SimulatedBank.Rules(), LivedBank.Without("deposit-maturing")));

    private static RuleBook Load(IReadOnlyList<SourceFile> files) => RuleBook.Load(files) is { Book: { } book } ? book : throw new InvalidOperationException(string.Join('\n', RuleBook.Load(files).Problems));
}
