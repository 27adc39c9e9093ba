using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Nba.Engine.Sources;

namespace Nba.Host.Demo;

/// <summary>What a campaign may cost at the demo bank: so many contacts for each of its people and teams, whom only the demo knows. The best go first.</summary>
internal static class DemoBudget
{
    /// <summary>The file that campaigns are in.</summary>
    public const string File = "campaigns.json";

    private const string Campaign = "travel-season";

    private const int Share = 4;

    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The campaigns with shares of a budget for these owners; as they are, where the rules know no such campaign or gave it a budget of their own.</summary>
    public static SourceFile Shared(SourceFile campaigns, IReadOnlyList<string> owners)
    {
        var file = JsonNode.Parse(campaigns.Text, documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        if (file?["campaigns"]?[Campaign] is not JsonObject campaign || campaign.ContainsKey("budget")) return campaigns;
        campaign["budget"] = new JsonObject
        {
            ["contacts"] = owners.Count * Share,
            ["perOwner"] = new JsonObject([.. owners.Select(o => KeyValuePair.Create(o, (JsonNode?)Share))]),
        };
        return campaigns with { Text = file.ToJsonString(Written) + "\n" };
    }
}
