using Nba.Engine.Expressions;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Rules;

/// <summary>A rule that proposes an action, compiled. Immutable; safe for any thread that owns its frame.</summary>
public sealed record ActionRule
{
    /// <summary>Position among the action rules of the book, by name; not stored.</summary>
    public required int Index { get; init; }

    /// <summary>Name, unique in the book.</summary>
    public required string Name { get; init; }

    /// <summary>The file it stands in, without ending.</summary>
    public required string Family { get; init; }

    /// <summary>Where it stands.</summary>
    public required SourceMark Mark { get; init; }

    /// <summary>Bits of the customer kinds it is for; all when 0.</summary>
    public required long Kinds { get; init; }

    /// <summary>Event types it listens to.</summary>
    public required IReadOnlyList<EventType> Events { get; init; }

    /// <summary>Whether it is looked at on every daily tick.</summary>
    public required bool Daily { get; init; }

    /// <summary>Whether it is looked at on every hourly tick.</summary>
    public required bool Hourly { get; init; }

    /// <summary>Whether plans alone propose it.</summary>
    public bool PlanOnly { get; init; }

    /// <summary>The entity it looks at one by one, or null.</summary>
    public EntityType? Each { get; init; }

    /// <summary>Every line, in the order written.</summary>
    public required IReadOnlyList<Condition> Lines { get; init; }

    /// <summary>Names that its file gives to parts of its lines, with what they stand for, in the order written.</summary>
    internal IReadOnlyList<(string Name, string Text)> Named { get; init; } = [];

    /// <summary>The lines that read the activity.</summary>
    public required IReadOnlyList<Condition> EventLines { get; init; }

    /// <summary>Whether any of those reads the thing that the activity speaks of, too.</summary>
    internal bool EventReadsThing => EventLines.Any(l => l.Reads.ItemFacts.Count > 0);

    /// <summary>The lines over facts.</summary>
    public required IReadOnlyList<Condition> StateLines { get; init; }

    /// <summary>What must hold for a raised action to stand.</summary>
    public required IReadOnlyList<Condition> Keep { get; init; }

    /// <summary>What says that the customer did it by themselves; empty for nothing.</summary>
    public required IReadOnlyList<Condition> Met { get; init; }

    /// <summary>May we? Law and product terms.</summary>
    public required IReadOnlyList<Condition> Eligibility { get; init; }

    /// <summary>Is it relevant now?</summary>
    public required IReadOnlyList<Condition> Applicability { get; init; }

    /// <summary>Is it in the customer's interest?</summary>
    public required IReadOnlyList<Condition> Suitability { get; init; }

    /// <summary>The action proposed.</summary>
    public required ActionDefinition Action { get; init; }

    /// <summary>What makes occasions different.</summary>
    public required EpisodeKind Episode { get; init; }

    /// <summary>The expression, for <see cref="EpisodeKind.Value"/>.</summary>
    public ValueExpression? EpisodeValue { get; init; }

    /// <summary>How likely it succeeds, in ten-thousandths.</summary>
    public required ValueExpression Propensity { get; init; }

    /// <summary>How well the moment fits, in ten-thousandths.</summary>
    public required ValueExpression Context { get; init; }

    /// <summary>What it is worth, in ten-thousandths of a yuan a year.</summary>
    public required ValueExpression Value { get; init; }

    /// <summary>First day it may be shown, or null.</summary>
    public DateRule? NotBefore { get; init; }

    /// <summary>Day by which it is due, or null.</summary>
    public DateRule? Due { get; init; }

    /// <summary>Day on which the branch head is told, or null.</summary>
    public DateRule? Escalate { get; init; }

    /// <summary>Last day it stands, or null.</summary>
    public DateRule? Expires { get; init; }

    /// <summary>The cases written beside it.</summary>
    public required IReadOnlyList<SourceNode> Cases { get; init; }

    /// <summary>Slots of <c>event</c> that are read after the activity itself was decided.</summary>
    public required IReadOnlyList<int> KeptEventSlots { get; init; }
}
