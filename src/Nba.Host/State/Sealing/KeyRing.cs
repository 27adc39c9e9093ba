using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Nba.Host.State.Sealing;

/// <summary>
/// The keys of all customers: made when a customer is first seen, kept wrapped in a <see cref="KeyFile"/> apart from the data, and destroyed one by one. One object for each file in a process, shared by all stores that are sealed
/// with it. Thread-safe.
/// </summary>
internal sealed class KeyRing : IDisposable
{
    /// <summary>The key of what is nobody's: events without a subject that can be read.</summary>
    public static readonly UInt128 Nobody = UInt128.Zero;

    // Ciphers kept: two kilobytes each. What is thrown out is made again from the file.
    private const int Kept = 1 << 13;

    private static readonly Lock Opening = new();
    private static readonly Dictionary<string, KeyRing> Rings = new(StringComparer.Ordinal);

    private readonly Lock _one = new();
    private readonly string _path;
    private readonly MasterKey _master;
    private readonly KeyFile _file;
    private readonly bool _writes;
    private readonly CustomerCipher?[] _kept = new CustomerCipher?[Kept];
    private int _users;
    private bool _isNew;

    private KeyRing(string path, MasterKey master, KeyFile file, bool writes) => (_path, _master, _file, _writes) = (path, master, file, writes);

    /// <summary>How many keys there ever were.</summary>
    public int Count
    {
        get
        {
            lock (_one) return _file.Count;
        }
    }

    /// <summary>Opens the keys of a place, or shares those that this process has open; give them back with <see cref="Dispose"/>.</summary>
    /// <exception cref="StoreUnavailableException">They cannot be read, another process writes them, or the master key is another one.</exception>
    public static KeyRing Open(SealPlaces places, bool writes)
    {
        lock (Opening)
        {
            var path = Path.GetFullPath(places.KeysFile);
            if (Rings.TryGetValue(path, out var ring) && (ring._writes || !writes))
            {
                ring._users++;
                return ring;
            }
            var master = MasterKey.Read(places.MasterFile);
            KeyFile? file = null;
            try
            {
                file = KeyFile.Open(path, writes);
                ring = new KeyRing(path, master, file, writes) { _users = 1 };
                ring.Try();
            }
            catch
            {
                file?.Dispose();
                master.Dispose();
                throw;
            }
            Rings[path] = ring;
            return ring;
        }
    }

    /// <summary>The id of a customer's key: the same for the same customer, whoever asks. Ids of customers are no secret here, they stand in the keys of rows.</summary>
    public static UInt128 IdOf(ReadOnlySpan<byte> customer)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(customer, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    /// <summary>The key of that id, made if there never was one; null for one that was destroyed.</summary>
    public CustomerCipher? Take(UInt128 id)
    {
        if (Known(id) is { } known) return known;
        lock (_one)
        {
            if (Load(id, out var isDestroyed) is { } loaded) return loaded;
            return isDestroyed ? null : Make(id);
        }
    }

    /// <summary>The key of that id; null for one that was destroyed.</summary>
    /// <exception cref="StoreUnavailableException">There never was one here: these are not the keys that the store was sealed with.</exception>
    public CustomerCipher? Find(UInt128 id)
    {
        if (Known(id) is { } known) return known;
        lock (_one)
        {
            if (Load(id, out var isDestroyed) is { } loaded) return loaded;
            return isDestroyed ? null : throw new StoreUnavailableException($"The keys in '{_path}' have none with which a row of this store was sealed: they are older than the store, or of another one", $"Put back the keys that belong to it");
        }
    }

    /// <summary>Whether the key of that id was destroyed.</summary>
    public bool IsDestroyed(UInt128 id)
    {
        if (Known(id) is not null) return false;
        Span<byte> wrapped = stackalloc byte[KeyFile.WrappedLength];
        lock (_one) return _file.TryFind(id, wrapped, out var isDestroyed) && isDestroyed;
    }

    /// <summary>Brings keys that were made onto the disk: before anything is that was sealed with them.</summary>
    public void Sync()
    {
        if (!Volatile.Read(ref _isNew)) return;
        lock (_one)
        {
            _file.Sync();
            Volatile.Write(ref _isNew, false);
        }
    }

    /// <summary>Destroys the key of that id, for good and in every process that opens the file from then on; done already, nothing happens. It is off the disk when this returns.</summary>
    public void Destroy(UInt128 id)
    {
        lock (_one)
        {
            Volatile.Write(ref _kept[Place(id)], null);
            _file.Destroy(id);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (Opening)
        {
            if (--_users > 0) return;
            if (Rings.TryGetValue(_path, out var ring) && ReferenceEquals(ring, this)) Rings.Remove(_path);
            _file.Dispose();
            _master.Dispose();
        }
    }

    // Of the key that every file begins with, to see that the master key is the one.
    private void Try()
    {
        try
        {
            Take(Nobody);
        }
        catch (CryptographicException)
        {
            throw new StoreUnavailableException($"The master key does not fit the keys in '{_path}'", $"Name the one with which they were made");
        }
    }

    private static int Place(UInt128 id) => (int)((ulong)(id >> 64) & (Kept - 1));

    private CustomerCipher? Known(UInt128 id) => Volatile.Read(ref _kept[Place(id)]) is { } kept && kept.Id == id ? kept : null;

    private CustomerCipher? Load(UInt128 id, out bool isDestroyed)
    {
        Span<byte> wrapped = stackalloc byte[KeyFile.WrappedLength], key = stackalloc byte[RowSeal.KeyLength], name = stackalloc byte[KeyFile.IdLength];
        if (!_file.TryFind(id, wrapped, out isDestroyed) || isDestroyed) return null;
        BinaryPrimitives.WriteUInt128BigEndian(name, id);
        _master.Unwrap(name, wrapped, key);
        return Keep(id, key);
    }

    private CustomerCipher Make(UInt128 id)
    {
        Span<byte> wrapped = stackalloc byte[KeyFile.WrappedLength], key = stackalloc byte[RowSeal.KeyLength], name = stackalloc byte[KeyFile.IdLength];
        RandomNumberGenerator.Fill(key);
        BinaryPrimitives.WriteUInt128BigEndian(name, id);
        _master.Wrap(name, key, wrapped);
        _file.Add(id, wrapped);
        Volatile.Write(ref _isNew, true);
        return Keep(id, key);
    }

    private CustomerCipher Keep(UInt128 id, Span<byte> key)
    {
        var cipher = new CustomerCipher(id, key);
        CryptographicOperations.ZeroMemory(key);
        Volatile.Write(ref _kept[Place(id)], cipher);
        return cipher;
    }
}

/// <summary>A customer's key at work. Thread-safe.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Whoever has it may be using it when the ring lets go of it; its handle frees itself when nobody has it any more.")]
internal sealed class CustomerCipher(UInt128 id, ReadOnlySpan<byte> key)
{
    private const int NoncesAtOnce = 256 * RowSeal.NonceLength;

    [ThreadStatic]
    private static byte[]? _nonces;

    [ThreadStatic]
    private static int _used;

    private readonly AesGcm _cipher = new(key, RowSeal.TagLength);
    private readonly Lock _one = new();

    /// <summary>The key's id.</summary>
    public UInt128 Id => id;

    /// <summary>
    /// Seals. The nonce is random, 96 bits: a customer has some thousands of rows in a life, and 2^32 sealings with one key keep the chance of a repeated nonce below 2^-32 (NIST SP 800-38D, 8.3). A counter would have to
    /// survive crashes and copies put back; chance need not.
    /// </summary>
    public void Seal(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> bound, Span<byte> nonce, Span<byte> sealedBytes, Span<byte> tag)
    {
        if (_nonces is not { } nonces || _used == NoncesAtOnce)
        {
            nonces = _nonces ??= new byte[NoncesAtOnce];
            RandomNumberGenerator.Fill(nonces);
            _used = 0;
        }
        nonces.AsSpan(_used, RowSeal.NonceLength).CopyTo(nonce);
        _used += RowSeal.NonceLength;
        lock (_one) _cipher.Encrypt(nonce, plain, sealedBytes, tag, bound);
    }

    /// <summary>Opens what was sealed.</summary>
    /// <exception cref="AuthenticationTagMismatchException">It was altered, or stands at another key of the store.</exception>
    public void Open(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> sealedBytes, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> bound, Span<byte> plain)
    {
        lock (_one) _cipher.Decrypt(nonce, sealedBytes, tag, plain, bound);
    }
}
