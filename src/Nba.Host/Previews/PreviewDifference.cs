namespace Nba.Host.Previews;

/// <summary>One reminder that changes.</summary>
/// <param name="Rule">The best rule that proposes it, under the book that does.</param>
/// <param name="Manager">Whose queue.</param>
/// <param name="Change"><c>added</c>, <c>removed</c>, <c>moved</c> to another day, or <c>reassigned</c> to another queue.</param>
/// <param name="Day">The day on which it comes under the book in force; null for one that does not, or that stood before.</param>
/// <param name="NewDay">The same under the other book.</param>
/// <param name="Due">The day on which it is due under the book in force.</param>
/// <param name="NewDue">The same under the other book.</param>
/// <param name="Row">The reminder in words.</param>
/// <param name="FromManager">The queue it comes to under the book in force, where that is another.</param>
internal sealed record PreviewDifference(string Rule, string Manager, string Change, string? Day, string? NewDay, string? Due, string? NewDue, PreviewRow Row, string? FromManager = null)
{
    /// <summary>Words for a change.</summary>
    public const string Added = "added", Removed = "removed", Moved = "moved", Reassigned = "reassigned";

    /// <summary>So many days more are compared: what another book moves past the last day is moved, not gone.</summary>
    public const int DaysBeyond = 31;

    /// <summary>Whether it is asked for: on these days by either book, and in that owner's queue before or after.</summary>
    public bool Touches(PreviewSpan span) => (span.Manager is null || span.Manager == Manager || span.Manager == FromManager) && (IsIn(span, Day) || IsIn(span, NewDay));

    /// <summary>The differences of two previews, by rule, owner and day.</summary>
    public static IReadOnlyList<PreviewDifference> Between(IReadOnlyList<PreviewRow> before, IReadOnlyList<PreviewRow> after)
    {
        var (was, will) = (new Reminders(before), new Reminders(after));
        var found = new List<PreviewDifference>();
        foreach (var (key, row) in will.Coming)
        {
            if (!was.Coming.TryGetValue(key, out var earlier)) found.Add(Of(will.Ended.ContainsKey(key) ? Moved : Added, null, row));
            else if (earlier.Day != row.Day || earlier.Due != row.Due) found.Add(Of(Moved, earlier, row));
        }
        foreach (var (key, row) in was.Coming)
        {
            if (!will.Coming.ContainsKey(key)) found.Add(Of(Removed, row, null));
        }
        // What stands already is taken back by the other book alone, or stays by it alone.
        foreach (var (key, row) in will.Ended)
        {
            if (!was.Ended.ContainsKey(key) && !will.Coming.ContainsKey(key)) found.Add(Of(Removed, row, null) with { Day = null, NewDay = row.Day });
        }
        foreach (var (key, row) in was.Ended)
        {
            if (!will.Ended.ContainsKey(key) && !was.Coming.ContainsKey(key)) found.Add(Of(Added, null, row) with { Day = row.Day, NewDay = null });
        }
        return [.. Paired(found).OrderBy(d => d.Rule, StringComparer.Ordinal).ThenBy(d => d.Manager, StringComparer.Ordinal).ThenBy(d => d.NewDay ?? d.Day, StringComparer.Ordinal).ThenBy(d => d.Row.Customer, StringComparer.Ordinal).ThenBy(d => d.Row.Id, StringComparer.Ordinal).ThenBy(d => d.Change, StringComparer.Ordinal)];
    }

    // What leaves one queue and comes to another is one reminder that is routed otherwise.
    private static IEnumerable<PreviewDifference> Paired(List<PreviewDifference> found)
    {
        var gone = found.Where(d => d.Change == Removed).GroupBy(d => d.Row.Id, StringComparer.Ordinal).ToDictionary(g => g.Key, g => new Queue<PreviewDifference>(g.OrderBy(d => d.Manager, StringComparer.Ordinal)), StringComparer.Ordinal);
        var paired = new HashSet<PreviewDifference>(ReferenceEqualityComparer.Instance);
        foreach (var come in found.Where(d => d.Change == Added && !d.Row.Stood))
        {
            if (!gone.TryGetValue(come.Row.Id, out var queue) || !queue.TryDequeue(out var leaves)) continue;
            paired.Add(come);
            paired.Add(leaves);
            yield return come with { Change = Reassigned, FromManager = leaves.Manager, Day = leaves.Day, Due = leaves.Due };
        }
        foreach (var difference in found.Where(d => !paired.Contains(d))) yield return difference;
    }

    private static bool IsIn(PreviewSpan span, string? day) => day is not null && string.CompareOrdinal(day, PreviewWords.Day(span.From)) >= 0 && string.CompareOrdinal(day, PreviewWords.Day(span.To)) <= 0;

    private static PreviewDifference Of(string change, PreviewRow? before, PreviewRow? after)
    {
        var row = after ?? before!;
        return new PreviewDifference(row.Rules is [var rule, ..] ? rule : row.Action, row.Manager, change, before?.Day, after?.Day, before?.Due, after?.Due, row);
    }

    /// <summary>What comes into queues, by queue and action, and which of what stood there ends.</summary>
    private sealed class Reminders
    {
        public Dictionary<(string Manager, string Id), PreviewRow> Coming { get; } = [];

        public Dictionary<(string Manager, string Id), PreviewRow> Ended { get; } = [];

        public Reminders(IReadOnlyList<PreviewRow> rows)
        {
            foreach (var row in rows)
            {
                if (row.What == "raised" || row is { What: "escalated", Stood: false }) Coming.TryAdd((row.Manager, row.Id), row);
                else if (row is { Stood: true, What: "withdrawn" or "expired" }) Ended.TryAdd((row.Manager, row.Id), row);
            }
        }
    }
}
