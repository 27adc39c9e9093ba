namespace Nba.Engine.Sources;

/// <summary>Finds the name somebody probably meant.</summary>
public static class NearMiss
{
    /// <summary>The nearest of the known names within a third of the length (optimal string alignment distance), or null.</summary>
    public static string? Of(string name, IEnumerable<string> known)
    {
        var limit = Math.Max(1, name.Length / 3);
        return known.Where(k => Math.Abs(k.Length - name.Length) <= limit)
            .Select(k => (Name: k, Distance: Distance(name, k)))
            .Where(c => c.Distance <= limit)
            .OrderBy(c => c.Distance).ThenBy(c => c.Name, StringComparer.Ordinal)
            .Select(c => c.Name).FirstOrDefault();
    }

    /// <summary>Names of which all are told where none is near.</summary>
    private const int MostTold = 15;

    /// <summary>The end of a message: <c>; did you mean 'x'?</c>, or nothing when no name is near.</summary>
    public static Sentence Hint(string name, IEnumerable<string> known) =>
        Of(name, known) is { } near ? Sentence.Of($"; did you mean '{near}'?") : Sentence.None;

    /// <summary>The same; where no name is near, which there are, when they are few: for messages that do not say so themselves.</summary>
    internal static Sentence HintOrAll(string name, IEnumerable<string> known)
    {
        IReadOnlyList<string> names = [.. known.Distinct(StringComparer.Ordinal)];
        return Of(name, names) is { } near ? Sentence.Of($"; did you mean '{near}'?")
            : names.Count is 0 or > MostTold ? Sentence.None : Sentence.Of($"; there are: {string.Join(", ", names)}");
    }

    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1;
                var best = Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) best = Math.Min(best, rows[i - 2, j - 2] + 1);
                rows[i, j] = best;
            }
        }
        return rows[a.Length, b.Length];
    }
}
