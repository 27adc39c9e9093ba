using System.Text;

namespace Nba.Host.Tests.Privacy;

/// <summary>Searches files for marks, byte by byte: as they are written in UTF-8, and as JSON escapes them.</summary>
internal static class MarkedFiles
{
    /// <summary>The marks that stand in any file of a folder or of those in it, in order. Locks of a running host are empty and cannot be opened.</summary>
    public static IReadOnlyList<string> Of(string folder, IEnumerable<string> marks) => Of(folder, "*", marks);

    private static IReadOnlyList<string> Of(string folder, string file, IEnumerable<string> marks)
    {
        List<byte[]> files = [.. Directory.EnumerateFiles(folder, file, SearchOption.AllDirectories).Where(f => !f.EndsWith("lock", StringComparison.OrdinalIgnoreCase)).Select(Read)];
        return [.. marks.Where(m => files.Any(f => Holds(f, m) || Holds(f, m.Replace("-", "\\u002D", StringComparison.Ordinal)))).Order()];
    }

    /// <summary>The same with the file of each, for a test that expects none.</summary>
    public static IReadOnlyList<string> Places(string folder, IReadOnlyList<string> marks) =>
        [.. Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories).Append(folder).SelectMany(Directory.GetFiles).SelectMany(f => Of(Path.GetDirectoryName(f)!, Path.GetFileName(f), marks).Select(m => $"{m} in {Path.GetRelativePath(folder, f)}"))];

    /// <summary>Copies a folder of a running host, as a process that is killed now leaves it.</summary>
    public static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.GetDirectories(from)) Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        foreach (var file in Directory.GetFiles(from).Where(f => !f.EndsWith("lock", StringComparison.OrdinalIgnoreCase)))
        {
            using var read = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var written = File.Create(Path.Combine(to, Path.GetFileName(file)));
            read.CopyTo(written);
        }
    }

    private static bool Holds(byte[] file, string text) => file.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;

    // A log that is written meanwhile may be read too.
    private static byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }
}
