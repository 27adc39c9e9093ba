using System.Collections.Frozen;

namespace Nba.Engine.Vocabulary;

/// <summary>Every word the rules may use: event types, facts, entities, code lists and parameters. Immutable; safe for any thread.</summary>
public sealed class VocabularyBook
{
    private readonly FrozenDictionary<string, EventType> _events;
    private readonly FrozenDictionary<string, Fact> _facts;
    private readonly FrozenDictionary<string, EntityType> _entities;
    private readonly FrozenDictionary<string, Parameter> _parameters;

    internal VocabularyBook(IReadOnlyList<EventType> events, IReadOnlyList<Fact> facts, IReadOnlyList<EntityType> entities,
        IReadOnlyList<CodeList> codes, IReadOnlyList<Parameter> parameters, int eventSlots)
    {
        (Events, Facts, Entities, CodeLists, Parameters, EventSlots) = (events, facts, entities, codes, parameters, eventSlots);
        _events = events.Where(e => !e.IsControl).DistinctBy(e => e.Name).ToFrozenDictionary(e => e.Name, StringComparer.Ordinal);
        _facts = facts.DistinctBy(f => f.Name).ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);
        _entities = entities.ToFrozenDictionary(e => e.Name, StringComparer.Ordinal);
        _parameters = parameters.ToFrozenDictionary(p => p.Name, StringComparer.Ordinal);
        FactsById = facts.DistinctBy(f => f.Id).ToFrozenDictionary(f => f.Id);
        EntitiesById = entities.DistinctBy(e => e.Id).ToFrozenDictionary(e => e.Id);
        EventsById = events.DistinctBy(e => e.Id).ToFrozenDictionary(e => e.Id);
    }

    /// <summary>Event types by index.</summary>
    public IReadOnlyList<EventType> Events { get; }

    /// <summary>Customer facts by index, as declared.</summary>
    public IReadOnlyList<Fact> Facts { get; }

    /// <summary>Entities by index.</summary>
    public IReadOnlyList<EntityType> Entities { get; }

    /// <summary>Code lists, built-in ones included.</summary>
    public IReadOnlyList<CodeList> CodeLists { get; }

    /// <summary>Parameters by index.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Sources that say how far they are complete, by index.</summary>
    public IReadOnlyList<Feed> Feeds { get; internal init; } = [];

    /// <summary>Width of an activity's row: one slot for each field name and type.</summary>
    public int EventSlots { get; }

    internal FrozenDictionary<int, Fact> FactsById { get; }

    internal FrozenDictionary<int, EntityType> EntitiesById { get; }

    internal FrozenDictionary<int, EventType> EventsById { get; }

    /// <summary>The event type of that name that rules may listen to, or null.</summary>
    public EventType? Event(string name) => _events.GetValueOrDefault(name);

    /// <summary>The feed of that name, or null.</summary>
    public Feed? Feed(string name) => Feeds.FirstOrDefault(f => f.Name == name);

    /// <summary>The customer fact of that name, or null.</summary>
    public Fact? Fact(string name) => _facts.GetValueOrDefault(name);

    /// <summary>The entity of that name, or null.</summary>
    public EntityType? Entity(string name) => _entities.GetValueOrDefault(name);

    /// <summary>The parameter of that name, or null.</summary>
    public Parameter? Parameter(string name) => _parameters.GetValueOrDefault(name);

    /// <summary>The folded facts of customers and of things, with the names people call them by: <c>balance</c>, <c>deposit.amount</c>.</summary>
    public IEnumerable<(FactKey Key, string Name)> FoldedFacts() => FactChanges.Folded(this).Select(f => (f.Key, f.Entity is { } entity ? $"{entity.Name}.{f.Fact.Name}" : f.Fact.Name));

    /// <summary>The facts of this book among the keys.</summary>
    internal IReadOnlySet<Fact> Find(IReadOnlyList<FactKey> keys) => FactChanges.Folded(this).Where(f => keys.Contains(f.Key)).Select(f => f.Fact).ToHashSet();

    /// <summary>Keys of the facts that the next vocabulary begins to fold anew, as a journal entry holds them; null for none.</summary>
    public string? NewFacts(VocabularyBook next) => FactChanges.Between(this, next) is { Count: > 0 } keys ? FactKey.Write(keys) : null;

    /// <summary>The event type whose UTF-8 name that is, or null; allocates nothing.</summary>
    internal EventType? Event(ReadOnlySpan<byte> utf8Name)
    {
        for (var i = 0; i < Events.Count; i++)
        {
            if (utf8Name.SequenceEqual(Events[i].Utf8Name)) return Events[i];
        }
        return null;
    }
}
