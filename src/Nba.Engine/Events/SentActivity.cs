using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Nba.Engine.Calendars;

namespace Nba.Engine.Events;

/// <summary>An activity that a decision about one customer sends to another: the only way from customer to customer. Immutable.</summary>
/// <param name="Customer">Who it is for.</param>
/// <param name="Json">The event, CloudEvents 1.0.</param>
public sealed record SentActivity(string Customer, ReadOnlyMemory<byte> Json)
{
    /// <summary>The source of events that the engine makes.</summary>
    public const string Source = "nba";

    /// <summary>An event of the engine's own about another customer; its id says what caused it, so that sending it again changes nothing.</summary>
    internal static SentActivity Make(string customer, string type, string id, Instant time, Action<Utf8JsonWriter> data)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("specversion", "1.0");
            json.WriteString("id", id);
            json.WriteString("source", Source);
            json.WriteString("type", type);
            json.WriteString("subject", customer);
            json.WriteString("time", time.ToString());
            json.WriteStartObject("data");
            data(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return new SentActivity(customer, buffer.WrittenMemory.ToArray());
    }

    /// <summary>An activity as it came, but for another customer: id and source stay, so that it counts once.</summary>
    internal static SentActivity Forward(ReadOnlyMemory<byte> json, string customer)
    {
        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        var (start, end) = (0, 0);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isSubject = reader.ValueTextEquals("subject"u8);
            reader.Read();
            if (isSubject) (start, end) = ((int)reader.TokenStartIndex, (int)reader.BytesConsumed);
            reader.Skip();
        }
        var subject = Encoding.UTF8.GetBytes('"' + JavaScriptEncoder.Default.Encode(customer) + '"');
        return new SentActivity(customer, (byte[])[.. json.Span[..start], .. subject, .. json.Span[end..]]);
    }
}
