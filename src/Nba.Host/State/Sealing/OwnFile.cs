namespace Nba.Host.State.Sealing;

/// <summary>Files that only their owner may read: keys. On Windows folders say who may, and nothing is looked at.</summary>
internal static class OwnFile
{
    private const UnixFileMode Owners = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>Makes an empty one where there is none.</summary>
    public static void Make(string path)
    {
        if (System.IO.File.Exists(path)) return;
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = Owners;
        new FileStream(path, options).Dispose();
    }

    /// <summary>Refuses one that others may read or write.</summary>
    /// <exception cref="StoreUnavailableException">Others may.</exception>
    /// <exception cref="IOException">It is not there.</exception>
    public static void Check(string path)
    {
        if (OperatingSystem.IsWindows() || (System.IO.File.GetUnixFileMode(path) & Others) == 0) return;
        throw new StoreUnavailableException($"Others than its owner may read or write '{path}', which holds keys", $"Take that from them: chmod 600 '{path}'");
    }
}
