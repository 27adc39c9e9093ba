using System.Text.Json.Nodes;
using Nba.Engine.Catalogue;
using Nba.Engine.Rules;
using static Nba.Engine.RuleSchemaShapes;

namespace Nba.Engine;

/// <summary>Schemas of the books beside the rules: products, texts, plans, directory and the bank's calendar.</summary>
internal static class RuleSchemaBooks
{
    public static JsonObject Products() => File("products.json", Catalogue(),
        ("bundle", Closed(null, ["zh", "en", "members"],
            ("members", Lines("Ids of the actions it merges, two or more of one purpose.")),
            ("min", Whole(2, 100, "How many must pass together; all unless told.")),
            ("channel", Channel("How it is offered; as the first member unless told.")),
            ("prices", List(Ref("price"), "The first whose lines hold is the price of them together.")),
            ("zh", Text()), ("en", Text()))),
        ("product", Closed(null, ["class", "zh", "en"],
            ("class", Text("What declines and caps count together.")),
            ("risk", Whole(0, 5, "1 to 5; 0 where suitability does not apply.")),
            ("requires", Lines("Products the customer must have.")),
            ("complements", Lines("Products that go with this one.")),
            ("upgrades", Lines("Products that are the step up from this one.")),
            ("segments", Lines("Segments it is meant for; all unless told.")),
            ("value", Number("Yuan it is worth a year, for rules that state no value of their own.")),
            ("prices", List(Ref("price"), "The first whose lines hold is the price.")),
            ("zh", Text()), ("en", Text()))),
        ("price", Closed(null, ["kind", "value"],
            ("when", Lines("Lines that must hold; none for everybody.")),
            ("kind", Word(PriceTerm.Words, "What the number is, and which way a bank concedes: deposit-rate and exchange-discount up, lending-rate, fee-rate, fee, premium and fee-and-premium down.")),
            ("value", Number("Percent a year, yuan a year, or percent off the exchange-rate spread; at most four decimals.")),
            ("limit", Number("How far a manager may go without the approver: the least favourable price to the bank. Fixed without it.")),
            ("approver", Text("Who decides beyond the limit: a word of approvers.")),
            ("until", Day("Last day it is offered.")))));

    private static JsonObject Catalogue()
    {
        var shape = Map(Ref("product"), "The catalogue, by the words of the code list 'product'.");
        shape["properties"] = new JsonObject
        {
            ["approvers"] = Map(Closed(null, ["zh", "en"], ("zh", Text()), ("en", Text("As within a sentence: the branch head."))), "Who may grant more than a limit, by the word that prices name."),
            ["bundles"] = Map(Ref("bundle"), "Actions offered as one, by the id of the action they stand as, which has texts in texts/*.json."),
        };
        return shape;
    }

    public static JsonObject Texts() => File("Texts of actions", Map(Ref("text"), "The wording of each action, by its id."),
        ("text", Closed(null, [.. TextBook.Languages], [.. TextBook.Languages.Select(l => (l, Ref("parts")))])),
        ("parts", Closed("In this order: what it is, why, then appeal, benefit, credibility and a question. {customer.x}, {event.x}, {item.x} and {param.x} are filled in.",
            [.. TextBook.Parts], [.. TextBook.Parts.Select(p => (p, Filled()))])));

    public static JsonObject Plans() => File("Service plans", Map(Ref("plan"), "Plans of several steps, by id."),
        ("plan", Closed(null, ["zh", "en", "steps"], ("zh", Text()), ("en", Text()),
            ("pausedWhile", Lines("Lines that all hold while the plan waits and its step's clock stands still; the holds of policies/contact.json unless told, [] for never.")), ("steps", List(Ref("step"), least: 1)))),
        ("step", Closed(null, ["id", "rule"],
            ("id", Text("Unique in the plan; customers under way keep it.")),
            ("rule", Text("The rule on 'plan' that proposes the step's action.")),
            ("after", RuleSchemaRules.Days("How long after the step before: 30d or 5wd.")),
            ("next", MapOf(Camel<ActionEnd>(), () => Text(), "The step that each end leads to, or end.")))));

    public static JsonObject Directory() => File("directory.json", Closed("The bank's people, teams and branches.", [],
        ("capacity", Whole(1, 1_000_000, "Entries a day of whoever says no other; 15 unless told.")),
        ("people", Map(Closed(null, ["name"], ("name", Text()), ("branch", Text()), ("capacity", Whole(1, 1_000_000, "Entries a day.")),
            ("members", Lines("Of a team: ids of those who may claim its actions; anybody unless told."))), "People and teams, by id.")),
        ("branches", Map(Closed(null, ["name", "head"], ("name", Text()), ("head", Text("Id of the owner."))), "Branches, by id.")),
        ("barriers", Map(Closed(null, ["name", "people"], ("name", Text()), ("people", Lines("Ids of people and teams, who alone see customers behind it; the first takes what would lie with somebody else."))), "Information barriers, by id.")),
        ("productOwners", Lines("Ids of those who may switch campaigns by command; everybody in it unless told.")),
        ("absences", List(Closed("Days on which a person is away.", ["person", "from", "to"],
            ("person", Text("Id of the person.")),
            ("from", Day("First day away.")),
            ("to", Day("Last day away.")),
            ("standIn", Text("Id of the person who sees all of it; the B-role managers see their own customers unless told.")))))));

    public static JsonObject Course()
    {
        var rows = Map(Ref("row"), "What the bank's course on customer relationship management asks for, by the number of its row, and what in this folder realises it.");
        return File("course.json", rows, ("row", Closed("A row, under its number. Names must be those of this folder.", ["zh", "en"],
        [
            ("zh", Text("The course's term.")), ("en", Text("A short title.")), ("note", Text("What realises it that no file of this folder can name.")),
            .. CourseTable.Kinds.Select(k => (k, Lines(k switch
            {
                "families" => "Rule files without .json: all their rules.",
                "facts" => "Facts of the vocabulary, with the rules that give them; of an entity as deposit.maturesOn.",
                "plans" => "Plans with the rules that start them and those of their steps.",
                "campaigns" => "Campaigns with the rules that belong to them.",
                "policies" => "Parts of policies/*.json, as contact.caps.",
                _ => null,
            }))),
        ])));
    }

    public static JsonObject Statistics() => File("statistics.json", Map(Ref("statistic"), "What is counted for product owners, by name."),
        ("statistic", OneOf(Closed("The things of an entity by its facts, or the activities of one type by a field.", ["zh", "en", "class"],
            ("zh", Text()), ("en", Text()),
            ("entity", Text("Each thing of it counts once.")),
            ("event", Text("Each activity of this type counts once.")),
            ("opened", Text("With 'entity': the fact that holds the day of receipt.")),
            ("answered", Text("With 'entity': the fact that holds a day of answer; the first answer counts.")),
            ("closed", Text("With 'entity': the fact that holds the day it was closed.")),
            ("class", Text("The fact of the entity, or the field of the event, that holds the class.")),
            ("promise", Text("With 'entity': the action whose due day an answer must keep; its rules say how long after receipt.")),
            ("repeatDays", Whole(1, 3650, "Days within which another one of the customer makes a repeat, today included; not counted unless told.")),
            ("names", Map(Closed(null, ["zh", "en"], ("zh", Text()), ("en", Text())), "What people call the classes.")),
            ("note", Closed("What counts as what; stands under the table.", ["zh", "en"], ("zh", Text()), ("en", Text())))), ["entity", "event"])));

    public static JsonObject BankCalendar() => File("calendars/bank.json", Closed("Which calendars the bank lives by.", ["zone"],
        ("zone", Text("A time zone of the tz database, as Asia/Shanghai.")),
        ("working", Text("The file of this folder that says which days are worked, without .json; Monday to Friday unless told.")),
        ("lunar", Truth("Whether lunar.json is read.")),
        ("terms", Truth("Whether solar-terms.json is read.")),
        ("festivals", Truth("Whether festivals.json is read."))));
}
