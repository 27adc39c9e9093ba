namespace Nba.Host.Import;

/// <summary>A mapping laid over one file's header: positions instead of names.</summary>
/// <param name="Subject">The column that names the customer.</param>
/// <param name="Time">The column that says when the row happened.</param>
/// <param name="OwnTimes">For each event the column of its own time, or -1.</param>
/// <param name="Type">The columns that decide the event type.</param>
/// <param name="Data">For each event the columns of its fields, -1 for constants.</param>
/// <param name="Least">How many fields a row has at least: all but those it may lack at its end.</param>
internal sealed record ImportColumns(int Subject, int Time, IReadOnlyList<int> OwnTimes, IReadOnlyList<int> Type, IReadOnlyList<IReadOnlyList<int>> Data, int Least)
{
    /// <summary>The positions; null after faults, one for each column that the header lacks.</summary>
    public static ImportColumns? Of(ImportMapping mapping, CsvTable table, ImportReport report)
    {
        var missing = new SortedSet<string>(StringComparer.Ordinal);
        int At(string column)
        {
            var at = table.Column(column);
            if (at < 0) missing.Add(column);
            return at;
        }

        var columns = new ImportColumns(At(mapping.Subject), At(mapping.Time.Column), [.. mapping.Events.Select(e => e.Time is { } own ? At(own.Column) : -1)], [.. mapping.TypeColumns.Select(At)],
            [.. mapping.Events.Select(e => (IReadOnlyList<int>)[.. e.Data.Select(f => f.Column.Length == 0 ? -1 : At(f.Column))])],
            table.Header.Count - table.Header.Reverse().TakeWhile(mapping.MayLack.Contains).Count());
        foreach (var column in mapping.MayLack) At(column);
        foreach (var column in missing) report.AddMissing(table.Name, column, table.Header);
        return missing.Count == 0 ? columns : null;
    }
}
