using Nba.Engine.Sources;

namespace Nba.Host.Delivery.Templates;

/// <summary>What may stand at a place of a template.</summary>
/// <param name="Scope">Which names mean something.</param>
/// <param name="Several">Whether a part may give none or several values: in a list.</param>
/// <param name="OnlyText">Whether it must give a text.</param>
internal readonly record struct PartPlace(NameScope Scope, bool Several = false, bool OnlyText = false);

/// <summary>
/// Reads the body of a message: JSON as the tool wants it, with texts that hold placeholders, and with objects that stand for something else: <c>each … do</c>, <c>if … then … else</c>,
/// <c>choose … from … else</c>, <c>join … with</c>, <c>zh-CN … en</c>, and <c>part</c> for one of the template's named parts.
/// </summary>
/// <param name="use">What reads inserted values.</param>
/// <param name="parts">The named parts.</param>
/// <param name="problems">Where faults go.</param>
internal sealed class MessagePartReader(TextUse use, NamedParts parts, ProblemList problems)
{
    private static readonly string[] Lists = ["actions", "talkingPoints"];
    private static readonly string[] Languages = ["zh-CN", "en"];
    private readonly TextPatternReader _texts = new(problems);

    /// <summary>The part; null after problems that leave none.</summary>
    public IMessagePart? Read(SourceNode node, PartPlace place)
    {
        if (node.Kind == SourceKind.Object && Form(node, place) is { } form) return form.Part;
        if (place.OnlyText && node.Kind != SourceKind.Text)
        {
            problems.Add(node.Mark, ProblemCode.WrongKind, $"a text must stand here, not {node.Describe()}");
            return null;
        }
        return node.Kind switch
        {
            SourceKind.Text => Text(node, place),
            SourceKind.Array => new ListPart(Items(node, place with { Several = true })),
            SourceKind.Object => Members(node, place with { Several = false }),
            SourceKind.Number => new FixedPart(node.Number),
            SourceKind.Boolean => new FixedPart(node.Truth),
            _ => new FixedPart(null),
        };
    }

    private TextPart Text(SourceNode node, PartPlace place)
    {
        var pattern = _texts.Read(node, place.Scope);
        if (pattern.KeepsType && place.OnlyText) problems.Add(node.Mark, ProblemCode.BadPlaceholder, $"a text must stand here, and {{=…}} gives a number or truth value");
        return new TextPart(pattern, use);
    }

    private List<IMessagePart> Items(SourceNode node, PartPlace place) => [.. node.Items.Select(i => Read(i, place)).OfType<IMessagePart>()];

    private ObjectPart Members(SourceNode node, PartPlace place) =>
        new([.. node.Members.Select(m => (m.Name, Part: Read(m.Value, place))).Where(m => m.Part is not null).Select(m => KeyValuePair.Create(m.Name, m.Part!))]);

    // One box more than the part, so that a form with faults is told from none.
    private (IMessagePart? Part, bool Is)? Form(SourceNode node, PartPlace place)
    {
        if (SourceObject.Open(node, problems) is not { } form) return null;
        IMessagePart? part;
        if (node.Member("each") is not null) part = Each(form, place);
        else if (node.Member("if") is not null) part = If(form, place);
        else if (node.Member("choose") is not null) part = Choice(form, place);
        else if (node.Member("join") is not null) part = Join(form, place);
        else if (node.Member("part") is not null) part = Named(form, place);
        else if (node.Members.Any(m => Languages.Contains(m.Name, StringComparer.OrdinalIgnoreCase))) part = Words(form, place);
        else return null;
        form.Done();
        return (part, true);
    }

    private EachPart? Each(SourceObject form, PartPlace place)
    {
        var points = form.Word("each", Lists) == "talkingPoints";
        if (!place.Several) problems.Add(form.MarkOf("each"), ProblemCode.WrongKind, $"'each' gives several values and stands in a list or a join");
        if (points && place.Scope < NameScope.Action)
            problems.Add(form.MarkOf("each"), ProblemCode.BadPlaceholder, $"'talkingPoints' belongs to an action: put it into {{\"each\": \"actions\", \"do\": …}}");
        return Branch(form, "do", place with { Scope = points ? NameScope.Point : NameScope.Action, Several = true }) is { } part ? new EachPart(points, part) : null;
    }

    private IfPart? If(SourceObject form, PartPlace place)
    {
        var (name, then, otherwise) = (Name(form, "if", place), Branch(form, "then", place), Otherwise(form, place));
        return name is null || then is null ? null : new IfPart(name, then, otherwise);
    }

    private ChoicePart? Choice(SourceObject form, PartPlace place)
    {
        var name = Name(form, "choose", place);
        var from = new Dictionary<string, IMessagePart>(StringComparer.Ordinal);
        if (form.Required("from") is not null)
        {
            foreach (var member in form.Map("from"))
            {
                if (BranchOf(member.Value, place) is { } part) from[member.Name] = part;
            }
        }
        var otherwise = Otherwise(form, place);
        return name is null ? null : new ChoicePart(name, from, otherwise);
    }

    private JoinPart Join(SourceObject form, PartPlace place)
    {
        var inside = place with { Several = true, OnlyText = true };
        return new JoinPart([.. form.Items("join").Select(i => Read(i, inside)).OfType<IMessagePart>()], form.Text("with") ?? "\n");
    }

    private IMessagePart? Named(SourceObject form, PartPlace place)
    {
        if (form.Any("part") is not { Kind: SourceKind.Text } name)
        {
            form.RequiredText("part");
            return null;
        }
        return parts.Within(name, problems, node => BranchOf(node, place));
    }

    private LanguagePart? Words(SourceObject form, PartPlace place) =>
        (Branch(form, Languages[0], place), Branch(form, Languages[1], place)) is ({ } chinese, { } english) ? new LanguagePart(chinese, english) : null;

    private MessageName? Name(SourceObject form, string member, PartPlace place)
    {
        if (form.Any(member) is { Kind: SourceKind.Text } node) return _texts.Name(node, node.Text, 0, place.Scope);
        form.RequiredText(member);
        return null;
    }

    private IMessagePart? Branch(SourceObject form, string member, PartPlace place) => form.Required(member) is { } node ? BranchOf(node, place) : null;

    // A null that is written out is a value: it empties a field.
    private IMessagePart? Otherwise(SourceObject form, PartPlace place) => (form.Any("else") ?? form.Node.Member("else")) is { } node ? BranchOf(node, place) : null;

    // In a list, the list that a form gives stands for its items.
    private IMessagePart? BranchOf(SourceNode node, PartPlace place) =>
        place.Several && node.Kind == SourceKind.Array ? new SeveralParts(Items(node, place)) : Read(node, place);
}
