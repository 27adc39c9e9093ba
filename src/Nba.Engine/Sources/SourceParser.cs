using System.Globalization;
using System.Text.RegularExpressions;
using Newtonsoft.Json;

namespace Nba.Engine.Sources;

/// <summary>
/// Reads strict JSON (RFC 8259, comments allowed) into values with places. What Newtonsoft's reader would let pass (single quotes, bare names,
/// NaN, constructors, hexadecimal numbers, trailing commas, dates guessed from strings) is refused.
/// </summary>
public static partial class SourceParser
{
    private const int MaxDepth = 64;

    /// <summary>The file's value, or null after a problem was added.</summary>
    public static SourceNode? Parse(SourceFile file, ProblemList problems)
    {
        var text = new SourceText(file);
        using var reader = new JsonTextReader(new StringReader(file.Text))
        {
            DateParseHandling = DateParseHandling.None,
            FloatParseHandling = FloatParseHandling.Decimal,
            MaxDepth = MaxDepth,
            Culture = CultureInfo.InvariantCulture,
        };
        try
        {
            return ReadDocument(reader, text, problems);
        }
        catch (JsonException fault)
        {
            var (line, column) = fault is JsonReaderException r ? (r.LineNumber, r.LinePosition + 1) : (reader.LineNumber, reader.LinePosition);
            problems.Add(new SourceMark(file.Path, Math.Max(1, line), Math.Max(1, column)), ProblemCode.NotJson, $"this is not JSON: {WordsOf(fault.Message)}");
            return null;
        }
    }

    private static SourceNode? ReadDocument(JsonTextReader reader, SourceText text, ProblemList problems)
    {
        SourceNode? root = null;
        var open = new Stack<SourceNode>();
        (string Name, SourceMark Mark)? pending = null;
        while (reader.Read())
        {
            text.Pass(reader);
            if (reader.TokenType == JsonToken.Comment) continue;
            if (root is not null && open.Count == 0) return Refuse(text, reader, problems, $"nothing may follow the first value");
            if (reader.TokenType is JsonToken.EndObject or JsonToken.EndArray)
            {
                if (text.HasTrailingComma) return Refuse(text, reader, problems, $"a comma before the closing bracket is not JSON");
                open.Pop();
                continue;
            }
            if (reader.TokenType == JsonToken.PropertyName)
            {
                if (!text.IsJsonName(reader)) return Refuse(text, reader, problems, $"names stand in double quotes");
                pending = ((string)reader.Value!, text.StartOfName(reader));
                continue;
            }
            if (Value(reader, text) is not { } node) return Refuse(text, reader, problems, $"'{reader.Value}' is not a JSON value");
            Attach(open, ref pending, node, problems);
            root ??= node;
            if (node.Kind is SourceKind.Object or SourceKind.Array) open.Push(node);
        }
        if (root is null || open.Count > 0) return Refuse(text, reader, problems, root is null ? Sentence.Of($"the file is empty") : Sentence.Of($"the text ends inside an object or array"));
        return root;
    }

    private static SourceNode? Value(JsonTextReader reader, SourceText text)
    {
        var end = text.End(reader);
        switch (reader.TokenType)
        {
            case JsonToken.StartObject: return new SourceNode(SourceKind.Object, text.Mark(end - 1));
            case JsonToken.StartArray: return new SourceNode(SourceKind.Array, text.Mark(end - 1));
            case JsonToken.Null: return new SourceNode(SourceKind.Null, text.Mark(end - 4));
            case JsonToken.Boolean: return new SourceNode(SourceKind.Boolean, text.Mark(end - ((bool)reader.Value! ? 4 : 5)), truth: (bool)reader.Value!);
            case JsonToken.String:
                if (reader.QuoteChar != '"' || text.StartOfString(end) is not (>= 0 and var quote) || !SourceText.IsJsonString(text.Slice(quote + 1, end - 1))) return null;
                return new SourceNode(SourceKind.Text, text.Mark(quote), (string)reader.Value!);
            case JsonToken.Integer or JsonToken.Float:
                var start = text.StartOfNumber(end);
                var raw = text.Slice(start, end);
                return SourceText.IsJsonNumber(raw) && decimal.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                    ? new SourceNode(SourceKind.Number, text.Mark(start), raw, number)
                    : null;
            default: return null;
        }
    }

    private static void Attach(Stack<SourceNode> open, ref (string Name, SourceMark Mark)? pending, SourceNode node, ProblemList problems)
    {
        if (open.Count == 0) return;
        var parent = open.Peek();
        if (parent.Kind == SourceKind.Array)
        {
            parent.Add(node);
            return;
        }
        var (name, mark) = pending!.Value;
        pending = null;
        if (parent.Member(name) is not null) problems.Add(mark, ProblemCode.DuplicateMember, $"'{name}' stands twice in this object; keep one");
        else parent.Add(new SourceMember(name, mark, node));
    }

    private static SourceNode? Refuse(SourceText text, JsonTextReader reader, ProblemList problems, Sentence why)
    {
        problems.Add(text.Mark(Math.Max(0, text.End(reader) - 1)), ProblemCode.NotJson, $"this is not JSON: {why}");
        return null;
    }

    // What the reader says of a character, in the words of whoever wrote it; anything else as it says it.
    private static Sentence WordsOf(string message)
    {
        var path = message.IndexOf(" Path '", StringComparison.Ordinal);
        var said = (path > 0 ? message[..path] : message).TrimEnd('.');
        if (Met().Match(said) is not { Success: true } met) return Sentence.Quoted(said);
        var sign = met.Groups["sign"].Value;
        return met.Groups["where"].Value switch
        {
            "After parsing a value an unexpected character was encountered" => Sentence.Of($"a comma is missing before this, or a bracket is not closed: '{sign}' cannot follow"),
            "Unexpected character encountered while parsing value" => Sentence.Of($"'{sign}' begins no value: a text stands in straight double quotes"),
            "Invalid property identifier character" => Sentence.Of($"the name of a member must stand here in straight double quotes, not '{sign}'"),
            _ => Sentence.Of($"':' must follow the name of a member, not '{sign}'"),
        };
    }

    [GeneratedRegex("^(?<where>After parsing a value an unexpected character was encountered|Unexpected character encountered while parsing value|Invalid property identifier character|Invalid character after parsing property name. Expected ':' but got): (?<sign>.+)$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Met();
}
