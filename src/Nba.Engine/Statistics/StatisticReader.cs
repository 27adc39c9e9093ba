using Nba.Engine.Expressions;
using Nba.Engine.Rules;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;
using ValueType = Nba.Engine.Vocabulary.ValueType;

namespace Nba.Engine.Statistics;

/// <summary>Reads one statistic: over the things of an entity, by facts of it, or over activities of one type, each of which counts for itself.</summary>
internal sealed class StatisticReader(VocabularyBook vocabulary, ExpressionCompiler compiler, IReadOnlyList<ActionRule> rules, ProblemList problems)
{
    private const int MostRepeatDays = 3650;

    private readonly PromiseReader _promises = new(rules, problems);

    public Statistic Read(int index, string id, SourceObject source)
    {
        var name = Words(source);
        if (source.Any("entity") is not null == source.Any("event") is not null)
            problems.Add(source.Node.Mark, ProblemCode.MissingMember, $"a statistic counts either the things of an 'entity' or the activities of an 'event'");
        var statistic = source.Any("event") is null ? OfEntity(index, id, name, source) : OfEvent(index, id, name, source);
        source.Done();
        return statistic;
    }

    private Statistic OfEntity(int index, string id, StatisticName name, SourceObject source)
    {
        var entity = Entity(source);
        var steps = new List<StatisticStep>();
        var opened = Day(source.Required("opened"), entity, StatisticMoment.Received, steps);
        var answered = source.Any("answered");
        var (closed, given) = (source.Any("closed"), source.Required("class"));
        Day(answered, entity, StatisticMoment.Answered, steps);
        Day(closed, entity, StatisticMoment.Closed, steps);
        var type = Class(given, entity, steps);
        var promise = source.Text("promise");
        if (promise is not null && answered is null) problems.Add(source.MarkOf("promise"), ProblemCode.MissingMember,
            $"'answered' is missing here; without it no promise can be kept");
        return new Statistic(index, id, name)
        {
            IsOfThings = true, HasAnswers = answered is not null, HasEnds = closed is not null, Codes = type?.Codes, Steps = steps,
            Promise = promise is null || opened is null ? null : _promises.Read(source.MarkOf("promise"), promise, entity!, opened),
            RepeatDays = source.Whole("repeatDays", 1, MostRepeatDays) ?? 0, ClassNames = Names(source, type), Note = Note(source),
        };
    }

    private Statistic OfEvent(int index, string id, StatisticName name, SourceObject source)
    {
        var steps = new List<StatisticStep>();
        ValueType? kind = null;
        if (source.Text("event") is { } word)
        {
            if (vocabulary.Event(word) is { } type)
            {
                steps.Add(new StatisticStep(type, StatisticMoment.Received, null, null, 0, []));
                kind = Field(source, type, steps);
            }
            else problems.AddUnknown(source.MarkOf("event"), ProblemCode.UnknownEvent, word, $"event type of the vocabulary", vocabulary.Events.Select(e => e.Name));
        }
        source.Required("class");
        return new Statistic(index, id, name)
        {
            Codes = kind?.Codes, Steps = steps, RepeatDays = source.Whole("repeatDays", 1, MostRepeatDays) ?? 0, ClassNames = Names(source, kind), Note = Note(source),
        };
    }

    private EntityType? Entity(SourceObject source)
    {
        if (source.Text("entity") is not { } name) return null;
        if (vocabulary.Entity(name) is { } entity) return entity;
        problems.AddUnknown(source.MarkOf("entity"), ProblemCode.UnknownEntity, name, $"entity of the vocabulary", vocabulary.Entities.Select(e => e.Name));
        return null;
    }

    private Fact? Day(SourceNode? given, EntityType? entity, StatisticMoment moment, List<StatisticStep> steps)
    {
        if (Fact(given, entity) is not { } fact) return null;
        if (fact.Fold is not { Kind: FoldKind.FirstDate or FoldKind.LastDate } fold)
        {
            problems.Add(given!.Mark, ProblemCode.FoldMismatch,
                $"'{fact.Name}' must be a day folded by firstDate or lastDate, so that it says which activities are meant");
            return null;
        }
        Add(fact, fold, moment, steps);
        return fact;
    }

    private ValueType? Class(SourceNode? given, EntityType? entity, List<StatisticStep> steps)
    {
        if (Fact(given, entity) is not { } fact) return null;
        if (fact.Fold is not { Kind: FoldKind.Latest } fold || fact.Type.Kind is not (ValueKind.Code or ValueKind.Text))
        {
            problems.Add(given!.Mark, ProblemCode.FoldMismatch, $"'{fact.Name}' must be a word or text folded by latest to be a class");
            return null;
        }
        Add(fact, fold, StatisticMoment.Class, steps);
        return fact.Type;
    }

    private ValueType? Field(SourceObject source, EventType type, List<StatisticStep> steps)
    {
        if (source.Text("class") is not { } word) return null;
        if (type.Field(word) is not { } field)
        {
            problems.AddUnknown(source.MarkOf("class"), ProblemCode.UnknownField, word, $"field of '{type.Name}'", type.Fields.Select(f => f.Name));
            return null;
        }
        if (field.Type.Kind is ValueKind.Code or ValueKind.Text) steps.Add(new StatisticStep(type, StatisticMoment.Class, field.Type, field, 0, []));
        else problems.Add(source.MarkOf("class"), ProblemCode.FoldMismatch, $"'{word}' must hold a word or text to be a class");
        return field.Type;
    }

    private Fact? Fact(SourceNode? given, EntityType? entity)
    {
        if (given is null || entity is null) return null;
        if (given.Kind != SourceKind.Text)
        {
            problems.Add(given.Mark, ProblemCode.WrongKind, $"the name of a fact must stand here, not {given.Describe()}");
            return null;
        }
        if (entity.Facts.FirstOrDefault(f => f.Name == given.Text) is { } fact) return fact;
        problems.AddUnknown(given.Mark, ProblemCode.UnknownFact, given.Text, $"fact of '{entity.Name}'", entity.Facts.Select(f => f.Name));
        return null;
    }

    private void Add(Fact fact, Fold fold, StatisticMoment moment, List<StatisticStep> steps)
    {
        foreach (var source in fold.Sources)
        {
            var where = fold.Where is null ? [] : compiler.Conditions([fold.Where], new Scope([source.Event], null));
            steps.Add(new StatisticStep(source.Event, moment, fact.Type, source.Field, source.Constant ?? 0, where));
        }
    }

    private Dictionary<string, StatisticName> Names(SourceObject source, ValueType? type)
    {
        var names = new Dictionary<string, StatisticName>(StringComparer.Ordinal);
        foreach (var member in source.Map("names"))
        {
            if (type?.Codes is { } codes && codes.IndexOf(member.Name) < 0)
                problems.AddUnknown(member.NameMark, ProblemCode.UnknownCode, member.Name, $"word of the code list '{codes.Name}'", codes.Values);
            if (SourceObject.Open(member.Value, problems) is not { } name) continue;
            names[member.Name] = Words(name);
            name.Done();
        }
        return names;
    }

    private static StatisticName? Note(SourceObject source)
    {
        if (source.Object("note") is not { } note) return null;
        var words = Words(note);
        note.Done();
        return words;
    }

    private static StatisticName Words(SourceObject source) => new(source.RequiredText("zh"), source.RequiredText("en"));
}
