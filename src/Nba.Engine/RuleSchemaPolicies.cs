using System.Text.Json.Nodes;
using Nba.Engine.Policies;
using Nba.Engine.Vocabulary;
using static Nba.Engine.RuleSchemaShapes;

namespace Nba.Engine;

/// <summary>Schemas of what <see cref="PolicyReader"/> reads.</summary>
internal static class RuleSchemaPolicies
{
    private static readonly IReadOnlyList<string> Purposes = BuiltIn.Purposes.Values;

    public static JsonObject Contact() => File("policies/contact.json", Closed("How often a customer is contacted.", [],
        ("coolDown", MapOf(Purposes, () => MapOf(Purposes, () => Pattern("^[0-9]{1,5}d$")), "[last contact's purpose][next one's]: days between, as 14d.")),
        ("caps", List(Closed("At most so many contacts in so many days.", ["scope", "count", "days"],
            ("scope", Scope(PolicyReader.CapScopes, "What is counted together; household: with the contacts of relations.")),
            ("purpose", Purpose("Only this one; all unless told.")),
            ("count", Whole(0, 1000)),
            ("days", Whole(1, ContactLedger.KeptDays, "In how many days, today included."))))),
        ("holds", List(Closed("Lines that hold actions of some purposes.", ["name"],
            ("name", Text()), ("while", Lines("Lines that must all hold.")), ("purposes", Words(Purposes, "What is held."))))),
        ("household", Closed("Who is told of contacts, so that caps of the household count them: those whom the customer's things of one kind name.", ["each", "customer"],
            ("each", Text("The entity.")), ("customer", Text("Its fact that names the other customer.")), ("while", Lines("Lines about the thing, as item.x, that must all hold.")))),
        ("quietHours", Closed("Electronic deliveries wait, in the bank's zone.", [], ("from", Whole(0, 24, "First hour of quiet.")), ("to", Whole(0, 24, "First hour after it.")))),
        ("spreadAfterGoLive", Words(Purposes, "Purposes whose actions wait after go-live for the customer's turn, one of the first 20 working days; all but duty unless told.")),
        ("leaseHours", Whole(1, PolicyBook.MostLeaseHours, "Hours for which a team's member has an action they claim; 4 unless told.")),
        ("reservedPlaces", MapOf(Purposes, () => Number(), "Entries of a day's list kept for each purpose."))));

    public static JsonObject Consent() => File("policies/consent.json", Closed("Which purposes need consent.", [],
        ("needed", Words(Purposes, "Must be granted.")),
        ("refusalObeyed", Words(Purposes, "Need none, yet stop at a refusal.")),
        ("persons", Text("The entity whose things are persons with a word of their own, as the contact persons of a company."))));

    public static JsonObject Declines()
    {
        var row = Closed("What one reason blocks.", ["reason", "scope"],
            ("reason", Word(BuiltIn.DeclineReasons.Values)),
            ("by", Word(BuiltIn.Deciders.Values, "Whose no; anybody's unless told.")),
            ("scope", Scope(PolicyReader.DeclineScopes, "What is blocked.")),
            ("days", Whole(1, 3650, "For how long; until revived unless told.")),
            ("doubling", Truth("Whether each further one counts twice as long.")),
            ("revivedBy", Lines("Event types that end it.")));
        row["anyOf"] = new JsonArray(Needs("days"), Needs("revivedBy"));
        var interest = Closed("Which answers tell of interest in a category, and how much they weigh: (n·p + yes) / (n + yes + no) in place of a rule's propensity p.", ["purposes", "priorAnswers"],
            ("purposes", Words(Purposes, "Of these actions.", least: 1)),
            ("priorAnswers", Whole(1, InterestPolicy.MostPriorAnswers, "n: how many answers the rule's own propensity weighs.")),
            ("yes", Words(PolicyReader.InterestOutcomes, "Outcomes that tell of interest; an acceptance only by the customer or with a time.")),
            ("no", Words(BuiltIn.DeclineReasons.Values, "Reasons that tell of none, when the customer gave them.")));
        interest["anyOf"] = new JsonArray(Needs("yes"), Needs("no"));
        return File("policies/declines.json", Closed("What answers mean.", [], ("declines", List(row)), ("interest", interest)));
    }

    private static JsonObject Scope(IReadOnlyList<PolicyScope> scopes, string about) => Word(scopes.Select(s => s.ToString().ToLowerInvariant()), about);
}
