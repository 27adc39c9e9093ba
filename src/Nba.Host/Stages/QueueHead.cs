using System.Text.Json;

namespace Nba.Host.Stages;

/// <summary>Where a partition of stage 2 stands: one row, written with every commit.</summary>
/// <param name="NextPosition">Position of the next record.</param>
/// <param name="LastNow">The moment it last ranked for, in milliseconds: never runs backwards.</param>
/// <param name="Day">Day number that all queues are ranked for, or are being; 0 before the first.</param>
/// <param name="Book">Version of the rule book that all queues are ranked under, or are being.</param>
/// <param name="IsRanking">Whether queues are still to be ranked for that day and book.</param>
/// <param name="Cursor">Queues up to this key are; null before the first.</param>
public sealed record QueueHead(long NextPosition, long LastNow, int Day, string Book, bool IsRanking, byte[]? Cursor)
{
    /// <summary>A partition that never ran.</summary>
    public static readonly QueueHead Empty = new(0, 0, 0, "", false, null);

    internal byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, StageJson.Default.QueueHead);

    internal static QueueHead Read(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, StageJson.Default.QueueHead)!;
}
