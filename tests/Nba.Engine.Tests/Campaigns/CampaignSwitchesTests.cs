using Nba.Engine.Actions;
using Nba.Engine.Calendars;
using Nba.Engine.Campaigns;
using Nba.Engine.Sources;

namespace Nba.Engine.Tests.Campaigns;

/// <summary>What product owners set over a campaign's file, as part of a rule book; and what a switch does to a customer at once.</summary>
public sealed class CampaignSwitchesTests
{
    private static readonly CampaignChange By = new(7, "anna", new Instant(1_700_000_000_000), "too \"many\" calls\n电话太多", "bert");

    [Fact]
    public void What_is_set_is_written_as_a_file_and_read_back_the_same()
    {
        var set = new CampaignSetting
        {
            Enabled = false, Window = new CampaignWindow(new DateOnly(2026, 3, 1), null), Percentage = 25, Branches = ["west"], Segments = ["mass", "private"], Lever = 1_250_000,
        };
        var book = Switched(CampaignFiles.Book(), set);

        Assert.Equal(By, book.Campaigns.Switches!.Change);
        Assert.Equal(set, book.Campaigns.Switches.Settings["spring"]);
        Assert.Equal(book.Campaigns.Switches.ToFile(), new CampaignSwitches(By, book.Campaigns.Switches.Settings).ToFile());
    }

    [Fact]
    public void It_takes_the_place_of_the_files_filters_of_its_kind_and_leaves_the_others()
    {
        var file = CampaignFiles.Book(filters: CampaignFiles.Window + """, {"name": "Percentage", "parameters": {"value": 80}}""", conditions: "\"requirement_type\": \"All\", ");

        var set = Switched(file, new CampaignSetting { Percentage = 5, Branches = ["west"] }).Campaigns.Find("spring")!;

        Assert.Equal([CampaignFilterKind.Window, CampaignFilterKind.Percentage, CampaignFilterKind.Branch], set.Filters.Select(f => f.Kind));
        Assert.Equal((5, new DateOnly(2026, 3, 1)), (set.Filters[1].Percentage, set.Filters[0].From!.Value));
        Assert.Equal([CampaignFilterKind.Percentage], Switched(file, new CampaignSetting { Window = new CampaignWindow(null, null) }).Campaigns.Find("spring")!.Filters.Select(f => f.Kind));
        Assert.Equal(80, Switched(file, new CampaignSetting { Enabled = false }).Campaigns.OfFiles("spring")!.Filters[1].Percentage);
    }

    [Fact]
    public void Another_change_is_another_version_even_when_it_sets_the_same()
    {
        var book = CampaignFiles.Book();
        var (one, two) = (new CampaignSwitches(By, new Dictionary<string, CampaignSetting>()), new CampaignSwitches(By with { Number = 8 }, new Dictionary<string, CampaignSetting>()));

        Assert.NotEqual(Load(book, one.ToFile()).Book!.Version, Load(book, two.ToFile()).Book!.Version);
        Assert.Equal(Load(book, one.ToFile()).Book!.Version, RuleBook.VersionOf([.. book.Files, one.ToFile()]));
    }

    [Fact]
    public void Where_any_filter_is_enough_one_more_is_refused_for_it_would_let_others_in()
    {
        var any = CampaignFiles.Book(filters: CampaignFiles.Window + """, {"name": "Percentage", "parameters": {"value": 80}}""", conditions: "\"requirement_type\": \"Any\", ");

        var load = Load(any, new CampaignSwitches(By, new Dictionary<string, CampaignSetting> { ["spring"] = new() { Percentage = 5 } }).ToFile());

        Assert.Contains("would let others in", Assert.Single(load.Problems).Message, StringComparison.Ordinal);
        Assert.NotNull(Switched(any, new CampaignSetting { Enabled = false, Lever = 0 }).Campaigns.Switches);
    }

    [Fact]
    public void A_segment_that_the_files_no_longer_have_is_a_fault_and_a_campaign_that_they_no_longer_have_is_passed_over()
    {
        var gone = new CampaignSwitches(By, new Dictionary<string, CampaignSetting> { ["gone"] = new() { Enabled = false } });
        Assert.Empty(Load(CampaignFiles.Book(), gone.ToFile()).Problems);

        var unknown = new CampaignSwitches(By, new Dictionary<string, CampaignSetting> { ["spring"] = new() { Segments = ["masss"] } });
        var problem = Assert.Single(Load(CampaignFiles.Book(), unknown.ToFile()).Problems);
        Assert.Equal((CampaignSwitches.File, ProblemCode.UnknownCode), (problem.File, problem.Code));
    }

    [Fact]
    public void A_campaign_that_is_switched_on_is_looked_at_with_the_switch_and_not_only_the_next_morning()
    {
        var (off, on) = (Daily(enabled: false), Daily(enabled: true));
        using var before = new Scene(off).Known("2026-03-01");
        before.Ticks("2026-03-01", "2026-03-05");
        Assert.Null(before.Find(Note));
        using var after = before.Under(on);

        after.Entry(JournalKind.Book, Scene.At("2026-03-05T12:00"), on.Version, campaigns: string.Join(JournalEntry.Between, on.Campaigns.SwitchedOn(off.Campaigns)));

        Assert.Equal(ActionStatus.Live, after.Status(Note));
    }

    [Fact]
    public void A_book_that_switches_nothing_on_raises_nothing_before_the_next_day()
    {
        using var before = new Scene(Daily(enabled: false)).Known("2026-03-01");
        before.Ticks("2026-03-01", "2026-03-05");
        using var after = before.Under(Daily(enabled: true));

        after.Entry(JournalKind.Book, Scene.At("2026-03-05T12:00"), after.Book.Version);
        Assert.Null(after.Find(Note));

        after.Tick("2026-03-06");
        Assert.Equal(ActionStatus.Live, after.Status(Note));
    }

    [Fact]
    public void Only_what_lets_in_more_or_others_is_switched_on()
    {
        RuleBook Set(CampaignSetting set) => Switched(CampaignFiles.Book(), set);
        IReadOnlyList<string> On(CampaignSetting before, CampaignSetting after) => Set(after).Campaigns.SwitchedOn(Set(before).Campaigns);

        Assert.Equal(["spring"], On(new() { Enabled = false }, new() { Enabled = true }));
        Assert.Equal(["spring"], On(new() { Percentage = 5 }, new() { Percentage = 50 }));
        Assert.Equal(["spring"], On(new() { Branches = ["west"] }, new() { Branches = ["west", "east"] }));
        Assert.Empty(On(new() { Enabled = true }, new() { Enabled = false }));
        Assert.Empty(On(new() { Lever = 1 }, new() { Lever = 2 }));
        Assert.Empty(On(new() { Branches = ["west"] }, new() { Branches = ["west"] }));
        Assert.Empty(On(new() { Enabled = false, Percentage = 5 }, new() { Enabled = false, Percentage = 50 }));
    }

    private const string Note = "campaign-note";

    // A rule of the campaign that asks every day.
    private static RuleBook Daily(bool enabled) => TestBook.With(
        ("note.json", """
            {"WorkflowName": "note", "Rules": [{"RuleName": "campaign-note", "Expression": ["customer.kind == \"personal\""], "Properties": {"for": ["personal"], "on": ["daily"],
              "action": {"id": "campaign-note", "campaign": "spring", "purpose": "service", "channel": "phone", "propensity": 0.5, "value": 100, "due": "5wd", "expires": "20wd",
                "again": {"done": "90d", "declined": "policy", "met": "0d", "withdrawn": "0d", "expired": "30d"}}}}]}
            """),
        ("texts/note.json", """
            {"campaign-note": {"zh-CN": {"title": "甲", "reason": "乙", "appeal": "甲", "benefit": "乙", "credibility": "丙", "question": "丁?"},
              "en": {"title": "A", "reason": "B", "appeal": "A", "benefit": "B", "credibility": "C", "question": "D?"}}}
            """),
        ("campaigns.json", CampaignFiles.Campaigns(enabled: enabled)), ("policies/contact.json", "{}"));

    private static RuleBook Switched(RuleBook files, CampaignSetting set)
    {
        var load = Load(files, new CampaignSwitches(By, new Dictionary<string, CampaignSetting> { ["spring"] = set }).ToFile());
        return load.Book ?? throw new InvalidOperationException(string.Join('\n', load.Problems));
    }

    private static RuleBookLoad Load(RuleBook files, SourceFile switches) => RuleBook.Load([.. files.Files.Where(f => f.Path != CampaignSwitches.File), switches]);
}
