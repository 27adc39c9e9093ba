using System.Linq.Dynamic.Core.Exceptions;
using System.Linq.Expressions;
using Nba.Engine.Sources;
using RulesEngine.ExpressionBuilders;
using RulesEngine.Models;

namespace Nba.Engine.Expressions;

/// <summary>
/// Parses expressions over inputs of given types exactly as RulesEngine does, but minds upper and lower case in names, and refuses what may not stand in a rule. Not thread-safe.
/// </summary>
public sealed class StockParser
{
    private readonly RuleExpressionParser _parser;
    private readonly HashSet<Type> _inputs;

    /// <summary>A parser for some inputs.</summary>
    public StockParser(IReadOnlyList<ParameterExpression> inputs)
    {
        Inputs = inputs;
        _inputs = [.. inputs.Select(i => i.Type)];
        _parser = new RuleExpressionParser(new ReSettings
        {
            IsExpressionCaseSensitive = true, CustomTypes = [.. _inputs], CacheConfig = new RulesEngine.HelperFunctions.MemCacheConfig { SizeLimit = 0 },
        });
    }

    /// <summary>The inputs, by the names that expressions know them by.</summary>
    public IReadOnlyList<ParameterExpression> Inputs { get; }

    /// <summary>Parses a condition, or a value when <paramref name="type"/> is null; null with the reason when it is refused.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="named">What else it may name.</param>
    /// <param name="type">What it must give; null for anything.</param>
    /// <param name="refusal">Why not, with the offset in the text.</param>
    public Expression? Parse(string text, IReadOnlyList<ParameterExpression> named, Type? type, out StockRefusal? refusal)
    {
        if (ExpressionText.Refusal(text, isStock: true) is { } bound)
        {
            refusal = new StockRefusal(StockFault.Oversize, bound.Why, bound.At);
            return null;
        }
        try
        {
            var tree = _parser.Parse(ExpressionText.WithSmallWords(text), [.. Inputs, .. named], type!);
            refusal = StockWhitelist.Refusal(tree, _inputs) is { } why ? new StockRefusal(StockFault.Forbidden, why, 0) : null;
            return refusal is null ? tree : null;
        }
        catch (ParseException fault)
        {
            refusal = new StockRefusal(StockFault.Unparsable, $"this cannot be parsed: {fault.Message}", Math.Clamp(fault.Position, 0, Math.Max(0, text.Length - 1)));
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException or NotSupportedException or NullReferenceException or IndexOutOfRangeException or OverflowException or FormatException or MemberAccessException)
        {
            refusal = new StockRefusal(StockFault.Unparsable, $"this cannot be parsed: {fault.Message}", 0);
        }
        return null;
    }
}

/// <summary>Why an expression is refused.</summary>
public enum StockFault
{
    /// <summary>It is no expression over these inputs.</summary>
    Unparsable,
    /// <summary>It reads or calls what rules may not.</summary>
    Forbidden,
    /// <summary>It is too long, or nests too deep.</summary>
    Oversize,
}

/// <summary>A refusal.</summary>
/// <param name="Fault">Of which kind.</param>
/// <param name="Why">In words.</param>
/// <param name="At">Where in the text.</param>
public sealed record StockRefusal(StockFault Fault, Sentence Why, int At);
