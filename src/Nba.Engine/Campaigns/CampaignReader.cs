using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Campaigns;

/// <summary>
/// Reads <c>campaigns.json</c>: feature flags in Microsoft.FeatureManagement's schema, so that any tool for those flags can edit them, and beside
/// them what only a bank's campaign has (hold-out, lever, what becomes of open actions).
/// </summary>
internal sealed class CampaignReader(VocabularyBook vocabulary, ProblemList problems)
{
    public CampaignBook Read(SourceNode? node)
    {
        var campaigns = new List<Campaign>();
        if (node is not null && SourceObject.Open(node, problems) is { } root)
        {
            var extras = root.Map("campaigns");
            if (root.Object("feature_management") is { } management)
            {
                foreach (var item in management.Items("feature_flags"))
                {
                    if (SourceObject.Open(item, problems) is { } flag) Add(flag, extras, campaigns);
                }
                management.Done();
            }
            foreach (var extra in extras.Where(e => campaigns.TrueForAll(c => c.Id != e.Name)))
                problems.AddUnknown(extra.NameMark, ProblemCode.UnknownCampaign, extra.Name, "feature flag of this file", campaigns.Select(c => c.Id));
            root.Done();
        }
        return new CampaignBook(campaigns, vocabulary);
    }

    private void Add(SourceObject flag, IReadOnlyList<SourceMember> extras, List<Campaign> campaigns)
    {
        var id = flag.RequiredText("id");
        if (campaigns.Exists(c => c.Id == id)) problems.Add(flag.MarkOf("id"), ProblemCode.DuplicateName, $"there is another campaign '{id}'");
        flag.Text("description");
        flag.Text("display_name");
        var campaign = new Campaign(id, flag.Truth("enabled"), null, null, 0, [], 100, 0, 1_000_000, false);
        if (flag.Object("conditions") is { } conditions)
        {
            conditions.Word("requirement_type", "All");
            foreach (var item in conditions.Items("client_filters"))
            {
                if (SourceObject.Open(item, problems) is { } filter) campaign = Filter(campaign, filter);
            }
            conditions.Done();
        }
        flag.Done();
        if (extras.FirstOrDefault(e => e.Name == id) is { Value: not null } extra && SourceObject.Open(extra.Value, problems) is { } own)
        {
            own.RequiredText("zh");
            own.RequiredText("en");
            campaign = campaign with
            {
                HoldOut = own.Whole("holdOut", 0, 50) ?? 0,
                Lever = own.Number("lever") is { } lever ? (long)(Math.Clamp(lever, 0m, 100m) * 1_000_000m) : 1_000_000,
                KeepWhenOff = own.Word("whenOff", "withdraw", "keep") == "keep",
            };
            own.Done();
        }
        campaigns.Add(campaign);
    }

    private Campaign Filter(Campaign campaign, SourceObject filter)
    {
        var name = filter.Word("name", "Window", "Segment", "Branch", "Percentage");
        filter.Required("parameters");
        if (filter.Object("parameters") is not { } parameters) return campaign;
        switch (name)
        {
            case "Window": campaign = campaign with { From = Day(parameters, "from"), To = Day(parameters, "to") }; break;
            case "Segment": campaign = campaign with { Segments = Segments(parameters.Lines("any")) }; break;
            case "Branch": campaign = campaign with { Branches = [.. parameters.Lines("any").Select(b => b.Text)] }; break;
            case "Percentage": campaign = campaign with { Percentage = parameters.Whole("value", 0, 100) ?? 100 }; break;
        }
        parameters.Done();
        filter.Done();
        return campaign;
    }

    private long Segments(IReadOnlyList<SourceNode> names)
    {
        long bits = 0;
        var codes = vocabulary.Fact(BuiltIn.Segment)?.Type.Codes;
        foreach (var name in names)
        {
            var code = codes?.IndexOf(name.Text) ?? -1;
            if (code < 0) problems.AddUnknown(name.Mark, ProblemCode.UnknownCode, name.Text, "segment", codes?.Values ?? []);
            else bits |= 1L << code;
        }
        return bits;
    }

    private DateOnly? Day(SourceObject source, string name)
    {
        if (source.Text(name) is not { } text) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day)) return day;
        problems.Add(source.MarkOf(name), ProblemCode.WrongKind, $"'{text}' is no day; write 2026-03-31");
        return null;
    }
}
