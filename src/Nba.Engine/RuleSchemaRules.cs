using System.Text.Json.Nodes;
using Nba.Engine.Routing;
using Nba.Engine.Rules;
using static Nba.Engine.RuleSchemaShapes;

namespace Nba.Engine;

/// <summary>Schemas of what <see cref="RuleFiles"/>, <see cref="RuleCompiler"/> and <see cref="OtherRules"/> read.</summary>
internal static class RuleSchemaRules
{
    private const string Span = "^[0-9]{1,5}(d|wd)$";
    private static readonly string[] Shapes = ["action", "fact", "route", "plan"];

    public static JsonObject Rules()
    {
        var shape = new JsonObject
        {
            ["description"] = "Rules in the format of Microsoft RulesEngine with our Properties: one workflow or several.",
            ["anyOf"] = new JsonArray(Ref("workflow"), List(Ref("workflow"))),
        };
        return File("Rule file", shape,
        [
            ("workflow", AllowSchema(Workflow())), ("rule", Rule()), ("nested", Nested()), ("local", Local()), ("properties", Properties()), ("action", Action()),
            ("fact", Fact()), ("route", Route()), ("plan", Plan()), .. RuleSchemaCases.Shared(),
        ]);
    }

    public static JsonObject Families() => File("families.json",
        Map(Closed("Defaults of one rule file; a rule's own members go before them.", [], [.. Triggers(), ("action", Ref("action")), ("zh", Text()), ("en", Text())]),
            "What the action rules of a file share, by the file's name without .json."),
        ("action", Action()));

    private static JsonObject Workflow() => Closed(null, ["WorkflowName"],
        ("WorkflowName", Text()),
        ("GlobalParams", List(Ref("local"), "Named expressions for all rules.")),
        ("Rules", List(Ref("rule"))));

    private static JsonObject Rule() => Closed("A rule with exactly one of action, fact, route or plan.", ["RuleName", "Properties"],
        ("RuleName", Text("Unique over all files; actions out keep it.")),
        ("Enabled", Truth("true unless told.")),
        ("Expression", Lines("Lines that must all hold.")),
        ("Operator", Operator()),
        ("Rules", List(Ref("nested"))),
        ("LocalParams", List(Ref("local"), "Named expressions for this rule.")),
        ("ErrorMessage", Text()), ("SuccessEvent", Text()), ("RuleExpressionType", Text()),
        ("Properties", Ref("properties")));

    private static JsonObject Nested() => Closed("Lines within a rule, joined by its Operator.", [],
        ("RuleName", Text()), ("Enabled", Truth()), ("Expression", Lines()), ("Operator", Operator()), ("Rules", List(Ref("nested"))), ("RuleExpressionType", Text()));

    private static JsonObject Operator() => Word(["And", "AndAlso", "Or", "OrElse"], "How nested rules are joined; And unless told.");

    private static JsonObject Local() => Closed(null, ["Name", "Expression"], ("Name", Text()), ("Expression", Text()));

    private static JsonObject Properties()
    {
        var shape = Closed(null, [],
        [
            .. Triggers(),
            ("action", Ref("action")), ("fact", Ref("fact")), ("route", Ref("route")), ("plan", Ref("plan")),
            ("cases", List(Ref("case"), "Proofs of the rule: given facts, what comes of it.")),
            ("zh", Text()), ("en", Text()),
        ]);
        shape["dependentRequired"] = new JsonObject { ["cases"] = Texts(["action"]), ["each"] = Texts(["action"]) };
        return OneOf(shape, Shapes);
    }

    private static (string Name, JsonObject Value)[] Triggers() =>
    [
        Unset(("for", Lines("Kinds of customer; everybody unless told."))),
        Unset(("on", Lines("What it listens to: event types, daily, hourly or plan."))),
        Unset(("each", Text("The entity it is asked for, one by one; lines read item.x."))),
    ];

    private static JsonObject Action() => Closed("The action proposed. id, purpose and channel must stand here or in families.json; null unsets what stands there.", [], [.. ActionMembers().Select(Unset)]);

    private static (string Name, JsonObject Value)[] ActionMembers() =>
    [
        ("id", Text("The action, which has texts in texts/*.json.")),
        ("purpose", Purpose()),
        ("channel", Channel()),
        ("category", Text("What declines and caps count together; the product's class, else the file's name.")),
        ("product", Text("A product of products.json.")),
        ("contains", Lines("Products of products.json that it offers together: a no to the class of one that the customer lacks, or its risk, stops the offer too.")),
        ("offer", Word(Camel(OfferKind.Any), "Its product must be a complement of, or an upgrade from, one the customer has, as products.json says.")),
        ("campaign", Text("A campaign of campaigns.json.")),
        ("conflict", Text("Of the actions that share it the best alone stands.")),
        ("batch", Truth("Whether its customers are shown as one list.")),
        ("halfLifeDays", Whole(0, 3650, "Days after which its score is half; 0 for never.")),
        ("again", MapOf(Camel<ActionEnd>(), () => Pattern("^([0-9]{1,5}(d|wd)|never|policy)$"), "When it may come back after each end: 90d, 10wd, never or policy.")),
        ("episode", Text("What makes it another one: none, event, month, year, or a date or whole number.")),
        ("keep", Lines("Lines that must go on holding; the rule's own unless told.")),
        ("met", Lines("Lines that say the customer did it.")),
        ("eligibility", Lines("Lines: may we?")),
        ("applicability", Lines("Lines: does it make sense?")),
        ("suitability", Lines("Lines: does it serve the customer?")),
        ("propensity", Value("How likely it is taken; 0.5 unless told.")),
        ("context", Value("Factor of the moment; 1 unless told.")),
        ("value", Value("Yuan it is worth; 100 unless told.")),
        ("notBefore", Date("First day it is shown.")),
        ("due", Date("Day, or 4h: hours from the activity.")),
        ("escalate", Date("Day the next in line is told.")),
        ("expires", Date("Last day it is shown.")),
    ];

    private static JsonObject Value(string about) => Kinds(["number", "string"], about + " A number or an expression.");

    private static JsonObject Date(string about) => Text(about + " Written 5wd, 20d, due+2wd, item.maturesOn - 3wd, or today.festivalDate.");

    private static JsonObject Fact() => Closed("The fact given; the first rule whose lines hold gives it.", ["name", "value"],
        ("name", Text("A fact with \"rule\": true.")),
        ("value", Kinds(["boolean", "number", "string", "array"], "A constant of the fact's type, or an expression.")));

    private static JsonObject Route()
    {
        var owners = List(Word(Kebab<RouteTarget>()), least: 1);
        owners["maxItems"] = 2;
        var to = new JsonObject { ["description"] = "One or two owners.", ["anyOf"] = new JsonArray(Word(Kebab<RouteTarget>()), owners) };
        return Closed("Whose actions are; the first rule whose lines hold says it.", ["to"], ("to", to), ("purposes", Words(Vocabulary.BuiltIn.Purposes.Values, "Only these; all unless told.")));
    }

    private static JsonObject Plan() => Closed("The plan begun.", ["start"], ("start", Text("A plan of plans/*.json.")));

    /// <summary>A span of days.</summary>
    internal static JsonObject Days(string about) => Pattern(Span, about);
}
