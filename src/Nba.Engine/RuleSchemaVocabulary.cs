using System.Text.Json.Nodes;
using Nba.Engine.Vocabulary;
using static Nba.Engine.RuleSchemaShapes;

namespace Nba.Engine;

/// <summary>Schemas of what <see cref="VocabularyReader"/> reads.</summary>
internal static class RuleSchemaVocabulary
{
    private const int MostId = BuiltIn.FirstId - 1;
    private static readonly string[] Numeric = ["boolean", "integer", "decimal"];

    public static JsonObject Vocabulary() => File("vocabulary.json",
        Closed("Every word the rules may use. Ids are stored: a number is never reused.", [],
            ("codes", Map(List(Text()), "Code lists by name. Words are only appended, since their places are stored.")),
            ("entities", Map(Ref("entity"), "Things that a customer has several of, as deposits.")),
            ("feeds", Map(Feed(), "Sources that say how far they are complete, with the event feed.complete.")),
            ("events", Map(Ref("event"), "Event types of activities.")),
            ("facts", Map(Ref("fact"), "Facts of a customer, read as customer.x."))),
        ("entity", Entity()), ("event", Event()), ("field", Field()), ("fact", Fact()), ("fold", Fold()), ("over", Over()), ("source", Source()), ("type", Type()));

    public static JsonObject Parameters()
    {
        var parameters = Map(Closed("A number or truth value, read as param.x.", ["type", "value", "zh", "en"],
            ("type", Word(Numeric)),
            ("value", Kinds(["boolean", "number"], "The value for everybody.")),
            ("bySegment", Map(Kinds(["boolean", "number"]), "Other values for some segments. Rules that give facts or segments read the common value, for the segment follows from them.")),
            ("zh", Text()), ("en", Text())), "Numbers that rules share.");
        return File("parameters.json", parameters);
    }

    private static JsonObject Entity() => Closed("A kind of thing, kept per customer.", ["id"],
        ("id", Whole(1, MostId, "Stored; never reused.")),
        ("keepDays", Whole(0, 3650, "Days it is kept after its end; 30 unless told.")),
        ("facts", Map(Ref("fact"), "Facts of one such thing, read as item.x.")),
        ("zh", Text()), ("en", Text()));

    private static JsonObject Event() => Closed("An event type.", ["id"],
        ("id", Whole(1, MostId, "Stored; never reused.")),
        ("fields", Map(Ref("field"), "Fields of its data, read as event.x.")),
        ("entity", Text("The entity it speaks of.")),
        ("key", Text("The text field that names which one.")),
        ("ends", Truth("Whether it ends that thing.")),
        ("staleAfterDays", Whole(0, 36500, "Older ones raise nothing; 3 unless told.")),
        ("follows", Word(BuiltIn.Outcomes.Values, "The answer to an action that it follows from too: accepted with a time books, the others say what became of it.")),
        ("source", Text("The feed it comes from: while that is behind, what passes without such an event proves nothing.")),
        ("zh", Text()), ("en", Text()));

    private static JsonObject Feed() => Closed("A source of activities.", [],
        ("lagDays", Whole(1, 31, "Up to how many days before the one that begins it must be complete; 1, the day before, unless told.")),
        ("zh", Text()), ("en", Text()));

    private static JsonObject Field() => Closed("A field of an event type.", ["type"],
        ("type", Ref("type")),
        ("required", Truth("Whether an event without it is refused.")),
        ("personal", Truth("Whether it says something of a person.")),
        ("zh", Text()), ("en", Text()));

    private static JsonObject Fact()
    {
        var computed = Camel(FactOrigin.Fold, FactOrigin.Rule, FactOrigin.Over);
        var shape = Closed("A fact: folded from activities, counted from another fact's date, taken over the customer's things, or given by rules.", ["id", "type", "zh", "en"],
        [
            ("id", Whole(1, MostId, "Stored; never reused.")),
            ("type", Ref("type")),
            ("fold", Ref("fold")),
            ("rule", Truth("Given by rules with Properties.fact.")),
            ("over", Ref("over")),
            .. computed.Select(name => (name, Text("Name of the date fact counted from."))),
            ("default", Kinds(["boolean", "number", "string", "array"], "The value while nothing is known.")),
            ("freshForDays", Whole(0, 36500, "After so many days it counts as unknown; 0 for never.")),
            ("personal", Truth("Whether it says something of a person.")),
            ("zh", Text()), ("en", Text()),
        ]);
        return OneOf(shape, ["fold", "rule", "over", .. computed]);
    }

    private static JsonObject Fold()
    {
        var words = Camel(FoldKind.Members, FoldKind.InForce);
        var shape = Closed("How activities become the fact.", [],
        [
            .. words.Select(word => (word, Ref("source"))),
            ("add", Ref("source", "For sets: what adds a word.")),
            ("remove", Ref("source", "For sets: what takes a word out.")),
            ("window", Pattern("^0*[1-9][0-9]*d$", "Days looked back, today included: 90d.")),
            ("periods", Whole(1, 24, "For medians: closed months at most; 6 unless told.")),
            ("minPeriods", Whole(1, 24, "For medians: fewer closed months give nothing; 3 unless told.")),
            ("where", Text("Condition over event that an activity must meet.")),
        ]);
        OneOf(shape, words);
        ((JsonArray)shape["oneOf"]!).Add((JsonNode)new JsonObject { ["anyOf"] = new JsonArray(Needs("add"), Needs("remove")) });
        return shape;
    }

    private static JsonObject Over() => OneOf(Closed("Over the customer's things of one kind that have not ended.", ["entity"],
        ("entity", Text("An entity.")),
        ("count", Truth("How many; written true.")),
        ("any", Truth("Whether there is one; written true.")),
        ("min", Text("The fact of theirs whose least value is taken.")),
        ("max", Text("The fact of theirs whose greatest value is taken.")),
        ("sum", Text("The fact of theirs that is added up.")),
        ("where", Lines("Lines over item that a thing must meet."))), Camel<OverKind>());

    private static JsonObject Source() => new()
    {
        ["description"] = "\"event.type\", \"event.type.field\", a list of those, or {\"event.type\": constant}.",
        ["anyOf"] = new JsonArray(Text(), List(Ref("source")), Map(Kinds(["boolean", "number", "string", "array"]))),
    };

    private static JsonObject Type() =>
        Pattern($"^({string.Join('|', Camel(ValueKind.Code, ValueKind.Set))}|code:.+|set:.+)$", "boolean, integer, decimal, date, instant, text, or a word or set of words of a code list: code:list, set:list.");
}
