using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Nba.Host.Delivery.Templates;

/// <summary>Makes a body that a tool takes: whole if it can, else with shorter values and a shorter list.</summary>
/// <param name="isText">Whether the body is one text; else it is JSON.</param>
/// <param name="limits">How much the tool takes.</param>
internal sealed class MessageFit(bool isText, MessageLimits limits)
{
    // A list keeps its entries readable before it gives them up; the last still shows a name and what to do.
    private const int ListValue = 300;
    private static readonly int[] Values = [int.MaxValue, 1000, ListValue, 120, 40];
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The body.</summary>
    /// <param name="part">What it is made of; null for an empty one.</param>
    /// <param name="actions">How many actions there are.</param>
    /// <param name="digest">Whether fewer may be shown.</param>
    /// <param name="scope">What names stand for, given how many actions are shown and to what values are cut.</param>
    public byte[] Body(IMessagePart? part, int actions, bool digest, Func<int, int, MessageScope> scope)
    {
        if (part is null) return [];
        JsonNode? Made(int shown, int longest) => Node(part, scope(shown, longest));
        var last = Made(actions, Values[0]);
        foreach (var longest in Values)
        {
            last = longest == Values[0] ? last : Made(actions, longest);
            if (Fits(last)) return Bytes(last);
            if (digest && longest == ListValue) break;
        }
        if (!digest) return Bytes(last);
        return Bytes(Shortened(actions, Made));
    }

    // The longest list that fits; where not even one entry does, that one with short values.
    private JsonNode? Shortened(int actions, Func<int, int, JsonNode?> made)
    {
        var (fits, over, best) = (0, actions, (JsonNode?)null);
        while (over - fits > 1)
        {
            var middle = (fits + over) / 2;
            var tried = made(middle, ListValue);
            if (Fits(tried)) (fits, best) = (middle, tried);
            else over = middle;
        }
        if (best is not null) return best;
        foreach (var longest in Values.Where(v => v < ListValue))
        {
            best = made(Math.Min(1, actions), longest);
            if (Fits(best)) return best;
        }
        return best;
    }

    private static JsonNode? Node(IMessagePart part, MessageScope scope)
    {
        var values = new List<JsonNode?>(1);
        part.Put(scope, values);
        return values.Count == 0 ? null : values[0];
    }

    private bool Fits(JsonNode? node) => (limits.Body == 0 || Bytes(node).Length <= limits.Body) && FitsInside(node);

    private bool FitsInside(JsonNode? node) => node switch
    {
        JsonObject members => members.All(m => (m.Value is not JsonArray list || m.Key != "blocks" || limits.Blocks == 0 || list.Count <= limits.Blocks) && FitsInside(m.Value)),
        JsonArray items => items.All(FitsInside),
        JsonValue value when value.TryGetValue<string>(out var text) =>
            (limits.TextBytes == 0 || Encoding.UTF8.GetByteCount(text) <= limits.TextBytes) && (limits.TextCharacters == 0 || text.Length <= limits.TextCharacters),
        _ => true,
    };

    private byte[] Bytes(JsonNode? node)
    {
        if (node is null) return [];
        if (isText) return Encoding.UTF8.GetBytes(node.GetValue<string>());
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Readable)) node.WriteTo(writer);
        return stream.ToArray();
    }
}
