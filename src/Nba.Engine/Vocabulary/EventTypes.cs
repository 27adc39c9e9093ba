namespace Nba.Engine.Vocabulary;

/// <summary>A field of an event type's data.</summary>
public sealed class EventField
{
    internal EventField(int index, string name, ValueType type, bool required)
    {
        (Index, Name, Type, Required) = (index, name, type, required);
        Utf8Name = System.Text.Encoding.UTF8.GetBytes(name);
    }

    /// <summary>Position in the activity's row; fields of one name and type share it in all event types.</summary>
    public int Index { get; }

    /// <summary>Name in the event's <c>data</c>.</summary>
    public string Name { get; }

    /// <summary>Type of its value.</summary>
    public ValueType Type { get; }

    /// <summary>Whether it says who somebody is, so that an analyst is not shown it.</summary>
    public bool Personal { get; internal init; }

    /// <summary>Whether an activity without it is refused.</summary>
    public bool Required { get; }

    internal byte[] Utf8Name { get; }
}

/// <summary>A declared type of activity. Immutable once loaded.</summary>
public sealed class EventType
{
    internal EventType(int index, int id, string name, IReadOnlyList<EventField> fields)
    {
        (Index, Id, Name, Fields) = (index, id, name, fields);
        Utf8Name = System.Text.Encoding.UTF8.GetBytes(name);
    }

    /// <summary>Position in this book.</summary>
    public int Index { get; }

    /// <summary>Stored id; never reused.</summary>
    public int Id { get; }

    /// <summary>The CloudEvents <c>type</c>.</summary>
    public string Name { get; }

    /// <summary>What people call it in Chinese; empty for what is built in.</summary>
    public string Zh { get; internal init; } = "";

    /// <summary>What people call it in English; empty for what is built in.</summary>
    public string En { get; internal init; } = "";

    /// <summary>Fields of its data.</summary>
    public IReadOnlyList<EventField> Fields { get; }

    /// <summary>The entity it speaks of, or null.</summary>
    public EntityType? Entity { get; internal set; }

    /// <summary>The field that names the entity.</summary>
    public EventField? Key { get; internal set; }

    /// <summary>Whether it ends that entity.</summary>
    public bool EndsEntity { get; internal set; }

    /// <summary>Calendar days after which a late activity folds but raises nothing.</summary>
    public int StaleAfterDays { get; internal init; } = 3;

    /// <summary>Code of the answer to an action that it follows from, in the built-in list <c>outcome</c>; null for what comes from outside alone.</summary>
    public int? Follows { get; internal init; }

    /// <summary>Source whose watermark it follows, or null.</summary>
    public Feed? Source { get; internal init; }

    /// <summary>Whether it speaks of a source and of no customer.</summary>
    public bool IsControl => Id == BuiltIn.Complete.Id;

    /// <summary>Whether only the engine itself sends it, from one customer to another.</summary>
    public bool IsInternal => Name == BuiltIn.Absorbed;

    internal byte[] Utf8Name { get; }

    /// <summary>The field of that name, or null.</summary>
    public EventField? Field(string name)
    {
        for (var i = 0; i < Fields.Count; i++)
        {
            if (Fields[i].Name == name) return Fields[i];
        }
        return null;
    }
}

/// <summary>One of a customer's kinds of things: deposits, loans, cards, complaints. Immutable once loaded.</summary>
public sealed class EntityType
{
    internal EntityType(int index, int id, string name) => (Index, Id, Name) = (index, id, name);

    /// <summary>Position in this book.</summary>
    public int Index { get; }

    /// <summary>Stored id; never reused.</summary>
    public int Id { get; }

    /// <summary>Name, as in <c>each</c>.</summary>
    public string Name { get; }

    /// <summary>What people call it in Chinese.</summary>
    public string Zh { get; internal init; } = "";

    /// <summary>What people call it in English.</summary>
    public string En { get; internal init; } = "";

    /// <summary>Days an ended one is kept.</summary>
    public int KeepDays { get; internal init; } = 30;

    /// <summary>Its facts, read as <c>item.x</c>.</summary>
    public IReadOnlyList<Fact> Facts { get; internal set; } = [];
}

/// <summary>A shared, named, typed number of the rules, read as <c>param.x</c>.</summary>
/// <param name="Index">Position in the parameter row.</param>
/// <param name="Name">Name.</param>
/// <param name="Type">Boolean, integer or decimal.</param>
/// <param name="Value">Value in stored form.</param>
/// <param name="BySegment">Other values by code of the fact <c>segment</c>.</param>
public sealed record Parameter(int Index, string Name, ValueType Type, long Value, IReadOnlyDictionary<int, long> BySegment);
