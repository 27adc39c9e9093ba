using System.Security.Cryptography;
using Nba.Host.State;
using Nba.Host.State.Sealing;

namespace Nba.Host.Tests.State.Sealing;

/// <summary>Keys are there again after a crash, or were never used; a destroyed one is in no file.</summary>
public sealed class KeyFileTests : IDisposable
{
    private const int Record = 88;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nba-keys-");

    private string Place => Path.Combine(_folder.FullName, "customers.keys");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Ten_thousand_are_found_again()
    {
        using (var keys = KeyFile.Open(Place, writes: true))
        {
            for (var i = 1; i <= 10_000; i++)
            {
                keys.Add((UInt128)i, Wrapped(i));
                if (i % 777 == 0) keys.Sync();
                Assert.True(Find(keys, i / 2 + 1));
            }
            keys.Sync();
        }
        using var again = KeyFile.Open(Place, writes: false);
        Assert.All(Enumerable.Range(1, 10_000), i => Assert.True(Find(again, i)));
        Assert.False(Find(again, 10_001));
        Assert.Equal(10_000 * Record, new FileInfo(Place).Length);
    }

    [Fact]
    public void A_destroyed_one_is_off_the_file_and_stays_known_as_destroyed()
    {
        using (var keys = KeyFile.Open(Place, writes: true))
        {
            for (var i = 1; i <= 3; i++) keys.Add((UInt128)i, Wrapped(i));
            keys.Sync();
            Assert.True(Contains(Wrapped(2)));
            keys.Destroy(2);
        }

        Assert.False(Contains(Wrapped(2)));
        Assert.True(Contains(Wrapped(1)));
        using var again = KeyFile.Open(Place, writes: true);
        Assert.True(again.TryFind(2, new byte[KeyFile.WrappedLength], out var isDestroyed));
        Assert.True(isDestroyed);
        Assert.True(Find(again, 3));
    }

    [Fact]
    public void What_others_may_read_is_made_by_nobody_and_refused_with_what_to_do()
    {
        if (OperatingSystem.IsWindows()) return;
        using (var keys = KeyFile.Open(Place, writes: true)) keys.Add(1, Wrapped(1));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Place));
        var master = Path.Combine(_folder.FullName, "master.key");
        File.WriteAllText(master, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        foreach (var others in new[] { UnixFileMode.GroupRead, UnixFileMode.OtherRead })
        {
            foreach (var (file, open) in new (string, Action)[] { (Place, () => KeyFile.Open(Place, writes: true).Dispose()), (Place, () => KeyFile.Open(Place, writes: false).Dispose()), (master, () => MasterKey.Read(master).Dispose()) })
            {
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | others);
                Assert.Equal($"Take that from them: chmod 600 '{file}'", Assert.Throws<StoreUnavailableException>(open).Remedy);
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
                open();
            }
        }
    }

    [Fact]
    public void One_that_never_was_can_be_destroyed_beforehand()
    {
        using (var keys = KeyFile.Open(Place, writes: true)) keys.Destroy(7);
        using var again = KeyFile.Open(Place, writes: true);

        Assert.True(again.TryFind(7, new byte[KeyFile.WrappedLength], out var isDestroyed) && isDestroyed);
    }

    [Fact]
    public void Torn_at_any_byte_of_its_end_the_rest_is_good_and_more_can_be_added()
    {
        using (var keys = KeyFile.Open(Place, writes: true))
        {
            for (var i = 1; i <= 2; i++) keys.Add((UInt128)i, Wrapped(i));
            keys.Sync();
        }
        var whole = File.ReadAllBytes(Place);
        for (var cut = Record; cut < whole.Length; cut++)
        {
            File.WriteAllBytes(Place, whole[..cut]);
            using (var keys = KeyFile.Open(Place, writes: true))
            {
                Assert.True(Find(keys, 1));
                Assert.False(Find(keys, 2));
                keys.Add(9, Wrapped(9));
                keys.Sync();
            }
            using var again = KeyFile.Open(Place, writes: false);
            Assert.True(Find(again, 1) && Find(again, 9));
        }
    }

    [Fact]
    public void One_that_a_crash_tore_while_it_was_destroyed_is_destroyed_the_next_time()
    {
        using (var keys = KeyFile.Open(Place, writes: true))
        {
            for (var i = 1; i <= 3; i++) keys.Add((UInt128)i, Wrapped(i));
            keys.Sync();
        }
        var torn = File.ReadAllBytes(Place);
        torn.AsSpan(Record + 16, 20).Clear();
        File.WriteAllBytes(Place, torn);
        using (var keys = KeyFile.Open(Place, writes: true)) keys.Destroy(2);

        Assert.False(Contains(Wrapped(2).AsSpan(30)));
        using var again = KeyFile.Open(Place, writes: false);
        Assert.True(again.TryFind(2, new byte[KeyFile.WrappedLength], out var isDestroyed) && isDestroyed);
        Assert.True(Find(again, 1) && Find(again, 3));
    }

    [Fact]
    public void One_process_writes()
    {
        using var keys = KeyFile.Open(Place, writes: true);

        Assert.Throws<StoreUnavailableException>(() => KeyFile.Open(Place, writes: true));
        using var reader = KeyFile.Open(Place, writes: false);
    }

    private static bool Find(KeyFile keys, int i)
    {
        var wrapped = new byte[KeyFile.WrappedLength];
        return keys.TryFind((UInt128)i, wrapped, out var isDestroyed) && !isDestroyed && wrapped.AsSpan().SequenceEqual(Wrapped(i));
    }

    private static byte[] Wrapped(int i) => SHA512.HashData(BitConverter.GetBytes(i)).AsSpan(0, KeyFile.WrappedLength).ToArray();

    private bool Contains(ReadOnlySpan<byte> bytes) => File.ReadAllBytes(Place).AsSpan().IndexOf(bytes) >= 0;
}
