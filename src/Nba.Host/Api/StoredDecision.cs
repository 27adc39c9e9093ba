using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nba.Host.Api;

/// <summary>A decision record as stored, read back.</summary>
/// <param name="Id">The customer, a dot and its number.</param>
/// <param name="Customer">The customer.</param>
/// <param name="Input">What was decided about.</param>
/// <param name="Now">The time of the input.</param>
/// <param name="Book">Version of the rule book in force.</param>
/// <param name="Candidates">What was wanted, with what became of it.</param>
/// <param name="Changes">What changed.</param>
/// <param name="Outcome">Why nothing was raised by the activity; null where it could.</param>
/// <param name="CalendarAssumed">Whether the year's working days are not known yet, and Monday to Friday was taken.</param>
public sealed record StoredDecision(
    string Id, string Customer, StoredInput Input, string Now, string Book, IReadOnlyList<StoredCandidate> Candidates, IReadOnlyList<StoredChange> Changes, string? Outcome = null,
    [property: JsonPropertyName("calendar-assumed")] bool CalendarAssumed = false)
{
    internal static StoredDecision Read(ReadOnlySpan<byte> record) => JsonSerializer.Deserialize(record, StoredDecisionJson.Default.StoredDecision)!;
}

/// <summary>An activity with its position in the log, or a journal entry with its number.</summary>
public sealed record StoredInput(long? Position = null, string? Event = null, string? Type = null, string? Time = null, long? Journal = null, string? Kind = null);

/// <summary>What was wanted.</summary>
public sealed record StoredCandidate(
    string Id, string Answer, string Reason, string? Action = null, IReadOnlyList<string>? Rules = null, string? Subject = null, IReadOnlyList<StoredMember>? Members = null, string? Until = null, string? Detail = null,
    StoredScore? Score = null, IReadOnlyDictionary<string, JsonElement>? Facts = null);

/// <summary>An action that a bundle stands for.</summary>
public sealed record StoredMember(string Id, string Action);

/// <summary>Parts of a score, in millionths.</summary>
public sealed record StoredScore(long Propensity, long Context, long Value, long Lever, long Base, StoredLearning? Learned = null);

/// <summary>What the customer's answers made of a propensity.</summary>
public sealed record StoredLearning(long Before, long Weight, long Yes, long No);

/// <summary>A change of an action, for one owner's queue where it has one.</summary>
public sealed record StoredChange(string Id, string Reason, string? Action = null, string? Owner = null, int? Version = null, bool Withdrawn = false);

/// <summary>Decision records as they were written; a later version may have written more.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StoredDecision))]
internal sealed partial class StoredDecisionJson : JsonSerializerContext;
