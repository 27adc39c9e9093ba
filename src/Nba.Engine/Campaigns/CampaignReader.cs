using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Campaigns;

/// <summary>
/// Reads <c>campaigns.json</c>: feature flags in Microsoft.FeatureManagement's schema, so that any tool for those flags can edit them, and beside
/// them what only a bank's campaign has (hold-out, lever, budget, what becomes of open actions); and <c>policies/hold-out.json</c>.
/// </summary>
internal sealed class CampaignReader(VocabularyBook vocabulary, ProblemList problems)
{
    private readonly CampaignFilterReader _filters = new(vocabulary, problems);

    /// <summary>Owners that budgets name, with the place of each: the directory is read later.</summary>
    public List<SourceMember> BudgetOwners { get; } = [];

    /// <summary>The campaigns of the files, with what product owners set over them.</summary>
    public CampaignBook Read(SourceNode? node, SourceNode? holdOut, SourceNode? switches)
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
                problems.AddUnknown(extra.NameMark, ProblemCode.UnknownCampaign, extra.Name, $"feature flag of this file", campaigns.Select(c => c.Id));
            root.Done();
        }
        campaigns = [.. campaigns.DistinctBy(c => c.Id, StringComparer.Ordinal)];
        var set = CampaignSwitches.Read(switches, campaigns, vocabulary, problems);
        return new CampaignBook(campaigns, set, ControlGroups(holdOut), vocabulary);
    }

    private void Add(SourceObject flag, IReadOnlyList<SourceMember> extras, List<Campaign> campaigns)
    {
        var id = flag.RequiredText("id");
        if (campaigns.Exists(c => c.Id == id)) problems.Add(flag.MarkOf("id"), ProblemCode.DuplicateName, $"there is another campaign '{id}'");
        flag.Text("description");
        flag.Text("display_name");
        var campaign = new Campaign(id, flag.Truth("enabled"), [], false, 0, 1_000_000, false, null);
        if (flag.Object("conditions") is { } conditions)
        {
            var requirement = conditions.Word("requirement_type", "All", "Any");
            var filters = conditions.Items("client_filters");
            // The schema's own default is Any, which few expect: with several filters the file must say.
            if (filters.Count > 1) conditions.Required("requirement_type");
            campaign = campaign with { AnyOf = requirement == "Any", Filters = [.. filters.Select(_filters.Read).OfType<CampaignFilter>()] };
            conditions.Done();
        }
        flag.Done();
        if (extras.FirstOrDefault(e => e.Name == id) is { Value: not null } extra && SourceObject.Open(extra.Value, problems) is { } own)
        {
            campaign = campaign with
            {
                Zh = own.RequiredText("zh"),
                En = own.RequiredText("en"),
                HoldOut = own.Whole("holdOut", 0, 50) ?? 0,
                Lever = Lever(own),
                KeepWhenOff = own.Word("whenOff", "withdraw", "keep") == "keep",
                NeedsApproval = own.Truth("approval"),
                Budget = own.Object("budget") is { } budget ? Budget(budget) : null,
            };
            own.Done();
        }
        campaigns.Add(campaign);
    }

    private long Lever(SourceObject own)
    {
        if (own.Number("lever") is not { } lever) return 1_000_000;
        if (lever is < 0 or > 100) problems.Add(own.MarkOf("lever"), ProblemCode.WrongKind, $"a number from 0 to 100 must stand here, not {lever}");
        return (long)(Math.Clamp(lever, 0m, 100m) * 1_000_000m);
    }

    private CampaignBudget Budget(SourceObject budget)
    {
        budget.Required("contacts");
        budget.Required("perOwner");
        var contacts = budget.Whole("contacts", 0, 100_000_000) ?? 0;
        var shares = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var owner in budget.Map("perOwner"))
        {
            BudgetOwners.Add(owner);
            var value = owner.Value;
            if (value.Kind == SourceKind.Number && decimal.Truncate(value.Number) == value.Number && value.Number is >= 0 and <= 100_000_000) shares[owner.Name] = (int)value.Number;
            else problems.Add(value.Mark, ProblemCode.WrongKind, $"a whole number from 0 to 100000000 must stand here, not {value.Describe()}");
        }
        var together = shares.Values.Sum(s => (long)s);
        if (together > contacts) problems.Add(budget.MarkOf("contacts"), ProblemCode.BudgetExceeded, $"the shares of the owners are {together} contacts together, more than the {contacts} in all");
        budget.Done();
        return new CampaignBudget(contacts, shares);
    }

    private List<ControlGroup> ControlGroups(SourceNode? node)
    {
        var groups = new List<ControlGroup>();
        if (node is null || SourceObject.Open(node, problems) is not { } root) return groups;
        foreach (var item in root.Items("controlGroups"))
        {
            if (SourceObject.Open(item, problems) is not { } source) continue;
            var name = source.RequiredText("name");
            if (groups.Exists(g => g.Name == name)) problems.Add(source.MarkOf("name"), ProblemCode.DuplicateName, $"there is another control group '{name}'");
            source.RequiredText("zh");
            source.RequiredText("en");
            source.Required("percent");
            var (from, to) = _filters.Days(source);
            groups.Add(new ControlGroup(name, source.Whole("percent", 0, 50) ?? 0, from, to));
            source.Done();
        }
        root.Done();
        return groups;
    }
}
