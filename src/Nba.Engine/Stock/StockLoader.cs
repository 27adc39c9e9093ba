using Nba.Engine.Atoms;
using Nba.Engine.Sources;

namespace Nba.Engine.Stock;

/// <summary>What came of loading plain RulesEngine files: rules, or every problem of every file.</summary>
/// <param name="Rules">The rules; null when there is any problem.</param>
/// <param name="Problems">All problems, by file and place.</param>
public sealed record StockLoad(StockRules? Rules, IReadOnlyList<RuleProblem> Problems)
{
    /// <summary>What loads and is likely not meant, by file and place; found when first asked for, and none where there are problems.</summary>
    public IReadOnlyList<RuleFinding> Findings => Rules?.Findings ?? [];
}

/// <summary>
/// Loads plain RulesEngine files over inputs of given types. Loaded again after an edit it parses only what it did not see before. Not thread-safe; what it loads is.
/// </summary>
public sealed class StockLoader
{
    private readonly IReadOnlyList<RuleInput> _inputs;
    private readonly StockCompiler _compiler;

    /// <summary>A loader for rules over some inputs.</summary>
    public StockLoader(params IReadOnlyList<RuleInput> inputs) => (_inputs, _compiler) = (inputs, new StockCompiler(inputs));

    /// <summary>Loads files: their rules are numbered in the order in which they stand, each workflow's own before those injected into it.</summary>
    public StockLoad Load(IReadOnlyList<SourceFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var problems = new ProblemList();
        var workflows = new List<StockWorkflow>();
        foreach (var file in files)
        {
            if (SourceParser.Parse(file, problems) is { } node) workflows.AddRange(new StockFiles(problems).Read(node));
        }
        var byName = new Dictionary<string, StockWorkflow>(StringComparer.Ordinal);
        foreach (var workflow in workflows)
        {
            if (!byName.TryAdd(workflow.Name, workflow)) problems.Add(workflow.Mark, ProblemCode.DuplicateName, $"there are two workflows '{workflow.Name}'");
        }
        var (rules, formulas, written) = (new List<StockRule>(), new List<Formula>(), new List<StockWritten>());
        foreach (var workflow in workflows)
        {
            foreach (var rule in Injected(workflow, byName, problems).Where(r => r.Enabled))
            {
                rules.Add(new StockRule(rules.Count, workflow.Name, rule.Name, rule.Mark));
                if (problems.Count > 0 && !IsWhole(rule)) continue;
                var (formula, asWritten) = _compiler.Rule(rule, workflow.Globals, problems);
                formulas.Add(formula);
                written.Add(asWritten);
            }
        }
        return problems.Count > 0 ? new StockLoad(null, problems.Sorted()) : new StockLoad(new StockRules(_inputs, rules, formulas, written), []);
    }

    private static bool IsWhole(StockRuleSource rule) => rule.Operator is null ? rule.Expression is not null : rule.Rules.Count > 0 && rule.Rules.All(IsWhole);

    // A workflow's own rules and those of the workflows that it names, each once.
    private static IEnumerable<StockRuleSource> Injected(StockWorkflow workflow, Dictionary<string, StockWorkflow> byName, ProblemList problems)
    {
        var (rules, path) = (new List<StockRuleSource>(), new Stack<string>());
        void Add(StockWorkflow one)
        {
            path.Push(one.Name);
            rules.AddRange(one.Rules);
            foreach (var name in one.Injected)
            {
                if (path.Contains(name.Text)) problems.Add(name.Mark, ProblemCode.FactCycle, $"workflows inject each other in a circle: {string.Join(" → ", path.Reverse().SkipWhile(p => p != name.Text).Append(name.Text))}");
                else if (byName.TryGetValue(name.Text, out var other)) Add(other);
                else problems.AddUnknown(name.Mark, ProblemCode.UnknownTarget, name.Text, $"workflow of these files", byName.Keys);
            }
            path.Pop();
        }
        Add(workflow);
        return rules;
    }
}
