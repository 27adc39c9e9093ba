using System.Collections.Frozen;
using System.Text;

namespace Nba.Engine.Vocabulary;

/// <summary>Reasons as files and answers write them: <c>CoolDown</c> is <c>cool-down</c>.</summary>
public static class ReasonNames
{
    private static readonly FrozenDictionary<Reason, string> Names = Enum.GetValues<Reason>().ToFrozenDictionary(r => r, r => Kebab(r.ToString()));
    private static readonly FrozenDictionary<string, Reason> Reasons = Names.ToFrozenDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);

    /// <summary>The name of a reason.</summary>
    public static string Of(Reason reason) => Names[reason];

    /// <summary>The reason of a name, or null.</summary>
    public static Reason? Find(string name) => Reasons.TryGetValue(name, out var reason) ? reason : null;

    /// <summary>All names, ordinal.</summary>
    public static IReadOnlyList<string> All => [.. Reasons.Keys.Order(StringComparer.Ordinal)];

    private static string Kebab(string name)
    {
        var text = new StringBuilder();
        foreach (var c in name)
        {
            if (char.IsAsciiLetterUpper(c) && text.Length > 0) text.Append('-');
            text.Append(char.ToLowerInvariant(c));
        }
        return text.ToString();
    }
}
