using System.Text;
using Nba.Engine.Sources;

namespace Nba.Host.Delivery.Templates;

/// <summary>
/// Reads texts with placeholders: <c>{name}</c>, <c>{name|other}</c> for the first that has a value, <c>{name:120}</c> to cut it, <c>{name:plain}</c> where no markup is read, <c>{=name}</c> for a
/// number or truth value that stays one, and <c>{{</c> and <c>}}</c> for braces.
/// </summary>
/// <param name="problems">Where faults go.</param>
internal sealed class TextPatternReader(ProblemList problems)
{
    private const int MostCharacters = 100_000;
    private static readonly Sentence[] Scopes = [Sentence.Of($"an action: put it into {{\"each\": \"actions\", \"do\": …}}"), Sentence.Of($"a talking point: put it into {{\"each\": \"talkingPoints\", \"do\": …}}")];

    /// <summary>The text; what is wrong with it is reported, each fault at its character.</summary>
    public TextPattern Read(SourceNode node, NameScope scope)
    {
        var (text, pieces, words) = (node.Text, new List<TextPiece>(), new StringBuilder());
        for (var i = 0; i < text.Length; i++)
        {
            var doubled = i + 1 < text.Length && text[i + 1] == text[i];
            if (text[i] is not ('{' or '}')) words.Append(text[i]);
            else if (doubled) words.Append(text[i++]);
            else if (text[i] == '}') Fault(node, i, $"a closing brace without an opening one; a brace that is meant is written }}}}");
            else if (text.IndexOf('}', i) is var end && end < 0) Fault(node, i, $"a brace that is not closed; a brace that is meant is written {{{{");
            else
            {
                if (Place(node, i + 1, text[(i + 1)..end], scope) is { } place) pieces.Add(new TextPiece(words.ToString(), place));
                words.Clear();
                i = end;
            }
        }
        if (words.Length > 0) pieces.Add(new TextPiece(words.ToString(), null));
        return new TextPattern(pieces, text.StartsWith("{=", StringComparison.Ordinal) && Typed(node, pieces));
    }

    /// <summary>One name, as conditions and choices have it.</summary>
    public MessageName? Name(SourceNode node, string word, int at, NameScope scope)
    {
        if (MessageName.All.FirstOrDefault(n => n.Word == word) is not { } name)
        {
            problems.AddUnknown(Mark(node, at), ProblemCode.BadPlaceholder, word, $"name of a message", MessageName.Words);
            return null;
        }
        if (name.Scope > scope) Fault(node, at, $"'{word}' belongs to {Scopes[(int)name.Scope - 1]}");
        return name;
    }

    private Placeholder? Place(SourceNode node, int at, string inner, NameScope scope)
    {
        if (inner.StartsWith('='))
        {
            if (at != 1 || inner.Length + 2 != node.Text.Length) Fault(node, at, $"{{=…}} keeps the type of a value and stands alone in its text");
            (inner, at) = (inner[1..], at + 1);
        }
        var colon = inner.IndexOf(':', StringComparison.Ordinal);
        var (use, most) = colon < 0 ? (null, int.MaxValue) : Options(node, at + colon + 1, inner[(colon + 1)..]);
        var names = new List<MessageName>();
        foreach (var word in (colon < 0 ? inner : inner[..colon]).Split('|'))
        {
            if (Name(node, word, at, scope) is { } name) names.Add(name);
            at += word.Length + 1;
        }
        return names.Count == 0 ? null : new Placeholder(names, use, most);
    }

    private (TextUse? Use, int Most) Options(SourceNode node, int at, string options)
    {
        (TextUse? use, var most) = (null, int.MaxValue);
        foreach (var option in options.Split(','))
        {
            if (option == "plain") use = TextUse.Plain;
            else if (int.TryParse(option, out var number) && number is > 0 and <= MostCharacters) most = number;
            else Fault(node, at, $"behind the colon stands 'plain', or to how many characters the value is cut (1 to {MostCharacters}), not '{option}'{NearMiss.Hint(option, ["plain"])}");
            at += option.Length + 1;
        }
        return (use, most);
    }

    private bool Typed(SourceNode node, List<TextPiece> pieces)
    {
        if (pieces is not [{ Words: "", Place.Names: [var name] }]) return false;
        if (!name.HasType) Fault(node, 2, $"'{name.Word}' is a text and keeps no type: write {{{name.Word}}}");
        return name.HasType;
    }

    private void Fault(SourceNode node, int at, Sentence message) => problems.Add(Mark(node, at), ProblemCode.BadPlaceholder, message);

    // Where a character of a text stands in the file: those that JSON has an escape for are two there.
    private static SourceMark Mark(SourceNode node, int at) =>
        node.Mark with { Column = node.Mark.Column + 1 + at + node.Text.AsSpan(0, Math.Min(at, node.Text.Length)).ToString().Count(c => c is '"' or '\\' or '\n' or '\r' or '\t') };
}
