using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nba.Host.Delivery.Calendar;

/// <summary>Asks for an address.</summary>
/// <param name="Manager">Id of the manager, team or head whose calendar it is.</param>
/// <param name="Language">zh-CN or en.</param>
internal sealed record CalendarAddressRequest(string? Manager, string? Language);

/// <summary>Somebody's address.</summary>
/// <param name="Manager">Whose calendar.</param>
/// <param name="Name">Their name, where the directory knows one.</param>
/// <param name="Language">Language of the calendar.</param>
/// <param name="Since">When it was given.</param>
/// <param name="Path">The address below that of the host; only in the answer that gives it.</param>
internal sealed record CalendarAddressAnswer(string Manager, string? Name, string Language, string Since, string? Path = null);

/// <summary>Who has an address.</summary>
/// <param name="Addresses">By id of the owner.</param>
internal sealed record CalendarAddressesAnswer(IReadOnlyList<CalendarAddressAnswer> Addresses);

/// <summary>Rows and answers of calendars as JSON: camel case, without nulls, with Chinese as it is.</summary>
[JsonSerializable(typeof(ShownEvent))]
[JsonSerializable(typeof(CalendarAddressRequest))]
[JsonSerializable(typeof(CalendarAddressAnswer))]
[JsonSerializable(typeof(CalendarAddressesAnswer))]
internal sealed partial class CalendarJson : JsonSerializerContext
{
    /// <summary>The one form in which they are written and read.</summary>
    public static CalendarJson Web { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    });
}
