using Microsoft.Extensions.Logging;

namespace Nba.Host.Transport.Kafka;

/// <summary>What is said about slots on Kafka. Ids from 3421 on are these; none is ever reused.</summary>
internal static partial class SlotLog
{
    [LoggerMessage(3421, LogLevel.Information, "{Topic}: partition {Partition} begins at {Offset}.")]
    public static partial void Came(ILogger log, string topic, int partition, long offset);

    [LoggerMessage(3422, LogLevel.Information, "{Topic}: partition {Partition} goes to another worker.")]
    public static partial void Left(ILogger log, string topic, int partition);

    [LoggerMessage(3423, LogLevel.Information, "{Topic}: {Rows} rows restored, {Left} offsets to go.")]
    public static partial void Restoring(ILogger log, string topic, long rows, long left);

    [LoggerMessage(3424, LogLevel.Warning, "{Topic}: the local rows of partition {Partition} are thrown away and read anew: {Why}.")]
    public static partial void Wiped(ILogger log, string topic, int partition, string why);

    [LoggerMessage(3425, LogLevel.Warning, "{Topic}: a transaction was aborted and is done again: {Why}.")]
    public static partial void Aborted(ILogger log, string topic, string why);

    [LoggerMessage(3426, LogLevel.Warning, "{Topic}: new clients, for the old ones are of no more use: {Why}.")]
    public static partial void Renewed(ILogger log, string topic, string why);

    [LoggerMessage(3427, LogLevel.Warning, "{Topic}: nothing could be read; it is tried again: {Why}.")]
    public static partial void ConsumeFailed(ILogger log, string topic, string why);

    [LoggerMessage(3429, LogLevel.Information, "The tables that pages read are up to date: {Partitions} partitions.")]
    public static partial void TablesCaughtUp(ILogger log, int partitions);

    [LoggerMessage(3430, LogLevel.Critical, "The tables that pages read can't be kept up to date; this worker's pages answer from what they have.")]
    public static partial void TablesFailed(ILogger log, Exception failure);

    [LoggerMessage(3431, LogLevel.Information, "The rule book {Book} is published for all workers.")]
    public static partial void BookPublished(ILogger log, string book);

    [LoggerMessage(3432, LogLevel.Information, "The rule book {Book} of another worker is taken up.")]
    public static partial void BookFollowed(ILogger log, string book);

    [LoggerMessage(3433, LogLevel.Error, "The book in force stays: {Why}.")]
    public static partial void BookCannotLoad(ILogger log, string why);

    [LoggerMessage(3434, LogLevel.Error, "The rule book {Book} is not published: {Why}. It is tried again once that is otherwise.")]
    public static partial void BookNotPublished(ILogger log, string book, string why);

    [LoggerMessage(3435, LogLevel.Error, "{Topic}: a record at {Offset} of partition {Partition} is none of ours and is left out of what pages read: {Why}.")]
    public static partial void RecordLeftOut(ILogger log, string topic, int partition, long offset, string why);

    [LoggerMessage(3436, LogLevel.Warning, "Waiting for an answer of the cluster: {Why}.")]
    public static partial void Asking(ILogger log, string why);

    [LoggerMessage(3437, LogLevel.Error, "A slot, or the tables of pages, did not end in time: their local rows are left as they are, and brought up to date at the next start.")]
    public static partial void LeftOpen(ILogger log);
}
