using System.Security.Cryptography;
using Nba.Host.State.Sealing;

namespace Nba.Host.Tests.State.Sealing;

/// <summary>A folder with a master key, and a place for customers' keys.</summary>
internal sealed class SealFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nba-keys-");

    public SealFolder() => NewMaster();

    public SealPlaces Places => new(Path.Combine(_folder.FullName, "master.key"), Path.Combine(_folder.FullName, "keys", "customers.keys"));

    /// <summary>Writes another master key over the one that is there.</summary>
    public void NewMaster()
    {
        File.WriteAllText(Places.MasterFile, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) + "\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Places.MasterFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
