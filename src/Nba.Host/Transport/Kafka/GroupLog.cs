using Microsoft.Extensions.Logging;

namespace Nba.Host.Transport.Kafka;

/// <summary>What is said about the groups that slots belong to. Ids from 3441 on are these; none is ever reused.</summary>
internal static partial class GroupLog
{
    /// <summary>What to do about partitions that stay nobody's.</summary>
    public const string Remedy = "stop all workers of that role for longer than Kafka:SessionSeconds and start them again, and the group begins anew";

    [LoggerMessage(3441, LogLevel.Warning, "Partitions without a worker: {What}. One of its workers makes it deal them out anew.")]
    public static partial void Orphaned(ILogger log, string what);

    [LoggerMessage(3442, LogLevel.Warning, "This worker lets the group deal anew, by a member that comes and goes: {What}. No other partition moves.")]
    public static partial void DealsAnew(ILogger log, string what);

    [LoggerMessage(3443, LogLevel.Warning, "The group {Group} did not deal anew; it is tried again: {Why}.")]
    public static partial void NotDealt(ILogger log, string group, string why);

    [LoggerMessage(3444, LogLevel.Error, "Partitions without a worker, and dealing anew did not help: {What}. What arrives there waits: {Remedy}.")]
    public static partial void Stubborn(ILogger log, string what, string remedy);

    [LoggerMessage(3445, LogLevel.Information, "The group {Group} gives every partition of {Topic} to somebody again, or is dealing them out.")]
    public static partial void Dealt(ILogger log, string group, string topic);

    [LoggerMessage(3446, LogLevel.Warning, "The group {Group} cannot be looked at, so nobody would see a partition that it gives to no worker: {Why}.")]
    public static partial void Unseen(ILogger log, string group, string why);
}
