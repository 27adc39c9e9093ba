namespace Nba.Host.Import;

/// <summary>A mapping laid over one file's header: positions instead of names.</summary>
internal sealed record ImportColumns(int Subject, int Time, IReadOnlyList<int> Type, IReadOnlyList<IReadOnlyList<int>> Data)
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

        var columns = new ImportColumns(At(mapping.Subject), At(mapping.Time.Column), [.. mapping.TypeColumns.Select(At)],
            [.. mapping.Events.Select(e => (IReadOnlyList<int>)[.. e.Data.Select(f => f.Column.Length == 0 ? -1 : At(f.Column))])]);
        foreach (var column in missing) report.AddMissing(table.Name, column, table.Header);
        return missing.Count == 0 ? columns : null;
    }
}
