using System.Text;
using Nba.Engine.Expressions;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;
using VType = Nba.Engine.Vocabulary.ValueType;

namespace Nba.Engine.Rules;

/// <summary>How a stored argument of a text is shown.</summary>
public enum ArgumentKind
{
    /// <summary>Nothing known.</summary>
    None,
    /// <summary>A value of a fact or field as it was.</summary>
    Plain,
    /// <summary>A day: shown as the days from it to the day of showing.</summary>
    DaysSince,
    /// <summary>A day: shown as the days from the day of showing to it.</summary>
    DaysUntil,
}

/// <summary>What fills one placeholder, kept with the action so that its text can be shown later; day counts are filled when shown.</summary>
public readonly record struct TextArgument(ArgumentKind Kind, long Value, string? Text);

/// <summary>The text of one action in every language. Immutable once read.</summary>
public sealed class ActionText
{
    private readonly Dictionary<(string Language, string Part), IReadOnlyList<(string? Literal, int Argument)>> _parts = [];
    private readonly List<Placeholder> _placeholders = [];

    internal ActionText(SourceMark mark) => Mark = mark;

    internal SourceMark Mark { get; }

    /// <summary>How many arguments the text has.</summary>
    public int ArgumentCount => _placeholders.Count;

    /// <summary>Slots of <c>event</c> that the text reads, for these event types.</summary>
    internal IEnumerable<int> EventSlots(IReadOnlyList<EventType> events) =>
        _placeholders.Where(p => p.Root == "event").SelectMany(p => events.Select(e => e.Field(p.Name)?.Index ?? -1)).Where(i => i >= 0);

    /// <summary>Indexes of the customer facts that the text reads.</summary>
    internal IEnumerable<int> CustomerFacts => _placeholders.Where(p => p.CustomerFact is not null).Select(p => p.CustomerFact!.Index);

    /// <summary>Reports placeholders that a rule cannot fill.</summary>
    internal void Check(ActionRule rule, ProblemList problems)
    {
        foreach (var placeholder in _placeholders)
        {
            var known = placeholder.Root switch
            {
                "event" => rule.Events.Count > 0 && rule.Events.All(e => e.Field(placeholder.Name) is not null),
                "item" => rule.Each?.Facts.Any(f => f.Name == placeholder.Name) ?? false,
                _ => true,
            };
            if (!known) problems.Add(placeholder.Mark, ProblemCode.BadPlaceholder, $"the rule '{rule.Name}' cannot fill '{{{placeholder.Root}.{placeholder.Name}}}'");
        }
    }

    /// <summary>The arguments as of now, for a rule's frame.</summary>
    public void Fill(Frame frame, ActionRule rule, DateOnly today, List<TextArgument> into)
    {
        into.Clear();
        foreach (var placeholder in _placeholders) into.Add(placeholder.Take(frame, rule, today));
    }

    /// <summary>A part in a language, with day counts as of a day.</summary>
    public string Render(string language, string part, IReadOnlyList<TextArgument> arguments, DateOnly today, Func<CodeList, int, string, string> codeName)
    {
        if (!_parts.TryGetValue((language, part), out var pieces)) return "";
        var text = new StringBuilder();
        foreach (var (literal, index) in pieces)
        {
            if (literal is not null) text.Append(literal);
            else if (index < arguments.Count) text.Append(TextFormat.Show(arguments[index], _placeholders[index].Type, language, today, codeName));
        }
        // A product's name is written as within a sentence.
        if (text.Length > 0 && language != "zh-CN" && pieces[0] is (null, var first) && first < arguments.Count && _placeholders[first].Type.Kind == ValueKind.Code) text[0] = char.ToUpperInvariant(text[0]);
        return text.ToString();
    }

    /// <summary>Whether a part says the same of every customer.</summary>
    public bool IsFixed(string language, string part) => !_parts.TryGetValue((language, part), out var pieces) || pieces.All(p => p.Literal is not null);

    internal void Add(string language, string part, SourceNode node, VocabularyBook vocabulary, ProblemList problems)
    {
        var pieces = new List<(string?, int)>();
        var text = node.Text;
        for (var i = 0; i < text.Length;)
        {
            var open = text.IndexOf('{', i);
            var close = open < 0 ? -1 : text.IndexOf('}', open);
            if (close < 0)
            {
                if (open >= 0) problems.Add(node.Mark, ProblemCode.BadPlaceholder, $"a '{{' without its '}}'");
                pieces.Add((text[i..], -1));
                break;
            }
            if (open > i) pieces.Add((text[i..open], -1));
            if (Find(text[(open + 1)..close], node, open, vocabulary, problems) is { } index) pieces.Add((null, index));
            i = close + 1;
        }
        _parts[(language, part)] = pieces;
    }

    private int? Find(string reference, SourceNode node, int offset, VocabularyBook vocabulary, ProblemList problems)
    {
        var mark = node.Mark with { Column = node.Mark.Column + 2 + offset };
        var dot = reference.IndexOf('.', StringComparison.Ordinal);
        var (root, name) = dot < 0 ? ("", reference) : (reference[..dot], reference[(dot + 1)..]);
        VType? type = root switch
        {
            "customer" => vocabulary.Fact(name)?.Type,
            "param" => vocabulary.Parameter(name)?.Type,
            "item" => vocabulary.Entities.SelectMany(e => e.Facts).FirstOrDefault(f => f.Name == name)?.Type,
            "event" => vocabulary.Events.Select(e => e.Field(name)).FirstOrDefault(f => f is not null)?.Type,
            _ => null,
        };
        if (type is null)
        {
            var known = vocabulary.Facts.Select(f => "customer." + f.Name).Concat(vocabulary.Parameters.Select(p => "param." + p.Name))
                .Concat(vocabulary.Entities.SelectMany(e => e.Facts).Select(f => "item." + f.Name)).Concat(vocabulary.Events.SelectMany(e => e.Fields).Select(f => "event." + f.Name)).Distinct();
            // Whoever forgets where a value is from means the customer's.
            if (dot >= 0) problems.AddUnknown(mark, ProblemCode.BadPlaceholder, reference, $"placeholder", known);
            else problems.Add(mark, ProblemCode.BadPlaceholder, $"'{reference}' is no {Sentence.Of($"placeholder")}{NearMiss.HintOrAll("customer." + reference, known)}");
            return null;
        }
        var at = _placeholders.FindIndex(p => p.Root == root && p.Name == name);
        if (at >= 0) return at;
        _placeholders.Add(new Placeholder(root, name, type, mark, vocabulary));
        return _placeholders.Count - 1;
    }
}
