using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nba.Host.Delivery;

/// <summary>Messages as CloudEvents 1.0 in structured mode (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md): the form that needs no template.</summary>
internal static class CloudEventForm
{
    /// <summary>The message of a delivery.</summary>
    public static RenderedMessage Of(DeliveryMessage message)
    {
        var content = message.Content;
        var sent = new DeliveredEvent("1.0", message.Key, "nba:delivery", "nba.prompt." + content.Kind.ToString().ToLowerInvariant(), content.Owner, content.AsOf, "application/json", content);
        return new RenderedMessage("POST", "", "application/cloudevents+json; charset=utf-8", JsonSerializer.SerializeToUtf8Bytes(sent, DeliveredJson.Sent.DeliveredEvent));
    }
}

/// <summary>A delivery as a CloudEvent.</summary>
internal sealed record DeliveredEvent(string Specversion, string Id, string Source, string Type, string Subject, string Time, string Datacontenttype, DeliveryContent Data);

/// <summary>Deliveries as JSON: camel case, without nulls, with Chinese as it is.</summary>
[JsonSerializable(typeof(DeliveredEvent))]
internal sealed partial class DeliveredJson : JsonSerializerContext
{
    /// <summary>The one form in which they are sent.</summary>
    public static DeliveredJson Sent { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter<DeliveryKind>(JsonNamingPolicy.KebabCaseLower) },
    });
}
