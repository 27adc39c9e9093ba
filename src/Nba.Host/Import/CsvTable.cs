using System.IO.Compression;
using CsvHelper;

namespace Nba.Host.Import;

/// <summary>A table in RFC 4180 text, UTF-8, row by row; gzip is seen by its first two bytes. Not thread-safe.</summary>
internal sealed class CsvTable : IDisposable
{
    private const int MostBytesOfARow = 1 << 20;

    private readonly CsvReader _rows;
    private bool _malformed;

    /// <summary>Opens a file; <see cref="Header"/> is empty for an empty one.</summary>
    public CsvTable(string path, char delimiter = ',')
    {
        Name = Path.GetFileName(path);
        _rows = CsvReader.Create(Unpacked(path), Options(delimiter));
        _rows.ReadHeader();
    }

    /// <summary>Reads an open text, which is closed with the table.</summary>
    public CsvTable(TextReader text, string name, char delimiter = ',')
    {
        Name = name;
        _rows = CsvReader.Create(text, Options(delimiter));
        _rows.ReadHeader();
    }

    /// <summary>Name of the file, without folder.</summary>
    public string Name { get; }

    /// <summary>The columns' names.</summary>
    public IReadOnlyList<string> Header => _rows.Headers;

    /// <summary>Line of the file on which the current row begins; the header is line 1.</summary>
    public long Line => _rows.LineNumber;

    /// <summary>How many fields the current row has.</summary>
    public int Count => _rows.FieldCount;

    /// <summary>Whether the current row has as many fields as the header, and every quote its other.</summary>
    public bool IsWhole => IsWholeFrom(Header.Count);

    /// <summary>Whether every quote has its other and the row as many fields as the header, or fewer but so many.</summary>
    public bool IsWholeFrom(int least) => !_malformed && Count >= least && Count <= Header.Count;

    /// <summary>A field of the current row, unquoted.</summary>
    public string this[int column] => _rows.GetString(column);

    /// <summary>Position of a column, or -1.</summary>
    public int Column(string name)
    {
        for (var i = 0; i < Header.Count; i++)
        {
            if (Header[i] == name) return i;
        }
        return -1;
    }

    /// <summary>Goes to the next row; false at the end.</summary>
    public bool Next()
    {
        _malformed = false;
        return _rows.Read();
    }

    public void Dispose() => _rows.Dispose();

    private CsvReaderOptions Options(char delimiter) =>
        new() { Separator = delimiter, TrackLineNumbers = true, PoolStrings = true, MaxRecordSize = MostBytesOfARow, OnMalformedRecord = _ => _malformed = true };

    private static Stream Unpacked(string path)
    {
        var file = File.OpenRead(path);
        Span<byte> start = stackalloc byte[2];
        var packed = file.ReadAtLeast(start, 2, throwOnEndOfStream: false) == 2 && start[0] == 0x1f && start[1] == 0x8b;
        file.Position = 0;
        return packed ? new GZipStream(file, CompressionMode.Decompress) : file;
    }
}
