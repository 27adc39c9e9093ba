namespace Nba.Engine.Tests.Campaigns;

/// <summary>The test book without a contact policy and with its loan talk in a campaign, spring, in force for the first days of March 2026.</summary>
internal static class CampaignFiles
{
    public const string Asked = """{"product": "loan"}""";
    public const string Window = """{"name": "Window", "parameters": {"from": "2026-03-01", "to": "2026-03-10"}}""";

    /// <summary>The action of the campaign: sales, by a visit, raised when a loan was asked about.</summary>
    public const string Talk = "loan-talk";

    public static readonly string Rules = TestBook.Rules.Replace("\"category\": \"credit\"", "\"category\": \"credit\", \"campaign\": \"spring\"", StringComparison.Ordinal);

    public static string Campaigns(string own = "", string filters = Window, bool enabled = true, string conditions = "") => $$"""
        {"feature_management": {"feature_flags": [
          {"id": "spring", "enabled": {{(enabled ? "true" : "false")}}, "conditions": { {{conditions}} "client_filters": [{{filters}}] } }] },
         "campaigns": {"spring": {"zh": "春", "en": "Spring"{{own}} } } }
        """;

    public static RuleBook Book(string own = "", string filters = Window, bool enabled = true, string conditions = "", string holdOut = "{}") =>
        TestBook.With(("book.json", Rules), ("campaigns.json", Campaigns(own, filters, enabled, conditions)), ("policies/hold-out.json", holdOut), ("policies/contact.json", "{}"));

    /// <summary>A customer whose loan talk stands since the fifth of March.</summary>
    public static Scene Talking(RuleBook book)
    {
        var scene = new Scene(book).Known("2026-03-01");
        scene.Ticks("2026-03-02", "2026-03-05");
        scene.Event("2026-03-05", "interest.shown", Asked);
        return scene;
    }
}
