using System.Buffers.Binary;
using Nba.Host.Transport.Embedded;

namespace Nba.Load;

/// <summary>Activities made beforehand, length-prefixed, so that the rig's own making of them is not measured.</summary>
internal static class EventFile
{
    private const int Header = 12;

    public static void Write(string path, IEnumerable<(long Time, ReadOnlyMemory<byte> Json)> events)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        Span<byte> header = stackalloc byte[Header];
        foreach (var (time, json) in events)
        {
            BinaryPrimitives.WriteInt64LittleEndian(header, time);
            BinaryPrimitives.WriteInt32LittleEndian(header[8..], json.Length);
            file.Write(header);
            file.Write(json.Span);
        }
    }

    /// <summary>Chunks of so many activities, in order.</summary>
    public static IEnumerable<IntakeChunk> Chunks(string path, int size)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20);
        var header = new byte[Header];
        var json = new byte[4096];
        var chunk = new IntakeChunk(size * 320);
        while (file.ReadAtLeast(header, Header, throwOnEndOfStream: false) == Header)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(8));
            file.ReadExactly(json, 0, length);
            chunk.Add(json.AsSpan(0, length), BinaryPrimitives.ReadInt64LittleEndian(header));
            if (chunk.Count < size) continue;
            yield return chunk;
            chunk = new IntakeChunk(size * 320);
        }
        if (chunk.Count > 0) yield return chunk;
    }
}
