using Nba.Engine.Sources;

namespace Nba.Engine.Vocabulary;

/// <summary>Reads one fold: <c>{"sum": "card.used.amount", "window": "90d", "where": "…"}</c>.</summary>
internal sealed class FoldReader(ProblemList problems, IReadOnlyList<EventType> events)
{
    private static readonly string[] Words = ["latest", "count", "sum", "average", "min", "max", "distinct", "lastDate", "firstDate", "median"];

    /// <summary>The fold, or null after a problem.</summary>
    public Fold? Read(SourceNode node, Fact fact, EntityType? entity)
    {
        if (SourceObject.Open(node, problems) is not { } source) return null;
        var sources = new List<FoldSource>();
        FoldKind? kind = null;
        foreach (var word in Words)
        {
            if (source.Any(word) is not { } from) continue;
            if (kind is not null) problems.Add(from.Mark, ProblemCode.FoldMismatch, $"a fold has one kind");
            kind = Kind(word);
            ReadSources(from, fact, kind.Value, removes: false, sources);
        }
        foreach (var (member, removes) in new[] { ("add", false), ("remove", true) })
        {
            if (source.Any(member) is not { } from) continue;
            kind ??= FoldKind.Members;
            ReadSources(from, fact, FoldKind.Members, removes, sources);
        }
        var window = ReadWindow(source);
        var periods = source.Whole("periods", 1, 24) ?? 6;
        var minPeriods = source.Whole("minPeriods", 1, 24) ?? 3;
        var where = source.Any("where");
        source.Done();
        if (kind is null) problems.Add(node.Mark, ProblemCode.FoldMismatch, $"a fold needs one of {string.Join(", ", Words)}, add/remove");
        if (kind is null || sources.Count == 0) return null;
        Check(fact, kind.Value, sources, window, entity, node.Mark);
        return new Fold(kind.Value, sources, window, periods, minPeriods, where);
    }

    private static FoldKind Kind(string word) => word switch
    {
        "latest" => FoldKind.Latest,
        "count" => FoldKind.Count,
        "sum" => FoldKind.Sum,
        "average" => FoldKind.Average,
        "min" => FoldKind.Min,
        "max" => FoldKind.Max,
        "distinct" => FoldKind.Distinct,
        "lastDate" => FoldKind.LastDate,
        "firstDate" => FoldKind.FirstDate,
        _ => FoldKind.Median,
    };

    private int ReadWindow(SourceObject source)
    {
        if (source.Text("window") is not { } text) return 0;
        if (text.EndsWith('d') && int.TryParse(text.AsSpan(0, text.Length - 1), out var days) && days is > 0 and <= 3660) return days;
        problems.Add(source.MarkOf("window"), ProblemCode.BadSpan, $"'{text}' is no window; write days, as in 90d");
        return 0;
    }

    // A source is "event.type", "event.type.field", a list of those, or {"event.type": constant or "field"}.
    private void ReadSources(SourceNode node, Fact fact, FoldKind kind, bool removes, List<FoldSource> into)
    {
        if (node.Kind == SourceKind.Array)
        {
            foreach (var item in node.Items) ReadSources(item, fact, kind, removes, into);
        }
        else if (node.Kind == SourceKind.Object)
        {
            foreach (var member in node.Members)
            {
                if (Find(member.Name) is not ({ } type, "")) problems.AddUnknown(member.NameMark, ProblemCode.UnknownEvent, member.Name, $"event type", events.Select(e => e.Name));
                else if (Constant(member.Value, fact) is { } constant) into.Add(new FoldSource(type, null, constant, removes));
            }
        }
        else if (node.Kind == SourceKind.Text)
        {
            ReadReference(node, kind, removes, into);
        }
        else
        {
            problems.Add(node.Mark, ProblemCode.WrongKind, $"an event type or field must stand here, not {node.Describe()}");
        }
    }

    private long? Constant(SourceNode node, Fact fact) =>
        TypeNames.Constant(node, fact.Type.Kind == ValueKind.Set ? new ValueType(ValueKind.Code, fact.Type.Codes) : fact.Type, problems);

    private void ReadReference(SourceNode node, FoldKind kind, bool removes, List<FoldSource> into)
    {
        if (Find(node.Text) is not ({ } type, var rest))
        {
            problems.AddUnknown(node.Mark, ProblemCode.UnknownEvent, node.Text, $"event type or event field", events.SelectMany(e => e.Fields.Select(f => $"{e.Name}.{f.Name}").Prepend(e.Name)));
            return;
        }
        var field = rest.Length == 0 ? null : type.Field(rest);
        if (rest.Length > 0 && field is null)
        {
            problems.AddUnknown(node.Mark, ProblemCode.UnknownField, rest, $"field of '{type.Name}'", type.Fields.Select(f => f.Name));
            return;
        }
        var counts = kind is FoldKind.Count or FoldKind.LastDate or FoldKind.FirstDate;
        if (counts == (field is null)) into.Add(new FoldSource(type, field, null, removes));
        else problems.Add(node.Mark, ProblemCode.FoldMismatch, counts ? Sentence.Of($"this fold takes an event type, not a field") : Sentence.Of($"this fold needs a field: '{type.Name}.…'"));
    }

    private (EventType Type, string Tail)? Find(string reference)
    {
        if (events.FirstOrDefault(e => e.Name == reference) is { } whole) return (whole, "");
        var dot = reference.LastIndexOf('.');
        return dot > 0 && events.FirstOrDefault(e => e.Name == reference[..dot]) is { } type ? (type, reference[(dot + 1)..]) : null;
    }

    private void Check(Fact fact, FoldKind kind, List<FoldSource> sources, int window, EntityType? entity, SourceMark at)
    {
        var wanted = kind switch
        {
            FoldKind.Count or FoldKind.Distinct => ValueKind.Integer,
            FoldKind.LastDate or FoldKind.FirstDate => ValueKind.Date,
            FoldKind.Members => ValueKind.Set,
            _ => fact.Type.Kind,
        };
        if (fact.Type.Kind != wanted) problems.Add(at, ProblemCode.FoldMismatch, $"'{fact.Name}' is of type {fact.Type}; the fold {kind} gives {wanted.ToString().ToLowerInvariant()}");
        if (kind is FoldKind.Sum or FoldKind.Average or FoldKind.Median && fact.Type.Kind is not (ValueKind.Integer or ValueKind.Decimal))
            problems.Add(at, ProblemCode.FoldMismatch, $"'{fact.Name}' is of type {fact.Type}; the fold {kind} needs integer or decimal");
        if (window > 0 && kind is not (FoldKind.Count or FoldKind.Sum or FoldKind.Average or FoldKind.Distinct or FoldKind.Min or FoldKind.Max))
            problems.Add(at, ProblemCode.FoldMismatch, $"the fold {kind} has no window");
        foreach (var source in sources)
        {
            if (source.Field is { } field && kind is not FoldKind.Distinct && !Fits(field.Type, fact.Type, kind))
                problems.Add(at, ProblemCode.FoldMismatch, $"'{source.Event.Name}.{field.Name}' is of type {field.Type} and does not fit '{fact.Name}' of type {fact.Type}");
            if (entity is not null && source.Event.Entity != entity)
                problems.Add(at, ProblemCode.FoldMismatch, $"'{source.Event.Name}' does not speak of the entity '{entity.Name}'; give the event that entity and a key");
        }
    }

    private static bool Fits(ValueType field, ValueType fact, FoldKind kind) => kind == FoldKind.Members
        ? field.Kind == ValueKind.Code && field.Codes == fact.Codes
        : field.Kind == fact.Kind && field.Codes == fact.Codes;
}
