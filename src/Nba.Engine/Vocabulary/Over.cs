using Nba.Engine.Sources;

namespace Nba.Engine.Vocabulary;

/// <summary>What a fact says of the customer's things of one kind, taken together.</summary>
public enum OverKind
{
    /// <summary>How many there are; 0 for none.</summary>
    Count,
    /// <summary>Whether there is one.</summary>
    Any,
    /// <summary>Least value of one of their facts; null when none has one.</summary>
    Min,
    /// <summary>Greatest value of one of their facts; null when none has one.</summary>
    Max,
    /// <summary>Sum of one of their facts; 0 when none has one.</summary>
    Sum,
}

/// <summary>A fact over the customer's things that have not ended: <c>{"entity": "complaint", "count": true, "where": "item.closedOn == null"}</c>.</summary>
/// <param name="Kind">What is computed.</param>
/// <param name="Entity">Over which things.</param>
/// <param name="Of">The fact of theirs that is compared or added; null for counting.</param>
/// <param name="Where">Lines that a thing must meet, as written; none for all.</param>
public sealed record Over(OverKind Kind, EntityType Entity, Fact? Of, IReadOnlyList<SourceNode> Where);
