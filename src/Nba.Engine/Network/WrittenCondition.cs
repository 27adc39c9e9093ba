using Nba.Engine.Sources;

namespace Nba.Engine.Network;

/// <summary>How the parts of a condition go together.</summary>
internal enum WrittenJoin
{
    /// <summary>It has no parts: it is a test itself.</summary>
    None,
    /// <summary>All must hold.</summary>
    All,
    /// <summary>One must hold.</summary>
    Any,
}

/// <summary>
/// A condition as somebody wrote it, with what it came to: a line of text as alternatives of literals, or several conditions that all or of which one must hold. Immutable.
/// </summary>
/// <param name="Text">The line, or the name of what has the parts.</param>
/// <param name="Mark">Where it stands.</param>
/// <param name="Join">How its parts go together.</param>
/// <param name="Alternatives">Of a line: conjunctions of literals, one of which must pass; the same object for lines that are alike.</param>
/// <param name="Parts">The conditions that it joins.</param>
internal sealed record WrittenCondition(string Text, SourceMark Mark, WrittenJoin Join, IReadOnlyList<IReadOnlyList<Literal>> Alternatives, IReadOnlyList<WrittenCondition> Parts)
{
    /// <summary>A line.</summary>
    public static WrittenCondition Line(string text, SourceMark mark, IReadOnlyList<IReadOnlyList<Literal>> alternatives) => new(text, mark, WrittenJoin.None, alternatives, []);

    /// <summary>Conditions that must all hold.</summary>
    public static WrittenCondition All(string name, SourceMark mark, IReadOnlyList<WrittenCondition> parts) => new(name, mark, WrittenJoin.All, [], parts);

    /// <summary>Conditions one of which must hold.</summary>
    public static WrittenCondition Any(string name, SourceMark mark, IReadOnlyList<WrittenCondition> parts) => new(name, mark, WrittenJoin.Any, [], parts);

    /// <summary>Whether it is a constant: always true, or never.</summary>
    public bool IsConstant => Join == WrittenJoin.None && (Alternatives.Count == 0 || (Alternatives.Count == 1 && Alternatives[0].Count == 0));
}

/// <summary>A rule to be checked: its condition bears its name and place, and only rules of one group are held against each other.</summary>
internal sealed record WrittenRule(string Group, WrittenCondition Condition);

/// <summary>What is known of an attribute before any input is. Immutable.</summary>
/// <param name="Possible">The values that it can have.</param>
/// <param name="CanFail">Whether computing it can fail.</param>
internal sealed record AttributeNature(ValueSet Possible, bool CanFail)
{
    /// <summary>A literal without values that its attribute cannot have.</summary>
    public Literal Narrow(Literal literal) => literal.Passes.IsWithin(Possible) ? literal : literal with { Passes = literal.Passes.Intersect(Possible) };
}
