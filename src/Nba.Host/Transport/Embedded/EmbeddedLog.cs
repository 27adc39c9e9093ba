using System.Buffers.Binary;
using System.Text.Json;
using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Host.State;

namespace Nba.Host.Transport.Embedded;

/// <summary>Reads the log and journal that the embedded transport wrote. Thread-safe.</summary>
public static class EmbeddedLog
{
    /// <summary>Bytes before the event in a row.</summary>
    internal const int HeadLength = 8;

    private const long SentMark = 1L << 62;

    /// <summary>The position after the last activity, and its arrival time; zeros for an empty log.</summary>
    public static (long NextPosition, long LastArrival) End(Store store, int partition)
    {
        var keys = new Keys(partition);
        var key = Array.Empty<byte>();
        if (!store.TryLast(keys.Prefix(Table.Log), ref key, out var length)) return (0, 0);
        var position = BinaryPrimitives.ReadInt64BigEndian(key.AsSpan(Keys.PrefixLength, length - Keys.PrefixLength));
        var value = Array.Empty<byte>();
        store.TryGet(key.AsSpan(0, length), ref value, out _);
        return (position + 1, BinaryPrimitives.ReadInt64BigEndian(value) & ~SentMark);
    }

    /// <summary>The record in a row of the log.</summary>
    public static LogRecord Row(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var head = BinaryPrimitives.ReadInt64BigEndian(value);
        return new LogRecord(PositionOf(key), ArrivalOf(value), value[HeadLength..].ToArray(), null, null, IsSent: (head & SentMark) != 0);
    }

    /// <summary>The position in the key of a row of the log.</summary>
    internal static long PositionOf(ReadOnlySpan<byte> key) => BinaryPrimitives.ReadInt64BigEndian(key[Keys.PrefixLength..]);

    /// <summary>When the record in a row of the log arrived.</summary>
    internal static Instant ArrivalOf(ReadOnlySpan<byte> value) => new(BinaryPrimitives.ReadInt64BigEndian(value) & ~SentMark);

    /// <summary>Writes what stands before the event in a row: its arrival, marked when the engine sent it.</summary>
    internal static void WriteHead(Span<byte> row, Instant arrival, bool isSent) => BinaryPrimitives.WriteInt64BigEndian(row, arrival.UnixMilliseconds | (isSent ? SentMark : 0));

    /// <summary>All journal entries in order.</summary>
    public static IReadOnlyList<JournalEntry> Journal(Store store, int partition)
    {
        var entries = new List<JournalEntry>();
        var keys = new Keys(partition);
        using var rows = store.Scan(keys.Prefix(Table.Journal));
        while (rows.MoveNext()) entries.Add(JsonSerializer.Deserialize(rows.Value, JournalJson.Default.JournalEntry)!);
        return entries;
    }
}
