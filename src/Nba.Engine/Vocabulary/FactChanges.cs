using System.Globalization;
using System.Text;

namespace Nba.Engine.Vocabulary;

/// <summary>Which folded facts a vocabulary begins to fold anew: those it did not have, and those that folded otherwise before.</summary>
internal static class FactChanges
{
    /// <summary>The facts whose stored values of the vocabulary before mean nothing in the next one, by key.</summary>
    public static IReadOnlyList<FactKey> Between(VocabularyBook before, VocabularyBook next)
    {
        var known = Prints(before);
        return [.. Prints(next).Where(p => !known.TryGetValue(p.Key, out var print) || print != p.Value).Select(p => p.Key)];
    }

    /// <summary>Every folded fact with its key.</summary>
    public static IEnumerable<(FactKey Key, EntityType? Entity, Fact Fact)> Folded(VocabularyBook book) =>
        book.Facts.Select(f => (new FactKey(0, f.Id), (EntityType?)null, f))
            .Concat(book.Entities.SelectMany(e => e.Facts.Select(f => (new FactKey(e.Id, f.Id), (EntityType?)e, f))))
            .Where(f => f.Item3.Fold is not null);

    private static SortedDictionary<FactKey, string> Prints(VocabularyBook book)
    {
        var prints = new SortedDictionary<FactKey, string>();
        foreach (var (key, _, fact) in Folded(book)) prints[key] = Print(fact);
        return prints;
    }

    // What the stored value depends on. How many periods must be there, and for how long a value is fresh, is asked when it is read. A set keeps its words
    // whatever else adds some.
    private static string Print(Fact fact)
    {
        var fold = fact.Fold!;
        if (fold.Kind == FoldKind.Members) return $"{fold.Kind} {fact.Type}";
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{fold.Kind} {fact.Type} {fold.WindowDays} {(fold.Kind == FoldKind.Median ? fold.Periods : 0)} {fold.Where?.Text}");
        foreach (var source in fold.Sources.OrderBy(s => s.Event.Id).ThenBy(s => s.Field?.Name, StringComparer.Ordinal).ThenBy(s => s.Constant ?? 0))
            text.Append(CultureInfo.InvariantCulture, $" {source.Event.Id}.{source.Field?.Name}:{source.Field?.Type}={source.Constant}");
        return text.ToString();
    }
}
