using Nba.Engine.Calendars;
using Nba.Engine.Expressions;
using Nba.Engine.Rules;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Plans;

/// <summary>One step of a service plan: an action, when it opens, and which step each end leads to.</summary>
/// <param name="Id">Id within the plan.</param>
/// <param name="Rule">The rule that proposes the step's action; it listens to <c>plan</c>.</param>
/// <param name="After">How long after the step began its action is proposed.</param>
/// <param name="Next">Index of the next step by <see cref="ActionEnd"/>; null ends the plan.</param>
public sealed record PlanStep(string Id, ActionRule Rule, DaySpan After, IReadOnlyList<int?> Next);

/// <summary>A multi-step plan. Immutable.</summary>
public sealed record ServicePlan(string Id, string Zh, string En, IReadOnlyList<PlanStep> Steps)
{
    /// <summary>Hash of what is written of the plan and of the rules behind its steps.</summary>
    public ulong Version { get; init; }

    /// <summary>While these lines all hold the plan pauses; null leaves it to the holds of the contact policy, an empty list never pauses it.</summary>
    public IReadOnlyList<Condition>? PausedWhile { get; init; }
}

/// <summary>A rule that starts a plan.</summary>
/// <param name="Name">Name of the rule.</param>
/// <param name="Plan">Which plan.</param>
/// <param name="Kinds">Bits of the customer kinds; all when 0.</param>
/// <param name="Events">Event types it listens to.</param>
/// <param name="Daily">Whether it is looked at on every daily tick.</param>
/// <param name="Lines">What must hold.</param>
public sealed record PlanStart(string Name, ServicePlan Plan, long Kinds, IReadOnlyList<EventType> Events, bool Daily, IReadOnlyList<Condition> Lines);

/// <summary>All plans of a book. Immutable; safe for any thread.</summary>
public sealed class PlanBook
{
    private readonly Dictionary<string, ActionRule[]> _pinnedRules;

    internal PlanBook(IReadOnlyList<ServicePlan> plans, IReadOnlyList<PlanStart> starts, IReadOnlyList<ServicePlan>? earlier = null)
    {
        (Plans, Starts, Earlier) = (plans, starts, earlier ?? []);
        _pinnedRules = Earlier.SelectMany(p => p.Steps).Select(s => s.Rule).GroupBy(r => r.Action.Id, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
    }

    /// <summary>The plans by id, ordinal.</summary>
    public IReadOnlyList<ServicePlan> Plans { get; }

    /// <summary>Earlier versions under which customers may still be under way.</summary>
    public IReadOnlyList<ServicePlan> Earlier { get; }

    /// <summary>The rules that start them.</summary>
    public IReadOnlyList<PlanStart> Starts { get; internal set; }

    /// <summary>The plan of that id, or null.</summary>
    public ServicePlan? Find(string id) => Plans.FirstOrDefault(p => p.Id == id);

    /// <summary>The plan as it was when an instance began; the one in force when that version is not to be had, or null.</summary>
    public ServicePlan? Of(PlanInstance instance)
    {
        var inForce = Find(instance.Plan);
        if (instance.Version == 0 || inForce?.Version == instance.Version) return inForce;
        for (var i = 0; i < Earlier.Count; i++)
        {
            if (Earlier[i].Version == instance.Version && Earlier[i].Id == instance.Plan) return Earlier[i];
        }
        return inForce;
    }

    /// <summary>The current step of an instance, or null when the plan is over or gone from the book.</summary>
    public PlanStep? CurrentStep(PlanInstance instance) => instance.Step.Length == 0 ? null : Of(instance)?.Steps.FirstOrDefault(s => s.Id == instance.Step);

    /// <summary>The rules of earlier versions that propose an action.</summary>
    internal ActionRule[] Pinned(string action) => _pinnedRules.GetValueOrDefault(action) ?? [];

    /// <summary>These plans with earlier versions.</summary>
    internal PlanBook With(IReadOnlyList<ServicePlan> earlier) => new(Plans, Starts, earlier);

    /// <summary>These plans with their versions.</summary>
    internal PlanBook Versioned(IReadOnlyList<ServicePlan> plans) => new(plans, Starts, Earlier);

    /// <summary>Moves an instance on after its step's action ended.</summary>
    public void Advance(PlanInstance instance, ActionEnd end, DateOnly today)
    {
        if (Of(instance) is not { } plan || CurrentStep(instance) is not { } step) return;
        instance.Step = step.Next[(int)end] is { } next ? plan.Steps[next].Id : "";
        instance.StepSince = today.DayNumber;
        if (instance.PausedSince is not null) instance.PausedSince = today.DayNumber;
    }

    /// <summary>Reads <c>plans/*.json</c>.</summary>
    internal static PlanBook Read(IEnumerable<SourceNode> files, IReadOnlyDictionary<string, ActionRule> rules, ExpressionCompiler compiler, ProblemList problems)
    {
        var plans = new SortedDictionary<string, ServicePlan>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            foreach (var member in SourceObject.Open(file, problems) is null ? [] : file.Members.Where(m => m.Name != "$schema"))
            {
                if (plans.ContainsKey(member.Name)) problems.Add(member.NameMark, ProblemCode.DuplicateName, $"there is another plan '{member.Name}'");
                else if (SourceObject.Open(member.Value, problems) is { } source) plans[member.Name] = One(member.Name, source, rules, compiler, problems);
            }
        }
        return new PlanBook([.. plans.Values], []);
    }

    private static ServicePlan One(string id, SourceObject source, IReadOnlyDictionary<string, ActionRule> rules, ExpressionCompiler compiler, ProblemList problems)
    {
        var steps = new List<PlanStep>();
        var nodes = source.Items("steps").Select(s => SourceObject.Open(s, problems)).OfType<SourceObject>().ToList();
        var ids = nodes.Select(n => n.RequiredText("id")).ToList();
        for (var i = 0; i < nodes.Count; i++)
        {
            if (Step(nodes[i], ids, i, rules, problems) is { } step) steps.Add(step);
            nodes[i].Done();
        }
        if (nodes.Count == 0) problems.Add(source.Node.Mark, ProblemCode.MissingMember, $"the plan '{id}' has no steps");
        var pauses = source.Any("pausedWhile") is null ? null : compiler.Conditions(source.Lines("pausedWhile"), Scope.Customer);
        var plan = new ServicePlan(id, source.RequiredText("zh"), source.RequiredText("en"), steps) { PausedWhile = pauses };
        source.Done();
        return plan;
    }

    private static PlanStep? Step(SourceObject node, List<string> ids, int index, IReadOnlyDictionary<string, ActionRule> rules, ProblemList problems)
    {
        var name = node.RequiredText("rule");
        if (!rules.TryGetValue(name, out var rule) || !rule.PlanOnly) problems.AddUnknown(node.MarkOf("rule"), ProblemCode.UnknownTarget, name, $"rule on 'plan'", rules.Values.Where(r => r.PlanOnly).Select(r => r.Name));
        var after = default(DaySpan);
        if (node.Text("after") is { } text && (!DaySpan.TryParse(text, out after) || after.Unit == SpanUnit.Hours)) problems.Add(node.MarkOf("after"), ProblemCode.BadSpan, $"'{text}' is no span; write 30d or 5wd");
        var next = new int?[Enum.GetValues<ActionEnd>().Length];
        next[(int)ActionEnd.Done] = next[(int)ActionEnd.Met] = index + 1 < ids.Count ? index + 1 : null;
        foreach (var member in node.Map("next"))
        {
            var end = Array.FindIndex(Enum.GetNames<ActionEnd>(), e => string.Equals(e, member.Name, StringComparison.OrdinalIgnoreCase));
            var target = ids.IndexOf(member.Value.Text);
            if (end < 0) problems.AddUnknown(member.NameMark, ProblemCode.UnknownWord, member.Name, $"end of an action", Enum.GetNames<ActionEnd>().Select(e => e.ToLowerInvariant()));
            else if (target < 0 && member.Value.Text != "end") problems.AddUnknown(member.Value.Mark, ProblemCode.UnknownTarget, member.Value.Text, $"step of this plan, nor 'end'", ids);
            else next[end] = target < 0 ? null : target;
        }
        return rule is null ? null : new PlanStep(ids[index], rule, after, next);
    }
}
