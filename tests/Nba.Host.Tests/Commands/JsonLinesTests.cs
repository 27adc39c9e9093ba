using System.IO.Compression;
using System.Text;
using Nba.Engine.Events;
using Nba.Host.Commands;

namespace Nba.Host.Tests.Commands;

public sealed class JsonLinesTests : IDisposable
{
    private readonly string _file = Path.Combine(Directory.CreateTempSubdirectory("nba-lines-").FullName, "events.jsonl");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);

    [Fact]
    public async Task Lines_come_without_ends_and_blanks_and_are_counted()
    {
        await File.WriteAllTextAsync(_file, "\uFEFF{1}\r\n\n  \n{2}\n{3}");

        Assert.Equal([(1, "{1}"), (2, "{2}"), (3, "{3}")], await Read(_file));
    }

    [Fact]
    public async Task A_packed_file_is_unpacked()
    {
        await using (var packed = new GZipStream(File.Create(_file + ".gz"), CompressionLevel.Fastest)) await packed.WriteAsync("{1}\n{2}\n"u8.ToArray());

        Assert.Equal([(1, "{1}"), (2, "{2}")], await Read(_file + ".gz"));
    }

    [Fact]
    public async Task A_line_too_long_for_an_event_is_cut_so_that_it_is_refused_and_the_next_is_whole()
    {
        await File.WriteAllTextAsync(_file, new string('x', 1_000_000) + "\n{2}\n" + new string('y', 300_000));

        var lines = await Read(_file);

        Assert.Equal([(1, ActivityReader.MaxBytes + 1), (2, 3), (3, ActivityReader.MaxBytes + 1)], lines.Select(l => (l.Row, l.Line.Length)));
    }

    private static async Task<List<(long Row, string Line)>> Read(string path)
    {
        var lines = new List<(long, string)>();
        await using var reader = JsonLines.Open(path);
        while (await reader.Next(CancellationToken.None) is { } line) lines.Add((reader.Row, Encoding.UTF8.GetString(line.Span)));
        return lines;
    }
}
