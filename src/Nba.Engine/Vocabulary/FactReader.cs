using Nba.Engine.Sources;

namespace Nba.Engine.Vocabulary;

/// <summary>Reads the <c>facts</c> of the vocabulary or of one entity.</summary>
internal sealed class FactReader(ProblemList problems, IReadOnlyDictionary<string, CodeList> codes, IReadOnlyList<EventType> events, IReadOnlyList<EntityType> entities)
{
    private static readonly (string Member, FactOrigin Origin)[] Computed =
    [
        ("daysSince", FactOrigin.DaysSince), ("daysUntil", FactOrigin.DaysUntil), ("yearsSince", FactOrigin.YearsSince),
        ("daysToAnniversary", FactOrigin.DaysToAnniversary), ("daysToLunarAnniversary", FactOrigin.DaysToLunarAnniversary),
        ("nextAnniversary", FactOrigin.NextAnniversary), ("nextLunarAnniversary", FactOrigin.NextLunarAnniversary), ("workdaysSince", FactOrigin.WorkdaysSince),
    ];

    /// <summary>The facts; built-in ones are added for a customer (no entity).</summary>
    public IReadOnlyList<Fact> Read(IReadOnlyList<SourceMember> members, EntityType? entity)
    {
        var facts = new List<Fact>();
        var sources = new List<(Fact Fact, SourceObject Source)>();
        var ids = new Dictionary<int, SourceMember>();
        foreach (var member in members)
        {
            if (SourceObject.Open(member.Value, problems) is { } source && Declare(member, source, facts.Count, ids, members) is { } fact)
            {
                facts.Add(fact);
                sources.Add((fact, source));
            }
        }
        if (entity is null) AddBuiltIn(facts);
        foreach (var (fact, source) in sources)
        {
            ReadOrigin(fact, source, facts, entity);
            source.Done();
        }
        return facts;
    }

    private Fact? Declare(SourceMember member, SourceObject source, int index, Dictionary<int, SourceMember> ids, IReadOnlyList<SourceMember> all)
    {
        var type = TypeNames.Read(source.Required("type"), codes, problems);
        var id = source.Whole("id", 1, BuiltIn.FirstId - 1);
        if (id is null) source.Required("id");
        else if (!ids.TryAdd(id.Value, member)) problems.Add(source.MarkOf("id"), ProblemCode.DuplicateId, $"'{member.Name}' and the fact '{ids[id.Value].Name}' at {ids[id.Value].NameMark} both have id {id}: give the newer of the two another one, {Free(id.Value, all)} is free; an id that was used once is never changed or used again");
        if (type is null)
        {
            // Whoever reads it is not told that there is no such fact.
            problems.Forgive(member.Name);
            return null;
        }
        var fallback = source.Any("default");
        return new Fact(index, id ?? 0, member.Name, type)
        {
            Zh = source.RequiredText("zh"),
            En = source.RequiredText("en"),
            Personal = source.Truth("personal"),
            FreshForDays = source.Whole("freshForDays", 0, 36500) ?? 0,
            Default = fallback is null ? null : TypeNames.Constant(fallback, type, problems),
            Mark = member.NameMark,
        };
    }

    private static int Free(int after, IReadOnlyList<SourceMember> all)
    {
        var taken = all.Select(m => m.Value.Kind == SourceKind.Object && m.Value.Member("id") is { Kind: SourceKind.Number } id ? id.Number : 0).ToHashSet();
        return Enumerable.Range(after + 1, all.Count + 1).First(n => !taken.Contains(n));
    }

    private void AddBuiltIn(List<Fact> facts)
    {
        var assigned = events.First(e => e.Name == BuiltIn.Assigned);
        foreach (var (id, name, field) in BuiltIn.Facts())
        {
            facts.Add(new Fact(facts.Count, id, name, new ValueType(ValueKind.Text))
            {
                Zh = name, En = name, Origin = FactOrigin.Fold,
                Fold = new Fold(FoldKind.InForce, [new FoldSource(assigned, assigned.Field(field), null, false)], 0, 0, 0, null),
            });
        }
    }

    private void ReadOrigin(Fact fact, SourceObject source, List<Fact> facts, EntityType? entity)
    {
        var origins = 0;
        if (source.Any("fold") is { } fold)
        {
            origins++;
            fact.Origin = FactOrigin.Fold;
            fact.Fold = new FoldReader(problems, events).Read(fold, fact, entity);
        }
        if (source.Truth("rule"))
        {
            origins++;
            fact.Origin = FactOrigin.Rule;
            if (entity is not null) problems.Add(source.MarkOf("rule"), ProblemCode.FoldMismatch, $"facts of entities are folded or computed, not given by rules");
        }
        if (source.Any("over") is { } over)
        {
            origins++;
            fact.Origin = FactOrigin.Over;
            if (entity is null) fact.Over = new OverReader(problems, entities).Read(over, fact);
            else problems.Add(over.Mark, ProblemCode.FoldMismatch, $"facts of entities are folded or computed, not taken over other entities");
        }
        foreach (var (member, origin) in Computed)
        {
            if (source.Text(member) is not { } of) continue;
            origins++;
            fact.Origin = origin;
            fact.Of = facts.Find(f => f.Name == of);
            if (fact.Of is null) problems.AddUnknown(source.MarkOf(member), ProblemCode.UnknownFact, of, $"fact declared beside it", facts.Select(f => f.Name));
            else if (fact.Of.Type.Kind != ValueKind.Date) problems.Add(source.MarkOf(member), ProblemCode.FoldMismatch, $"'{of}' is of type {fact.Of.Type}; day counts and anniversaries need a date");
            if (origin is FactOrigin.NextAnniversary or FactOrigin.NextLunarAnniversary)
            {
                if (fact.Type.Kind != ValueKind.Date) problems.Add(fact.Mark, ProblemCode.FoldMismatch, $"'{fact.Name}' is a day, so its type must be date");
            }
            else if (fact.Type.Kind != ValueKind.Integer) problems.Add(fact.Mark, ProblemCode.FoldMismatch, $"'{fact.Name}' counts days or years, so its type must be integer");
        }
        if (origins != 1) problems.Add(fact.Mark, ProblemCode.FoldMismatch, $"'{fact.Name}' needs exactly one of fold, rule, over, {string.Join(", ", Computed.Select(c => c.Member))}");
    }
}
