using Nba.Engine.Sources;
using Nba.House;

namespace Nba.Engine.Tests.Campaigns;

/// <summary>Every fault of a campaign is told with its place and what is nearest.</summary>
[Course(13)]
public sealed class CampaignReaderTests
{
    private const string Good = """
        {"feature_management": {"feature_flags": [{"id": "spring", "enabled": true, "conditions": {
          "requirement_type": "All",
          "client_filters": [
            {"name": "Window", "parameters": {"from": "2026-03-01", "to": "2026-03-10"}},
            {"name": "Segment", "parameters": {"any": ["mass"]}},
            {"name": "Percentage", "parameters": {"value": 50}}]}}]},
         "campaigns": {"spring": {"zh": "春", "en": "Spring", "lever": 1.5,
           "budget": {"contacts": 30, "perOwner": {"anna": 20, "bo": 10}}}}}
        """;

    private const string Control = """
        {"controlGroups": [
          {"name": "control-2026", "zh": "对照组", "en": "Control group", "percent": 5, "from": "2026-01-01", "to": "2026-12-31"}]}
        """;

    [Fact]
    public void What_is_right_has_no_fault() => Assert.Empty(Load(Good).Problems);

    [Theory]
    [InlineData("\"id\": \"spring\"", "\"id\": \"sprong\"", 7, 16, ProblemCode.UnknownCampaign, "sprong")]
    [InlineData("\"mass\"", "\"mas\"", 5, 48, ProblemCode.UnknownCode, "did you mean 'mass'")]
    [InlineData("\"Segment\"", "\"Segmant\"", 5, 14, ProblemCode.UnknownWord, "did you mean 'Segment'")]
    [InlineData("[\"mass\"]", "[]", 5, 47, ProblemCode.MissingMember, "at least one")]
    [InlineData("\"from\": \"2026-03-01\", \"to\": \"2026-03-10\"", "", 4, 38, ProblemCode.MissingMember, "'from' or 'to'")]
    [InlineData("\"to\": \"2026-03-10\"", "\"to\": \"2026-02-10\"", 4, 67, ProblemCode.WrongKind, "a day from 2026-03-01 on")]
    [InlineData("\"2026-03-10\"", "\"2026-3-10\"", 4, 67, ProblemCode.WrongKind, "is no day")]
    [InlineData("\"value\": 50", "\"valeu\": 50", 6, 42, ProblemCode.MissingMember, "'value'")]
    [InlineData("\"value\": 50", "\"value\": 101", 6, 52, ProblemCode.WrongKind, "0 to 100")]
    [InlineData("\"requirement_type\": \"All\",", "", 1, 91, ProblemCode.MissingMember, "'requirement_type'")]
    [InlineData("\"All\"", "\"Some\"", 2, 23, ProblemCode.UnknownWord, "All, Any")]
    [InlineData("\"lever\": 1.5", "\"lever\": 101", 7, 63, ProblemCode.WrongKind, "0 to 100")]
    [InlineData("\"lever\"", "\"levr\"", 7, 54, ProblemCode.UnknownMember, "did you mean 'lever'")]
    [InlineData("\"contacts\": 30", "\"contacts\": 29", 8, 27, ProblemCode.BudgetExceeded, "30 contacts together, more than the 29 in all")]
    [InlineData("\"bo\": 10", "\"bo\": 1.5", 8, 62, ProblemCode.WrongKind, "a whole number")]
    [InlineData("\"anna\": 20", "\"ana\": 20", 8, 44, ProblemCode.UnknownOwner, "did you mean 'anna'")]
    [InlineData("\"perOwner\"", "\"peOwner\"", 8, 31, ProblemCode.UnknownMember, "did you mean 'perOwner'")]
    public void A_fault_of_a_campaign_is_told_with_its_place(string right, string wrong, int line, int column, ProblemCode code, string words)
    {
        Assert.Contains(right, Good, StringComparison.Ordinal);
        Told(Load(Good.Replace(right, wrong, StringComparison.Ordinal)), "campaigns.json", line, column, code, words);
    }

    [Theory]
    [InlineData("\"percent\": 5", "\"percent\": 51", 2, 75, ProblemCode.WrongKind, "0 to 50")]
    [InlineData("\"percent\"", "\"precent\"", 2, 64, ProblemCode.UnknownMember, "did you mean 'percent'")]
    [InlineData("\"to\": \"2026-12-31\"", "\"to\": \"2025-12-31\"", 2, 106, ProblemCode.WrongKind, "a day from 2026-01-01 on")]
    [InlineData("controlGroups", "controlGroup", 1, 2, ProblemCode.UnknownMember, "did you mean 'controlGroups'")]
    public void A_fault_of_a_control_group_is_told_with_its_place(string right, string wrong, int line, int column, ProblemCode code, string words) =>
        Told(Load(Good, Control.Replace(right, wrong, StringComparison.Ordinal)), "policies/hold-out.json", line, column, code, words);

    [Theory]
    [InlineData("\"po1\"", false)]
    [InlineData("\"po1\", \"po1\"", false)]
    [InlineData("\"po1\", \"po2\"", true)]
    [InlineData("", true)]
    public void Where_somebody_else_approves_there_is_somebody_else(string owners, bool isRight)
    {
        var load = TestBook.Load(("campaigns.json", Good.Replace("\"lever\": 1.5,", "\"approval\": true,", StringComparison.Ordinal)), ("directory.json", $$"""
            {"people": {"anna": {"name": "安"}, "bo": {"name": "博"} },
             "productOwners": [{{owners}}]}
            """));
        var found = load.Book!.CheckApprovals();
        if (isRight) Assert.Empty(found);
        else Told(new RuleBookLoad(null, found), "directory.json", 2, 19, ProblemCode.NobodyApproves, "'po1' alone may switch");
    }

    [Fact]
    public void A_campaign_of_the_file_is_read_as_written()
    {
        var spring = Load(Good).Book!.Campaigns.Find("spring")!;
        Assert.Equal((3, false, 1_500_000L, 30), (spring.Filters.Count, spring.AnyOf, spring.Lever, spring.Budget!.Contacts));
        Assert.Equal((20, 0), (Load(Good).Book!.Campaigns.ShareOf("spring", "anna"), Load(Good).Book!.Campaigns.ShareOf("spring", "head-west")));
        Assert.Null(Load(Good).Book!.Campaigns.ShareOf("autumn", "anna"));
    }

    private static RuleBookLoad Load(string campaigns, string control = "{}") => TestBook.Load(("campaigns.json", campaigns), ("policies/hold-out.json", control));

    private static void Told(RuleBookLoad load, string file, int line, int column, ProblemCode code, string words)
    {
        var all = string.Join('\n', load.Problems);
        Assert.True(load.Problems.Any(p => p.File == file && (p.Line, p.Column, p.Code) == (line, column, code) && p.Message.Contains(words, StringComparison.Ordinal)), $"expected {file}:{line}:{column} {code} … {words}; there are\n{all}");
    }
}
