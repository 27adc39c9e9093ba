using Nba.Engine.Sources;

namespace Nba.Engine.Vocabulary;

/// <summary>Reads a fact over things: <c>{"entity": "deposit", "min": "maturesOn", "where": "!item.closed"}</c>.</summary>
internal sealed class OverReader(ProblemList problems, IReadOnlyList<EntityType> entities)
{
    private static readonly (string Word, OverKind Kind)[] Counts = [("count", OverKind.Count), ("any", OverKind.Any)];
    private static readonly (string Word, OverKind Kind)[] Values = [("min", OverKind.Min), ("max", OverKind.Max), ("sum", OverKind.Sum)];

    /// <summary>What it is over, or null after a problem.</summary>
    public Over? Read(SourceNode node, Fact fact)
    {
        if (SourceObject.Open(node, problems) is not { } source) return null;
        var entity = Entity(source);
        var found = new List<(OverKind Kind, Fact? Of)>();
        foreach (var (word, kind) in Counts)
        {
            if (source.Any(word) is not { } asked) continue;
            if (asked is not { Kind: SourceKind.Boolean, Truth: true }) problems.Add(asked.Mark, ProblemCode.WrongKind, $"true must stand here: \"{word}\": true");
            found.Add((kind, null));
        }
        foreach (var (word, kind) in Values)
        {
            if (source.Text(word) is { } name) found.Add((kind, Of(source, word, name, entity)));
        }
        var where = source.Lines("where");
        source.Done();
        if (found.Count != 1)
        {
            problems.Add(node.Mark, ProblemCode.FoldMismatch, $"'{fact.Name}' needs exactly one of {string.Join(", ", Counts.Concat(Values).Select(w => w.Word))}");
            return null;
        }
        Check(fact, found[0].Kind, found[0].Of, node.Mark);
        return entity is null ? null : new Over(found[0].Kind, entity, found[0].Of, where);
    }

    private EntityType? Entity(SourceObject source)
    {
        var name = source.RequiredText("entity");
        if (name.Length == 0) return null;
        var entity = entities.FirstOrDefault(e => e.Name == name);
        if (entity is null) problems.AddUnknown(source.MarkOf("entity"), ProblemCode.UnknownEntity, name, $"entity of the vocabulary", entities.Select(e => e.Name));
        return entity;
    }

    private Fact? Of(SourceObject source, string word, string name, EntityType? entity)
    {
        if (entity is null) return null;
        var of = entity.Facts.FirstOrDefault(f => f.Name == name);
        if (of is null) problems.AddUnknown(source.MarkOf(word), ProblemCode.UnknownFact, name, $"fact of the entity '{entity.Name}'", entity.Facts.Select(f => f.Name));
        return of;
    }

    private void Check(Fact fact, OverKind kind, Fact? of, SourceMark at)
    {
        ValueKind? wanted = kind switch { OverKind.Count => ValueKind.Integer, OverKind.Any => ValueKind.Boolean, _ => of?.Type.Kind };
        if (wanted is { } needed && fact.Type.Kind != needed)
            problems.Add(at, ProblemCode.FoldMismatch, $"'{fact.Name}' is of type {fact.Type}; this gives {(of is null ? needed.ToString().ToLowerInvariant() : of.Type.ToString())}");
        if (of is null) return;
        var fits = of.Type.Kind is ValueKind.Integer or ValueKind.Decimal || (kind != OverKind.Sum && of.Type.Kind is ValueKind.Date or ValueKind.Instant);
        if (!fits) problems.Add(at, ProblemCode.FoldMismatch, $"'{of.Name}' is of type {of.Type}; {(kind == OverKind.Sum ? Sentence.Of($"a sum needs an integer or decimal") : Sentence.Of($"the least and the greatest need an integer, decimal, date or instant"))}");
    }
}
