using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;

namespace Nba.Host.Import;

/// <summary>Compares what a mapping makes with what the vocabulary declares: what stage 1 would refuse of every record is a fault of the file. Not thread-safe.</summary>
internal sealed class MappedWords(VocabularyBook vocabulary, ProblemList problems)
{
    private readonly List<EventType> _made = [];

    /// <summary>Checks one event and its own fields.</summary>
    public void Check(SourceObject source, ImportEvent made)
    {
        if (made.Type.Length == 0) return;
        if (vocabulary.Event(made.Type) is not { IsInternal: false } type)
        {
            problems.AddUnknown(source.MarkOf("event"), ProblemCode.UnknownEvent, made.Type, $"event type that a source may send",
                vocabulary.Events.Where(e => e is { IsInternal: false, IsControl: false }).Select(e => e.Name));
            return;
        }
        _made.Add(type);
        foreach (var member in source.Map("data")) Known(member, [type]);
        foreach (var missing in type.Fields.Where(f => (f.Required || f == type.Key) && made.Data.All(d => d.Name != f.Name)))
            problems.Add(source.MarkOf("event"), ProblemCode.MissingMember, $"'{type.Name}' needs the field '{missing.Name}', and its data does not have it");
    }

    /// <summary>Checks the fields that all events share, once every event is known: each must be declared by one of them.</summary>
    public void CheckShared(SourceObject root)
    {
        List<EventType> types = [.. _made.Distinct()];
        if (types.Count == 0) return;
        foreach (var member in root.Map("data")) Known(member, types);
    }

    private void Known(SourceMember member, IReadOnlyList<EventType> types)
    {
        if (types.Any(t => t.Field(member.Name) is not null)) return;
        problems.AddUnknown(member.NameMark, ProblemCode.UnknownField, member.Name, $"field of {string.Join(", ", types.Select(t => $"'{t.Name}'"))}",
            types.SelectMany(t => t.Fields).Select(f => f.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }
}
