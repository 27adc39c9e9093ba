using System.Text.Json.Nodes;
using Nba.Engine.Campaigns;
using static Nba.Engine.RuleSchemaShapes;

namespace Nba.Engine;

/// <summary>Schemas of what <see cref="CampaignReader"/> reads: campaigns, and who is kept out of all of them.</summary>
internal static class RuleSchemaCampaigns
{
    public static JsonObject Campaigns()
    {
        var conditions = Closed(null, [], ("requirement_type", Word(["All", "Any"], "Whether all filters must hold or one is enough; told when there are several.")), ("client_filters", List(Ref("filter"))));
        return File("campaigns.json", Closed("Campaigns, as feature flags in the schema of Microsoft.FeatureManagement.", [],
                ("feature_management", Closed(null, [], ("feature_flags", List(Ref("flag"))))),
                ("campaigns", Map(Ref("campaign"), "What only a bank's campaign has, by the flag's id."))),
            ("flag", Closed(null, ["id"],
                ("id", Text()), ("description", Text()), ("display_name", Text()), ("enabled", Truth("false unless told.")), ("conditions", conditions))),
            ("filter", new JsonObject { ["anyOf"] = new JsonArray(Window(), Some("Segment", "Segments it is for."), Some("Branch", "Branches it is for."), Percentage()) }),
            ("campaign", Closed(null, ["zh", "en"],
                ("zh", Text()), ("en", Text()),
                ("holdOut", Whole(0, 50, "Percent of the customers kept out, to see what it brings.")),
                ("lever", Number("Factor of its actions' scores, 0 to 100; 1 unless told.")),
                ("approval", Truth("Whether a change by command waits for a second person.")),
                ("whenOff", Word(["withdraw", "keep"], "What becomes of open actions when it ends; withdraw unless told.")),
                ("budget", Closed("How many contacts it may cost.", ["contacts", "perOwner"],
                    ("contacts", Whole(0, 100_000_000, "In all.")),
                    ("perOwner", Map(Whole(0, 100_000_000), "Each owner's share, by id; together at most all. Others have none.")))))));
    }

    public static JsonObject HoldOut() => File("policies/hold-out.json", Closed("Who is kept out of all campaigns.", [],
        ("controlGroups", List(Closed("Customers whom no campaign reaches, to measure all campaigns together.", ["name", "zh", "en", "percent"],
            ("name", Text("Draws the customers: another name draws others.")),
            ("zh", Text()), ("en", Text()),
            ("percent", Whole(0, 50, "Share of the customers.")),
            ("from", Day("First day.")), ("to", Day("Last day.")))))));

    private static JsonObject Window()
    {
        var parameters = Closed(null, [], ("from", Day("First day.")), ("to", Day("Last day.")));
        parameters["anyOf"] = new JsonArray(Needs("from"), Needs("to"));
        return Filter(nameof(CampaignFilterKind.Window), parameters);
    }

    private static JsonObject Some(string name, string about) => Filter(name, Closed(null, ["any"], ("any", Lines(about))));

    private static JsonObject Percentage() => Filter(nameof(CampaignFilterKind.Percentage), Closed(null, ["value"], ("value", Whole(0, 100, "Share of the customers it is for."))));

    private static JsonObject Filter(string name, JsonObject parameters) => Closed(null, ["name", "parameters"], ("name", Word([name])), ("parameters", parameters));
}
