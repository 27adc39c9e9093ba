using System.Text.Json;
using Nba.Engine.Vocabulary;

namespace Nba.Host.Api;

/// <summary>What the record of a decision says of one action.</summary>
/// <param name="Decision">Id of the record.</param>
/// <param name="Reasons">What happened to the action, as reason codes.</param>
internal sealed record FoundDecision(string Decision, IReadOnlyList<Reason> Reasons);

/// <summary>Finds the decision that an event gave rise to among a customer's latest.</summary>
internal static class DecisionSearch
{
    private const int Latest = 16, MostNamed = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until the decision of an event that another worker may have taken shows here; the time is the caller's token's.</summary>
    /// <exception cref="OperationCanceledException">It did not show in time.</exception>
    public static async Task Shown(Queries queries, string customer, string eventId, string action, TimeProvider time, CancellationToken enough)
    {
        while (Find(queries, customer, eventId, action) is null) await Task.Delay(Pause, time, enough).ConfigureAwait(false);
    }

    /// <summary>Whether one of the customer's latest decisions did something with an action.</summary>
    public static bool IsNamed(Queries queries, string customer, string action)
    {
        foreach (var decision in queries.Decisions(customer, MostNamed)?.Decisions ?? [])
        {
            if (queries.Decision(decision) is not { } record) continue;
            using var json = JsonDocument.Parse(record);
            // An answer to what never was is in a record of its own.
            if (json.RootElement.GetProperty("changes").EnumerateArray().Any(c => c.GetProperty("id").GetString() == action && c.GetProperty("reason").GetString() != ReasonNames.Of(Reason.Gone))) return true;
        }
        return false;
    }

    /// <summary>The record of that event's decision, or null where none was written.</summary>
    public static FoundDecision? Find(Queries queries, string customer, string eventId, string action)
    {
        foreach (var decision in queries.Decisions(customer, Latest)?.Decisions ?? [])
        {
            if (queries.Decision(decision) is not { } record) continue;
            using var json = JsonDocument.Parse(record);
            if (!json.RootElement.GetProperty("input").TryGetProperty("event", out var caused) || caused.GetString() != eventId) continue;
            var changes = json.RootElement.GetProperty("changes").EnumerateArray().Where(c => c.GetProperty("id").GetString() == action);
            return new FoundDecision(decision, [.. changes.Select(c => ReasonNames.Find(c.GetProperty("reason").GetString()!)).OfType<Reason>()]);
        }
        return null;
    }
}
