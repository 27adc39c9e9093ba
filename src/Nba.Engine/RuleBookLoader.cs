using System.IO.Hashing;
using System.Text;
using Nba.Engine.Campaigns;
using Nba.Engine.Catalogue;
using Nba.Engine.Events;
using Nba.Engine.Expressions;
using Nba.Engine.Plans;
using Nba.Engine.Policies;
using Nba.Engine.Profiles;
using Nba.Engine.Routing;
using Nba.Engine.Rules;
using Nba.Engine.Sources;
using Nba.Engine.Statistics;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>Text in, book out: calls each room in turn and collects every problem.</summary>
internal sealed class RuleBookLoader
{
    private static readonly string[] Fixed = ["vocabulary.json", "parameters.json", "families.json", "products.json", "campaigns.json", CampaignSwitches.File, "people.json", "directory.json", "mapping.json", StatisticsBook.File, CourseReader.File];

    private readonly ProblemList _problems = new();
    private readonly IReadOnlyList<SourceFile> _files;
    private readonly IReadOnlyList<SourceFile> _earlierPlans;
    private readonly List<RuleEntry> _entries = [];
    private readonly SortedDictionary<string, SourceNode> _nodes = new(StringComparer.Ordinal);

    private readonly string? _switchedOn;

    /// <param name="files">The texts.</param>
    /// <param name="switchedOn">A rule that is compiled though its file switches it off, or null.</param>
    public RuleBookLoader(IReadOnlyList<SourceFile> files, string? switchedOn = null)
    {
        _switchedOn = switchedOn;
        var pinned = files.ToLookup(f => f.Path.StartsWith(PinnedPlans.Folder, StringComparison.Ordinal));
        _earlierPlans = [.. pinned[true]];
        _files = [.. pinned[false].Where(f => f.Path.EndsWith(".json", StringComparison.Ordinal) && !f.Path.StartsWith("schema/", StringComparison.Ordinal)).OrderBy(f => f.Path, StringComparer.Ordinal)];
    }

    public RuleBookLoad Load()
    {
        foreach (var file in _files)
        {
            if (SourceParser.Parse(file, _problems) is { } node) _nodes[file.Path] = node;
        }
        if (!_nodes.TryGetValue("vocabulary.json", out var vocabularyNode))
        {
            if (_files.All(f => f.Path != "vocabulary.json")) _problems.Add(new SourceMark("vocabulary.json", 1, 1), ProblemCode.MissingFile, $"every rules folder needs a vocabulary.json");
            return new RuleBookLoad(null, _problems.Sorted());
        }
        var book = Compile(VocabularyReader.Read(vocabularyNode, Node("parameters.json"), _problems));
        book.Course = CourseReader.Read(Node(CourseReader.File), book, Folder("policies/"), _problems);
        var problems = _problems.Sorted();
        return problems.Count > 0 ? new RuleBookLoad(null, problems) : new RuleBookLoad(PinnedPlans.Attach(book, _earlierPlans), []);
    }

    private RuleBook Compile(VocabularyBook vocabulary)
    {
        var (calendar, festivals) = new CalendarReader(_problems).Read(Folder("calendars/"));
        var codes = new CodeList("festival", [.. festivals.Select(f => f.Id)]);
        var compiler = new ExpressionCompiler(vocabulary, codes, _problems);
        var products = ProductBook.Read(Node("products.json"), vocabulary, compiler, _problems);
        var campaignReader = new CampaignReader(vocabulary, _problems);
        var campaigns = campaignReader.Read(Node("campaigns.json"), Node("policies/hold-out.json"), Node(CampaignSwitches.File));
        var texts = TextBook.Read(Folder("texts/").Values, vocabulary, _problems);
        var sources = RuleSources();
        var rules = ActionRules(sources, new RuleContext(vocabulary, compiler, products, campaigns, texts, _problems));
        var bundles = new BundleReader(rules, texts, products, compiler, _problems).Read(Node("products.json"));
        // A rule that is switched off keeps its texts for the day it comes back.
        texts.ReportUnused(_entries.Where(e => e.Shape == "action").Select(e => e.Gives).Concat(bundles.All.Select(b => b.Id)).ToHashSet(StringComparer.Ordinal), _problems);
        var other = new OtherRules(vocabulary, compiler, _problems);
        var plans = PlanBook.Read(Folder("plans/").Values, rules.ToDictionary(r => r.Name, StringComparer.Ordinal), compiler, _problems);
        var pinned = plans.Plans.Where(p => p.Steps.Count > 0).Select(p => PinnedPlans.Pin(p, _nodes)).ToList();
        plans = plans.Versioned([.. plans.Plans.Select(p => pinned.Find(q => q.Plan.Id == p.Id).Plan ?? p)]);
        plans.Starts = other.PlanStarts(sources, plans);
        var policies = new PolicyReader(vocabulary, compiler, _problems).Read(Node("policies/contact.json"), Node("policies/consent.json"), Node("policies/declines.json"));
        var directory = Routing.Directory.Read(Node("directory.json"), _problems);
        if (_nodes.ContainsKey("directory.json"))
        {
            foreach (var owner in campaignReader.BudgetOwners.Where(o => !directory.Owners.Contains(o.Name)))
                _problems.AddUnknown(owner.NameMark, ProblemCode.UnknownOwner, owner.Name, $"owner of directory.json", directory.Owners);
        }
        var facts = FactReadout.Compile(vocabulary, calendar, compiler, other.FactRules(sources), _problems);
        var set = new RuleSet(rules, vocabulary);
        return new RuleBook(Version(), _files)
        {
            Vocabulary = vocabulary, Calendar = calendar, Festivals = festivals, Products = products, Campaigns = campaigns, Rules = _problems.Count > 0 ? set : set.Networked(facts.Parameters, compiler.Trees, vocabulary),
            Bundles = bundles, Entries = [.. _entries.OrderBy(e => e.Family, StringComparer.Ordinal).ThenBy(e => e.Name, StringComparer.Ordinal)],
            Plans = plans, PlanFiles = [.. pinned.Select(p => p.File)], FestivalCodes = codes, Policies = policies, Routes = new RouteBook(other.Routes(sources), directory, vocabulary), Directory = directory, Texts = texts,
            People = Node("people.json"), Folding = Folding.Compile(vocabulary, compiler), Assignments = new Assignments(vocabulary, calendar),
            Facts = facts,
            Statistics = StatisticsBook.Read(Node(StatisticsBook.File), vocabulary, compiler, rules, _problems),
            Gates = new Gates(policies, campaigns, vocabulary), Reader = new ActivityReader(vocabulary), Codec = new CustomerStateCodec(vocabulary),
        };
    }

    private List<RuleSource> RuleSources()
    {
        var families = Node("families.json");
        var reader = new RuleFiles(_problems);
        var sources = new List<RuleSource>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (path, node) in _nodes)
        {
            if (path.Contains('/', StringComparison.Ordinal))
            {
                if (!IsKnownFolder(path)) _problems.Add(new SourceMark(path, 1, 1), ProblemCode.UnknownFile, $"nothing reads this file; rule files stand at the top, others in texts, plans, policies or calendars");
                continue;
            }
            if (Fixed.Contains(path)) continue;
            var family = path[..^".json".Length];
            used.Add(family);
            foreach (var source in reader.Read(node, families?.Member(family), family))
            {
                _entries.Add(RuleEntry.Of(source));
                if (!source.Enabled && source.Name != _switchedOn) continue;
                if (!names.Add(source.Name)) _problems.Add(source.Mark, ProblemCode.DuplicateName, $"there is another rule '{source.Name}'; names are unique over all files");
                else sources.Add(source);
            }
        }
        foreach (var member in families?.Members ?? [])
        {
            if (!used.Contains(member.Name) && member.Name != "$schema") _problems.AddUnknown(member.NameMark, ProblemCode.UnknownFile, member.Name, $"rule file", used);
        }
        return sources;
    }

    private List<ActionRule> ActionRules(List<RuleSource> sources, RuleContext context)
    {
        var compiler = new RuleCompiler(context);
        var rules = new List<ActionRule>();
        foreach (var source in sources.Where(s => s.Shape == "action").OrderBy(s => s.Name, StringComparer.Ordinal))
        {
            if (compiler.Compile(source, rules.Count) is not { } rule) continue;
            rules.Add(rule);
            context.Texts.Find(rule.Action.Id)?.Check(rule, _problems);
        }
        foreach (var group in rules.GroupBy(r => r.Action.Id, StringComparer.Ordinal))
        {
            var first = group.First();
            foreach (var rule in group.Where(r => r.Action.Shared != first.Action.Shared))
                _problems.Add(rule.Mark, ProblemCode.ActionConflict, $"'{rule.Name}' and '{first.Name}' propose '{group.Key}' but disagree on its purpose, channel, category, product, campaign, conflict, batch, half-life or again");
        }
        return rules;
    }

    /// <summary>Hash of the files that a book is made of.</summary>
    public string Version()
    {
        var hash = new XxHash128();
        foreach (var file in _files)
        {
            hash.Append(Encoding.UTF8.GetBytes(file.Path + "\0" + file.Text + "\0"));
        }
        return Convert.ToHexStringLower(hash.GetCurrentHash())[..16];
    }

    private static bool IsKnownFolder(string path) =>
        path.StartsWith("texts/", StringComparison.Ordinal) || path.StartsWith("plans/", StringComparison.Ordinal) || path.StartsWith("calendars/", StringComparison.Ordinal)
        || path is "policies/contact.json" or "policies/consent.json" or "policies/declines.json" or "policies/hold-out.json";

    private SourceNode? Node(string path) => _nodes.GetValueOrDefault(path);

    private SortedDictionary<string, SourceNode> Folder(string prefix)
    {
        var folder = new SortedDictionary<string, SourceNode>(StringComparer.Ordinal);
        foreach (var (path, node) in _nodes)
        {
            if (path.StartsWith(prefix, StringComparison.Ordinal)) folder[path[prefix.Length..]] = node;
        }
        return folder;
    }
}
