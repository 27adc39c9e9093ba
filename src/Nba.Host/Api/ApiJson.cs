using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Nba.Host.Campaigns;

namespace Nba.Host.Api;

/// <summary>Answers as JSON: camel case, without nulls, with Chinese as it is.</summary>
[JsonSerializable(typeof(QueueAnswer))]
[JsonSerializable(typeof(EntryAnswer))]
[JsonSerializable(typeof(CustomerAnswer))]
[JsonSerializable(typeof(DecisionsAnswer))]
[JsonSerializable(typeof(DeadLettersAnswer))]
[JsonSerializable(typeof(IntakeAnswer))]
[JsonSerializable(typeof(OutcomeRequest))]
[JsonSerializable(typeof(OutcomeAnswer))]
[JsonSerializable(typeof(ClaimRequest))]
[JsonSerializable(typeof(ClaimAnswer))]
[JsonSerializable(typeof(CampaignsAnswer))]
[JsonSerializable(typeof(CampaignHistoryAnswer))]
[JsonSerializable(typeof(CampaignRequest))]
[JsonSerializable(typeof(CampaignChangedAnswer))]
[JsonSerializable(typeof(CampaignDryRunAnswer))]
[JsonSerializable(typeof(StatisticsAnswer))]
[JsonSerializable(typeof(StatisticAnswer))]
[JsonSerializable(typeof(ReportAnswer))]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(WhyNotAnswer))]
[JsonSerializable(typeof(ActionExplained))]
[JsonSerializable(typeof(CustomerExplained))]
[JsonSerializable(typeof(DecisionExplained))]
[JsonSerializable(typeof(CheckpointAnswer))]
[JsonSerializable(typeof(EraseRequest))]
[JsonSerializable(typeof(EraseAnswer))]
[JsonSerializable(typeof(DeliveriesAnswer))]
[JsonSerializable(typeof(SetAsideAnswer))]
[JsonSerializable(typeof(RedriveRequest))]
[JsonSerializable(typeof(RedriveAnswer))]
[JsonSerializable(typeof(ProblemAnswer))]
public sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>The one form in which answers are written and read. A name that nothing reads is refused, so that a slip is seen.</summary>
    public static ApiJson Web { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
    });
}
