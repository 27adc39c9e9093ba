using Nba.Engine.Catalogue;
using Nba.Engine.Expressions;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Rules;

/// <summary>Reads the <c>bundles</c> of <c>products.json</c> once the actions they merge are known.</summary>
internal sealed class BundleReader(IReadOnlyList<ActionRule> rules, TextBook texts, ProductBook products, ExpressionCompiler compiler, ProblemList problems)
{
    private static readonly AgainRule AtOnce = new(default(Calendars.DaySpan), false, false);

    private readonly PriceReader _prices = new(compiler, products.Approvers, problems);

    private readonly Dictionary<string, ActionDefinition> _actions = rules.GroupBy(r => r.Action.Id, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Action, StringComparer.Ordinal);

    /// <summary>The bundles; an absent member is none.</summary>
    public BundleBook Read(SourceNode? products)
    {
        var bundles = new SortedDictionary<string, Bundle>(StringComparer.Ordinal);
        var node = products is { Kind: SourceKind.Object } ? products.Member(ProductBook.BundlesMember) : null;
        foreach (var member in node is null || SourceObject.Open(node, problems) is null ? [] : node.Members)
        {
            if (SourceObject.Open(member.Value, problems) is not { } source) continue;
            if (_actions.ContainsKey(member.Name)) problems.Add(member.NameMark, ProblemCode.DuplicateName, $"a rule proposes an action '{member.Name}'; a bundle needs an id of its own");
            if (!texts.Has(member.Name)) problems.AddUnknown(member.NameMark, ProblemCode.MissingText, member.Name, $"action with texts (texts/*.json)", texts.Ids);
            var bundle = One(member, source);
            source.Done();
            texts.Find(member.Name)?.Check(bundle.Rule, problems);
            bundles[member.Name] = bundle;
        }
        return new BundleBook([.. bundles.Values]);
    }

    private Bundle One(SourceMember member, SourceObject source)
    {
        var definitions = Members(source);
        var min = source.Whole("min", 2, Math.Max(2, definitions.Count)) ?? definitions.Count;
        var channel = source.Word("channel", BuiltIn.Channels.Values) is { } word ? BuiltIn.Channels.IndexOf(word) : definitions.FirstOrDefault()?.Channel ?? 0;
        var fading = definitions.Where(d => d.HalfLifeDays > 0).Select(d => d.HalfLifeDays).DefaultIfEmpty(0).Min();
        var action = new ActionDefinition
        {
            Id = member.Name, Purpose = definitions.FirstOrDefault()?.Purpose ?? default, Channel = channel, Category = "bundles", HalfLifeDays = fading,
            // Its members remember how they ended; it may come back whenever they do.
            Again = [.. Enum.GetValues<ActionEnd>().Select(_ => AtOnce)],
        };
        return new Bundle
        {
            Id = member.Name, Zh = source.RequiredText("zh"), En = source.RequiredText("en"), Members = [.. definitions.Select(d => d.Id)], Min = min,
            Prices = _prices.Read(source), Rule = Rule(action, member.NameMark),
        };
    }

    private List<ActionDefinition> Members(SourceObject source)
    {
        var definitions = new List<ActionDefinition>();
        source.Required("members");
        foreach (var item in source.Lines("members"))
        {
            if (!_actions.TryGetValue(item.Text, out var definition)) problems.AddUnknown(item.Mark, ProblemCode.UnknownTarget, item.Text, $"action that a rule proposes", _actions.Keys.Order(StringComparer.Ordinal));
            else if (definitions.Contains(definition)) problems.Add(item.Mark, ProblemCode.DuplicateName, $"'{item.Text}' stands twice among the members");
            else if (definitions.Count > 0 && definitions[0].Purpose != definition.Purpose) problems.Add(item.Mark, ProblemCode.ActionConflict, $"'{item.Text}' is {Word(definition)} and '{definitions[0].Id}' is {Word(definitions[0])}; members of a bundle have one purpose, so that the same gates ask them");
            else definitions.Add(definition);
        }
        if (definitions.Count < 2) problems.Add(source.MarkOf("members"), ProblemCode.MissingMember, $"a bundle has at least two members");
        return definitions;
    }

    private static string Word(ActionDefinition definition) => BuiltIn.Purposes.Values[(int)definition.Purpose];

    private static ActionRule Rule(ActionDefinition action, SourceMark mark)
    {
        var nothing = ValueExpression.Constant(0, ValueKind.Decimal, mark);
        return new ActionRule
        {
            Index = -1, Name = action.Id, Family = "bundles", Mark = mark, Kinds = 0, Events = [], Daily = false, Hourly = false, Lines = [], EventLines = [], StateLines = [], Keep = [], Met = [],
            Eligibility = [], Applicability = [], Suitability = [], Action = action, Episode = EpisodeKind.None, Propensity = nothing, Context = nothing, Value = nothing, Cases = [], KeptEventSlots = [],
        };
    }
}
