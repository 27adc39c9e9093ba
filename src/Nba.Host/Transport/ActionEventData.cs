using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nba.Host.Transport;

/// <summary>An action record as a CloudEvent 1.0 in structured mode.</summary>
internal sealed record ActionEvent
{
    public required string Specversion { get; init; }

    public required string Id { get; init; }

    public required string Source { get; init; }

    public required string Type { get; init; }

    public required string Subject { get; init; }

    public string? Time { get; init; }

    public required ActionData Data { get; init; }
}

/// <summary>
/// Every field of an action record, in words and units that a reader without this program understands. What is left out is null, none or zero.
/// </summary>
internal sealed record ActionData
{
    public required string Owner { get; init; }

    public required string Id { get; init; }

    public required int Sequence { get; init; }

    public required int Version { get; init; }

    public required string Customer { get; init; }

    public required bool Withdrawn { get; init; }

    public required string Reason { get; init; }

    public required string Action { get; init; }

    public string? CustomerName { get; init; }

    public string? Subject { get; init; }

    public string? Purpose { get; init; }

    public string? Channel { get; init; }

    public string? Category { get; init; }

    public string? ManagerB { get; init; }

    public bool? Unassigned { get; init; }

    public string? ClaimedBy { get; init; }

    public string? ClaimedUntil { get; init; }

    public PriceData? Price { get; init; }

    public string? Campaign { get; init; }

    public bool? ContactMade { get; init; }

    public string? Flag { get; init; }

    public bool? Batch { get; init; }

    public bool? Accepted { get; init; }

    public string? AppointmentAt { get; init; }

    public bool? Escalated { get; init; }

    public string? RaisedOn { get; init; }

    public string? OccurredOn { get; init; }

    public int? HalfLifeDays { get; init; }

    public string? NotBefore { get; init; }

    public string? Due { get; init; }

    public string? DueOn { get; init; }

    public string? Expires { get; init; }

    public ScoreData? Score { get; init; }

    public IReadOnlyList<MemberData>? Members { get; init; }

    public IReadOnlyList<string>? Rules { get; init; }

    public IReadOnlyList<ArgumentData>? Arguments { get; init; }
}

/// <summary>A price: the kind's word, and the numbers as people say them.</summary>
internal sealed record PriceData(string Kind, decimal Value, decimal? Limit = null, string? Approver = null, string? Until = null);

/// <summary>Score and parts; value and base in yuan a year.</summary>
internal sealed record ScoreData(decimal Propensity, decimal Context, decimal Value, decimal Lever, decimal Base, decimal? Learned = null);

/// <summary>An action that a bundle stands for.</summary>
internal sealed record MemberData(string Id, string Action);

/// <summary>What fills a placeholder of the text, as the engine keeps it.</summary>
internal sealed record ArgumentData(string Kind, long Value, string? Text = null);

/// <summary>
/// Action records as JSON: camel case, without nulls, with Chinese as it is. A name that nothing reads is passed over: a later writer may know more.
/// </summary>
[JsonSerializable(typeof(ActionEvent))]
internal sealed partial class ActionJson : JsonSerializerContext
{
    /// <summary>The one form in which they are written and read.</summary>
    public static ActionJson Event { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
    });
}
