using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;

namespace Nba.Engine.Sources;

/// <summary>
/// What a language says for English templates: a JSON object <c>{"'{0}' is no fact": "没有名为“{0}”的事实"}</c>, in which the values may stand in another order or
/// be left out. A template that it lacks is said in English. Immutable and thread-safe.
/// </summary>
public sealed class Phrasebook
{
    private readonly FrozenDictionary<string, string> _phrases;

    private Phrasebook(FrozenDictionary<string, string> phrases) => _phrases = phrases;

    /// <summary>English, as it stands in the program.</summary>
    public static Phrasebook English { get; } = new(FrozenDictionary<string, string>.Empty);

    /// <summary>Simplified Chinese for what the engine says.</summary>
    public static Phrasebook Chinese { get; } = English.With(typeof(Phrasebook).Assembly, "Nba.Engine.chinese.json");

    /// <summary>All templates, for whoever checks that none is missing.</summary>
    public IReadOnlyDictionary<string, string> Phrases => _phrases;

    /// <summary>The words for an English template; null when it lacks them.</summary>
    public string? Find(string template) => _phrases.GetValueOrDefault(template);

    /// <summary>This phrasebook with those that an assembly carries as a resource; throws what reading JSON throws when that is none.</summary>
    /// <exception cref="FileNotFoundException">The assembly has no such resource.</exception>
    public Phrasebook With(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource) ?? throw new FileNotFoundException($"{assembly.GetName().Name} carries no {resource}");
        var more = JsonSerializer.Deserialize<Dictionary<string, string>>(stream, JsonSerializerOptions.Strict) ?? [];
        return new Phrasebook(_phrases.Concat(more).ToFrozenDictionary(StringComparer.Ordinal));
    }
}
