using Nba.Engine.Sources;

namespace Nba.Engine.Rules;

/// <summary>A rule as its file writes it, with the family's defaults filled in and nested rules flattened to lines.</summary>
internal sealed record RuleSource(string Name, string Family, SourceMark Mark, IReadOnlyList<SourceNode> Lines, IReadOnlyList<SourceMember> Locals, SourceObject Properties, string Shape, bool Enabled);

/// <summary>Reads workflow files in Microsoft RulesEngine's format with our additions.</summary>
internal sealed class RuleFiles(ProblemList problems)
{
    private static readonly string[] Shapes = ["action", "fact", "route", "plan"];

    /// <summary>The rules of one file, in the order written, those switched off among them.</summary>
    public IReadOnlyList<RuleSource> Read(SourceNode node, SourceNode? family, string familyName)
    {
        var rules = new List<RuleSource>();
        foreach (var item in node.Kind == SourceKind.Array ? node.Items : [node])
        {
            if (SourceObject.Open(item, problems) is not { } workflow) continue;
            workflow.RequiredText("WorkflowName");
            var globals = Named(workflow.Items("GlobalParams"));
            foreach (var rule in workflow.Items("Rules"))
            {
                if (SourceObject.Open(rule, problems) is { } source) Add(source, globals, family, familyName, rules);
            }
            workflow.Done();
        }
        return rules;
    }

    private void Add(SourceObject source, IReadOnlyList<SourceMember> globals, SourceNode? family, string familyName, List<RuleSource> rules)
    {
        var name = source.RequiredText("RuleName");
        var lines = Lines(source);
        var locals = (IReadOnlyList<SourceMember>)[.. globals, .. Named(source.Items("LocalParams"))];
        var enabled = source.Truth("Enabled", otherwise: true);
        source.Text("ErrorMessage");
        source.Text("SuccessEvent");
        source.Text("RuleExpressionType");
        var properties = source.Required("Properties");
        source.Done();
        if (properties is null) return;
        // Defaults of a family are for its actions.
        if (SourceObject.Open(properties.Member("action") is null ? properties : SourceMerge.Over(properties, family), problems) is not { } merged) return;
        var shape = Shapes.Where(s => properties.Member(s) is not null).ToList();
        if (shape.Count != 1) problems.Add(properties.Mark, ProblemCode.WrongRuleShape, $"a rule has exactly one of {string.Join(", ", Shapes)}; this one has {shape.Count}");
        else rules.Add(new RuleSource(name, familyName, source.Node.Mark, lines, locals, merged, shape[0], enabled));
    }

    // "Expression" is a line or a list of lines; RulesEngine's nested form with And is a list too, with Or one line.
    private IReadOnlyList<SourceNode> Lines(SourceObject source)
    {
        var lines = source.Lines("Expression");
        var nested = source.Items("Rules");
        var or = source.Word("Operator", "And", "AndAlso", "Or", "OrElse") is "Or" or "OrElse";
        if (nested.Count == 0) return lines;
        var parts = new List<SourceNode>();
        foreach (var item in nested)
        {
            if (SourceObject.Open(item, problems) is not { } rule) continue;
            rule.Text("RuleName");
            rule.Text("RuleExpressionType");
            var inner = Lines(rule);
            if (!rule.Truth("Enabled", otherwise: true)) inner = [];
            rule.Done();
            if (or && inner.Count > 0) parts.Add(SourceMerge.Joined(inner, " && "));
            else parts.AddRange(inner);
        }
        return or && parts.Count > 0 ? [.. lines, SourceMerge.Joined(parts, " || ")] : [.. lines, .. parts];
    }

    private IReadOnlyList<SourceMember> Named(IReadOnlyList<SourceNode> items)
    {
        var named = new List<SourceMember>();
        foreach (var item in items)
        {
            if (SourceObject.Open(item, problems) is not { } source) continue;
            var name = source.RequiredText("Name");
            if (source.Required("Expression") is { } expression) named.Add(new SourceMember(name, source.Node.Mark, expression));
            source.Done();
        }
        return named;
    }
}
