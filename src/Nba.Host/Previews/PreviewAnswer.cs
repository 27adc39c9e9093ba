using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nba.Host.Previews;

/// <summary>What the calendar will raise, in words.</summary>
/// <param name="StandsAt">The day on which the store stands.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="Greetings">Whether it is the greeting plan of a month alone.</param>
/// <param name="Book">Version of the rule book.</param>
/// <param name="Language">Language of the words.</param>
/// <param name="Managers">Owners, with how much there is of what.</param>
/// <param name="Actions">What happens, by owner and day.</param>
/// <param name="Stopped">What rules want and gates keep from queues.</param>
internal sealed record PreviewAnswer(
    string StandsAt, string From, string To, bool Greetings, string Book, string Language, IReadOnlyList<PreviewCounts> Managers, IReadOnlyList<PreviewRow> Actions, IReadOnlyList<PreviewRow> Stopped)
{
    /// <summary>The answer from rows in order.</summary>
    public static PreviewAnswer Of(PreviewSpan span, DateOnly standsAt, string book, string language, IReadOnlyList<PreviewRow> rows) => new(
        PreviewWords.Day(standsAt), PreviewWords.Day(span.From), PreviewWords.Day(span.To), span.GreetingsOnly, book, language,
        [.. rows.GroupBy(r => r.Manager, StringComparer.Ordinal).Select(PreviewCounts.Of)],
        [.. rows.Where(r => r.What != "stopped")], [.. rows.Where(r => r.What == "stopped")]);
}

/// <summary>How much there is for one owner.</summary>
/// <param name="Manager">The owner.</param>
/// <param name="Name">Their name.</param>
/// <param name="Raised">Actions that come.</param>
/// <param name="Greetings">How many of these are greetings.</param>
/// <param name="Due">Of what stood before: how many fall due.</param>
/// <param name="Appointments">Appointments agreed on.</param>
/// <param name="Escalated">Actions of which the branch head is told.</param>
/// <param name="Leaving">Of what stood before: how many leave the queue.</param>
/// <param name="Stopped">Actions that a gate keeps from the queue.</param>
/// <param name="AskFirst">How many of these nobody has asked the customer about.</param>
/// <param name="Refused">How many of them the customer refused.</param>
internal sealed record PreviewCounts(string Manager, string? Name, int Raised, int Greetings, int Due, int Appointments, int Escalated, int Leaving, int Stopped, int AskFirst, int Refused)
{
    internal static PreviewCounts Of(IGrouping<string, PreviewRow> rows) => new(
        rows.Key, rows.First().ManagerName, rows.Count(r => r.What == "raised"), rows.Count(r => r is { What: "raised", Purpose: "care" }), rows.Count(r => r is { What: "due", Stood: true }),
        rows.Count(r => r.What == "appointment"), rows.Count(r => r.What == "escalated"), rows.Count(r => r is { Stood: true, What: "held" or "withdrawn" or "expired" }), rows.Count(r => r.What == "stopped"),
        rows.Count(r => r is { What: "stopped", Because: "consent-unknown" }), rows.Count(r => r is { What: "stopped", Because: "consent-refused" }));
}

/// <summary>Previews as JSON: camel case, without nulls, with Chinese as it is.</summary>
[JsonSerializable(typeof(PreviewAnswer))]
[JsonSerializable(typeof(PreviewComparison))]
internal sealed partial class PreviewJson : JsonSerializerContext
{
    /// <summary>The one form in which they are written.</summary>
    public static PreviewJson Web { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    });
}
