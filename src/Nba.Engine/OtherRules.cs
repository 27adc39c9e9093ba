using Nba.Engine.Expressions;
using Nba.Engine.Plans;
using Nba.Engine.Profiles;
using Nba.Engine.Routing;
using Nba.Engine.Rules;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>Hands the rules that give facts, routes and plan starts to their rooms.</summary>
internal sealed class OtherRules(VocabularyBook vocabulary, ExpressionCompiler compiler, ProblemList problems)
{
    public IReadOnlyList<FactRuleSource> FactRules(IEnumerable<RuleSource> sources)
    {
        var rules = new List<FactRuleSource>();
        foreach (var source in sources.Where(s => s.Shape == "fact"))
        {
            if (source.Properties.Object("fact") is not { } given) continue;
            var name = given.RequiredText("name");
            var fact = vocabulary.Fact(name);
            var value = given.Required("value");
            if (fact is null) problems.AddUnknown(given.MarkOf("name"), ProblemCode.UnknownFact, name, $"fact of the vocabulary", vocabulary.Facts.Select(f => f.Name));
            else if (fact.Origin != FactOrigin.Rule) problems.Add(given.MarkOf("name"), ProblemCode.FoldMismatch, $"'{name}' is folded from activities; only facts with \"rule\": true are given by rules");
            else if (value is not null) rules.Add(new FactRuleSource(source.Name, fact, source.Lines, value, Finish(source, given), source.Mark));
        }
        return rules;
    }

    public IReadOnlyList<RouteRule> Routes(IEnumerable<RuleSource> sources)
    {
        var rules = new List<RouteRule>();
        foreach (var source in sources.Where(s => s.Shape == "route"))
        {
            if (source.Properties.Object("route") is not { } route) continue;
            var to = route.Lines("to").Select(Target).OfType<RouteTarget>().ToList();
            if (to.Count is 0 or > 2) problems.Add(route.Node.Mark, ProblemCode.WrongRuleShape, $"a route leads to one or two owners: manager, team, branch-head or channel");
            long purposes = 0;
            foreach (var purpose in route.Lines("purposes"))
            {
                var code = BuiltIn.Purposes.IndexOf(purpose.Text);
                if (code < 0) problems.AddUnknown(purpose.Mark, ProblemCode.UnknownWord, purpose.Text, $"purpose", BuiltIn.Purposes.Values);
                else purposes |= 1L << code;
            }
            var kinds = Finish(source, route);
            if (to.Count > 0) rules.Add(new RouteRule(source.Name, compiler.Conditions(source.Lines, Scope.Customer), kinds, purposes, to));
        }
        return rules;
    }

    public IReadOnlyList<PlanStart> PlanStarts(IEnumerable<RuleSource> sources, PlanBook plans)
    {
        var starts = new List<PlanStart>();
        foreach (var source in sources.Where(s => s.Shape == "plan").OrderBy(s => s.Name, StringComparer.Ordinal))
        {
            if (source.Properties.Object("plan") is not { } start) continue;
            var name = start.RequiredText("start");
            var plan = plans.Find(name);
            if (plan is null) problems.AddUnknown(start.MarkOf("start"), ProblemCode.UnknownTarget, name, $"plan of plans/*.json", plans.Plans.Select(p => p.Id));
            var events = new List<EventType>();
            var daily = false;
            foreach (var on in source.Properties.Lines("on"))
            {
                if (on.Text == "daily") daily = true;
                else if (vocabulary.Event(on.Text) is { } type) events.Add(type);
                else problems.AddUnknown(on.Mark, ProblemCode.UnknownEvent, on.Text, $"event type, nor daily", [.. vocabulary.Events.Select(e => e.Name), "daily"]);
            }
            var lines = compiler.Conditions(source.Lines, new Scope(daily ? [] : events, null));
            var kinds = Finish(source, start);
            if (plan is not null) starts.Add(new PlanStart(source.Name, plan, kinds, events, daily, lines));
        }
        return starts;
    }

    private RouteTarget? Target(SourceNode node)
    {
        string[] words = ["manager", "team", "branch-head", "channel"];
        var at = Array.IndexOf(words, node.Text);
        if (at < 0) problems.AddUnknown(node.Mark, ProblemCode.UnknownTarget, node.Text, $"owner", words);
        return at < 0 ? null : (RouteTarget)at;
    }

    private long Finish(RuleSource source, SourceObject inner)
    {
        var kinds = RuleCompiler.Kinds(source.Properties, vocabulary, problems);
        inner.Done();
        source.Properties.Text("zh");
        source.Properties.Text("en");
        if (source.Properties.Any("cases") is { } cases) problems.Add(cases.Mark, ProblemCode.BadCase, $"cases stand beside rules with an action; test a fact or route by the case of an action that reads it");
        source.Properties.Any("on");
        source.Properties.Done();
        return kinds;
    }
}
