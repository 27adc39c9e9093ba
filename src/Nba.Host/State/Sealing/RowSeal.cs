using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Nba.Engine;
using Nba.Engine.Events;

namespace Nba.Host.State.Sealing;

/// <summary>What came of opening a row.</summary>
internal enum Opened
{
    /// <summary>It is not sealed; it is what it is.</summary>
    Plain,
    /// <summary>It was opened into the buffer.</summary>
    Read,
    /// <summary>Its key was destroyed.</summary>
    Erased,
}

/// <summary>
/// The one place where rows are sealed and opened: the store puts every value of a table that holds a person's data through it, and every value that is read. The key of a row stays as it is; so do the first bytes of a log
/// row (arrival) and of a customer's row (stamp), which are read without opening it. Thread-safe.
/// </summary>
/// <remarks>
/// A sealed value is its plain first bytes, 0xFF, the format (1), the id of the key (16 bytes), the nonce (12), the rest encrypted with AES-256-GCM, and the tag (16), which binds it to its table, key and first bytes: 46 bytes more.
/// In the log a bit of the arrival says that the row is sealed, for what senders wrote may begin with any byte; rows of other tables never begin with 0xFF. Rows of before sealing began stay as they are.
/// </remarks>
internal sealed class RowSeal(KeyRing ring) : IDisposable
{
    public const int KeyLength = 32, NonceLength = 12, TagLength = 16;

    /// <summary>Bytes of the longest customer id.</summary>
    public const int LongestId = Activity.MaxCustomerLength * 3;

    private const byte Mark = 0xFF, Format = 1, LogMark = 0x20;
    private const int IdAt = 2, NonceAt = IdAt + KeyFile.IdLength, BodyAt = NonceAt + NonceLength, Around = BodyAt + TagLength;

    // What stands in the log where an erased customer's activity stood, behind its arrival: the position is taken, and no activity reads like this.
    private static ReadOnlySpan<byte> Stub => "{\"erased\":true}"u8;

    /// <summary>The keys.</summary>
    public KeyRing Ring => ring;

    /// <summary>Whether values of a table hold a person's data.</summary>
    public static bool IsPersonal(Table table) => table is Table.Log or Table.Customers or Table.Actions or Table.Decisions or Table.DeadLetters or Table.Deliveries or Table.Undelivered or Table.Feeds;

    /// <summary>The row of the log that stands where an erased one stood.</summary>
    public static byte[] Erased(ReadOnlySpan<byte> head) => [(byte)(head[0] & ~LogMark), .. head[1..8], .. Stub];

    /// <summary>Whether an event of the log is one that was erased.</summary>
    public static bool IsErased(ReadOnlySpan<byte> activity) => activity.SequenceEqual(Stub);

    /// <summary>Seals a value for a customer; the answer is good until the buffer is used again, and empty for one whose key was destroyed, of whom nothing is written any more.</summary>
    /// <param name="key">The row's whole key.</param>
    /// <param name="value">The value.</param>
    /// <param name="whose">The customer, in UTF-8; empty where the row itself says it, or nobody can.</param>
    /// <param name="buffer">Where it goes.</param>
    public ReadOnlySpan<byte> Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, scoped ReadOnlySpan<byte> whose, ref byte[] buffer)
    {
        var table = (Table)key[2];
        var head = HeadOf(table, value);
        if (table == Table.Log && IsErased(value[head..])) return value;
        Span<byte> id = stackalloc byte[LongestId];
        if (whose.IsEmpty) whose = id[..Whose(table, key, value, id)];
        var cipher = ring.Take(whose.IsEmpty ? KeyRing.Nobody : KeyRing.IdOf(whose));
        if (cipher is null)
        {
            // A letter says nothing of the customer then; the log keeps the position.
            if (table == Table.DeadLetters) cipher = ring.Take(KeyRing.Nobody)!;
            else return table == Table.Log ? Erased(value[..head]) : default;
        }
        var length = value.Length + Around;
        if (buffer.Length < length) buffer = new byte[length * 2];
        var into = buffer.AsSpan(0, length);
        value[..head].CopyTo(into);
        if (table == Table.Log) into[0] |= LogMark;
        var body = into[head..];
        (body[0], body[1]) = (Mark, Format);
        BinaryPrimitives.WriteUInt128BigEndian(body[IdAt..], cipher.Id);
        cipher.Seal(value[head..], Bound(key, value[..head], stackalloc byte[MostBound(key)]), body.Slice(NonceAt, NonceLength), body[BodyAt..^TagLength], body[^TagLength..]);
        return into;
    }

    /// <summary>The id of the key that a value was sealed with; null for one that is not sealed.</summary>
    public static UInt128? KeyOf(Table table, ReadOnlySpan<byte> stored)
    {
        if (!IsPersonal(table)) return null;
        var head = HeadOf(table, stored);
        return stored.Length >= head + Around && stored[head] == Mark && stored[head + 1] == Format && (table != Table.Log || (stored[0] & LogMark) != 0) ? BinaryPrimitives.ReadUInt128BigEndian(stored[(head + IdAt)..]) : null;
    }

    /// <summary>Whether a value was sealed with a key that was destroyed, so that it counts as none.</summary>
    /// <param name="key">The row's whole key.</param>
    /// <param name="stored">The value as it is stored.</param>
    /// <param name="cipher">The key with which it can be opened from now on, whatever becomes of it meanwhile; null where it is not sealed, or is a row of the log, which always counts.</param>
    public bool IsGone(ReadOnlySpan<byte> key, ReadOnlySpan<byte> stored, out CustomerCipher? cipher)
    {
        cipher = null;
        return (Table)key[2] != Table.Log && KeyOf((Table)key[2], stored) is { } id && (cipher = ring.Find(id)) is null;
    }

    /// <summary>Opens a value into a buffer.</summary>
    /// <param name="key">The row's whole key.</param>
    /// <param name="stored">The value as it is stored.</param>
    /// <param name="buffer">Where it goes.</param>
    /// <param name="length">Its length.</param>
    /// <param name="found">Its key, where it was found before.</param>
    /// <exception cref="StoreUnavailableException">It was altered, or the keys are not those of the store.</exception>
    public Opened Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> stored, ref byte[] buffer, out int length, CustomerCipher? found = null)
    {
        length = 0;
        var table = (Table)key[2];
        if (KeyOf(table, stored) is not { } id) return Opened.Plain;
        var head = HeadOf(table, stored);
        if ((found ?? ring.Find(id)) is not { } cipher)
        {
            if (table == Table.Log) length = Store.Fill(Erased(stored[..head]), ref buffer);
            return Opened.Erased;
        }
        length = stored.Length - Around;
        if (buffer.Length < length) buffer = new byte[length * 2];
        stored[..head].CopyTo(buffer);
        if (table == Table.Log) buffer[0] &= unchecked((byte)~LogMark);
        var body = stored[head..];
        try
        {
            cipher.Open(body.Slice(NonceAt, NonceLength), body[BodyAt..^TagLength], body[^TagLength..], Bound(key, buffer.AsSpan(0, head), stackalloc byte[MostBound(key)]), buffer.AsSpan(head, length - head));
        }
        catch (AuthenticationTagMismatchException altered)
        {
            throw new StoreUnavailableException($"A sealed row of the table {table} is not as it was written", $"Check the disk; if files are damaged or missing, put back a checkpoint", altered);
        }
        return Opened.Read;
    }

    /// <inheritdoc/>
    public void Dispose() => ring.Dispose();

    private static int HeadOf(Table table, ReadOnlySpan<byte> value) => table is Table.Log or Table.Customers ? Math.Min(8, value.Length) : 0;

    private static int MostBound(ReadOnlySpan<byte> key) => key.Length + 8;

    // Not the partition, which is another one in an archive.
    private static ReadOnlySpan<byte> Bound(ReadOnlySpan<byte> key, ReadOnlySpan<byte> head, Span<byte> into)
    {
        key[2..].CopyTo(into);
        head.CopyTo(into[(key.Length - 2)..]);
        return into[..(key.Length - 2 + head.Length)];
    }

    // The customer that a row names, as bytes.
    private static int Whose(Table table, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, Span<byte> into)
    {
        switch (table)
        {
            case Table.Log:
                return EventSubject.Of(value[8..], into);
            case Table.Customers:
                return Copied(key[Keys.PrefixLength..], into);
            case Table.Decisions:
                return Copied(key[Keys.PrefixLength..^5], into);
            case Table.Actions:
                return Encoding.UTF8.TryGetBytes(ActionRecordCodec.CustomerOf(value), into, out var length) ? length : 0;
            default:
                return 0;
        }
    }

    private static int Copied(ReadOnlySpan<byte> id, Span<byte> into) => id.TryCopyTo(into) ? id.Length : 0;
}
