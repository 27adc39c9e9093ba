using System.Net.Http.Headers;
using Nba.Engine.Sources;

namespace Nba.Host.Delivery.Templates;

/// <summary>Reads a template file. Every fault has its line and column.</summary>
/// <param name="problems">Where faults go.</param>
internal sealed class MessageTemplateReader(ProblemList problems)
{
    private const int LeastLimit = 256;
    private const int MostLimit = 100_000_000;
    private static readonly string[] Methods = ["POST", "PUT", "PATCH", "DELETE"];
    private static readonly DeliveryKind[] Kinds = Enum.GetValues<DeliveryKind>();
    private static readonly string[] KindWords = [.. Kinds.Select(Word)];

    /// <summary>The template; null after problems.</summary>
    public MessageTemplate? Read(SourceFile file)
    {
        var before = problems.Count;
        if (SourceParser.Parse(file, problems) is not { } node || SourceObject.Open(node, problems) is not { } root) return null;
        root.Text("zh");
        root.Text("en");
        root.Required("format");
        var format = MessageFormat.Of(root.Word("format", MessageFormat.Words));
        var contentType = ContentType(root) ?? format.ContentType;
        var limit = root.Whole("limit", LeastLimit, MostLimit);
        var parts = new NamedParts(root.Map("parts"));
        var messages = root.Required("messages") is { } all ? Messages(all, format, parts) : [];
        parts.Done(problems);
        root.Done();
        var limits = limit is { } body ? format.Limits with { Body = body } : format.Limits;
        return problems.Count == before ? new MessageTemplate(format, contentType, limits, messages) : null;
    }

    private static string Word(DeliveryKind kind) => kind.ToString().ToLowerInvariant();

    private string? ContentType(SourceObject root)
    {
        if (root.Text("contentType") is not { } type) return null;
        if (!MediaTypeHeaderValue.TryParse(type, out _) || type.Any(char.IsControl))
            problems.Add(root.MarkOf("contentType"), ProblemCode.WrongKind, $"a media type as application/json must stand here, not '{type}'");
        return type;
    }

    private Dictionary<DeliveryKind, MessagePattern> Messages(SourceNode node, MessageFormat format, NamedParts parts)
    {
        var messages = new Dictionary<DeliveryKind, MessagePattern>();
        if (SourceObject.Open(node, problems) is not { } all) return messages;
        foreach (var kind in Kinds)
        {
            if (all.Any(Word(kind)) is { } one && Written(one, all) is { } written && Message(written, kind, format, parts) is { } message) messages[kind] = message;
        }
        all.Done();
        if (node.Members.Count == 0) problems.Add(node.Mark, ProblemCode.MissingMember, $"a message must stand here: {string.Join(", ", KindWords)}");
        return messages;
    }

    // The message itself, or the one that its text names, which is written out.
    private SourceNode? Written(SourceNode node, SourceObject all)
    {
        if (node.Kind != SourceKind.Text) return node;
        if (all.Any(node.Text) is { Kind: SourceKind.Object } named && KindWords.Contains(node.Text)) return named;
        problems.Add(node.Mark, ProblemCode.UnknownTarget, $"'{node.Text}' is no message that is written out here{NearMiss.Hint(node.Text, all.Node.Members.Where(m => m.Value.Kind == SourceKind.Object).Select(m => m.Name))}");
        return null;
    }

    private MessagePattern? Message(SourceNode node, DeliveryKind kind, MessageFormat format, NamedParts parts)
    {
        if (SourceObject.Open(node, problems) is not { } message) return null;
        var scope = kind == DeliveryKind.Digest ? NameScope.Message : NameScope.Action;
        var method = message.Word("method", Methods) ?? Methods[0];
        var path = message.Any("path") is { Kind: SourceKind.Text } text ? Path(text, scope) : Path(message);
        var body = message.Any("body") is { } written ? new MessagePartReader(format.Use, parts, problems).Read(written, new PartPlace(scope, OnlyText: format.IsText)) : null;
        if (method != "DELETE" && message.Any("body") is null) problems.Add(node.Mark, ProblemCode.MissingMember, $"'body' is missing here; only DELETE goes without one");
        message.Done();
        return new MessagePattern(method, path, body);
    }

    private static TextPattern Path(SourceObject message)
    {
        message.Text("path");
        return new TextPattern([], false);
    }

    private TextPattern Path(SourceNode node, NameScope scope)
    {
        var pattern = new TextPatternReader(problems).Read(node, scope);
        var words = string.Concat(pattern.Pieces.Select(p => p.Words));
        if (node.Text.Length > 0 && node.Text[0] != '/') problems.Add(node.Mark, ProblemCode.WrongKind, $"a path that begins with / must stand here, or an empty one, not '{node.Text}'");
        if (words.FirstOrDefault(c => c is <= ' ' or > '~' or '#' or '"' or '<' or '>' or '\\' or '^' or '`' or '{' or '|' or '}') is var odd && odd != '\0')
            problems.Add(node.Mark, ProblemCode.WrongKind, $"'{odd}' does not stand in an address as it is; percent-encode it, as %{(int)odd:X2}");
        if (pattern.Pieces.Any(p => p.Place is { Most: < int.MaxValue } or { Use: not null }) || pattern.KeepsType)
            problems.Add(node.Mark, ProblemCode.BadPlaceholder, $"a value in a path is inserted whole and percent-encoded: leave out what follows its name");
        return pattern;
    }
}
