using Nba.Engine.Calendars;

namespace Nba.Host.Import;

/// <summary>An activity made from a row.</summary>
/// <param name="Json">A CloudEvent in JSON (UTF-8), valid until the next one is asked for.</param>
/// <param name="TimeMs">Event time, in milliseconds since 1970 UTC.</param>
/// <param name="Row">
/// Number of its row in the order handed out, from 1: an import that broke off goes on from it. A row that happens at several moments stands in that order
/// once for each.
/// </param>
internal readonly record struct ImportedEvent(ReadOnlyMemory<byte> Json, long TimeMs, long Row);

/// <summary>
/// Reads tables of a bank as activities, by a mapping and no line of C#. What cannot be taken is reported and passed over, never thrown. One object for
/// one run; not thread-safe.
/// </summary>
internal sealed class CsvImport(ImportMapping mapping)
{
    private readonly Dictionary<UInt128, int> _occurrences = [];
    private readonly PackedRows _rows = new();

    /// <summary>What was read, handed out, passed over and refused so far.</summary>
    public ImportReport Report { get; } = new();

    /// <summary>How many rows, those of several moments once for each, <see cref="ReadInTimeOrder"/> put in order; known with its first event.</summary>
    public long RowsInOrder { get; private set; }

    /// <summary>The files a path means: itself, or those of the folder that the mapping names, by name.</summary>
    public static IReadOnlyList<string> FilesOf(string path, ImportMapping mapping) =>
        Directory.Exists(path) ? [.. Directory.EnumerateFiles(path, mapping.Files).Order(StringComparer.Ordinal)] : [path];

    /// <summary>The rows of one table as they stand, one at a time; rows up to <paramref name="fromRow"/> are passed over.</summary>
    public IEnumerable<ImportedEvent> Read(CsvTable table, long fromRow = 0)
    {
        if (ImportColumns.Of(mapping, table, Report) is not { } columns) yield break;
        using var writer = new EventWriter(mapping);
        var row = new List<string>();
        while (Next(table))
        {
            Report.Rows++;
            if (Take(table, columns, row) is null) continue;
            var place = new RowPlace(table.Name, table.Line, Report.Rows, IsFirst: true);
            foreach (var made in Made(writer, row, columns, PackedRows.Hash(_rows.Pack(row)), place, null, fromRow)) yield return made;
        }
    }

    /// <summary>
    /// All events of several files in the order of their times, and where those are equal of file and row: what a simulated run needs. Keeps the rows
    /// in memory; rows up to <paramref name="fromRow"/> of that order are passed over.
    /// </summary>
    public IEnumerable<ImportedEvent> ReadInTimeOrder(IReadOnlyList<string> files, long fromRow = 0)
    {
        var index = new List<Kept>();
        var headers = new List<(string Name, ImportColumns Columns)>();
        using var writer = new EventWriter(mapping);
        foreach (var file in files) Keep(file, headers, index, writer);
        index.Sort();
        RowsInOrder = index.Count;
        var row = new List<string>();
        var (number, last) = (0L, long.MinValue);
        foreach (var kept in index)
        {
            number++;
            // Equal rows happen at equal moments, so what was counted before this one is not needed again.
            if (kept.Time != last) _occurrences.Clear();
            last = kept.Time;
            var hash = PackedRows.Hash(_rows.At(kept.Place));
            PackedRows.Unpack(_rows.At(kept.Place), row);
            var (name, columns) = headers[kept.File];
            foreach (var made in Made(writer, row, columns, hash, new RowPlace(name, kept.Line, number, kept.IsFirst), kept.Time, fromRow)) yield return made;
        }
    }

    private void Keep(string file, List<(string Name, ImportColumns Columns)> headers, List<Kept> index, EventWriter writer)
    {
        CsvTable table;
        try
        {
            table = new CsvTable(file, mapping.Delimiter);
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException or UnauthorizedAccessException or CsvHelper.CsvFormatException)
        {
            Report.Add(new ImportFault(Path.GetFileName(file), 0, "", "", $"the file cannot be read ({fault.Message}); check its path and rights"));
            return;
        }
        using (table)
        {
            if (ImportColumns.Of(mapping, table, Report) is not { } columns) return;
            headers.Add((table.Name, columns));
            var row = new List<string>();
            while (Next(table))
            {
                Report.Rows++;
                if (Take(table, columns, row) is not { } time) continue;
                var place = _rows.Keep(_rows.Pack(row));
                var isFirst = true;
                foreach (var moment in writer.Moments(row, columns, time))
                {
                    index.Add(new Kept(moment, headers.Count - 1, table.Line, place, isFirst));
                    isFirst = false;
                }
            }
        }
    }

    private bool Next(CsvTable table)
    {
        try
        {
            return table.Next();
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException or CsvHelper.CsvFormatException)
        {
            Report.Add(new ImportFault(table.Name, table.Line, "", "", $"the file breaks off here ({fault.Message}); fetch it again and go on from this row"));
            return false;
        }
    }

    // Copies a sound row and answers its time, or reports why it is none.
    private Instant? Take(CsvTable table, ImportColumns columns, List<string> row)
    {
        if (!table.IsWholeFrom(columns.Least))
        {
            Report.Add(new ImportFault(table.Name, table.Line, "", "", $"the header has {table.Header.Count} columns, this row {table.Count}; check its quotes and delimiters"));
            return null;
        }
        row.Clear();
        for (var i = 0; i < table.Header.Count; i++) row.Add(i < table.Count ? table[i] : "");
        if (ImportValues.TryTime(mapping.Time, row[columns.Time], out var time)) return time;
        Report.Add(new ImportFault(table.Name, table.Line, mapping.Time.Column, row[columns.Time], $"{ImportValues.Describe(mapping.Time)} must stand here"));
        return null;
    }

    // The events of a row, or those of one of its moments; what is wrong with it is told at the first.
    private IEnumerable<ImportedEvent> Made(EventWriter writer, List<string> row, ImportColumns columns, UInt128 hash, RowPlace place, long? moment, long fromRow)
    {
        var occurrence = _occurrences[hash] = _occurrences.GetValueOrDefault(hash) + 1;
        if (place.Number <= fromRow)
        {
            Report.Resumed++;
            yield break;
        }
        if (writer.Write(row, columns, hash, occurrence) is { } fault)
        {
            if (place.IsFirst) Report.Add(new ImportFault(place.File, place.Line, Column(columns, fault.Column), fault.Column < 0 ? "" : row[fault.Column], fault.Remedy));
            yield break;
        }
        if (writer.Count == 0) Report.Ignored++;
        for (var i = 0; i < writer.Count; i++)
        {
            var time = writer.TimeOf(i).UnixMilliseconds;
            if (moment is { } only && time != only) continue;
            Report.Emitted++;
            yield return new ImportedEvent(writer[i], time, place.Number);
        }
    }

    private string Column(ImportColumns columns, int at)
    {
        if (at < 0) return "";
        if (at == columns.Subject) return mapping.Subject;
        for (var i = 0; i < columns.OwnTimes.Count; i++)
        {
            if (columns.OwnTimes[i] == at) return mapping.Events[i].Time!.Column;
        }
        for (var i = 0; i < columns.Type.Count; i++)
        {
            if (columns.Type[i] == at) return mapping.TypeColumns[i];
        }
        return mapping.Events.SelectMany((e, i) => e.Data.Select((f, k) => (f.Column, At: columns.Data[i][k]))).First(c => c.At == at).Column;
    }

    /// <summary>Where a row stands: in its file, and in the order handed out; and whether this is its first moment.</summary>
    private readonly record struct RowPlace(string File, long Line, long Number, bool IsFirst);

    private readonly record struct Kept(long Time, int File, long Line, PackedPlace Place, bool IsFirst) : IComparable<Kept>
    {
        public int CompareTo(Kept other)
        {
            var c = Time.CompareTo(other.Time);
            if (c == 0) c = File.CompareTo(other.File);
            return c == 0 ? Line.CompareTo(other.Line) : c;
        }
    }
}
