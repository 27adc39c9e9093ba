namespace Nba.Engine.Sources;

/// <summary>
/// Reads an object member by member: each getter reports what is missing or of the wrong kind, and <see cref="Done"/> reports every member that
/// nobody asked for, with the nearest name. Not thread-safe.
/// </summary>
public sealed class SourceObject
{
    private static readonly Sentence AText = Sentence.Of($"a text");
    private static readonly Sentence ATruth = Sentence.Of($"true or false");
    private static readonly Sentence ANumber = Sentence.Of($"a number");
    private static readonly Sentence AWhole = Sentence.Of($"a whole number");
    private static readonly Sentence AnObject = Sentence.Of($"an object");
    private static readonly Sentence AnArray = Sentence.Of($"an array");
    private static readonly Sentence ATextOrTexts = Sentence.Of($"a text or an array of texts");

    private readonly ProblemList _problems;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    private SourceObject(SourceNode node, ProblemList problems) => (Node, _problems) = (node, problems);

    /// <summary>The object itself.</summary>
    public SourceNode Node { get; }

    /// <summary>Opens a node as an object, or reports that it is none and returns null.</summary>
    public static SourceObject? Open(SourceNode node, ProblemList problems)
    {
        if (node.Kind == SourceKind.Object) return new SourceObject(node, problems);
        problems.Add(node.Mark, ProblemCode.WrongKind, $"an object must stand here, not {node.Describe()}");
        return null;
    }

    /// <summary>The member's value whatever its kind, or null when absent or JSON null.</summary>
    public SourceNode? Any(string name)
    {
        _asked.Add(name);
        return Node.Member(name) is { Kind: not SourceKind.Null } value ? value : null;
    }

    /// <summary>The member's value; reports when it is missing.</summary>
    public SourceNode? Required(string name)
    {
        var value = Any(name);
        if (value is null) _problems.Add(Node.Mark, ProblemCode.MissingMember, $"'{name}' is missing here");
        return value;
    }

    /// <summary>The member as text; null when absent; reports another kind.</summary>
    public string? Text(string name) => Of(Any(name), SourceKind.Text, AText)?.Text;

    /// <summary>The member as text; reports when it is missing or another kind, and answers the empty text then.</summary>
    public string RequiredText(string name) => Of(Required(name), SourceKind.Text, AText)?.Text ?? "";

    /// <summary>The member as truth value, or the default.</summary>
    public bool Truth(string name, bool otherwise = false) => Of(Any(name), SourceKind.Boolean, ATruth)?.Truth ?? otherwise;

    /// <summary>The member as number, or null.</summary>
    public decimal? Number(string name) => Of(Any(name), SourceKind.Number, ANumber)?.Number;

    /// <summary>The member as whole number within bounds, or null; reports fractions and numbers outside.</summary>
    public int? Whole(string name, int least, int most)
    {
        var node = Of(Any(name), SourceKind.Number, AWhole);
        if (node is null) return null;
        if (decimal.Truncate(node.Number) == node.Number && node.Number >= least && node.Number <= most) return (int)node.Number;
        _problems.Add(node.Mark, ProblemCode.WrongKind, $"a whole number from {least} to {most} must stand here, not {node.Text}");
        return null;
    }

    /// <summary>The member as object, or null.</summary>
    public SourceObject? Object(string name) => Any(name) is { } node ? Open(node, _problems) : null;

    /// <summary>The members of the object of that name; empty when absent.</summary>
    public IReadOnlyList<SourceMember> Map(string name) => Of(Any(name), SourceKind.Object, AnObject)?.Members ?? [];

    /// <summary>The items of the array of that name; empty when absent.</summary>
    public IReadOnlyList<SourceNode> Items(string name) => Of(Any(name), SourceKind.Array, AnArray)?.Items ?? [];

    /// <summary>A text or an array of texts, as nodes; empty when absent.</summary>
    public IReadOnlyList<SourceNode> Lines(string name)
    {
        if (Any(name) is not { } node) return [];
        if (node.Kind != SourceKind.Array) return Of(node, SourceKind.Text, ATextOrTexts) is { } one ? [one] : [];
        return [.. node.Items.Where(i => Of(i, SourceKind.Text, AText) is not null)];
    }

    /// <summary>The member as one of the words, or null; reports another word with the nearest.</summary>
    public string? Word(string name, params IReadOnlyList<string> words)
    {
        var node = Of(Any(name), SourceKind.Text, AText);
        if (node is null) return null;
        if (words.Contains(node.Text)) return node.Text;
        _problems.Add(node.Mark, ProblemCode.UnknownWord, $"'{node.Text}' is not one of {string.Join(", ", words)}{NearMiss.Hint(node.Text, words)}");
        return null;
    }

    /// <summary>The place of a member's value, or of the object when the member is absent.</summary>
    public SourceMark MarkOf(string name) => Node.Member(name)?.Mark ?? Node.Mark;

    /// <summary>Reports every member that nobody asked for.</summary>
    public void Done()
    {
        foreach (var member in Node.Members)
        {
            if (!_asked.Contains(member.Name) && member.Name != "$schema")
                _problems.AddUnknown(member.NameMark, ProblemCode.UnknownMember, member.Name, $"member of this object", _asked.Order(StringComparer.Ordinal));
        }
    }

    private SourceNode? Of(SourceNode? node, SourceKind kind, Sentence what)
    {
        if (node is null || node.Kind == kind) return node;
        _problems.Add(node.Mark, ProblemCode.WrongKind, $"{what} must stand here, not {node.Describe()}");
        return null;
    }
}
