using Nba.Engine.Expressions;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>The made-up people of <c>people.json</c>. Only cases read them, so that a slip in them keeps no book from loading; whoever checks a folder is told of it.</summary>
internal static class CasePeople
{
    /// <summary>Every fault of every person, whether or not a case is like them.</summary>
    public static IReadOnlyList<RuleProblem> Check(SourceNode? people, VocabularyBook vocabulary)
    {
        var problems = new ProblemList();
        if (people is null || SourceObject.Open(people, problems) is null) return problems.Sorted();
        foreach (var member in people.Members.Where(m => m.Name != "$schema"))
        {
            if (SourceObject.Open(member.Value, problems) is { } person) Check(person, vocabulary, problems);
        }
        return problems.Sorted();
    }

    /// <summary>Sets the facts that are given; reports those that are none, and values of another type.</summary>
    public static void Give(Row row, IReadOnlyList<SourceMember> members, IReadOnlyList<Fact> facts, ProblemList problems)
    {
        foreach (var member in members)
        {
            var fact = facts.FirstOrDefault(f => f.Name == member.Name);
            if (fact is null) problems.AddUnknown(member.NameMark, ProblemCode.UnknownFact, member.Name, $"fact", facts.Select(f => f.Name));
            else if (member.Value.Kind == SourceKind.Null) row.Clear(fact.Index);
            else if (fact.Type.Kind == ValueKind.Text) row.Set(fact.Index, member.Value.Text);
            else if (TypeNames.Constant(member.Value, fact.Type, problems) is { } value) row.Set(fact.Index, value);
        }
    }

    private static void Check(SourceObject person, VocabularyBook vocabulary, ProblemList problems)
    {
        Give(new Row(vocabulary.Facts.Count), person.Map("facts"), vocabulary.Facts, problems);
        foreach (var kind in person.Map("items"))
        {
            if (vocabulary.Entity(kind.Name) is { } entity) Things(kind.Value, entity, problems);
            else problems.AddUnknown(kind.NameMark, ProblemCode.UnknownEntity, kind.Name, $"entity of the vocabulary", vocabulary.Entities.Select(e => e.Name));
        }
        foreach (var node in person.Items("consents"))
        {
            if (SourceObject.Open(node, problems) is not { } consent) continue;
            Ways(consent);
            consent.Truth("granted");
            consent.Text("person");
            consent.Done();
        }
        foreach (var node in person.Items("contacts"))
        {
            if (SourceObject.Open(node, problems) is not { } contact) continue;
            Ways(contact);
            contact.Text("category");
            if (contact.Required("on") is { } on) TypeNames.Constant(on, new(ValueKind.Date), problems);
            contact.Done();
        }
        person.Done();
    }

    private static void Things(SourceNode things, EntityType entity, ProblemList problems)
    {
        if (things.Kind != SourceKind.Array) problems.Add(things.Mark, ProblemCode.WrongKind, $"a list must stand here, not {things.Describe()}");
        foreach (var node in things.Kind == SourceKind.Array ? things.Items : [])
        {
            if (SourceObject.Open(node, problems) is not { } thing) continue;
            thing.Text("key");
            Give(new Row(entity.Facts.Count), thing.Map("facts"), entity.Facts, problems);
            thing.Done();
        }
    }

    private static void Ways(SourceObject source)
    {
        source.Word("purpose", BuiltIn.Purposes.Values);
        source.Word("channel", BuiltIn.Channels.Values);
    }
}
