using System.Text.Json;
using System.Text.Json.Serialization;
using Nba.Host.State;

namespace Nba.Host.Stages;

/// <summary>Where a partition stands: one row, written with every commit.</summary>
/// <param name="LastEntry">Number of the last journal entry.</param>
/// <param name="NextPosition">Position of the next activity.</param>
/// <param name="LastNow">Its arrival clock, in milliseconds: never runs backwards.</param>
/// <param name="Day">Day number that last began; 0 before the first.</param>
/// <param name="Hour">Milliseconds of the hour that last began; 0 where no rule asks for hours.</param>
/// <param name="SweptTo">Every customer has seen the entries up to this one.</param>
/// <param name="SweepTarget">The running sweep brings customers up to this entry; 0 when none runs.</param>
/// <param name="Cursor">Customers up to this key were swept; null before the first.</param>
/// <param name="Book">Version of the rule book in force.</param>
/// <param name="Simulated">Whether time comes from the events alone.</param>
/// <param name="Backfilling">Keys of the facts that a backfill was begun for and has not ended; null for none.</param>
/// <param name="BookAt">Where the book in force was named for all workers; null where one process has all partitions.</param>
public sealed record StageHead(
    long LastEntry, long NextPosition, long LastNow, int Day, long Hour, long SweptTo, long SweepTarget, byte[]? Cursor, string Book, bool Simulated, string? Backfilling = null, long? BookAt = null)
{
    /// <summary>A partition that never ran.</summary>
    public static readonly StageHead Empty = new(0, 0, 0, 0, 0, 0, 0, null, "", false);

    /// <summary>Whether customers are still to be swept.</summary>
    [JsonIgnore]
    public bool IsSweeping => SweptTo < LastEntry;

    /// <summary>Where a partition stands in a store; null when it never ran there.</summary>
    /// <remarks>The row may have come from a partition of another number, as those of archives do: its cursor is made a key of this one.</remarks>
    public static StageHead? Of(Store store, int partition)
    {
        var (bytes, keys) = (Array.Empty<byte>(), new Keys(partition));
        if (!store.TryGet(keys.Prefix(Table.Head), ref bytes, out var length)) return null;
        var head = Read(bytes.AsSpan(0, length));
        return head.Cursor is { } cursor ? head with { Cursor = keys.Own(Table.Customers, cursor.AsSpan(Keys.PrefixLength)).ToArray() } : head;
    }

    internal byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, StageJson.Default.StageHead);

    internal static StageHead Read(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, StageJson.Default.StageHead)!;
}

/// <summary>Rows of a stage as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StageHead))]
[JsonSerializable(typeof(QueueHead))]
[JsonSerializable(typeof(DeadLetter))]
[JsonSerializable(typeof(StoredFile[]))]
internal sealed partial class StageJson : JsonSerializerContext;

/// <summary>An activity that was refused or set aside: why, and where its bytes lie in the log.</summary>
/// <param name="Position">Position in the log.</param>
/// <param name="Arrival">When it arrived.</param>
/// <param name="Reason">Reason code.</param>
/// <param name="Detail">What must be and what is.</param>
/// <param name="Attempts">How often it was tried.</param>
public sealed record DeadLetter(long Position, string Arrival, string Reason, string Detail, int Attempts);

/// <summary>A rule file as stored with its book.</summary>
public sealed record StoredFile(string Path, string Text);
