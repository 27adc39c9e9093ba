using System.Globalization;

namespace Nba.Host.State;

/// <summary>
/// Who may use a store's directory: one process that writes, or any number that only read a stopped one. RocksDB's own LOCK keeps
/// out a second writer only, and a reader would then see tables vanish under it; so a file of ours is locked in both cases. The system
/// lets go of the lock when the process ends, however it ends.
/// </summary>
internal static class StoreOwnership
{
    private const string LockName = "OWNER.lock";

    // Apart from the lock, because .NET opens no file that another process has locked, not even to look.
    private const string OwnerName = "OWNER";

    /// <summary>Whether a store lies in the directory itself.</summary>
    internal static bool IsStore(string directory) => File.Exists(Path.Combine(directory, "CURRENT"));

    /// <summary>Takes the directory for writing, making it if it is missing.</summary>
    internal static FileStream TakeForWriting(string directory)
    {
        FileStream? taken = null;
        try
        {
            Directory.CreateDirectory(directory);
            taken = new FileStream(Path.Combine(directory, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
            File.WriteAllText(Path.Combine(directory, OwnerName), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return taken;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            taken?.Dispose();
            throw Unavailable(directory, error);
        }
    }

    /// <summary>Takes the directory for reading, together with other readers; null for one that never had an owner, such as a checkpoint.</summary>
    internal static FileStream? TakeForReading(string directory)
    {
        if (!IsStore(directory))
        {
            throw new StoreUnavailableException($"There is no store in '{directory}'", $"Name the data directory of a host that has run (--data)");
        }

        try
        {
            return new FileStream(Path.Combine(directory, LockName), FileMode.Open, FileAccess.Read, FileShare.Read, 1);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unavailable(directory, error);
        }
    }

    private static StoreUnavailableException Unavailable(string directory, Exception error) => error is UnauthorizedAccessException
        ? new StoreUnavailableException(
            $"The store in '{directory}' may not be opened: {error.Message.TrimEnd('.')}", $"Give this user the right to read and write there", error)
        : Running(directory) is { } process
        ? new StoreUnavailableException($"The store in '{directory}' is in use by process {process}, as by a bank that runs", $"Stop that first, or read a checkpoint of the store instead", error)
        : new StoreUnavailableException(
            $"The store in '{directory}' is in use{Owner(directory)} or its disk is not ready: {error.Message.TrimEnd('.')}",
            $"Stop the process that uses it and try again; to read only, a checkpoint of it will do",
            error);

    // The process that last opened it for writing, while there is one of that number.
    private static int? Running(string directory)
    {
        try
        {
            if (!int.TryParse(File.ReadAllText(Path.Combine(directory, OwnerName)), System.Globalization.CultureInfo.InvariantCulture, out var id)) return null;
            using var process = System.Diagnostics.Process.GetProcessById(id);
            return id;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private static string Owner(string directory)
    {
        try
        {
            var owner = Path.Combine(directory, OwnerName);
            return File.Exists(owner) ? $" (last opened for writing by process {File.ReadAllText(owner)})" : "";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
