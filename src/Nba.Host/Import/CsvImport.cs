using Nba.Engine.Calendars;

namespace Nba.Host.Import;

/// <summary>An activity made from a row.</summary>
/// <param name="Json">A CloudEvent in JSON (UTF-8), valid until the next one is asked for.</param>
/// <param name="TimeMs">Event time, in milliseconds since 1970 UTC.</param>
/// <param name="Row">Number of its row in the order handed out, from 1: an import that broke off goes on from it.</param>
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
            if (Take(table, columns, row) is not { } time) continue;
            var packed = PackedRows.Hash(_rows.Pack(row));
            foreach (var made in Made(writer, row, columns, time, packed, table.Name, table.Line, fromRow, Report.Rows)) yield return made;
        }
    }

    /// <summary>
    /// All rows of several files in the order of their times, and where those are equal of file and row: what a simulated run needs. Keeps the rows
    /// in memory; rows up to <paramref name="fromRow"/> of that order are passed over.
    /// </summary>
    public IEnumerable<ImportedEvent> ReadInTimeOrder(IReadOnlyList<string> files, long fromRow = 0)
    {
        var index = new List<Kept>();
        var headers = new List<(string Name, ImportColumns Columns)>();
        foreach (var file in files) Keep(file, headers, index);
        index.Sort();
        using var writer = new EventWriter(mapping);
        var row = new List<string>();
        var (number, last) = (0L, long.MinValue);
        foreach (var kept in index)
        {
            number++;
            // Equal rows have equal times, so what was counted before this moment is not needed again.
            if (kept.Time != last) _occurrences.Clear();
            last = kept.Time;
            var hash = PackedRows.Hash(_rows.At(kept.Place));
            PackedRows.Unpack(_rows.At(kept.Place), row);
            var (name, columns) = headers[kept.File];
            foreach (var made in Made(writer, row, columns, new Instant(kept.Time), hash, name, kept.Line, fromRow, number)) yield return made;
        }
    }

    private void Keep(string file, List<(string Name, ImportColumns Columns)> headers, List<Kept> index)
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
                if (Take(table, columns, row) is { } time) index.Add(new Kept(time.UnixMilliseconds, headers.Count - 1, table.Line, _rows.Keep(_rows.Pack(row))));
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
        if (!table.IsWhole)
        {
            Report.Add(new ImportFault(table.Name, table.Line, "", "", $"the header has {table.Header.Count} columns, this row {table.Count}; check its quotes and delimiters"));
            return null;
        }
        row.Clear();
        for (var i = 0; i < table.Count; i++) row.Add(table[i]);
        if (ImportValues.TryTime(mapping.Time, row[columns.Time], out var time)) return time;
        Report.Add(new ImportFault(table.Name, table.Line, mapping.Time.Column, row[columns.Time], ImportValues.Describe(mapping.Time) + " must stand here"));
        return null;
    }

    private IEnumerable<ImportedEvent> Made(EventWriter writer, List<string> row, ImportColumns columns, Instant time, UInt128 hash, string file, long at, long fromRow, long number)
    {
        var occurrence = _occurrences[hash] = _occurrences.GetValueOrDefault(hash) + 1;
        if (number <= fromRow)
        {
            Report.Resumed++;
            yield break;
        }
        if (writer.Write(row, columns, time, hash, occurrence) is { } fault)
        {
            Report.Add(new ImportFault(file, at, Column(columns, fault.Column), fault.Column < 0 ? "" : row[fault.Column], fault.Remedy));
            yield break;
        }
        if (writer.Count == 0) Report.Ignored++;
        for (var i = 0; i < writer.Count; i++)
        {
            Report.Emitted++;
            yield return new ImportedEvent(writer[i], time.UnixMilliseconds, number);
        }
    }

    private string Column(ImportColumns columns, int at)
    {
        if (at < 0) return "";
        if (at == columns.Subject) return mapping.Subject;
        for (var i = 0; i < columns.Type.Count; i++)
        {
            if (columns.Type[i] == at) return mapping.TypeColumns[i];
        }
        return mapping.Events.SelectMany((e, i) => e.Data.Select((f, k) => (f.Column, At: columns.Data[i][k]))).First(c => c.At == at).Column;
    }

    private readonly record struct Kept(long Time, int File, long Line, PackedPlace Place) : IComparable<Kept>
    {
        public int CompareTo(Kept other)
        {
            var c = Time.CompareTo(other.Time);
            if (c == 0) c = File.CompareTo(other.File);
            return c == 0 ? Line.CompareTo(other.Line) : c;
        }
    }
}
