using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Nba.Host.Stages;

namespace Nba.Host.Transport.Kafka;

/// <summary>Dead letters as records: the bytes as they came, under the key they came with; headers say where, when, why and how often tried.</summary>
internal static class DeadLetters
{
    // Positions of several partitions in one list: the partition stands above the offset.
    private const int OffsetBits = 40;

    // Those of stage 2 stand behind all of stage 1.
    private const long OtherTopics = 1 << 16;

    // Those of foreign topics stand behind both. Their names are the bank's, so that a place among four million is all that can be given to each partition of each.
    private const long ForeignTopics = 1 << 22;

    // The letter's key and headers need room too.
    private const int MostBytes = 900_000;

    /// <summary>The event as it came; of one that is larger than a record may be, its beginning.</summary>
    public static byte[] Value(ReadOnlySpan<byte> came) => came[..Math.Min(came.Length, MostBytes)].ToArray();

    /// <summary>The name of the reason that a letter gives.</summary>
    public static string Reason(ReadOnlySpan<byte> letter) => JsonSerializer.Deserialize(letter, StageJson.Default.DeadLetter)!.Reason;

    /// <summary>The headers of a letter.</summary>
    public static Headers Headers(string topic, in RoutedRow row)
    {
        var letter = JsonSerializer.Deserialize(row.Value, StageJson.Default.DeadLetter)!;
        var headers = new Headers();
        void Add(string name, string value) => headers.Add(name, Encoding.UTF8.GetBytes(value));
        Add("nba-topic", topic);
        Add("nba-partition", row.Partition.ToString(CultureInfo.InvariantCulture));
        Add("nba-offset", letter.Position.ToString(CultureInfo.InvariantCulture));
        Add("nba-arrival", letter.Arrival);
        Add("nba-reason", letter.Reason);
        Add("nba-detail", letter.Detail);
        Add("nba-attempts", letter.Attempts.ToString(CultureInfo.InvariantCulture));
        return headers;
    }

    /// <summary>The letter that headers tell of, under a position that is its own among all partitions.</summary>
    public static DeadLetter Read(Headers headers, string activities, string actions)
    {
        string Text(string name) => headers.TryGetLastBytes(name, out var bytes) ? Encoding.UTF8.GetString(bytes) : "";
        long Number(string name) => long.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        var (topic, partition) = (Text("nba-topic"), Number("nba-partition"));
        if (topic == actions) partition += OtherTopics;
        else if (topic != activities) partition = ForeignTopics + (long)(XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(topic), partition) % ForeignTopics);
        return new DeadLetter((partition << OffsetBits) + Number("nba-offset"), Text("nba-arrival"), Text("nba-reason"), Text("nba-detail"), (int)Number("nba-attempts"));
    }
}
