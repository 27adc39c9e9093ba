using System.Text.Json.Nodes;
using Nba.Engine.Vocabulary;
using static Nba.Engine.RuleSchemaShapes;

namespace Nba.Engine;

/// <summary>Schemas of what <see cref="CaseRunner"/> reads: the cases of rule files, and the people they are like.</summary>
internal static class RuleSchemaCases
{
    public static JsonObject People() => File("people.json", Map(Ref("person"), "Made-up people for the cases of rule files."),
        ("person", Closed(null, [],
            ("facts", Facts("Facts of the customer.")),
            ("items", Map(List(Closed(null, [], ("key", Text("Its name, for people who read this file.")), ("facts", Facts("Facts of the thing.")))), "Things of each entity.")),
            ("consents", List(Ref("consent"))),
            ("contacts", List(Ref("contact"))))),
        ("consent", Consent()), ("contact", Contact()));

    /// <summary>What rule files share under <c>$defs</c>.</summary>
    public static (string Name, JsonObject Value)[] Shared() => [("case", Case()), ("step", Step()), ("event", Event()), ("outcome", Outcome()), ("then", Then()), ("consent", Consent()), ("contact", Contact())];

    private static JsonObject Case()
    {
        var shape = Closed("Given facts, on a day: what must come of it.", ["name"],
        [
            ("name", Text()),
            ("customer", Text("The customer's id, which draws hold-outs; case unless told.")),
            ("like", Text("A person of people.json.")),
            ("given", Facts("Facts in place of the person's.")),
            ("item", Facts("Facts of the one thing, for rules with each.")),
            ("consents", List(Ref("consent"))),
            ("contacts", List(Ref("contact"))),
            ("steps", List(Ref("step"), "Several days, one after the other; without them the case is one step itself.", least: 1)),
            .. StepMembers(),
        ]);
        // What a step says stands beside its day, so that none of it stands beside "steps".
        shape["dependentRequired"] = new JsonObject { ["event"] = Texts(["at"]), ["outcome"] = Texts(["at"]), ["then"] = Texts(["at"]) };
        shape["not"] = Needs("event", "outcome");
        return OneOf(shape, ["at", "steps"]);
    }

    private static JsonObject Step()
    {
        var shape = Closed(null, ["at"], StepMembers());
        shape["not"] = Needs("event", "outcome");
        return shape;
    }

    private static (string Name, JsonObject Value)[] StepMembers() =>
        [("at", Day("The day.")), ("event", Ref("event")), ("outcome", Ref("outcome")), ("then", Ref("then"))];

    private static JsonObject Event() => Closed("What happens; without it, or an outcome, the day's tick.", ["type"], ("type", Text("An event type.")), ("data", Facts("Its fields.")));

    private static JsonObject Outcome()
    {
        var fields = BuiltIn.Events().First(e => e.Name == BuiltIn.Outcome).Fields.Where(f => f.Name != "action").ToArray();
        var answer = Closed(null, ["outcome"], [.. fields.Select(f => (f.Name, Field(f.Type)))]);
        return new() { ["description"] = "What the manager answers to the rule's action.", ["anyOf"] = new JsonArray(Word(BuiltIn.Outcomes.Values), answer) };
    }

    private static JsonObject Field(Vocabulary.ValueType type) => type.Kind switch
    {
        ValueKind.Code => Word(type.Codes!.Values),
        ValueKind.Date => Day(),
        _ => Text(),
    };

    private static JsonObject Then() => Closed("What must have come of it.", [],
        ("raise", Text("The action that stands.")),
        ("hold", Text("The action that is held.")),
        ("none", Text("The action that does not stand.")),
        ("because", Because()),
        ("due", Day("With raise: its day.")));

    private static JsonObject Because() => new()
    {
        ["description"] = "With hold and none: the reason, or the lines that failed, counted from 1.",
        ["anyOf"] = new JsonArray(Word([.. ReasonNames.All, "nothing"]), Pattern("^line [1-9][0-9]*(, line [1-9][0-9]*)*$")),
    };

    private static JsonObject Facts(string about) => Map(Kinds(["boolean", "number", "string", "array", "null"]), about);

    private static JsonObject Consent() => Closed("What the customer agreed to, or refused.", ["purpose", "channel", "granted"], ("purpose", Purpose()), ("channel", Channel()), ("granted", Truth()), ("person", Text("The customer's person whose word it is: item, the one that the case is about, or another.")));

    private static JsonObject Contact() => Closed("A contact before the case.", ["on", "purpose", "channel"], ("on", Day()), ("purpose", Purpose()), ("channel", Channel()), ("category", Text()));
}
