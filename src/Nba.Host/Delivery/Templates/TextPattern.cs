using System.Text;
using System.Text.Json.Nodes;

namespace Nba.Host.Delivery.Templates;

/// <summary>A value's place in a text: the first of its names that has one is inserted.</summary>
/// <param name="Names">The names, at least one.</param>
/// <param name="Use">Who reads it, where that is another than the rest of the message.</param>
/// <param name="Most">To how many characters it is cut, as written.</param>
internal sealed record Placeholder(IReadOnlyList<MessageName> Names, TextUse? Use, int Most)
{
    /// <summary>The name that has a value here; null for none.</summary>
    public MessageName? Chosen(MessageScope scope)
    {
        foreach (var name in Names)
        {
            if (name.Text(scope) is not null) return name;
        }
        return null;
    }
}

/// <summary>Part of a text: words as they stand, or a place for a value.</summary>
internal readonly record struct TextPiece(string Words, Placeholder? Place);

/// <summary>A text with places for values. Immutable.</summary>
/// <param name="Pieces">Its parts in order.</param>
/// <param name="KeepsType">Whether it is one number or truth value that JSON keeps as such.</param>
internal sealed record TextPattern(IReadOnlyList<TextPiece> Pieces, bool KeepsType)
{
    /// <summary>The text, each value as its reader needs it.</summary>
    public string Text(MessageScope scope, TextUse use)
    {
        var text = new StringBuilder();
        foreach (var (words, place) in Pieces)
        {
            text.Append(words);
            if (place?.Chosen(scope) is not { } name || name.Text(scope) is not { } value) continue;
            text.Append(name.IsAddress ? value : InsertedText.Of(value, place.Use ?? use, Math.Min(place.Most, scope.Longest)));
        }
        return text.ToString();
    }

    /// <summary>What follows a destination's address: each value percent-encoded, whole.</summary>
    public string Path(MessageScope scope) =>
        string.Concat(Pieces.Select(p => p.Words + (p.Place?.Chosen(scope)?.Text(scope) is { } value ? InsertedText.Segment(value) : "")));

    /// <summary>The value as JSON has it.</summary>
    public JsonNode? Value(MessageScope scope) => Pieces[0].Place!.Names[0].Value(scope) switch
    {
        bool truth => JsonValue.Create(truth),
        int number => JsonValue.Create(number),
        decimal number => JsonValue.Create(number),
        _ => null,
    };
}
