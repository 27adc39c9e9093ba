using System.Text;
using Nba.Host.State;

namespace Nba.Host.Tests.State;

public sealed class StoreScanTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_scan_stays_within_its_prefix_in_order_of_bytes()
    {
        using var store = _folder.Open();
        store.Put("a", "0", "b", "1", "b2", "2", "b10", "3", "c", "4");
        Assert.Equal(["b", "b10", "b2"], store.Keys("b"));
        Assert.Equal(["a", "b", "b10", "b2", "c"], store.Keys(""));
        Assert.Empty(store.Keys("d"));
    }

    [Fact]
    public void A_scan_begins_at_the_first_key_not_below_its_start()
    {
        using var store = _folder.Open();
        store.Put("a1", "", "b1", "", "b3", "", "c1", "");
        Assert.Equal(["b3"], store.Keys("b", "b2"));
        Assert.Equal(["b3"], store.Keys("b", "b3"));
        Assert.Equal(["b1", "b3"], store.Keys("b", "a0"));
        Assert.Empty(store.Keys("b", "c1"));
    }

    [Fact]
    public void A_prefix_of_highest_bytes_reaches_to_the_end()
    {
        using var store = _folder.Open();
        using var batch = store.NewBatch();
        batch.Put([0xFE, 0xFF], "1"u8);
        batch.Put([0xFF, 0xFF, 1], "2"u8);
        batch.Put([0xFF, 0xFF, 0xFF, 0xFF], "3"u8);
        store.Write(batch);
        Assert.Equal(2, Count([0xFF, 0xFF]));
        Assert.Equal(1, Count([0xFE, 0xFF]));

        int Count(byte[] prefix)
        {
            using var scan = store.Scan(prefix);
            var rows = 0;
            while (scan.MoveNext())
            {
                rows++;
            }

            Assert.False(scan.MoveNext());
            return rows;
        }
    }

    [Fact]
    public void A_scan_shows_the_moment_it_was_made()
    {
        using var store = _folder.Open();
        store.Put("a", "old", "b", "old");
        using var scan = store.Scan(default, sweep: true);
        Assert.True(scan.MoveNext());
        store.Put("b", "new", "c", "new");
        Assert.True(scan.MoveNext());
        Assert.Equal("old", Encoding.UTF8.GetString(scan.Value));
        Assert.False(scan.MoveNext());
    }

    [Fact]
    public void Rows_allocate_nothing()
    {
        using var store = _folder.Open();
        store.Put([.. Enumerable.Range(0, 2000).Select(i => $"{i:D5}")]);
        using var scan = store.Scan(default);
        var bytes = 0;
        Assert.True(scan.MoveNext());
        bytes += scan.Key.Length + scan.Value.Length;
        var before = GC.GetAllocatedBytesForCurrentThread();
        while (scan.MoveNext())
        {
            bytes += scan.Key.Length + scan.Value.Length;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(2000 * 5, bytes);
    }

    [Fact]
    public void The_last_key_of_a_prefix_is_found_whatever_follows_it()
    {
        using var store = _folder.Open();
        store.Put("a9", "", "b1", "", "b7", "", "c0", "");
        byte[] key = [];
        Assert.True(store.TryLast("b"u8, ref key, out var length));
        Assert.Equal("b7"u8, key.AsSpan(0, length));
        Assert.False(store.TryLast("bb"u8, ref key, out length));
        Assert.Equal(0, length);
        Assert.True(store.TryLast(default, ref key, out length));
        Assert.Equal("c0"u8, key.AsSpan(0, length));
    }

    [Fact]
    public void A_scan_may_outlive_its_store()
    {
        var store = _folder.Open();
        store.Put("a", "1", "b", "2");
        var scan = store.Scan(default);
        store.Dispose();
        Assert.True(scan.MoveNext());
        Assert.True(scan.MoveNext());
        Assert.Throws<StoreUnavailableException>(_folder.Open);
        scan.Dispose();
        Assert.Throws<ObjectDisposedException>(() => scan.MoveNext());
        _folder.Open().Dispose();
    }
}
