using Nba.Engine.Vocabulary;

namespace Nba.Engine.Profiles;

/// <summary>One of the customer's things, with its own folded facts.</summary>
public sealed class EntityState
{
    internal EntityState(EntityType type) => (Type, Key, Cells) = (type, "", new Cell[type.Facts.Count]);

    /// <summary>What kind of thing.</summary>
    public EntityType Type { get; }

    /// <summary>Its id within the customer.</summary>
    public string Key { get; private set; }

    /// <summary>Its folded facts by <see cref="Fact.Index"/>.</summary>
    internal Cell[] Cells { get; }

    /// <summary>Day number on which it ended; null while it lasts.</summary>
    public int? EndedOn { get; internal set; }

    /// <summary>Stored facts that this book does not declare, kept as they are.</summary>
    internal List<(int Id, byte[] Bytes)>? Unknown { get; set; }

    /// <summary>Forgets what was folded of some facts.</summary>
    internal void Reset(IReadOnlySet<Fact> facts)
    {
        foreach (var fact in Type.Facts)
        {
            if (facts.Contains(fact)) Cells[fact.Index].Reset();
        }
    }

    internal EntityState Begin(string key)
    {
        for (var i = 0; i < Cells.Length; i++) Cells[i].Reset();
        (Key, EndedOn, Unknown) = (key, null, null);
        return this;
    }
}

/// <summary>What is stored of one customer's facts: the slice of this room, laid out for one book. Not thread-safe.</summary>
public sealed class Profile
{
    private const int KeptSpares = 16;

    private readonly List<EntityState> _entities = [];

    // Things of earlier customers, to be used again.
    private readonly List<EntityState> _spares = [];

    /// <summary>An empty profile for a vocabulary.</summary>
    public Profile(VocabularyBook vocabulary) => Cells = new Cell[vocabulary.Facts.Count];

    /// <summary>Folded facts by <see cref="Fact.Index"/>; those of computed facts stay empty.</summary>
    internal Cell[] Cells { get; }

    /// <summary>The customer's things, by entity id and then key (ordinal), so that order of arrival never shows.</summary>
    public IReadOnlyList<EntityState> Entities => _entities;

    /// <summary>Assignments to come, by day.</summary>
    internal List<PlannedValue> Planned { get; } = [];

    internal List<(int Id, byte[] Bytes)>? Unknown { get; set; }

    internal List<(int EntityId, byte[] Bytes)>? UnknownEntities { get; set; }

    /// <summary>The thing of that type and key, or null.</summary>
    public EntityState? Find(EntityType type, string key)
    {
        foreach (var entity in _entities)
        {
            if (entity.Type == type && entity.Key == key) return entity;
        }
        return null;
    }

    internal EntityState FindOrAdd(EntityType type, string key)
    {
        if (Find(type, key) is { } found) return found;
        var entity = Spare(type).Begin(key);
        var at = _entities.Count;
        while (at > 0 && Compare(_entities[at - 1], entity) > 0) at--;
        _entities.Insert(at, entity);
        return entity;
    }

    internal void Plan(PlannedValue value)
    {
        var at = Planned.BinarySearch(value);
        if (at < 0) Planned.Insert(~at, value);
    }

    /// <summary>Forgets what was folded of some facts.</summary>
    internal void Reset(IReadOnlySet<Fact> facts, VocabularyBook vocabulary)
    {
        foreach (var fact in vocabulary.Facts)
        {
            if (facts.Contains(fact)) Cells[fact.Index].Reset();
        }
        foreach (var entity in _entities) entity.Reset(facts);
    }

    internal void RemoveAt(int index) => _entities.RemoveAt(index);

    internal void Clear()
    {
        for (var i = 0; i < Cells.Length; i++) Cells[i].Reset();
        foreach (var entity in _entities)
        {
            if (_spares.Count < KeptSpares) _spares.Add(entity);
        }
        _entities.Clear();
        Planned.Clear();
        (Unknown, UnknownEntities) = (null, null);
    }

    private EntityState Spare(EntityType type)
    {
        for (var i = _spares.Count - 1; i >= 0; i--)
        {
            var spare = _spares[i];
            if (spare.Type != type) continue;
            _spares.RemoveAt(i);
            return spare;
        }
        return new EntityState(type);
    }

    private static int Compare(EntityState a, EntityState b) =>
        a.Type.Id != b.Type.Id ? a.Type.Id.CompareTo(b.Type.Id) : string.CompareOrdinal(a.Key, b.Key);
}
