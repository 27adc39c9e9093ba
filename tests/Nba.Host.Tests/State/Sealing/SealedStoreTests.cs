using System.Text;
using Nba.Host.State;
using Nba.Host.State.Sealing;

namespace Nba.Host.Tests.State.Sealing;

/// <summary>What a sealed store keeps, and what it gives back.</summary>
public sealed class SealedStoreTests : IDisposable
{
    private static readonly byte[] Arrival = [0, 0, 1, 2, 3, 4, 5, 6];

    private readonly SealFolder _keys = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nba-sealed-");

    private string Place => Path.Combine(_folder.FullName, "store");

    public void Dispose()
    {
        _keys.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void What_was_put_is_read_by_key_and_by_walking()
    {
        using var store = Open();
        Put(store, Log(1), Event("K1", "甲"));
        Put(store, Customer("K1"), [.. Arrival, 1, 2, 3]);
        Put(store, Decision("K1", 1), "{\"a\":1}"u8);

        Assert.Equal(Event("K1", "甲"), Get(store, Log(1)));
        Assert.Equal([.. Arrival, 1, 2, 3], Get(store, Customer("K1")));
        Assert.Equal("{\"a\":1}"u8, Get(store, Decision("K1", 1)));
        Assert.Equal([Event("K1", "甲")], Walk(store, Table.Log));
    }

    [Fact]
    public void In_its_files_nothing_of_it_stands()
    {
        using (var open = Open()) Put(open, Log(1), Event("K1", "MARKED"));
        using (var clear = Store.Open(new StoreOptions { Directory = Path.Combine(_folder.FullName, "clear") })) Put(clear, Log(1), Event("K1", "MARKED"));

        Assert.False(Holds(Place, "MARKED"));
        Assert.True(Holds(Path.Combine(_folder.FullName, "clear"), "MARKED"));
    }

    [Fact]
    public void A_row_moved_to_another_key_or_altered_is_no_row()
    {
        using var store = Open();
        Put(store, Customer("K1"), [.. Arrival, 1, 2, 3]);
        var stored = Stored(store, Table.Customers);
        PutStored(store, Customer("K2"), stored);
        Assert.Throws<StoreUnavailableException>(() => Get(store, Customer("K2")));

        stored[^1] ^= 1;
        PutStored(store, Customer("K1"), stored);
        Assert.Throws<StoreUnavailableException>(() => Get(store, Customer("K1")));
    }

    [Fact]
    public void After_a_key_is_destroyed_its_rows_are_gone_others_stay_and_the_log_keeps_its_positions()
    {
        using (var store = Open())
        {
            Put(store, Log(1), Event("K1", "甲"));
            Put(store, Log(2), Event("K2", "乙"));
            Put(store, Customer("K1"), [.. Arrival, 1]);
            Put(store, Customer("K2"), [.. Arrival, 2]);
            store.Keys!.Destroy(KeyRing.IdOf("K1"u8));
            Assert.False(store.TryGet(Customer("K1"), ref _buffer, out _));
            Put(store, Customer("K1"), [.. Arrival, 9]);
        }
        // Also for whoever opens it later.
        using var again = Open();
        Assert.False(again.TryGet(Customer("K1"), ref _buffer, out _));
        Assert.Equal([[.. Arrival, 2]], Walk(again, Table.Customers));
        Assert.Equal([RowSeal.Erased(Arrival), Event("K2", "乙")], Walk(again, Table.Log));
        Put(again, Log(3), Event("K1", "丙"));
        Assert.Equal(RowSeal.Erased(Arrival), Get(again, Log(3)));
    }

    [Fact]
    public void A_row_that_a_walk_stands_on_is_read_whole_also_when_its_key_is_destroyed_meanwhile()
    {
        using var store = Open();
        Put(store, Decision("K1", 1), "{\"a\":1}"u8);
        Put(store, Decision("K1", 2), "{\"a\":2}"u8);
        using var rows = store.Scan(new Keys(0).Prefix(Table.Decisions));
        Assert.True(rows.MoveNext());
        store.Keys!.Destroy(KeyRing.IdOf("K1"u8));

        Assert.Equal("{\"a\":1}"u8, rows.Value);
        Assert.False(rows.MoveNext());
    }

    [Fact]
    public void A_checkpoint_says_where_the_keys_lie_and_holds_none()
    {
        var copy = Path.Combine(_folder.FullName, "copy");
        using var store = Open();
        Put(store, Customer("K1"), [.. Arrival, 1]);
        store.Checkpoint(copy);

        using (var read = Store.OpenReadOnly(copy)) Assert.Equal([.. Arrival, 1], Get(read, Customer("K1")));
        File.Move(_keys.Places.MasterFile, _keys.Places.MasterFile + ".away");
        // This process has the keys open; another one has not.
        store.Dispose();
        Assert.Throws<StoreUnavailableException>(() => Store.OpenReadOnly(copy));
    }

    [Fact]
    public void With_another_master_key_or_older_keys_it_does_not_open()
    {
        using (var store = Open()) Put(store, Customer("K1"), [.. Arrival, 1]);
        _keys.NewMaster();
        Assert.Throws<StoreUnavailableException>(Open);

        File.Delete(_keys.Places.KeysFile);
        using var without = Open();
        // A key that is missing is no key that was destroyed.
        Assert.Throws<StoreUnavailableException>(() => Get(without, Customer("K1")));
    }

    [Fact]
    public void Rows_of_before_it_was_sealed_are_read_as_they_are()
    {
        using (var clear = Store.Open(new StoreOptions { Directory = Place }))
        {
            Put(clear, Log(1), Event("K1", "甲"));
            Put(clear, Log(2), [.. Arrival, 0xFF, 1, .. new byte[60]]);
        }
        using var store = Open();
        Put(store, Log(3), Event("K1", "乙"));

        Assert.Equal([Event("K1", "甲"), [.. Arrival, 0xFF, 1, .. new byte[60]], Event("K1", "乙")], Walk(store, Table.Log));
    }

    private byte[] _buffer = [];

    private Store Open() => Store.Open(new StoreOptions { Directory = Place, Seal = _keys.Places });

    private byte[] Get(Store store, byte[] key) => store.TryGet(key, ref _buffer, out var length) ? _buffer.AsSpan(0, length).ToArray() : throw new InvalidOperationException("there is no such row");

    private static List<byte[]> Walk(Store store, Table table)
    {
        var found = new List<byte[]>();
        using var rows = store.Scan(new Keys(0).Prefix(table));
        while (rows.MoveNext()) found.Add(rows.Value.ToArray());
        return found;
    }

    private static byte[] Stored(Store store, Table table)
    {
        using var rows = store.Scan(new Keys(0).Prefix(table));
        rows.MoveNext();
        return rows.Stored.ToArray();
    }

    private static void Put(Store store, byte[] key, ReadOnlySpan<byte> value)
    {
        using var batch = store.NewBatch();
        batch.Put(key, value);
        store.Write(batch);
    }

    private static void PutStored(Store store, byte[] key, byte[] value)
    {
        using var batch = store.NewBatch();
        batch.PutStored(key, value);
        store.Write(batch);
    }

    private static byte[] Log(long position) => new Keys(0).Number(Table.Log, position).ToArray();

    private static byte[] Customer(string id) => new Keys(0).Text(Table.Customers, id).ToArray();

    private static byte[] Decision(string id, int number) => new Keys(0).TextNumber(Table.Decisions, id, number).ToArray();

    private static byte[] Event(string customer, string name) => [.. Arrival, .. Encoding.UTF8.GetBytes($$"""{"id":"1","subject":"{{customer}}","data":{"name":"{{name}}"} }""")];

    private static bool Holds(string folder, string text) => Directory.EnumerateFiles(folder).Any(f => File.ReadAllBytes(f).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);
}
