using System.Globalization;
using System.Text.Json.Nodes;
using Nba.Engine.Vocabulary;

namespace Nba.Host.RuleFiles;

/// <summary>A line that holds for a made-up person, and the one value that makes it fail.</summary>
/// <param name="Text">The line.</param>
/// <param name="Read">The fact it reads.</param>
/// <param name="Given">Name of the fact that a case gives.</param>
/// <param name="Holds">That fact as it is, in JSON; the line holds.</param>
/// <param name="Fails">The value with which it does not.</param>
internal sealed record ScaffoldLine(string Text, Fact Read, string Given, string Holds, string Fails);

/// <summary>A person of <c>people.json</c> and what can be said of their facts, or of those of a thing of theirs.</summary>
internal sealed class ScaffoldPerson(string name, JsonObject person, DateOnly at)
{
    private const string Text = "yyyy-MM-dd";

    /// <summary>Name among the people.</summary>
    public string Name => name;

    /// <summary>Kind of customer, or null.</summary>
    public string? Kind => person["facts"]?[BuiltIn.Kind]?.GetValue<string>();

    /// <summary>Whether they have a thing of that kind.</summary>
    public bool Has(EntityType entity) => person["items"]?[entity.Name] is JsonArray { Count: > 0 };

    /// <summary>Pairs of lines, the likeliest first: one on how long ago or how soon something is, one on how much it is; what there is of them.</summary>
    public IEnumerable<IReadOnlyList<ScaffoldLine>> Lines(VocabularyBook vocabulary, EntityType? each)
    {
        var (root, facts, known) = each is null
            ? ("customer", vocabulary.Facts, person["facts"] as JsonObject ?? [])
            : ("item", each.Facts, Things(each) ?? Invented(each));
        var byName = facts.GroupBy(f => f.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        var days = facts.Select(f => OfDays(root, f, known)).OfType<(int Days, ScaffoldLine Line)>().OrderBy(d => d.Days).Select(d => d.Line).ToList();
        var amounts = known.Select(k => byName.TryGetValue(k.Key, out var fact) ? OfAmount(root, fact, k.Value) : null).OfType<ScaffoldLine>().ToList();
        foreach (var day in days.Take(3))
        {
            foreach (var amount in amounts.Take(2)) yield return [day, amount];
        }
        foreach (var one in days.Concat(amounts)) yield return [one];
    }

    private JsonObject? Things(EntityType each) => Has(each) ? person["items"]![each.Name]!.AsArray()[^1]?["facts"] as JsonObject : null;

    // A thing such as the vocabulary allows, for people who have none: its days are near, its amounts are round.
    private JsonObject Invented(EntityType each)
    {
        var thing = new JsonObject();
        foreach (var fact in each.Facts.Where(f => f.Origin == FactOrigin.Fold && f.Default is null))
        {
            if (fact.Type.Kind == ValueKind.Date) thing[fact.Name] = at.AddDays(IsAhead(each, fact) ? 10 : -10).ToString(Text, CultureInfo.InvariantCulture);
            else if (fact.Type.Kind == ValueKind.Decimal) thing[fact.Name] = 100_000;
        }
        return thing;
    }

    private static bool IsAhead(EntityType each, Fact date) => each.Facts.Any(f => f.Of == date && f.Origin == FactOrigin.DaysUntil);

    private (int, ScaffoldLine)? OfDays(string root, Fact fact, JsonObject known)
    {
        if (fact.Origin is not (FactOrigin.DaysSince or FactOrigin.DaysUntil) || fact.Of is not { } of || known[of.Name] is not { } value) return null;
        if (!DateOnly.TryParseExact(value.ToString(), Text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return null;
        var since = fact.Origin == FactOrigin.DaysSince;
        var days = since ? at.DayNumber - day.DayNumber : day.DayNumber - at.DayNumber;
        if (days < 1) return null;
        // One day nearer than the line asks for, or one farther.
        return (days, new ScaffoldLine(string.Create(CultureInfo.InvariantCulture, $"{root}.{fact.Name} {(since ? ">=" : "<=")} {days}"), fact, of.Name, Json(day), Json(day.AddDays(1))));
    }

    private static ScaffoldLine? OfAmount(string root, Fact fact, JsonNode? value)
    {
        if (fact.Origin != FactOrigin.Fold || fact.Type.Kind is not (ValueKind.Decimal or ValueKind.Integer) || value is null || !decimal.TryParse(value.ToJsonString(), CultureInfo.InvariantCulture, out var known)) return null;
        var least = 1m;
        while (least * 10 <= known) least *= 10;
        least *= decimal.Truncate(known / least);
        if (known < 1) return null;
        return new ScaffoldLine(string.Create(CultureInfo.InvariantCulture, $"{root}.{fact.Name} >= {least}"), fact, fact.Name, value.ToJsonString(), (least - 1).ToString(CultureInfo.InvariantCulture));
    }

    private static string Json(DateOnly day) => $"\"{day.ToString(Text, CultureInfo.InvariantCulture)}\"";
}
