using System.Text;

namespace Nba.Host.Tests.State;

public sealed class StoreTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_batch_is_there_after_reopening()
    {
        using (var store = _folder.Open())
        {
            store.Put("a", "1", "b", "2");
        }

        using var again = _folder.Open();
        Assert.Equal("1", again.Text("a"));
        Assert.Equal("2", again.Text("b"));
    }

    [Fact]
    public void Of_what_is_written_unlogged_a_killed_process_leaves_all_up_to_some_batch()
    {
        using (var store = _folder.Open())
        {
            using var batch = store.NewBatch();
            var (noise, random) = (new byte[1000], new Random(1));
            for (var i = 0; i < 10_000; i++)
            {
                random.NextBytes(noise);
                batch.Put(Encoding.UTF8.GetBytes($"{i:00000}"), noise);
                store.WriteUnlogged(batch);
                batch.Clear();
            }
            using var killed = _folder.OpenKilled();
            var left = killed.Keys("");
            Assert.InRange(left.Count, 1, 9_999);
            Assert.Equal(Enumerable.Range(0, left.Count).Select(i => $"{i:00000}"), left);
        }
        using var closed = _folder.Open();
        Assert.Equal(10_000, closed.Keys("").Count);
    }

    [Fact]
    public void What_is_written_unlogged_reaches_the_disk_soon_after_a_flush_began()
    {
        using var store = _folder.Open();
        using var batch = store.NewBatch();
        batch.Put("a"u8, "1"u8);
        store.WriteUnlogged(batch);
        Assert.Equal("1", store.Text("a"));
        Assert.Empty(_folder.Tables);
        store.BeginFlush();
        Assert.True(SpinWait.SpinUntil(() => _folder.Tables.Count == 1, TimeSpan.FromMinutes(1)), "no table came");
    }

    [Fact]
    public void A_later_change_in_a_batch_wins_over_an_earlier_one()
    {
        using var store = _folder.Open();
        using var batch = store.NewBatch();
        batch.Put("a"u8, "1"u8);
        batch.Delete("a"u8);
        batch.Put("b"u8, "1"u8);
        batch.Put("b"u8, "2"u8);
        Assert.Equal(4, batch.Count);
        store.Write(batch);
        Assert.Null(store.Text("a"));
        Assert.Equal("2", store.Text("b"));
    }

    [Fact]
    public void A_cleared_batch_writes_only_what_came_after()
    {
        using var store = _folder.Open();
        using var batch = store.NewBatch();
        batch.Put("a"u8, "1"u8);
        batch.Clear();
        Assert.Equal(0, batch.Count);
        batch.Put("b"u8, "2"u8);
        store.Write(batch);
        Assert.False(store.Contains("a"u8));
        Assert.True(store.Contains("b"u8));
    }

    [Fact]
    public void A_deleted_range_ends_before_its_end()
    {
        using var store = _folder.Open();
        store.Put("a", "1", "b", "2", "c", "3");
        using var batch = store.NewBatch();
        batch.DeleteRange("a"u8, "c"u8);
        store.Write(batch);
        Assert.Equal(["c"], store.Keys(""));
    }

    [Fact]
    public void An_empty_value_is_found_and_a_missing_key_is_not()
    {
        using var store = _folder.Open();
        store.Put("empty", "");
        var buffer = new byte[4];
        Assert.True(store.TryGet("empty"u8, ref buffer, out var length));
        Assert.Equal(0, length);
        Assert.False(store.TryGet("missing"u8, ref buffer, out length));
        Assert.Equal(0, length);
    }

    [Fact]
    public void A_buffer_too_short_is_replaced_and_one_long_enough_is_kept()
    {
        using var store = _folder.Open();
        store.Put("a", new string('x', 100), "b", "y");
        byte[] buffer = [];
        Assert.True(store.TryGet("a"u8, ref buffer, out var length));
        Assert.Equal(100, length);
        var grown = buffer;
        Assert.True(store.TryGet("b"u8, ref buffer, out length));
        Assert.Same(grown, buffer);
        Assert.Equal(1, length);
    }

    [Fact]
    public void Reading_and_refilling_a_batch_allocate_nothing()
    {
        using var store = _folder.Open();
        store.Put("a", new string('x', 500));
        using var batch = store.NewBatch();
        var buffer = new byte[1024];
        Round();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Round();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Round()
        {
            store.TryGet("a"u8, ref buffer, out var length);
            batch.Clear();
            batch.Put("b"u8, buffer.AsSpan(0, length));
            batch.Delete("c"u8);
            store.Write(batch);
        }
    }

    [Fact]
    public void Threads_read_their_own_values_while_another_writes()
    {
        using var store = _folder.Open();
        store.Put([.. Enumerable.Range(0, 1000).SelectMany(i => new[] { $"k{i}", $"v{i}" })]);
        Parallel.Invoke(
            () => Enumerable.Range(0, 200).ToList().ForEach(i => store.Put($"w{i}", "x")),
            () => Assert.All(Enumerable.Range(0, 1000), i => Assert.Equal($"v{i}", store.Text($"k{i}"))),
            () => Assert.All(Enumerable.Range(0, 1000).Reverse(), i => Assert.Equal($"v{i}", store.Text($"k{i}"))));
        Assert.Equal(200, store.Keys("w").Count);
    }

    [Fact]
    public void Figures_count_the_block_cache_when_asked_to()
    {
        _folder.Options.Statistics = true;
        using (var store = _folder.Open())
        {
            store.Put("a", "1");
        }

        using var again = _folder.Open();
        Assert.Equal("1", again.Text("a"));
        Assert.Equal("1", again.Text("a"));
        var stats = again.Stats();
        Assert.True(stats.CacheHits > 0, stats.ToString());
        Assert.True(stats.MemtableBytes > 0 && stats.TableBytes > 0 && !stats.WritesStopped, stats.ToString());
        Assert.True(again.EstimatedBytes > 0);
    }
}
