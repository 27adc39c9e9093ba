using Nba.Engine.Sources;

namespace Nba.Engine.Vocabulary;

/// <summary>Reads <c>vocabulary.json</c> and <c>parameters.json</c> into a <see cref="VocabularyBook"/>, reporting every fault of both.</summary>
internal sealed class VocabularyReader
{
    private readonly ProblemList _problems;
    private readonly Dictionary<string, CodeList> _codes = new(StringComparer.Ordinal);
    private readonly List<EventType> _events = [];
    private readonly List<EntityType> _entities = [];
    private readonly List<Fact> _facts = [];
    private readonly List<Feed> _feeds = [];
    private readonly HashSet<int> _eventIds = [];
    private readonly Dictionary<(string Name, string Type), int> _slots = [];

    private VocabularyReader(ProblemList problems) => _problems = problems;

    /// <summary>The vocabulary of the two files; what could be read of it when there were problems.</summary>
    public static VocabularyBook Read(SourceNode vocabulary, SourceNode? parameters, ProblemList problems)
    {
        var reader = new VocabularyReader(problems);
        if (SourceObject.Open(vocabulary, problems) is { } root) reader.ReadRoot(root);
        var parameterList = parameters is null ? [] : new ParameterReader(problems, reader._codes, reader._facts).Read(parameters);
        return new VocabularyBook(reader._events, reader._facts, reader._entities, [.. reader._codes.Values], parameterList, reader._slots.Count) { Feeds = reader._feeds };
    }

    // Fields of the same name and type share a slot in every activity's row, so that one expression reads them in any event type.
    private int Slot(string name, ValueType type)
    {
        var key = (name, type.ToString());
        if (!_slots.TryGetValue(key, out var slot)) _slots[key] = slot = _slots.Count;
        return slot;
    }

    private void ReadRoot(SourceObject root)
    {
        foreach (var list in BuiltIn.CodeLists) _codes[list.Name] = list;
        foreach (var member in root.Map("codes")) ReadCodes(member);
        foreach (var entity in root.Map("entities")) DeclareEntity(entity);
        foreach (var feed in root.Map("feeds")) ReadFeed(feed);
        foreach (var type in root.Map("events")) ReadEvent(type);
        foreach (var builtIn in BuiltIn.Events()) Add(builtIn);
        var facts = new FactReader(_problems, _codes, _events, _entities);
        foreach (var entity in root.Map("entities"))
        {
            if (_entities.Find(e => e.Name == entity.Name) is { } type && entity.Value.Member("facts") is { Kind: SourceKind.Object } map)
                type.Facts = facts.Read(map.Members, type);
        }
        _facts.AddRange(facts.Read(root.Map("facts"), entity: null));
        // After the facts: none can be folded from what speaks of no customer.
        Add(BuiltIn.Complete);
        root.Done();
    }

    private void Add((int Id, string Name, (string Name, ValueType Type, bool Required)[] Fields) builtIn) =>
        _events.Add(new EventType(_events.Count, builtIn.Id, builtIn.Name, [.. builtIn.Fields.Select(f => new EventField(Slot(f.Name, f.Type), f.Name, f.Type, f.Required))]));

    private void ReadFeed(SourceMember member)
    {
        if (SourceObject.Open(member.Value, _problems) is not { } source) return;
        var lag = source.Whole("lagDays", 1, 31) ?? 1;
        source.Text("zh");
        source.Text("en");
        source.Done();
        if (_feeds.Count < Feed.Most) _feeds.Add(new Feed(_feeds.Count, member.Name, lag));
        else _problems.Add(member.NameMark, ProblemCode.WrongKind, $"a vocabulary has at most {Feed.Most} feeds");
    }

    private Feed? SourceOf(SourceObject source)
    {
        if (source.Text("source") is not { } name) return null;
        var feed = _feeds.Find(f => f.Name == name);
        if (feed is null) _problems.AddUnknown(source.MarkOf("source"), ProblemCode.UnknownWord, name, $"feed of the vocabulary", _feeds.Select(f => f.Name));
        return feed;
    }

    private void ReadCodes(SourceMember member)
    {
        if (_codes.ContainsKey(member.Name))
        {
            _problems.Add(member.NameMark, ProblemCode.DuplicateName, $"the code list '{member.Name}' is built in; choose another name");
            return;
        }
        if (member.Value.Kind != SourceKind.Array || member.Value.Items.Any(i => i.Kind != SourceKind.Text))
        {
            _problems.Add(member.Value.Mark, ProblemCode.WrongKind, $"the words of '{member.Name}' must be an array of texts");
            return;
        }
        var words = new List<string>();
        foreach (var item in member.Value.Items)
        {
            if (words.Contains(item.Text)) _problems.Add(item.Mark, ProblemCode.DuplicateName, $"'{item.Text}' stands twice in '{member.Name}'");
            else words.Add(item.Text);
        }
        _codes[member.Name] = new CodeList(member.Name, words);
    }

    private void DeclareEntity(SourceMember member)
    {
        if (SourceObject.Open(member.Value, _problems) is not { } source) return;
        var id = source.Whole("id", 1, BuiltIn.FirstId - 1);
        if (id is null) source.Required("id");
        else if (_entities.Any(e => e.Id == id)) _problems.Add(source.MarkOf("id"), ProblemCode.DuplicateId, $"another entity has id {id}; ids are never reused");
        source.Any("facts");
        _entities.Add(new EntityType(_entities.Count, id ?? 0, member.Name) { Zh = source.Text("zh") ?? "", En = source.Text("en") ?? "", KeepDays = source.Whole("keepDays", 0, 3650) ?? 30 });
        source.Done();
    }

    private void ReadEvent(SourceMember member)
    {
        if (SourceObject.Open(member.Value, _problems) is not { } source) return;
        var id = source.Whole("id", 1, BuiltIn.FirstId - 1);
        if (id is null) source.Required("id");
        else if (!_eventIds.Add(id.Value)) _problems.Add(source.MarkOf("id"), ProblemCode.DuplicateId, $"another event type has id {id}; ids are never reused");
        var fields = new List<EventField>();
        foreach (var field in source.Map("fields")) ReadField(field, fields);
        var type = new EventType(_events.Count, id ?? 0, member.Name, fields)
        {
            Zh = source.Text("zh") ?? "",
            En = source.Text("en") ?? "",
            StaleAfterDays = source.Whole("staleAfterDays", 0, 36500) ?? 3,
            Follows = source.Word("follows", BuiltIn.Outcomes.Values) is { } answer ? BuiltIn.Outcomes.IndexOf(answer) : null,
            Source = SourceOf(source),
        };
        LinkEntity(source, type);
        if (type.Follows is not null) CheckFollows(source, type);
        source.Done();
        _events.Add(type);
    }

    private void LinkEntity(SourceObject source, EventType type)
    {
        var (entity, key) = (source.Text("entity"), source.Text("key"));
        type.EndsEntity = source.Truth("ends");
        if (entity is null) return;
        type.Entity = _entities.Find(e => e.Name == entity);
        if (type.Entity is null) _problems.AddUnknown(source.MarkOf("entity"), ProblemCode.UnknownEntity, entity, $"entity of the vocabulary", _entities.Select(e => e.Name));
        type.Key = type.Field(key ?? "");
        if (type.Key is null) _problems.AddUnknown(source.MarkOf("key"), ProblemCode.UnknownField, key ?? "", $"field of '{type.Name}' (the key names the entity)", type.Fields.Select(f => f.Name));
        else if (type.Key.Type.Kind != ValueKind.Text) _problems.Add(source.MarkOf("key"), ProblemCode.WrongKind, $"the key of an entity must be a text field");
    }

    // What the engine fills in by itself: the key, the day and time agreed on.
    private void CheckFollows(SourceObject source, EventType type)
    {
        if (type.Key is null) _problems.Add(source.MarkOf("follows"), ProblemCode.MissingMember, $"what follows from an answer needs an 'entity' and its 'key': the action's identity is the key");
        if (_events.Exists(e => e.Follows == type.Follows)) _problems.Add(source.MarkOf("follows"), ProblemCode.DuplicateName, $"another event type follows from this answer");
        foreach (var field in type.Fields)
        {
            if (field.Required && field != type.Key && field.Type.Kind is not (ValueKind.Date or ValueKind.Instant) && field.Name != "time")
                _problems.Add(source.MarkOf("follows"), ProblemCode.FoldMismatch, $"an answer cannot fill '{field.Name}'; leave out 'required', or 'follows'");
        }
    }

    private void ReadField(SourceMember member, List<EventField> fields)
    {
        if (SourceObject.Open(member.Value, _problems) is not { } source) return;
        var type = TypeNames.Read(source.Required("type"), _codes, _problems);
        var personal = source.Truth("personal");
        source.Text("zh");
        source.Text("en");
        if (type is not null) fields.Add(new EventField(Slot(member.Name, type), member.Name, type, source.Truth("required")) { Personal = personal });
        else source.Truth("required");
        source.Done();
    }
}
