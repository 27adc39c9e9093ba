using System.Globalization;
using Nba.Host.State;

namespace Nba.Host.Tests.State;

public sealed class StoreOwnershipTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_directory_in_use_is_refused_with_its_owner_and_a_remedy()
    {
        using var store = _folder.Open();
        var writer = Assert.Throws<StoreUnavailableException>(_folder.Open);
        var reader = Assert.Throws<StoreUnavailableException>(() => Store.OpenReadOnly(_folder.Path));
        Assert.Contains($"by process {Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}", writer.Message, StringComparison.Ordinal);
        Assert.Contains("Stop that first", reader.Remedy, StringComparison.Ordinal);
        store.Put("a", "1");
        Assert.Equal("1", store.Text("a"));
    }

    [Fact]
    public void Readers_share_a_stopped_store_and_keep_writers_out()
    {
        using (var store = _folder.Open())
        {
            store.Put("a", "1");
        }

        using (var first = Store.OpenReadOnly(_folder.Path))
        {
            using var second = Store.OpenReadOnly(_folder.Path);
            Assert.Equal("1", first.Text("a"));
            Assert.Equal("1", second.Text("a"));
            Assert.Throws<StoreUnavailableException>(_folder.Open);
            Assert.Throws<InvalidOperationException>(() => first.Put("b", "2"));
        }

        _folder.Open().Dispose();
    }

    [Fact]
    public void Reading_where_no_store_is_makes_none()
    {
        var missing = Assert.Throws<StoreUnavailableException>(() => Store.OpenReadOnly(_folder.Path));
        Assert.Contains(_folder.Path, missing.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.Path));
    }

    [Fact]
    public void A_damaged_store_is_refused_and_let_go()
    {
        _folder.Open().Dispose();
        File.WriteAllText(Path.Combine(_folder.Path, "CURRENT"), "MANIFEST-999999\n");
        var damaged = Assert.Throws<StoreUnavailableException>(_folder.Open);
        Assert.Contains("checkpoint", damaged.Remedy, StringComparison.Ordinal);
        Assert.Throws<StoreUnavailableException>(_folder.Open);
    }

    [Fact]
    public void A_checkpoint_is_a_store_of_that_moment()
    {
        var copy = _folder.Path + ".copy";
        try
        {
            using var store = _folder.Open();
            store.Put("a", "1");
            store.Checkpoint(copy);
            store.Put("a", "2");
            Assert.Throws<StoreUnavailableException>(() => store.Checkpoint(copy));
            using var read = Store.OpenReadOnly(copy);
            Assert.Equal("1", read.Text("a"));
            Assert.Equal("2", store.Text("a"));
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    [Fact]
    public void A_closed_store_refuses_calls_instead_of_crashing()
    {
        var store = _folder.Open();
        store.Dispose();
        store.Dispose();
        Assert.Throws<ObjectDisposedException>(() => store.Contains("a"u8));
        Assert.Throws<ObjectDisposedException>(() => store.Scan("a"u8));
        Assert.Throws<ObjectDisposedException>(() => store.Stats());
    }
}
