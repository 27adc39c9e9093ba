using Nba.Engine.Sources;

namespace Nba.Engine.Vocabulary;

/// <summary>Reads type names as files write them, and constants of those types.</summary>
internal static class TypeNames
{
    private static readonly string[] Plain = ["boolean", "integer", "decimal", "date", "instant", "text"];

    /// <summary>The type a text names, or null after a problem.</summary>
    public static ValueType? Read(SourceNode? node, IReadOnlyDictionary<string, CodeList> codes, ProblemList problems)
    {
        if (node is null) return null;
        if (node.Kind != SourceKind.Text)
        {
            problems.Add(node.Mark, ProblemCode.WrongKind, $"a type must be a text, not {node.Describe()}");
            return null;
        }
        var colon = node.Text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) return PlainType(node, problems);
        var (kind, name) = (node.Text[..colon], node.Text[(colon + 1)..]);
        if (kind is not ("code" or "set") || !codes.TryGetValue(name, out var list))
        {
            problems.AddUnknown(node.Mark, ProblemCode.UnknownType, node.Text, $"type", [.. Plain, .. codes.Keys.Select(c => "code:" + c), .. codes.Keys.Select(c => "set:" + c)]);
            return null;
        }
        if (kind == "set" && list.Values.Count > 64) problems.Add(node.Mark, ProblemCode.UnknownType, $"a set holds at most 64 words; '{name}' has {list.Values.Count}");
        return new ValueType(kind == "set" ? ValueKind.Set : ValueKind.Code, list);
    }

    /// <summary>A constant in stored form, or null after a problem.</summary>
    public static long? Constant(SourceNode node, ValueType type, ProblemList problems)
    {
        long scaled;
        switch (type.Kind, node.Kind)
        {
            case (ValueKind.Boolean, SourceKind.Boolean): return node.Truth ? 1 : 0;
            case (ValueKind.Integer, SourceKind.Number) when decimal.Truncate(node.Number) == node.Number: return (long)node.Number;
            case (ValueKind.Decimal, SourceKind.Number) when Scaled.TryFrom(node.Number, out scaled): return scaled;
            case (ValueKind.Date, SourceKind.Text) when DateOnly.TryParseExact(node.Text, "yyyy-MM-dd", out var date): return date.DayNumber;
            case (ValueKind.Code, SourceKind.Text):
                var code = type.Codes!.IndexOf(node.Text);
                if (code < 0) problems.AddUnknown(node.Mark, ProblemCode.UnknownCode, node.Text, $"word of '{type.Codes.Name}'", type.Codes.Values);
                return code < 0 ? null : code;
            case (ValueKind.Set, SourceKind.Array):
                long bits = 0;
                foreach (var item in node.Items) bits |= Constant(item, new ValueType(ValueKind.Code, type.Codes), problems) is { } bit ? 1L << (int)bit : 0;
                return bits;
            default:
                problems.Add(node.Mark, ProblemCode.WrongKind, $"a value of type {type} must stand here, not {node.Describe()}");
                return null;
        }
    }

    private static ValueType? PlainType(SourceNode node, ProblemList problems)
    {
        var at = Array.IndexOf(Plain, node.Text);
        if (at < 0) problems.Add(node.Mark, ProblemCode.UnknownType, $"'{node.Text}' is no type: {string.Join(", ", Plain)}, code:LIST and set:LIST are{NearMiss.Hint(node.Text, Plain)}");
        return at < 0 ? null : new ValueType(at switch { 0 => ValueKind.Boolean, 1 => ValueKind.Integer, 2 => ValueKind.Decimal, 3 => ValueKind.Date, 4 => ValueKind.Instant, _ => ValueKind.Text });
    }
}
