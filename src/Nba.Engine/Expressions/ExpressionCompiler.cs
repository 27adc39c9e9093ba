using System.Linq.Dynamic.Core.Exceptions;
using System.Linq.Expressions;
using System.Text.RegularExpressions;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;
using RulesEngine.ExpressionBuilders;
using RulesEngine.Models;

namespace Nba.Engine.Expressions;

/// <summary>
/// Compiles the lines of rules: RulesEngine's parser gives the meaning, the whitelist the bounds, and slot reads the speed. One per book being loaded;
/// not thread-safe.
/// </summary>
public sealed partial class ExpressionCompiler
{
    private static readonly string[] Words = ["true", "false", "null", "and", "or", "not", "in", "iif", "customer", "event", "item", "param", "today"];

    private readonly VocabularyBook _vocabulary;
    private readonly ProblemList _problems;
    private readonly ScopeTypes _types = new();
    private readonly RuleExpressionParser _parser = new(new ReSettings { IsExpressionCaseSensitive = true, CacheConfig = new RulesEngine.HelperFunctions.MemCacheConfig { SizeLimit = 0 } });
    private readonly Dictionary<string, IReadOnlyList<ParameterExpression>> _scopes = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Scope, string Text), Expression> _known = [];
    private readonly ParameterExpression _frame = Expression.Parameter(typeof(Frame), "frame");
    private readonly Type _customer;
    private readonly Type _param;
    private readonly Type _today;
    private readonly ParameterExpression _customerRoot;

    /// <summary>A compiler over a vocabulary and the festivals of its calendar.</summary>
    public ExpressionCompiler(VocabularyBook vocabulary, CodeList festivals, ProblemList problems)
    {
        (_vocabulary, _problems) = (vocabulary, problems);
        _customer = _types.Emit("Customer", [.. vocabulary.Facts.Select(Member)]);
        _param = _types.Emit("Param", [.. vocabulary.Parameters.Select(p => new ScopeMember(p.Name, p.Type, p.Index, false))]);
        _today = _types.Emit("Today", TodayScope.Members(festivals));
        _customerRoot = Expression.Parameter(_customer, "customer");
        Trees = new FrameTrees(_types, _frame, _customerRoot);
    }

    /// <summary>What the trees of compiled conditions mean.</summary>
    internal FrameTrees Trees { get; }

    /// <summary>Compiles lines that must all hold; reports every fault and leaves the faulty lines out.</summary>
    public IReadOnlyList<Condition> Conditions(IReadOnlyList<SourceNode> lines, Scope scope, IReadOnlyList<LocalParam>? locals = null)
    {
        var parsed = new List<(SourceNode Node, Expression Tree, SlotRewriter Rewriter, Expression Body)>();
        foreach (var line in lines)
        {
            if (Parse(line, scope, locals) is { } tree && Truth(tree, line) is { } truth && Rewrite(truth, line, scope) is { } done)
                parsed.Add((line, truth, done.Rewriter, done.Body));
        }
        var tested = parsed.SelectMany(p => p.Rewriter.NullTested).ToHashSet();
        var conditions = new List<Condition>();
        foreach (var (node, tree, rewriter, body) in parsed)
        {
            foreach (var hazard in NullHazards.Of(tree, _types))
            {
                if (!tested.Contains((hazard.Root, hazard.Slot)))
                    _problems.Add(node.Mark, ProblemCode.NullHazard, $"'{hazard.Name}' may be null, and this holds then; add the line '{hazard.Name} != null', or give the fact a default");
            }
            conditions.Add(new Condition(node.Text, node.Mark, Reads(rewriter), tree, Expression.Lambda<Func<Frame, bool>>(body, _frame)));
        }
        return conditions;
    }

    /// <summary>Compiles one expression to a value of the wanted kind (integer, decimal, date or boolean), or reports why not.</summary>
    public ValueExpression? Value(SourceNode node, Scope scope, ValueKind wanted, IReadOnlyList<LocalParam>? locals = null)
    {
        if (Parse(node, scope, locals) is not { } tree || Rewrite(tree, node, scope) is not { } done) return null;
        var body = Stored(done.Body, wanted);
        if (body is null)
        {
            _problems.Add(node.Mark, ProblemCode.WrongExpressionType, $"this must be of type {wanted.ToString().ToLowerInvariant()}, not {FriendlyName(done.Body.Type)}");
            return null;
        }
        return new ValueExpression(node.Text, node.Mark, wanted, Reads(done.Rewriter), Expression.Lambda<Func<Frame, long?>>(body, _frame));
    }

    /// <summary>A named part of an expression, inlined where it is read; may read those before it.</summary>
    public LocalParam? Local(string name, SourceNode node, Scope scope, IReadOnlyList<LocalParam> before) =>
        Parse(node, scope, before) is { } tree ? new LocalParam(Expression.Parameter(tree.Type, name), tree) : null;

    private Expression? Parse(SourceNode node, Scope scope, IReadOnlyList<LocalParam>? locals)
    {
        if (node.Kind != SourceKind.Text)
        {
            _problems.Add(node.Mark, ProblemCode.WrongKind, $"an expression must be a text, not {node.Describe()}");
            return null;
        }
        if (ExpressionText.Refusal(node.Text) is { } refusal)
        {
            _problems.Add(At(node, refusal.At), ProblemCode.OversizeExpression, refusal.Why);
            return null;
        }
        // Without names of its own a line means the same wherever it stands in a scope.
        var isCommon = locals is null or { Count: 0 };
        if (isCommon && _known.TryGetValue((scope.Key, node.Text), out var known)) return known;
        var (text, origin) = ExpressionText.Prepare(node.Text);
        var roots = Roots(scope);
        try
        {
            var tree = _parser.Parse(text, [.. roots, .. (locals ?? []).Select(l => l.Parameter)], null);
            return isCommon ? _known[(scope.Key, node.Text)] = tree : new Inliner(locals!).Visit(tree);
        }
        catch (ParseException fault)
        {
            Report(node, fault, origin, roots);
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException or NotSupportedException or NullReferenceException or IndexOutOfRangeException or OverflowException or FormatException)
        {
            _problems.Add(node.Mark, ProblemCode.BadExpression, $"this cannot be parsed: {WordsOf(fault.Message)}");
        }
        return null;
    }

    private void Report(SourceNode node, ParseException fault, int[] origin, IReadOnlyList<ParameterExpression> roots)
    {
        var at = At(node, origin[Math.Clamp(fault.Position, 0, origin.Length - 1)]);
        if (UnknownMember().Match(fault.Message) is { Success: true } match)
        {
            var name = match.Groups["name"].Value;
            var root = roots.FirstOrDefault(r => r.Type.Name == match.Groups["type"].Value);
            if (root is not null)
            {
                _problems.AddUnknown(at, ProblemCode.UnknownName, name, WhatIsIn(root.Name), _types.Names(root.Type));
                return;
            }
        }
        if (UnknownIdentifier().Match(fault.Message) is { Success: true } unknown)
        {
            var name = unknown.Groups["name"].Value;
            if (name == "event") _problems.Add(at, ProblemCode.OutOfScope, $"only rules on event types may read 'event'");
            else if (name == "item") _problems.Add(at, ProblemCode.OutOfScope, $"only rules with 'each' may read 'item'");
            else _problems.AddUnknown(at, ProblemCode.UnknownName, name, $"word of the language", Words);
            return;
        }
        _problems.Add(at, ProblemCode.BadExpression, $"this cannot be parsed: {WordsOf(fault.Message)}");
    }

    private static Sentence WhatIsIn(string? root)
    {
        if (root == "param") return $"parameter";
        if (root == "event") return $"field of the event";
        if (root is "customer" or "item") return $"fact of the vocabulary";
        return $"member of {root}";
    }

    private Expression? Truth(Expression tree, SourceNode node)
    {
        if (tree.Type == typeof(bool)) return tree;
        if (tree.Type == typeof(bool?)) return Expression.Equal(tree, Expression.Constant(true, typeof(bool?)));
        _problems.Add(node.Mark, ProblemCode.WrongExpressionType, $"a line must be true or false, not of type {FriendlyName(tree.Type)}");
        return null;
    }

    private (SlotRewriter Rewriter, Expression Body)? Rewrite(Expression tree, SourceNode node, Scope scope)
    {
        var rewriter = new SlotRewriter(_types, Roots(scope).ToDictionary(r => r, Trees.RowIn));
        var body = rewriter.Visit(tree)!;
        if (rewriter.Refusal is not { } why) return (rewriter, body);
        _problems.Add(node.Mark, rewriter.UnknownCode ? ProblemCode.CodeNeverEqual : ProblemCode.ForbiddenExpression, why);
        return null;
    }

    private static MethodCallExpression? Stored(Expression body, ValueKind wanted)
    {
        var type = Nullable.GetUnderlyingType(body.Type) ?? body.Type;
        var number = type == typeof(decimal) || type == typeof(long) || type == typeof(int);
        var convert = (wanted, number) switch
        {
            (ValueKind.Integer, true) => nameof(StoredValues.Integer),
            (ValueKind.Decimal, true) => nameof(StoredValues.Decimal),
            (ValueKind.Date, false) when type == typeof(DateOnly) => nameof(StoredValues.Date),
            (ValueKind.Boolean, false) when type == typeof(bool) => nameof(StoredValues.Boolean),
            _ => null,
        };
        if (convert is null) return null;
        var source = number ? typeof(decimal?) : typeof(Nullable<>).MakeGenericType(type);
        return Expression.Call(typeof(StoredValues), convert, null, body.Type == source ? body : Expression.Convert(body, source));
    }

    private static ExpressionReads Reads(SlotRewriter rewriter)
    {
        int[] Of(string root) => [.. rewriter.Reads.Where(r => r.Root == root).Select(r => r.Slot)];
        int[] Sure(string root) => [.. rewriter.Reads.Except(rewriter.Nullable).Where(r => r.Root == root).Select(r => r.Slot)];
        return new ExpressionReads(Of("customer"), Of("item"), Of("event"), rewriter.Reads.Any(r => r.Root == "today"),
            [.. rewriter.Nullable.Where(r => r.Root == "customer" && !rewriter.NullTested.Contains(r)).Select(r => r.Slot)])
        {
            SureFacts = Sure("customer"), SureItemFacts = Sure("item"),
        };
    }

    private IReadOnlyList<ParameterExpression> Roots(Scope scope)
    {
        if (_scopes.TryGetValue(scope.Key, out var roots)) return roots;
        var list = new List<ParameterExpression> { _customerRoot, Expression.Parameter(_param, "param"), Expression.Parameter(_today, "today") };
        if (scope.Events.Count > 0)
        {
            var common = scope.Events[0].Fields.Where(f => scope.Events.All(e => e.Field(f.Name)?.Index == f.Index));
            list.Add(Expression.Parameter(_types.Emit("Event", [.. common.Select(f => new ScopeMember(f.Name, f.Type, f.Index, !f.Required && f.Type.Kind != ValueKind.Set))]), "event"));
        }
        if (scope.Item is { } item) list.Add(Expression.Parameter(_types.Emit("Item", [.. item.Facts.Select(Member)]), "item"));
        return _scopes[scope.Key] = list;
    }

    private static ScopeMember Member(Fact fact) => new(fact.Name, fact.Type, fact.Index, fact.MayBeNull);

    private static SourceMark At(SourceNode node, int offset) => node.Mark with { Column = node.Mark.Column + 1 + offset };

    // What the parser says of types and values, in the words of the vocabulary; anything else as it says it.
    private static Sentence WordsOf(string said)
    {
        if (BadValue().Match(said) is { Success: true } value) return $"'{value.Groups["value"].Value}' is no {FriendlyName(value.Groups["type"].Value)}, as what it is compared with is";
        if (said.StartsWith("Operator 'not' incompatible", StringComparison.Ordinal)) return $"NOT stands before a bracket or something that is true or false, as NOT (customer.age <= 30)";
        if (BadOperands().Match(said) is { Success: true } operands)
            return $"'{operands.Groups["sign"].Value}' does not go with {FriendlyName(operands.Groups["left"].Value)} and {FriendlyName(operands.Groups["right"].Value)}: compare values of one type, and by order only numbers, dates and instants";
        if (BadPair().Match(said) is { Success: true } pair)
            return $"{FriendlyName(pair.Groups["left"].Value)} is compared with {FriendlyName(pair.Groups["right"].Value)}: compare values of one type, and words of a list as they stand there, in quotes";
        return said.StartsWith("Syntax error", StringComparison.Ordinal) ? $"{said}: numbers stand without commas, as 200000, and signs in half width, as >=" : Sentence.Quoted(said);
    }

    private static Sentence FriendlyName(Type type) => FriendlyName((Nullable.GetUnderlyingType(type) ?? type).Name);

    private static Sentence FriendlyName(string type) => type.TrimEnd('?') switch
    {
        "Int64" or "Int32" => Sentence.Of($"whole number"),
        "Decimal" => Sentence.Of($"number"),
        "String" => Sentence.Of($"text"),
        "DateOnly" => Sentence.Of($"date"),
        "Boolean" => Sentence.Of($"true or false"),
        var name => Sentence.Quoted(name.ToLowerInvariant()),
    };

    [GeneratedRegex("No property or field '(?<name>[^']*)' exists in type '(?<type>[^']*)'", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UnknownMember();

    [GeneratedRegex("Unknown identifier '(?<name>[^']*)'", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UnknownIdentifier();

    [GeneratedRegex("^(?<value>.*) is not a valid value for (?<type>[A-Za-z0-9]+)", RegexOptions.CultureInvariant | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BadValue();

    [GeneratedRegex(@"Operator '(?<sign>[^']*)' incompatible with operand types '(?<left>[^']*)' and '(?<right>[^']*)'", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BadOperands();

    [GeneratedRegex(@"The binary operator \w+ is not defined for the types '(System\.)?(?<left>\w+)[^']*' and '(System\.)?(?<right>\w+)[^']*'", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BadPair();

    private sealed class Inliner(IReadOnlyList<LocalParam> locals) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => locals.FirstOrDefault(l => l.Parameter == node)?.Tree ?? node;
    }
}

/// <summary>A RulesEngine <c>LocalParams</c> or <c>GlobalParams</c> entry: a name for an expression.</summary>
public sealed class LocalParam
{
    internal LocalParam(ParameterExpression parameter, Expression tree) => (Parameter, Tree) = (parameter, tree);

    internal ParameterExpression Parameter { get; }

    internal Expression Tree { get; }
}

/// <summary>Conversions of computed values to stored form.</summary>
internal static class StoredValues
{
    public static long? Integer(decimal? value) => value is { } known ? (long)decimal.Floor(Math.Clamp(known, long.MinValue / 2, long.MaxValue / 2)) : null;

    public static long? Decimal(decimal? value) => value is { } known ? Scaled.Nearest(known) : null;

    public static long? Date(DateOnly? value) => value?.DayNumber;

    public static long? Boolean(bool? value) => value is { } known ? known ? 1 : 0 : null;
}
