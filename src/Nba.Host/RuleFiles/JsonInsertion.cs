using System.Text;
using System.Text.Json;

namespace Nba.Host.RuleFiles;

/// <summary>Adds to a JSON file that people keep, as text: everything that stands in it stays as it is, comments and layout too.</summary>
internal static class JsonInsertion
{
    private static readonly JsonReaderOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Adds an element at the end of the last array of that name in the root object, or in the objects of a root array; null when there is none.</summary>
    /// <param name="text">The file.</param>
    /// <param name="array">Name of the array.</param>
    /// <param name="element">Makes the element's lines, given the blanks before them.</param>
    public static string? IntoArray(string text, string array, Func<string, string> element) => Insert(text, Find(Encoding.UTF8.GetBytes(text), array), "    ", element);

    /// <summary>Adds a member at the end of the root object; null when the file has none.</summary>
    /// <param name="text">The file.</param>
    /// <param name="member">Makes the member's lines, given the blanks before them.</param>
    public static string? IntoRoot(string text, Func<string, string> member) => Insert(text, Find(Encoding.UTF8.GetBytes(text), null), "  ", member);

    // Where the last value begins and ends, and where the bracket that closes stands; an empty one has its last end behind the opening bracket.
    private static Spot? Find(ReadOnlySpan<byte> json, string? array)
    {
        var reader = new Utf8JsonReader(json, Options);
        Spot? found = null;
        while (reader.Read())
        {
            var inside = array is null
                ? reader is { TokenType: JsonTokenType.StartObject, CurrentDepth: 0 }
                : reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 or 2 } && reader.ValueTextEquals(array) && reader.Read() && reader.TokenType == JsonTokenType.StartArray;
            if (inside) found = Walk(ref reader);
            else if (reader.TokenType == JsonTokenType.PropertyName) reader.Skip();
        }
        return found;
    }

    private static Spot Walk(ref Utf8JsonReader reader)
    {
        var spot = new Spot(-1, (int)reader.BytesConsumed, 0);
        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject))
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            spot = new Spot(start, (int)reader.BytesConsumed, 0);
        }
        return spot with { Close = (int)reader.TokenStartIndex };
    }

    private static string? Insert(string text, Spot? found, string usual, Func<string, string> element)
    {
        if (found is not { } spot) return null;
        var json = Encoding.UTF8.GetBytes(text);
        var newLine = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        string Part(int from, int to) => Encoding.UTF8.GetString(json, from, to - from);
        var (before, gap, after) = (Part(0, spot.LastEnd), Part(spot.LastEnd, spot.Close), Part(spot.Close, json.Length));
        var indent = spot.LastStart < 0 ? usual : IndentOf(Part(0, spot.LastStart)) ?? usual;
        var added = element(indent).ReplaceLineEndings(newLine);
        var comma = spot.LastStart < 0 || HasComma(gap) ? "" : ",";
        var line = gap.LastIndexOf('\n') + 1;
        return line > 0
            ? before + comma + gap[..line] + added + newLine + gap[line..] + after
            : before + comma + gap.TrimEnd() + newLine + added + newLine + indent[..Math.Max(0, indent.Length - 2)] + after;
    }

    // The blanks before a value that begins its line.
    private static string? IndentOf(string before)
    {
        var line = before[(before.LastIndexOf('\n') + 1)..];
        return line.All(c => c is ' ' or '\t') ? line : null;
    }

    // A comma that is no part of a comment.
    private static bool HasComma(string gap)
    {
        for (var i = 0; i < gap.Length; i++)
        {
            if (gap[i] == ',') return true;
            if (gap[i] != '/' || i + 1 == gap.Length) continue;
            var end = gap[i + 1] == '*' ? gap.IndexOf("*/", i, StringComparison.Ordinal) + 1 : gap.IndexOf('\n', i);
            if (end <= 0) return false;
            i = end;
        }
        return false;
    }

    private readonly record struct Spot(int LastStart, int LastEnd, int Close);
}
