using System.Globalization;
using System.Text;
using Nba.Host.Settings;

namespace Nba.Host.Access.Audit;

/// <summary>Where the audit log of a data directory lies, and which of its files are days.</summary>
internal static class AuditFolder
{
    private const string LockName = "audit.lock", Extension = ".jsonl";

    /// <summary>The folder of a data directory.</summary>
    public static string In(string data) => Path.Combine(data, "audit");

    /// <summary>The file's name for a day.</summary>
    public static string FileOf(DateOnly day) => day.ToString(AuditForm.Day, CultureInfo.InvariantCulture) + Extension;

    /// <summary>The file's name for a day as a line writes it.</summary>
    public static string FileOf(ReadOnlySpan<byte> day) => Encoding.ASCII.GetString(day) + Extension;

    /// <summary>The day that a file's name says; null for another file.</summary>
    public static DateOnly? DayOf(string path) =>
        Path.GetFileName(path) is { Length: 16 } name && name.EndsWith(Extension, StringComparison.Ordinal)
        && DateOnly.TryParseExact(name.AsSpan(0, AuditForm.DayLength), AuditForm.Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>The files of days that hold anything, in the order of their days. An empty one is what a crash leaves between making a file and its first line.</summary>
    public static IReadOnlyList<FileInfo> Files(string folder)
    {
        // What a folder lists while files are made may have the last without the one before it. That one is there the next time, and has its lines by then.
        if (Days(folder).Max(StringComparer.Ordinal) is not { } last) return [];
        return [.. Days(folder).Where(d => string.CompareOrdinal(d, last) <= 0).Order(StringComparer.Ordinal).Select(d => new FileInfo(d)).Where(f => f.Length > 0)];
    }

    /// <summary>What else lies there, by name.</summary>
    public static IReadOnlyList<string> Strays(string folder) =>
        [.. new DirectoryInfo(folder).EnumerateFileSystemInfos().Where(f => f.Name != LockName && (f is DirectoryInfo || DayOf(f.Name) is null)).Select(f => f.Name).Order(StringComparer.Ordinal)];

    /// <summary>The folder for one who reads it.</summary>
    /// <exception cref="CannotStartException">There is none.</exception>
    public static string ForReading(string folder) => Directory.Exists(folder) ? folder : throw new CannotStartException($"there is no audit log at '{folder}'; name the data directory that a host was run with");

    /// <summary>Takes the folder for writing, making it where it is missing; the system lets go of it when the process ends, however it ends.</summary>
    /// <exception cref="CannotStartException">Another process writes there, or this user may not.</exception>
    public static FileStream Take(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new FileStream(Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
        }
        catch (IOException error)
        {
            throw new CannotStartException($"the audit log in '{folder}' is in use by another process, or its disk is not ready ({error.Message.TrimEnd('.')}): stop that process, or give this one a data directory of its own", error);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new CannotStartException($"the audit log in '{folder}' cannot be written: give this user the right to read and write there", error);
        }
    }

    private static IEnumerable<string> Days(string folder) => Directory.EnumerateFiles(folder).Where(f => DayOf(f) is not null);
}
