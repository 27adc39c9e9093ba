using Nba.Host.State;
using Nba.Host.State.Sealing;

namespace Nba.Host.Archives;

/// <summary>A store in a folder of its own, for the time of one verification: never synced, and gone with the folder when disposed of.</summary>
internal sealed class ScratchStore : IDisposable
{
    private const string Folder = "store";

    private readonly DirectoryInfo _place;

    private ScratchStore(DirectoryInfo place, SealPlaces? seal = null)
    {
        _place = place;
        try
        {
            Store = Store.Open(new StoreOptions { Directory = Path.Combine(place.FullName, Folder), Fsync = false, Seal = seal, IsScratch = true });
        }
        catch
        {
            place.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>The store.</summary>
    public Store Store { get; }

    /// <summary>One without rows; for what is read from a store that may be sealed, one that is sealed likewise.</summary>
    public static ScratchStore Empty(Store? like = null) => new(Place(), like?.Places);

    /// <summary>One with the rows that another has now; the two share files until either changes.</summary>
    public static ScratchStore CopyOf(Store other)
    {
        var place = Place();
        try
        {
            other.Checkpoint(Path.Combine(place.FullName, Folder));
        }
        catch
        {
            place.Delete(recursive: true);
            throw;
        }
        return new ScratchStore(place);
    }

    public void Dispose()
    {
        Store.Dispose();
        _place.Delete(recursive: true);
    }

    private static DirectoryInfo Place() => Directory.CreateTempSubdirectory("nba-replay-");
}
