namespace Nba.Engine.Sources;

/// <summary>The kinds of JSON values.</summary>
public enum SourceKind
{
    /// <summary>An object.</summary>
    Object,
    /// <summary>An array.</summary>
    Array,
    /// <summary>A string.</summary>
    Text,
    /// <summary>A number, kept as decimal.</summary>
    Number,
    /// <summary>True or false.</summary>
    Boolean,
    /// <summary>Null.</summary>
    Null,
}

/// <summary>A member of an object with the place of its name.</summary>
public readonly record struct SourceMember(string Name, SourceMark NameMark, SourceNode Value);

/// <summary>A JSON value that knows where it stands. Immutable once parsed.</summary>
public sealed class SourceNode
{
    private readonly List<SourceMember> _members = [];
    private readonly List<SourceNode> _items = [];

    internal SourceNode(SourceKind kind, SourceMark mark, string text = "", decimal number = 0, bool truth = false) =>
        (Kind, Mark, Text, Number, Truth) = (kind, mark, text, number, truth);

    /// <summary>What the value is.</summary>
    public SourceKind Kind { get; }

    /// <summary>Where the value begins.</summary>
    public SourceMark Mark { get; }

    /// <summary>The string's content, or a number as written.</summary>
    public string Text { get; }

    /// <summary>The number, for numbers.</summary>
    public decimal Number { get; }

    /// <summary>The truth value, for booleans.</summary>
    public bool Truth { get; }

    /// <summary>The members of an object in the order written.</summary>
    public IReadOnlyList<SourceMember> Members => _members;

    /// <summary>The items of an array in the order written.</summary>
    public IReadOnlyList<SourceNode> Items => _items;

    /// <summary>The member of that name, or null.</summary>
    public SourceNode? Member(string name)
    {
        foreach (var member in _members)
        {
            if (member.Name == name) return member.Value;
        }
        return null;
    }

    /// <summary>What the value is, for messages.</summary>
    public Sentence Describe() => Kind switch
    {
        SourceKind.Text => Sentence.Of($"the text \"{(Text.Length > 40 ? Text[..40] + "…" : Text)}\""),
        SourceKind.Number => Sentence.Of($"the number {Text}"),
        SourceKind.Boolean => Sentence.Quoted(Truth ? "true" : "false"),
        SourceKind.Null => Sentence.Quoted("null"),
        SourceKind.Array => Sentence.Of($"an array"),
        _ => Sentence.Of($"an object"),
    };

    /// <summary>Where a character of a text stands, each that JSON has an escape for written as two; in a text of several lines or with other escapes it is near there.</summary>
    internal SourceMark MarkAt(int offset)
    {
        var column = Mark.Column + 1 + offset;
        for (var i = 0; i < Math.Min(offset, Text.Length); i++)
        {
            if (Text[i] is '"' or '\\' or '\n' or '\r' or '\t') column++;
        }
        return Mark with { Column = column };
    }

    internal void Add(SourceMember member) => _members.Add(member);

    internal void Add(SourceNode item) => _items.Add(item);
}
