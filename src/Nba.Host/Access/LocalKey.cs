using System.Security.Cryptography;
using System.Text;

namespace Nba.Host.Access;

/// <summary>
/// The key of this machine's own commands: made anew at each start of the host, in a file that only whoever may read the store may read. Immutable; safe for any thread.
/// </summary>
public sealed class LocalKey
{
    /// <summary>The file in the data directory.</summary>
    public const string File = "local-key";

    private readonly byte[] _key;

    private LocalKey(string key) => _key = Encoding.UTF8.GetBytes(key);

    /// <summary>Makes a key and writes its file.</summary>
    public static LocalKey Make(string data)
    {
        var key = ApiKey.New(ApiKey.LocalPrefix);
        var file = Path.Combine(data, File);
        System.IO.File.Delete(file);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(file, options)) stream.Write(Encoding.UTF8.GetBytes(key));
        return new LocalKey(key);
    }

    /// <summary>The key that a host wrote; null where none runs with access control, or it may not be read.</summary>
    public static string? Read(string data)
    {
        try
        {
            return System.IO.File.ReadAllText(Path.Combine(data, File));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether that is the key.</summary>
    public bool Is(string text) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(text), _key);
}
