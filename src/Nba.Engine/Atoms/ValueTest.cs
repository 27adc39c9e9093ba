using Nba.Engine.Network;

namespace Nba.Engine.Atoms;

/// <summary>How a value is compared with a constant.</summary>
internal enum Comparison
{
    /// <summary>The same; null with null.</summary>
    Same,
    /// <summary>Less.</summary>
    Less,
    /// <summary>Less, or the same.</summary>
    AtMost,
    /// <summary>Greater.</summary>
    Greater,
    /// <summary>Greater, or the same.</summary>
    AtLeast,
}

/// <summary>
/// What a condition asks of one value, with its constants as they were written: which encoded values that means shows only when all constants of a set of rules are known. Immutable.
/// </summary>
internal abstract record ValueTest
{
    /// <summary>The constants that it compares with.</summary>
    public abstract IEnumerable<object> Constants { get; }

    /// <summary>What passes, in a domain.</summary>
    public abstract ValueSet In(ValueDomain domain);

    /// <summary>One comparison; a null constant asks for null itself.</summary>
    public sealed record Compared(Comparison Comparison, object? Constant) : ValueTest
    {
        public override IEnumerable<object> Constants => Constant is null ? [] : [Constant];

        public override ValueSet In(ValueDomain domain) => Constant is null ? Comparison == Comparison.Same ? ValueSet.Null : ValueSet.None : domain.Set(Comparison, Constant);
    }

    /// <summary>What the other does not let pass, null included; nothing that could not be computed.</summary>
    public sealed record Negated(ValueTest Of) : ValueTest
    {
        public override IEnumerable<object> Constants => Of.Constants;

        public override ValueSet In(ValueDomain domain) => Of.In(domain).Complement();
    }

    /// <summary>What any of them lets pass.</summary>
    public sealed record AnyOf(IReadOnlyList<ValueTest> Tests) : ValueTest
    {
        public override IEnumerable<object> Constants => Tests.SelectMany(t => t.Constants);

        public override ValueSet In(ValueDomain domain) => ValueSet.Union(Tests.Select(t => t.In(domain)));
    }

    /// <summary>What all of them let pass.</summary>
    public sealed record AllOf(IReadOnlyList<ValueTest> Tests) : ValueTest
    {
        public override IEnumerable<object> Constants => Tests.SelectMany(t => t.Constants);

        public override ValueSet In(ValueDomain domain) => Tests.Select(t => t.In(domain)).Aggregate((a, b) => a.Intersect(b));
    }
}
