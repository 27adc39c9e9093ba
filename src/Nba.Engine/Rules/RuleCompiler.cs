using System.Globalization;
using Nba.Engine.Calendars;
using Nba.Engine.Campaigns;
using Nba.Engine.Catalogue;
using Nba.Engine.Expressions;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Rules;

/// <summary>What rules may name.</summary>
internal sealed record RuleContext(VocabularyBook Vocabulary, ExpressionCompiler Compiler, ProductBook Products, CampaignBook Campaigns, TextBook Texts, ProblemList Problems);

/// <summary>Compiles rules that propose actions.</summary>
internal sealed class RuleCompiler(RuleContext context)
{
    private static readonly string[] EndNames = ["done", "declined", "met", "withdrawn", "expired"];
    private static readonly AgainRule[] EndDefaults = [After("90d"), new(null, false, true), After("0d"), After("7d"), After("30d")];

    private readonly ProblemList _problems = context.Problems;

    /// <summary>The rule, or null after problems; its index is its place in <paramref name="index"/>.</summary>
    public ActionRule? Compile(RuleSource source, int index)
    {
        var properties = source.Properties;
        var triggers = Triggers(properties);
        var each = Each(properties);
        var scope = new Scope(triggers.Daily || triggers.Hourly ? [] : triggers.Events, each);
        var locals = Locals(source, scope);
        var lines = context.Compiler.Conditions(source.Lines, scope, locals);
        if (properties.Object("action") is not { } action) return null;
        var state = (IReadOnlyList<Condition>)[.. lines.Where(l => !l.ReadsEvent)];
        var late = scope with { Events = [] };
        var rule = Build(source, index, triggers, each, lines, state, action, new Parts(context.Compiler, scope, late, locals));
        properties.Items("cases");
        properties.Text("zh");
        properties.Text("en");
        properties.Done();
        return rule;
    }

    private ActionRule? Build(RuleSource source, int index, (IReadOnlyList<EventType> Events, bool Daily, bool Hourly, bool Plan) on, EntityType? each,
        IReadOnlyList<Condition> lines, IReadOnlyList<Condition> state, SourceObject action, Parts parts)
    {
        var definition = new ActionReader(context).Read(action, source.Family);
        var (episode, episodeValue) = Episode(action, parts, on.Events.Count > 0 && !on.Daily);
        var keep = action.Lines("keep");
        var rule = new ActionRule
        {
            Index = index, Name = source.Name, Family = source.Family, Mark = source.Mark, Kinds = Kinds(source.Properties, context.Vocabulary, _problems),
            Events = on.Events, Daily = on.Daily, Hourly = on.Hourly, PlanOnly = on.Plan, Each = each,
            Named = [.. source.Locals.Select(l => (l.Name, l.Value.Text))], Lines = lines, EventLines = [.. lines.Where(l => l.ReadsEvent)], StateLines = state,
            Keep = keep.Count == 0 ? state : parts.Late(keep), Met = parts.Late(action.Lines("met")),
            Eligibility = parts.Late(action.Lines("eligibility")), Applicability = parts.Late(action.Lines("applicability")), Suitability = parts.Late(action.Lines("suitability")),
            Action = definition, Episode = episode, EpisodeValue = episodeValue,
            Propensity = Number(action, "propensity", 0.5m, parts, most: 1), Context = Number(action, "context", 1m, parts), Value = Number(action, "value", definition.Product?.Worth is { } worth ? Scaled.ToDecimal(worth) : 100m, parts),
            NotBefore = Date(action, "notBefore", parts), Due = Date(action, "due", parts), Escalate = Date(action, "escalate", parts), Expires = Date(action, "expires", parts),
            Cases = source.Properties.Items("cases"), KeptEventSlots = [],
        };
        action.Done();
        return new ActionRuleSlots(rule, context.Texts).Complete();
    }

    /// <summary>Bits of the kinds in <c>for</c>; 0 for all.</summary>
    internal static long Kinds(SourceObject properties, VocabularyBook vocabulary, ProblemList problems)
    {
        long bits = 0;
        var codes = vocabulary.Fact(BuiltIn.Kind)?.Type.Codes;
        foreach (var kind in properties.Lines("for"))
        {
            var code = codes?.IndexOf(kind.Text) ?? -1;
            if (code < 0) problems.AddUnknown(kind.Mark, ProblemCode.UnknownCode, kind.Text, $"kind of customer (the fact '{BuiltIn.Kind}' lists them)", codes?.Values ?? []);
            else bits |= 1L << code;
        }
        return bits;
    }

    private (IReadOnlyList<EventType> Events, bool Daily, bool Hourly, bool Plan) Triggers(SourceObject properties)
    {
        var events = new List<EventType>();
        bool daily = false, hourly = false, plan = false;
        foreach (var on in properties.Lines("on"))
        {
            if (on.Text == "daily") daily = true;
            else if (on.Text == "hourly") hourly = true;
            else if (on.Text == "plan") plan = true;
            else if (context.Vocabulary.Event(on.Text) is { } type) events.Add(type);
            else _problems.AddUnknown(on.Mark, ProblemCode.UnknownEvent, on.Text, $"event type, nor daily, hourly or plan", [.. context.Vocabulary.Events.Select(e => e.Name), "daily", "hourly", "plan"]);
        }
        if (events.Count == 0 && !daily && !hourly && !plan && properties.Any("on") is null) _problems.Add(properties.Node.Mark, ProblemCode.MissingMember, $"'on' is missing here: event types, daily or hourly");
        return (events, daily, hourly, plan);
    }

    private EntityType? Each(SourceObject properties)
    {
        if (properties.Text("each") is not { } name) return null;
        var entity = context.Vocabulary.Entity(name);
        if (entity is null) _problems.AddUnknown(properties.MarkOf("each"), ProblemCode.UnknownEntity, name, $"entity of the vocabulary", context.Vocabulary.Entities.Select(e => e.Name));
        return entity;
    }

    private List<LocalParam> Locals(RuleSource source, Scope scope)
    {
        var locals = new List<LocalParam>();
        foreach (var local in source.Locals)
        {
            if (context.Compiler.Local(local.Name, local.Value, scope, locals) is { } made) locals.Add(made);
        }
        return locals;
    }

    private (EpisodeKind Kind, ValueExpression? Value) Episode(SourceObject action, Parts parts, bool byEvent)
    {
        if (action.Any("episode") is not { } node) return (byEvent ? EpisodeKind.Event : EpisodeKind.None, null);
        if (node.Kind == SourceKind.Text && node.Text is "none" or "event" or "month" or "year")
            return (node.Text switch { "none" => EpisodeKind.None, "event" => EpisodeKind.Event, "month" => EpisodeKind.Month, _ => EpisodeKind.Year }, null);
        if (node.Kind == SourceKind.Text && node.Text.All(char.IsAsciiLetter) && node.Text.Length > 0)
        {
            _problems.AddUnknown(node.Mark, ProblemCode.UnknownWord, node.Text, $"kind of episode", ["none", "event", "month", "year"]);
            return (EpisodeKind.None, null);
        }
        var value = parts.Value(node, node.Kind == SourceKind.Text && LooksLikeDate(node.Text) ? ValueKind.Date : ValueKind.Integer);
        return (EpisodeKind.Value, value);
    }

    // "customer.lastSalaryDate" is a date by its declaration.
    private bool LooksLikeDate(string text)
    {
        if (text is "today.date" or "today.festivalDate") return true;
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0) return false;
        var name = text[(dot + 1)..];
        return context.Vocabulary.Fact(name)?.Type.Kind == ValueKind.Date
            || context.Vocabulary.Entities.Any(e => e.Facts.Any(f => f.Name == name && f.Type.Kind == ValueKind.Date))
            || context.Vocabulary.Events.Any(e => e.Field(name)?.Type.Kind == ValueKind.Date);
    }

    private ValueExpression Number(SourceObject action, string name, decimal otherwise, Parts parts, decimal? most = null)
    {
        var fallback = ValueExpression.Constant(Scaled.Nearest(otherwise), ValueKind.Decimal, action.Node.Mark);
        if (action.Any(name) is not { } node) return fallback;
        if (node.Kind == SourceKind.Text) return parts.Value(node, ValueKind.Decimal) ?? fallback;
        if (TypeNames.Constant(node, new(ValueKind.Decimal), _problems) is not { } constant) return fallback;
        var value = Scaled.ToDecimal(constant);
        if (value < 0) _problems.Add(node.Mark, ProblemCode.WrongKind, $"'{name}' must not be below 0");
        else if (value > most) _problems.Add(node.Mark, ProblemCode.WrongKind, $"'{name}' must be from 0 to {most}, as 0.35, not {value.ToString("0.####", CultureInfo.InvariantCulture)}");
        return ValueExpression.Constant(constant, ValueKind.Decimal, node.Mark);
    }

    private DateRule? Date(SourceObject action, string name, Parts parts)
    {
        var rule = ReadDate(action, name, parts);
        if (rule?.Span?.Unit == SpanUnit.Hours && (name != "due" || rule.Anchor is not null || rule.FromDue))
            _problems.Add(action.MarkOf(name), ProblemCode.BadSpan, $"hours count from the activity itself and only for 'due', as \"due\": \"4h\"; elsewhere write days, 20d or 5wd");
        return rule;
    }

    private DateRule? ReadDate(SourceObject action, string name, Parts parts)
    {
        if (action.Any(name) is not { } node) return null;
        if (node.Kind != SourceKind.Text)
        {
            _problems.Add(node.Mark, ProblemCode.BadSpan, $"a day must be written as 5wd, 20d, 4h, due+2wd or item.maturesOn - 3wd");
            return null;
        }
        var text = node.Text.Trim();
        if (DaySpan.TryParse(text, out var whole)) return new DateRule(null, false, whole);
        var sign = text.LastIndexOfAny(['+', '-']);
        DaySpan? span = null;
        var anchor = text;
        if (sign > 0 && DaySpan.TryParse(text[(sign + 1)..].Trim(), out var part))
        {
            span = text[sign] == '-' ? part with { Count = -part.Count } : part;
            anchor = text[..sign].Trim();
        }
        if (anchor == "due") return new DateRule(null, true, span);
        if (anchor.Length > 0 && char.IsAsciiDigit(anchor[0]))
        {
            _problems.Add(node.Mark, ProblemCode.BadSpan, $"'{text}' is no span of days; write 20d, 5wd or 4h, or a date and a span, as item.maturesOn - 3wd");
            return null;
        }
        var value = parts.Value(new SourceNode(SourceKind.Text, node.Mark, anchor), ValueKind.Date);
        return value is null ? null : new DateRule(value, false, span);
    }

    internal static IReadOnlyList<AgainRule> Again(SourceObject action, ProblemList problems)
    {
        var again = (AgainRule[])[.. EndDefaults];
        foreach (var member in action.Map("again"))
        {
            var end = Array.IndexOf(EndNames, member.Name);
            if (end < 0) problems.AddUnknown(member.NameMark, ProblemCode.UnknownWord, member.Name, $"end of an action", EndNames);
            else if (member.Value.Text == "policy") again[end] = new AgainRule(null, false, true);
            else if (member.Value.Text == "never") again[end] = new AgainRule(null, true, false);
            else if (DaySpan.TryParse(member.Value.Text, out var span) && span.Unit != SpanUnit.Hours) again[end] = new AgainRule(span, false, false);
            else problems.Add(member.Value.Mark, ProblemCode.BadSpan, $"write when it may come back as 90d, 10wd, never or policy");
        }
        return again;
    }

    private static AgainRule After(string span) => new(DaySpan.TryParse(span, out var parsed) ? parsed : default, false, false);

    /// <summary>Compiles the parts of one rule in its two scopes: with the activity, and after it.</summary>
    private sealed record Parts(ExpressionCompiler Compiler, Scope Scope, Scope LateScope, IReadOnlyList<LocalParam> Locals)
    {
        public IReadOnlyList<Condition> Late(IReadOnlyList<SourceNode> lines) => Compiler.Conditions(lines, LateScope, Locals);

        public ValueExpression? Value(SourceNode node, ValueKind kind) => Compiler.Value(node, Scope, kind, Locals);
    }
}
