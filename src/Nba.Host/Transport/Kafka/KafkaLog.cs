using Microsoft.Extensions.Logging;

namespace Nba.Host.Transport.Kafka;

/// <summary>What is said of the cluster and by the client library.</summary>
internal static partial class KafkaLog
{
    [LoggerMessage(3401, LogLevel.Information, "Waiting for Kafka at {Bootstrap}: {Problem}.")]
    public static partial void Waiting(ILogger log, string bootstrap, string problem);

    [LoggerMessage(3402, LogLevel.Information, "Created the topic {Topic}: {Partitions} partition(s), {Policy}.")]
    public static partial void Created(ILogger log, string topic, int partitions, string policy);

    [LoggerMessage(3403, LogLevel.Warning, "{Weaker}")]
    public static partial void Weaker(ILogger log, string weaker);

    [LoggerMessage(3411, LogLevel.Error, "Kafka client {Client} ({Facility}): {Message}")]
    public static partial void Failed(ILogger log, string client, string facility, string message);

    [LoggerMessage(3412, LogLevel.Warning, "Kafka client {Client} ({Facility}): {Message}")]
    public static partial void Warned(ILogger log, string client, string facility, string message);

    [LoggerMessage(3413, LogLevel.Debug, "Kafka client {Client} ({Facility}): {Message}")]
    public static partial void Said(ILogger log, string client, string facility, string message);

    [LoggerMessage(3414, LogLevel.Warning, "Kafka client {Client} reports {Code}: {Reason}.")]
    public static partial void Reported(ILogger log, string client, string code, string reason);
}
