using CsCheck;
using Microsoft.Extensions.Configuration;
using Microsoft.FeatureManagement;
using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Engine.Campaigns;
using Nba.Engine.Expressions;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;
using Nba.Host.Campaigns;
using Nba.House;

namespace Nba.Host.Tests.Campaigns;

/// <summary>One file, two readers: the engine's campaigns and Microsoft.FeatureManagement's flags answer the same.</summary>
[Course(13)]
public sealed class CampaignFlagsTests
{
    private static readonly string[] Segments = ["mass", "affluent", "private"];
    private static readonly string[] Branches = ["west", "east", "浦东"];
    private static readonly DateOnly First = new(2026, 2, 20);

    private static readonly Gen<string> Day = Gen.Int[0, 30].Select(n => First.AddDays(n).ToString("yyyy-MM-dd", null));

    private static readonly Gen<string> Window = Gen.Select(Gen.Int[0, 30], Gen.Int[0, 15], Gen.Int[0, 2]).Select((from, days, ends) => (First.AddDays(from), First.AddDays(from + days), ends) is var (f, t, e)
        ? "Window\", \"parameters\": {" + string.Join(", ", new[] { e == 1 ? "" : $"\"from\": \"{f:yyyy-MM-dd}\"", e == 2 ? "" : $"\"to\": \"{t:yyyy-MM-dd}\"" }.Where(p => p.Length > 0)) + "}" : "");

    private static readonly Gen<string> Filter = Gen.Frequency(
        (2, Window),
        (2, Named("Segment", Segments)),
        (2, Named("Branch", Branches)),
        (2, Gen.Int[0, 100].Select(n => $"Percentage\", \"parameters\": {{\"value\": {n}}}")));

    private static readonly Gen<string> Flag = Gen.Select(Gen.Frequency((5, Gen.Const(true)), (1, Gen.Const(false))), Gen.OneOf("All", "Any"), Filter.Array[0, 4]).Select((enabled, type, filters) =>
        $$"""{{(enabled ? "true" : "false")}}, "conditions": {"requirement_type": "{{type}}", "client_filters": [{{string.Join(", ", filters.Select(f => $"{{\"name\": \"{f}}}"))}}]}""");

    private static readonly Gen<(string Customer, int? Segment, string? Branch, string Day, int Minute)> Asked =
        Gen.Select(Gen.String[Gen.OneOf(Gen.Char['a', 'z'], Gen.Char['一', '龥']), 1, 12], Gen.Int[-1, 2], Gen.OneOf("", "west", "east", "浦东", "north"), Day, Gen.Int[0, 1439])
            .Select((customer, segment, branch, day, minute) => (customer, segment < 0 ? (int?)null : segment, branch.Length == 0 ? null : branch, day, minute));

    private static readonly Gen<CampaignSetting> Set = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 3], Gen.Int[0, 30], Gen.Int[-40, 100], Gen.Int[0, 15], Gen.Int[0, 15]).Select((enabled, window, day, share, branches, segments) => new CampaignSetting
    {
        Enabled = enabled == 2 ? null : enabled == 1,
        Window = window == 3 ? null : new CampaignWindow(window == 1 ? null : First.AddDays(day), window == 2 ? null : First.AddDays(day + 9)),
        Percentage = share < 0 ? null : share,
        Branches = branches > 7 ? null : [.. Branches.Where((_, i) => (branches & (1 << i)) != 0)],
        Segments = segments > 7 ? null : [.. Segments.Where((_, i) => (segments & (1 << i)) != 0)],
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_engines_campaigns_and_the_librarys_flags_agree(bool switched)
    {
        var (on, off) = (0, 0);
        await Gen.Select(Flag.Array[1, 3], Asked.Array[1, 12], Set.Array[3]).SampleAsync(async (flags, asked, set) =>
        {
            var book = switched ? Switched(Book(flags), set) : Book(flags);
            var manager = new CampaignFlags(book).Manager;
            foreach (var one in asked)
            {
                var day = DateOnly.ParseExact(one.Day, "yyyy-MM-dd", null);
                var context = new CampaignContext(one.Customer, one.Segment is { } code ? Segments[code] : null, one.Branch, book.Calendar.AtLocal(day, one.Minute));
                foreach (var campaign in book.Campaigns.All)
                {
                    var expected = book.Campaigns.Check(campaign, one.Customer, Facts(book, one.Segment, one.Branch), day) == Reason.Passed;
                    Assert.Equal(expected, await manager.IsEnabledAsync(campaign.Id, context));
                    // A queue knows no customer's facts, and needs none to see that a campaign is off for everybody.
                    var flag = book.Campaigns.Flag(campaign, one.Customer, Facts(book, one.Segment, one.Branch), day);
                    Assert.Equal(flag == Reason.CampaignOff, book.Campaigns.Masks(campaign.Id, day));
                    if (expected) Interlocked.Increment(ref on);
                    else Interlocked.Increment(ref off);
                }
            }
        }, iter: 400, threads: 1);
        Assert.True(on > 500 && off > 500, $"a property over answers of one kind shows little: {on} on, {off} off");
    }

    [Fact]
    public async Task The_shipped_file_means_to_the_library_what_it_means_to_us()
    {
        var file = Path.Combine(Repository.Root, "rules", "campaigns.json");
        var theirs = new ConfigurationFeatureDefinitionProvider(new ConfigurationBuilder().AddJsonFile(file).Build());
        var ours = new CampaignDefinitions(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), null);
        var count = 0;
        await foreach (var flag in ours.GetAllFeatureDefinitionsAsync())
        {
            count++;
            Assert.Equal(Text(await theirs.GetFeatureDefinitionAsync(flag.Name)), Text(flag));
        }
        Assert.True(count > 0, "the shipped file has no flag");
    }

    [Fact]
    public async Task A_flag_that_no_file_has_is_a_mistake_of_the_caller() =>
        await Assert.ThrowsAsync<FeatureManagementException>(() => new CampaignFlags(Book([])).IsOn("nothing", new CampaignContext("c1", null, null, new(0))));

    private static Gen<string> Named(string name, string[] words) => Gen.Select(Gen.Int[1, 7], Gen.Bool).Select((bits, text) =>
    {
        var chosen = words.Where((_, i) => (bits & (1 << i)) != 0).Select(w => $"\"{w}\"").ToArray();
        return $"{name}\", \"parameters\": {{\"any\": {(text && chosen.Length == 1 ? chosen[0] : $"[{string.Join(", ", chosen)}]")}}}";
    });

    private static string Text(FeatureDefinition flag) => $"{flag.Name} {flag.Status} {flag.RequirementType}: "
        + string.Join("; ", flag.EnabledFor.Select(f => $"{f.Name} {string.Join(", ", Leaves(f.Parameters, ""))}"));

    private static IEnumerable<string> Leaves(IConfiguration parameters, string path) =>
        parameters.GetChildren().OrderBy(c => c.Key, StringComparer.Ordinal).SelectMany(c => c.Value is null ? Leaves(c, $"{path}{c.Key}:") : [$"{path}{c.Key}={c.Value}"]);

    private static Row Facts(RuleBook book, int? segment, string? branch)
    {
        var row = new Row(book.Vocabulary.Facts.Count);
        row.SetOrClear(book.Vocabulary.Fact("segment")!.Index, segment);
        row.Set(book.Vocabulary.Fact("branch")!.Index, branch);
        return row;
    }

    // Where any filter is enough only the switch itself can be set.
    private static RuleBook Switched(RuleBook files, CampaignSetting[] set)
    {
        var settings = files.Campaigns.All.Select((c, i) => (c.Id, Set: c.AnyOf ? new CampaignSetting { Enabled = set[i].Enabled } : set[i])).ToDictionary(s => s.Id, s => s.Set);
        var load = SwitchedBook.Of(files, new CampaignSwitches(new CampaignChange(1, "anna", new Instant(0), "because", null), settings));
        return load.Book ?? throw new InvalidOperationException(string.Join('\n', load.Problems));
    }

    private static RuleBook Book(string[] flags)
    {
        var campaigns = $$"""{"feature_management": {"feature_flags": [{{string.Join(", ", flags.Select((f, i) => $"{{\"id\": \"campaign-{i}\", \"enabled\": {f}}}"))}}] } }""";
        var load = RuleBook.Load([new SourceFile("vocabulary.json", Vocabulary), new SourceFile("segments.json", SegmentRules), new SourceFile("campaigns.json", campaigns)]);
        return load.Book ?? throw new InvalidOperationException(campaigns + "\n" + string.Join('\n', load.Problems));
    }

    private const string Vocabulary = """
        {"codes": {"kind": ["personal", "corporate", "prospect"], "segment": ["mass", "affluent", "private"]},
         "events": {"registered": {"id": 1, "fields": {"kind": {"type": "code:kind", "required": true}}}},
         "facts": {"kind": {"id": 1, "type": "code:kind", "zh": "类型", "en": "Kind", "fold": {"latest": "registered.kind"}},
           "segment": {"id": 2, "type": "code:segment", "zh": "分层", "en": "Segment", "rule": true}}}
        """;

    private const string SegmentRules = """{"WorkflowName": "segments", "Rules": [{"RuleName": "mass", "Properties": {"fact": {"name": "segment", "value": "mass"}}}]}""";
}
