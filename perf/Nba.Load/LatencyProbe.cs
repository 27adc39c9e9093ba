using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Nba.Engine.Calendars;
using Nba.Host.Settings;
using Nba.Host.Transport.Kafka;

namespace Nba.Load;

/// <summary>
/// From an activity's way into its topic to the changed queue as any reader of committed records sees it, while other activities come at a given rate. Each sample is a customer of its own,
/// with a manager of its own, whose first action makes that manager's first queue.
/// </summary>
internal static class LatencyProbe
{
    // Samples come once the load and the rig have run in, and are spread over what is left.
    private const int RunInSeconds = 5;
    private const int SampledSeconds = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>How many other activities a run at a rate takes.</summary>
    public static int Load(double rate) => (int)(rate * (RunInSeconds + SampledSeconds));

    /// <summary>The customers of the samples.</summary>
    public static IEnumerable<(string, byte[])> Customers(int samples, long now)
    {
        for (var s = 0; s < samples; s++)
        {
            yield return Make(s, "customer.registered", "\"name\":\"客户\",\"kind\":\"personal\"", now);
            yield return Make(s, "customer.assigned", $"\"a\":\"rmL{s}\"", now);
        }
    }

    /// <summary>Milliseconds of each of so many samples, each of which is taken once.</summary>
    public static List<double> Run(string bootstrap, KafkaOptions options, IEnumerable<(string Customer, byte[] Json)> others, double rate, int first, int samples)
    {
        var topics = new KafkaTopics(options);
        var (sent, seen) = (new ConcurrentDictionary<string, long>(), new ConcurrentDictionary<string, long>());
        using var stop = new CancellationTokenSource();
        var watching = Watch(options, topics, seen, stop.Token);
        // The load comes as systems that write much send it, gathered; a sample as one that does not wait.
        using (var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = bootstrap, LingerMs = 50, CompressionType = CompressionType.Lz4 }).Build())
        using (var prompt = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = bootstrap, LingerMs = 1 }).Build())
        {
            var (start, count, sample) = (Stopwatch.GetTimestamp(), 0L, first);
            var (runIn, each) = ((long)(rate * RunInSeconds), Math.Max(1, (long)(rate * SampledSeconds / samples)));
            foreach (var (customer, json) in others)
            {
                while (Stopwatch.GetElapsedTime(start).TotalSeconds * rate < count) Pause.For(1);
                KafkaMeasure.Produce(producer, topics, customer, json);
                if (++count % each == 0 && count > runIn && sample < first + samples)
                {
                    var (who, what) = Make(sample, "mail.returned", "\"what\":\"statement\"", TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
                    sent[$"rmL{sample++}"] = Stopwatch.GetTimestamp();
                    KafkaMeasure.Produce(prompt, topics, who, what);
                }
            }
            prompt.Flush(Patience);
            producer.Flush(Patience);
        }
        var until = Stopwatch.GetTimestamp();
        while (seen.Count < sent.Count && Stopwatch.GetElapsedTime(until) < Patience) Pause.For(10);
        stop.Cancel();
        watching.Join();
        return [.. sent.Where(s => seen.ContainsKey(s.Key)).Select(s => Stopwatch.GetElapsedTime(s.Value, seen[s.Key]).TotalMilliseconds)];
    }

    private static Thread Watch(KafkaOptions options, KafkaTopics topics, ConcurrentDictionary<string, long> seen, CancellationToken stop)
    {
        var clients = new KafkaClients(options, NullLogger.Instance);
        var config = clients.TableReader("probe");
        config.FetchWaitMaxMs = 10;
        var reader = clients.Build<byte[], Ignore>(config);
        reader.Assign(Enumerable.Range(0, topics.Queues.Partitions).Select(p => new TopicPartitionOffset(topics.Queues.Name, p, Offset.End)));
        var thread = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                if (reader.Consume(TimeSpan.FromMilliseconds(20)) is { IsPartitionEOF: false, Message.Key: { } key }) seen.TryAdd(Encoding.UTF8.GetString(key), Stopwatch.GetTimestamp());
            }
            reader.Dispose();
        })
        { IsBackground = true };
        thread.Start();
        Pause.For(500);
        return thread;
    }

    private static (string, byte[]) Make(int sample, string type, string data, long time)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"L{sample:D6}");
        return (name, Encoding.UTF8.GetBytes($$$"""{"specversion":"1.0","id":"{{{type}}}-{{{name}}}","source":"probe","type":"{{{type}}}","subject":"{{{name}}}","time":"{{{new Instant(time)}}}","data":{{{{data}}}}}"""));
    }
}
