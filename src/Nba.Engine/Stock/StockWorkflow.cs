using Nba.Engine.Sources;

namespace Nba.Engine.Stock;

/// <summary>A named expression of a workflow or rule.</summary>
internal sealed record StockParam(string Name, SourceNode Expression);

/// <summary>A rule as its file has it: an expression, or an operator over rules.</summary>
internal sealed record StockRuleSource(string Name, SourceMark Mark, bool Enabled, string? Operator, SourceNode? Expression, IReadOnlyList<StockParam> Locals, IReadOnlyList<StockRuleSource> Rules);

/// <summary>A workflow as its file has it.</summary>
internal sealed record StockWorkflow(string Name, SourceMark Mark, IReadOnlyList<SourceNode> Injected, IReadOnlyList<StockParam> Globals, IReadOnlyList<StockRuleSource> Rules);

/// <summary>
/// Reads workflows in RulesEngine's own JSON. What RulesEngine takes without a word and then never matches (a misspelt member, an operator in lower case, two rules of one name) is a problem here.
/// </summary>
internal sealed class StockFiles(ProblemList problems)
{
    private static readonly string[] Operators = ["And", "AndAlso", "Or", "OrElse"];

    /// <summary>The workflows of one file: one, or a list.</summary>
    public IEnumerable<StockWorkflow> Read(SourceNode file)
    {
        foreach (var node in file.Kind == SourceKind.Array ? file.Items : [file])
        {
            if (SourceObject.Open(node, problems) is { } workflow) yield return Workflow(workflow);
        }
    }

    private StockWorkflow Workflow(SourceObject source)
    {
        var name = source.RequiredText("WorkflowName");
        source.Word("RuleExpressionType", "LambdaExpression");
        var injected = source.Items("WorkflowsToInject").Concat(source.Items("WorkflowRulesToInject")).ToList();
        var (globals, rules) = (Params(source, "GlobalParams"), Rules(source));
        source.Done();
        foreach (var twice in rules.GroupBy(r => r.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
            problems.Add(twice.Last().Mark, ProblemCode.DuplicateName, $"the workflow '{name}' has two rules '{twice.Key}'; RulesEngine fails on all of its rules then");
        return new StockWorkflow(name, source.Node.Mark, injected, globals, rules);
    }

    private List<StockRuleSource> Rules(SourceObject parent)
    {
        var rules = new List<StockRuleSource>();
        foreach (var node in parent.Items("Rules"))
        {
            if (SourceObject.Open(node, problems) is { } rule) rules.Add(Rule(rule));
        }
        return rules;
    }

    private StockRuleSource Rule(SourceObject source)
    {
        var name = source.RequiredText("RuleName");
        var (enabled, word) = (source.Truth("Enabled", otherwise: true), source.Word("Operator", Operators));
        var (expression, locals, rules) = (source.Any("Expression"), Params(source, "LocalParams"), Rules(source));
        source.Word("RuleExpressionType", "LambdaExpression");
        // They say what to do with a result, and change none.
        foreach (var member in (ReadOnlySpan<string>)["Properties", "ErrorMessage", "ErrorType", "SuccessEvent", "Actions"]) source.Any(member);
        if (source.Items("WorkflowsToInject").Count > 0) problems.Add(source.MarkOf("WorkflowsToInject"), ProblemCode.WrongRuleShape, $"workflows are injected into a workflow, not into a rule");
        var before = problems.Count;
        source.Done();
        // Whoever misspelt a member needs to be told of that only.
        if (problems.Count == before && source.Any("Operator") is null && expression is null) problems.Add(source.Node.Mark, ProblemCode.WrongRuleShape, $"the rule '{name}' has neither an Expression nor an Operator with Rules");
        if (word is not null && rules.Count == 0) problems.Add(source.Node.Mark, ProblemCode.WrongRuleShape, $"the rule '{name}' has an Operator, and no Rules for it");
        return new StockRuleSource(name, source.Node.Mark, enabled, word, expression, locals, rules);
    }

    private List<StockParam> Params(SourceObject source, string member)
    {
        var found = new List<StockParam>();
        foreach (var node in source.Items(member))
        {
            if (SourceObject.Open(node, problems) is not { } param) continue;
            var name = param.RequiredText("Name");
            if (param.Required("Expression") is { } expression) found.Add(new StockParam(name, expression));
            param.Done();
        }
        return found;
    }
}
