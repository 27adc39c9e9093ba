using System.Linq.Expressions;

namespace Nba.Engine.Stock;

/// <summary>An input of rules: a name that expressions know it by, and its type. Immutable.</summary>
public sealed class RuleInput
{
    private RuleInput(string name, Type type) => Parameter = Expression.Parameter(type, name);

    /// <summary>The name.</summary>
    public string Name => Parameter.Name!;

    /// <summary>The type, whose public properties, fields and methods expressions may use.</summary>
    public Type Type => Parameter.Type;

    internal ParameterExpression Parameter { get; }

    /// <summary>An input of a type.</summary>
    /// <param name="name">The name in expressions, as RulesEngine's <c>RuleParameter</c> has it.</param>
    public static RuleInput Of<T>(string name) where T : class => new(name, typeof(T));
}
