using System.Text.Json.Nodes;

namespace Nba.Host.Delivery.Templates;

/// <summary>Part of a message: gives no value, one, or, in a list, several. Immutable; safe for any thread.</summary>
internal interface IMessagePart
{
    /// <summary>Adds its values.</summary>
    void Put(MessageScope scope, List<JsonNode?> into);
}

/// <summary>A number, a truth value or null, as it stands in the template.</summary>
/// <param name="Value">A number, a truth value, or null.</param>
internal sealed record FixedPart(object? Value) : IMessagePart
{
    public void Put(MessageScope scope, List<JsonNode?> into) => into.Add(Value switch
    {
        bool truth => JsonValue.Create(truth),
        decimal number => JsonValue.Create(number),
        _ => null,
    });
}

/// <summary>A text.</summary>
internal sealed record TextPart(TextPattern Pattern, TextUse Use) : IMessagePart
{
    public void Put(MessageScope scope, List<JsonNode?> into) =>
        into.Add(Pattern.KeepsType ? Pattern.Value(scope) : JsonValue.Create(Pattern.Text(scope, Use)));
}

/// <summary>Several parts, one after the other.</summary>
internal sealed record SeveralParts(IReadOnlyList<IMessagePart> Parts) : IMessagePart
{
    public void Put(MessageScope scope, List<JsonNode?> into)
    {
        foreach (var part in Parts) part.Put(scope, into);
    }
}

/// <summary>A list of what the parts give.</summary>
internal sealed record ListPart(IReadOnlyList<IMessagePart> Items) : IMessagePart
{
    public void Put(MessageScope scope, List<JsonNode?> into)
    {
        var items = new List<JsonNode?>();
        foreach (var item in Items) item.Put(scope, items);
        into.Add(new JsonArray([.. items]));
    }
}

/// <summary>An object; a member whose part gives nothing is left out.</summary>
internal sealed record ObjectPart(IReadOnlyList<KeyValuePair<string, IMessagePart>> Members) : IMessagePart
{
    public void Put(MessageScope scope, List<JsonNode?> into)
    {
        var written = new JsonObject();
        var values = new List<JsonNode?>(1);
        foreach (var (name, part) in Members)
        {
            values.Clear();
            part.Put(scope, values);
            if (values.Count > 0) written.Add(name, values[0]);
        }
        into.Add(written);
    }
}

/// <summary>One text of several, with something between them.</summary>
internal sealed record JoinPart(IReadOnlyList<IMessagePart> Items, string With) : IMessagePart
{
    public void Put(MessageScope scope, List<JsonNode?> into)
    {
        var items = new List<JsonNode?>();
        foreach (var item in Items) item.Put(scope, items);
        into.Add(JsonValue.Create(string.Join(With, items.OfType<JsonValue>().Select(i => i.GetValue<string>()))));
    }
}

/// <summary>The same for each action, or for each talking point of the action spoken of.</summary>
internal sealed record EachPart(bool Points, IMessagePart Do) : IMessagePart
{
    public void Put(MessageScope scope, List<JsonNode?> into)
    {
        if (Points)
        {
            foreach (var point in scope.Action?.TalkingPoints ?? []) Do.Put(scope with { Point = point }, into);
            return;
        }
        for (var i = 0; i < scope.Shown; i++) Do.Put(scope with { Action = scope.Content.Actions[i], Position = i + 1, Point = null }, into);
    }
}

/// <summary>One part where a value is there, perhaps another where it is not.</summary>
internal sealed record IfPart(MessageName Name, IMessagePart Then, IMessagePart? Else) : IMessagePart
{
    public void Put(MessageScope scope, List<JsonNode?> into) => (Name.IsThere(scope) ? Then : Else)?.Put(scope, into);
}

/// <summary>A part for each of a value's words, perhaps another for the rest.</summary>
internal sealed record ChoicePart(MessageName Name, IReadOnlyDictionary<string, IMessagePart> From, IMessagePart? Else) : IMessagePart
{
    public void Put(MessageScope scope, List<JsonNode?> into) =>
        (Name.Text(scope) is { } word && From.TryGetValue(word, out var part) ? part : Else)?.Put(scope, into);
}

/// <summary>A part for each language.</summary>
internal sealed record LanguagePart(IMessagePart Chinese, IMessagePart English) : IMessagePart
{
    public void Put(MessageScope scope, List<JsonNode?> into) => (scope.IsChinese ? Chinese : English).Put(scope, into);
}
