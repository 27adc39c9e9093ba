using Nba.Host.Settings;

namespace Nba.Host.Access.Audit;

/// <summary>How an audit log ends.</summary>
/// <param name="Head">Its last whole entry; <see cref="AuditHead.Genesis"/> for none.</param>
/// <param name="Day">The day of the file in which that stands; null for none.</param>
/// <param name="Torn">The file that ends in the middle of a line; null for none.</param>
/// <param name="TornAt">Bytes before that line.</param>
/// <param name="TornBytes">Bytes of that line.</param>
internal sealed record AuditTail(AuditHead Head, DateOnly? Day, FileInfo? Torn, long TornAt, int TornBytes)
{
    /// <summary>Looks at the end of a folder's last file; a host may be writing to it.</summary>
    /// <exception cref="InvalidDataException">The last whole line is not as it was written, or there is more behind it than a crash leaves.</exception>
    public static AuditTail Of(string folder)
    {
        var (head, day) = (AuditHead.Genesis, (DateOnly?)null);
        var (torn, tornAt, tornBytes) = ((FileInfo?)null, 0L, 0);
        // From the last file back to one that has a whole line; only the last may be torn.
        foreach (var file in AuditFolder.Files(folder).Reverse())
        {
            var (line, rest, length) = End(file.FullName);
            if (rest.Length > 0 && (torn is not null || IsMoreThanTorn(rest))) throw Broken(file.FullName);
            if (rest.Length > 0) (torn, tornAt, tornBytes) = (file, length - rest.Length, rest.Length);
            if (line is null) continue;
            if (!AuditLine.TryRead(line, out var read) || !read.IsUnaltered || string.CompareOrdinal(AuditFolder.FileOf(read.Day), file.Name) > 0) throw Broken(file.FullName);
            (head, day) = (read.Head, AuditFolder.DayOf(file.Name));
            break;
        }
        return new AuditTail(head, day, torn, tornAt, tornBytes);
    }

    /// <summary>Whether bytes that no line feed ends are more than a crash leaves of a line: a whole one and something behind it, or more than one may have.</summary>
    public static bool IsMoreThanTorn(ReadOnlySpan<byte> rest) =>
        rest.Length >= AuditForm.LongestLine || (rest.IndexOf(AuditForm.BeforeHash) is >= 0 and var hash && hash + AuditForm.HashMember < rest.Length);

    // The last line that a line feed ends, what stands behind it, and the file's length. Null and more than a line: the line is too long to be one.
    private static (byte[]? Line, byte[] Behind, long Length) End(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var length = RandomAccess.GetLength(file);
        var bytes = new byte[(int)Math.Min(length, 2 * AuditForm.LongestLine)];
        bytes = bytes[..RandomAccess.Read(file, bytes, length - bytes.Length)];
        var end = Array.LastIndexOf(bytes, (byte)'\n');
        return end < 0 ? (null, bytes, length) : (bytes[(bytes.AsSpan(0, end).LastIndexOf((byte)'\n') + 1)..end], bytes[(end + 1)..], length);
    }

    private static InvalidDataException Broken(string path)
    {
        using var lines = new AuditLines(path);
        while (lines.TryNext(out _))
        {
        }
        var line = lines.Line + (lines.Rest.IsEmpty ? 0 : 1);
        return Said.Unusable($"the audit log is not as it was written at {path}:{line}, and nothing is added behind that: 'nba audit verify' says what is wrong. Move the folder elsewhere and keep it as it is, and a new log begins");
    }
}
