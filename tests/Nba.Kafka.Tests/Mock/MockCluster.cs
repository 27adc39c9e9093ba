using System.Diagnostics;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Nba.Kafka.Tests.Mock;

/// <summary>Requests of Kafka's protocol that can be answered with an error.</summary>
public enum Request : short
{
    Produce = 0,
    AddPartitionsToTxn = 24,
    AddOffsetsToTxn = 25,
    EndTxn = 26,
    TxnOffsetCommit = 28,
}

/// <summary>
/// The client library's own test double of a cluster, in this process: it answers whatever error a test asks for. It hides no aborted record and forgets offsets of
/// transactions, so what a transport does can be seen on it, and not whether that was exactly once.
/// </summary>
internal sealed class MockCluster : IDisposable
{
    private const string Library = "librdkafka";
    private const int ProducerKind = 0;

    private readonly nint _client;
    private readonly nint _cluster;

    static MockCluster()
    {
        // The library that is loaded already, whatever its file is called here: a second copy would have globals of its own.
        _ = Confluent.Kafka.Library.VersionString;
        using var process = Process.GetCurrentProcess();
        var loaded = process.Modules.Cast<ProcessModule>().First(m => m.FileName.Contains(Library, StringComparison.Ordinal)).FileName;
        NativeLibrary.SetDllImportResolver(typeof(MockCluster).Assembly, (name, _, _) => name == Library ? NativeLibrary.Load(loaded) : 0);
    }

    public MockCluster()
    {
        var (config, error) = (rd_kafka_conf_new(), new byte[512]);
        // It warns that it has no brokers; it is only what the cluster hangs on.
        _ = rd_kafka_conf_set(config, "log_level", "0", error, (nuint)error.Length);
        _client = rd_kafka_new(ProducerKind, config, error, (nuint)error.Length);
        _cluster = rd_kafka_mock_cluster_new(_client, 1);
        // Otherwise the first member of a group waits three seconds for others.
        rd_kafka_mock_group_initial_rebalance_delay_ms(_cluster, 0);
        Bootstrap = Marshal.PtrToStringUTF8(rd_kafka_mock_cluster_bootstraps(_cluster))!;
    }

    public string Bootstrap { get; }

    public void Create(string topic, int partitions)
    {
        var error = (ErrorCode)rd_kafka_mock_topic_create(_cluster, topic, partitions, 1);
        if (error != ErrorCode.NoError) throw new KafkaException(error);
    }

    /// <summary>The next requests of a kind are answered with errors, one after another; <see cref="ErrorCode.Local_Transport"/> breaks the connection.</summary>
    public void Fail(Request request, params ErrorCode[] errors) => rd_kafka_mock_push_request_errors_array(_cluster, (short)request, (nuint)errors.Length, [.. errors.Select(e => (int)e)]);

    /// <summary>From now on every answer takes so long.</summary>
    public void Delay(TimeSpan answers)
    {
        var error = (ErrorCode)rd_kafka_mock_broker_set_rtt(_cluster, 1, (int)answers.TotalMilliseconds);
        if (error != ErrorCode.NoError) throw new KafkaException(error);
    }

    public void Dispose()
    {
        rd_kafka_mock_cluster_destroy(_cluster);
        rd_kafka_destroy(_client);
    }

    [DllImport(Library)]
    private static extern nint rd_kafka_conf_new();

    [DllImport(Library, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int rd_kafka_conf_set(nint config, string name, string value, byte[] error, nuint size);

    [DllImport(Library)]
    private static extern nint rd_kafka_new(int kind, nint config, byte[] error, nuint size);

    [DllImport(Library)]
    private static extern void rd_kafka_destroy(nint client);

    [DllImport(Library)]
    private static extern nint rd_kafka_mock_cluster_new(nint client, int brokers);

    [DllImport(Library)]
    private static extern void rd_kafka_mock_cluster_destroy(nint cluster);

    [DllImport(Library)]
    private static extern nint rd_kafka_mock_cluster_bootstraps(nint cluster);

    [DllImport(Library)]
    private static extern int rd_kafka_mock_broker_set_rtt(nint cluster, int broker, int milliseconds);

    [DllImport(Library)]
    private static extern void rd_kafka_mock_group_initial_rebalance_delay_ms(nint cluster, int milliseconds);

    [DllImport(Library, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int rd_kafka_mock_topic_create(nint cluster, string topic, int partitions, int replication);

    [DllImport(Library)]
    private static extern void rd_kafka_mock_push_request_errors_array(nint cluster, short request, nuint count, int[] errors);
}
