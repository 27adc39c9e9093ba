using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Nba.Engine.Expressions;
using Nba.Engine.Plans;
using Nba.Engine.Rules;
using Nba.Engine.Sources;

namespace Nba.Engine;

/// <summary>
/// Plan versions that outlive their book: customers under way finish the plan as it was when theirs began. A version is the hash of what was written of the
/// plan and of the rules behind its steps; texts, parameters, products, campaigns and policies are always those in force.
/// </summary>
internal static class PinnedPlans
{
    /// <summary>Where the engine keeps the sources of earlier versions beside a book's files; no rules folder can hold such a path.</summary>
    public const string Folder = ".plans/";

    /// <summary>The plan with its version, and the one file that version can be compiled from later.</summary>
    public static (ServicePlan Plan, SourceFile File) Pin(ServicePlan plan, IReadOnlyDictionary<string, SourceNode> nodes)
    {
        var names = plan.Steps.Select(s => s.Rule.Name).ToHashSet(StringComparer.Ordinal);
        var rules = nodes.Where(n => !n.Key.Contains('/', StringComparison.Ordinal)).Select(n => (Family: n.Key[..^".json".Length], Text: Workflows(n.Value, names))).Where(r => r.Text.Length > 0).ToList();
        var families = nodes.GetValueOrDefault("families.json")?.Members.Where(m => rules.Exists(r => r.Family == m.Name)) ?? [];
        var logic = $"\"plan\":{SourceWriter.Text(Members("plans/", nodes).First(m => m.Name == plan.Id).Value)},\"rules\":{Object(rules.Select(r => (r.Family, $"[{r.Text}]")))},\"families\":{Object(families.Select(f => (f.Name, SourceWriter.Text(f.Value))))}";
        var actions = plan.Steps.Select(s => s.Rule.Action.Id).ToHashSet(StringComparer.Ordinal);
        var texts = Object(Members("texts/", nodes).Where(m => actions.Contains(m.Name)).Select(m => (m.Name, SourceWriter.Text(m.Value))));
        var version = XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(plan.Id + "\0" + logic));
        return (plan with { Version = version }, new SourceFile(Path(plan.Id, version), $"{{\"id\":{SourceWriter.Quote(plan.Id)},{logic},\"texts\":{texts}}}"));
    }

    /// <summary>The book with earlier plan versions. One that cannot be compiled against the book's words is left out: its customers go on under the version in force.</summary>
    public static RuleBook Attach(RuleBook book, IReadOnlyList<SourceFile> files)
    {
        var problems = new ProblemList();
        var parsed = files.DistinctBy(f => f.Path).OrderBy(f => f.Path, StringComparer.Ordinal).Select(f => (File: f, Node: SourceParser.Parse(f, problems))).Where(p => p.Node is not null).ToList();
        if (parsed.Count == 0) return book;
        var compiler = new ExpressionCompiler(book.Vocabulary, book.FestivalCodes, problems);
        var texts = book.Texts.WithMissing(TextBook.Read([.. parsed.Select(p => p.Node!.Member("texts")).OfType<SourceNode>().Select(t => Missing(t, book.Texts))], book.Vocabulary, new ProblemList()));
        var plans = new List<ServicePlan>();
        foreach (var (file, node) in parsed)
        {
            var before = problems.Count;
            var plan = Compile(node!, new RuleContext(book.Vocabulary, compiler, book.Products, book.Campaigns, texts, problems), ulong.Parse(file.Path[^21..^5], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            if (plan is not null && problems.Count == before) plans.Add(plan);
        }
        return book.With(book.Plans.With(plans), texts, [.. parsed.Select(p => p.File)]);
    }

    /// <summary>Where a version is kept.</summary>
    public static string Path(string plan, ulong version) => string.Create(CultureInfo.InvariantCulture, $"{Folder}{plan}.{version:x16}.json");

    private static ServicePlan? Compile(SourceNode node, RuleContext context, ulong version)
    {
        var (sources, rules) = (new RuleFiles(context.Problems), new Dictionary<string, ActionRule>(StringComparer.Ordinal));
        var compiler = new RuleCompiler(context);
        foreach (var family in node.Member("rules")!.Members)
        {
            foreach (var source in sources.Read(family.Value, node.Member("families")?.Member(family.Name), family.Name))
            {
                if (compiler.Compile(source, rules.Count) is not { } rule) continue;
                rules[rule.Name] = rule;
                context.Texts.Find(rule.Action.Id)?.Check(rule, context.Problems);
            }
        }
        var id = node.Member("id")!.Text;
        var file = new SourceNode(SourceKind.Object, node.Mark);
        file.Add(new SourceMember(id, node.Mark, node.Member("plan")!));
        return PlanBook.Read([file], rules, context.Compiler, context.Problems).Find(id) is { } plan ? plan with { Version = version } : null;
    }

    // The workflows of a rule file that hold any of the rules, with these alone.
    private static string Workflows(SourceNode file, HashSet<string> names)
    {
        var workflows = new List<string>();
        foreach (var workflow in file.Kind == SourceKind.Array ? file.Items : [file])
        {
            var rules = workflow.Member("Rules") is { Kind: SourceKind.Array } all ? all.Items.Where(r => r.Member("RuleName") is { } name && names.Contains(name.Text)).ToList() : [];
            if (rules.Count == 0) continue;
            workflows.Add(Object(workflow.Members.Where(m => m.Name != "$schema").Select(m => (m.Name, m.Name == "Rules" ? $"[{string.Join(',', rules.Select(r => SourceWriter.Text(r, without: "cases")))}]" : SourceWriter.Text(m.Value)))));
        }
        return string.Join(',', workflows);
    }

    private static SourceNode Missing(SourceNode texts, TextBook inForce)
    {
        var missing = new SourceNode(SourceKind.Object, texts.Mark);
        foreach (var member in texts.Members.Where(m => !inForce.Has(m.Name))) missing.Add(member);
        return missing;
    }

    private static IEnumerable<SourceMember> Members(string folder, IReadOnlyDictionary<string, SourceNode> nodes) =>
        nodes.Where(n => n.Key.StartsWith(folder, StringComparison.Ordinal)).SelectMany(n => n.Value.Members);

    private static string Object(IEnumerable<(string Name, string Value)> members) => $"{{{string.Join(',', members.Select(m => $"{SourceWriter.Quote(m.Name)}:{m.Value}"))}}}";
}
