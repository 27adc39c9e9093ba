using Nba.Host.State;

namespace Nba.Host.Tests.State;

/// <summary>Bringing deletions down to the disk: what fails is said, and a store that is closed meanwhile stays whole.</summary>
public sealed class CompactionTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nba-compact-");

    private StoreOptions Options => new() { Directory = Path.Combine(_folder.FullName, "store"), WriteBufferMiB = 1, BlockCacheMiB = 4 };

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_file_that_cannot_be_read_is_told()
    {
        Fill();
        foreach (var file in Directory.GetFiles(Options.Directory, "*.sst"))
        {
            // Where rows begin; what a store reads when it opens stands at the end.
            using var bytes = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
            bytes.Write(new byte[512]);
        }
        using var store = Store.Open(Options);

        Assert.Contains("could not be compacted", Assert.Throws<StoreUnavailableException>(() => store.Compact([Whole])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_that_is_closed_meanwhile_is_closed_after_the_range_under_way()
    {
        Fill();
        var store = Store.Open(Options);
        IEnumerable<(byte[] From, byte[] To)> Ranges()
        {
            yield return Whole;
            store.Dispose();
            // Its files are open still.
            Assert.Throws<StoreUnavailableException>(() => Store.Open(Options));
            yield return Whole;
        }

        Assert.Throws<ObjectDisposedException>(() => store.Compact(Ranges()));
        Assert.Throws<ObjectDisposedException>(() => store.Compact([Whole]));
        using var again = Store.Open(Options);
        Assert.True(again.Contains(new Keys(0).Number(Table.Log, 1)));
    }

    private static (byte[] From, byte[] To) Whole => (new Keys(0).Prefix(Table.Log).ToArray(), new Keys(0).Prefix(Table.Journal).ToArray());

    private void Fill()
    {
        using var store = Store.Open(Options);
        using var batch = store.NewBatch();
        for (var i = 0; i < 1000; i++) batch.Put(new Keys(0).Number(Table.Log, i), BitConverter.GetBytes(i));
        store.Write(batch);
        store.Compact([Whole]);
    }
}
