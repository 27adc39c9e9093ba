using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Nba.Host.Settings;

namespace Nba.Host.Transport.Kafka;

/// <summary>
/// Builds every client of the cluster: what each must have, then what the operator adds. What the library logs and reports goes to the log, without secrets.
/// Thread-safe.
/// </summary>
/// <param name="options">The cluster, and settings of the library that are passed on.</param>
/// <param name="log">Where the library's words go.</param>
public sealed class KafkaClients(KafkaOptions options, ILogger log)
{
    /// <summary>Name of stage 1 in groups and ids.</summary>
    public const string Decide = "decide";

    /// <summary>Name of stage 2 in groups and ids.</summary>
    public const string Queue = "queue";

    /// <summary>Name of the intake of a foreign topic in groups and ids.</summary>
    public static string IntakeOf(string topic) => $"intake-{topic}";

    private const int PollIntervalMilliseconds = 300_000;
    private volatile Error? _problem;

    /// <summary>What is wrong with a broker: a log-in that was ever refused, else the newest report; null when none came so far.</summary>
    public Error? Problem => _problem;

    /// <summary>A text as it may be shown.</summary>
    public string WithoutSecrets(string text) => options.WithoutSecrets(text);

    /// <summary>The group of a stage.</summary>
    public string Group(string stage) => $"{options.Prefix}-{stage}";

    /// <summary>The name of a slot, the same after every restart: its static membership and its transactional id.</summary>
    public string Slot(string stage, int slot) => $"{options.Prefix}-{stage}-{options.Instance}-{slot}";

    /// <summary>A stage's consumer: a static member of the stage's group that commits nothing by itself.</summary>
    public ConsumerConfig StageConsumer(string stage, int slot)
    {
        var config = Member(Slot(stage, slot), stage);
        config.GroupInstanceId = Slot(stage, slot);
        return Given(config);
    }

    /// <summary>A member of the stage's group for a moment: without a name that stays, so that it leaves when it is closed.</summary>
    public ConsumerConfig PassingConsumer(string stage) => Given(Member($"{options.Prefix}-{stage}-{options.Instance}-passing", stage));

    /// <summary>A stage's producer: everything between two commits is one transaction.</summary>
    public ProducerConfig StageProducer(string stage, int slot)
    {
        var config = Producing(Slot(stage, slot));
        config.TransactionalId = Slot(stage, slot);
        config.TransactionTimeoutMs = options.TransactionSeconds * 1000;
        config.BatchSize = 256 * 1024;
        config.QueueBufferingMaxMessages = 500_000;
        return Given(config);
    }

    /// <summary>A reader of whole topics, by assignment: committed records, each partition's end told, no positions kept in the cluster.</summary>
    /// <param name="name">What it reads for, in its client's name.</param>
    public ConsumerConfig TableReader(string name) =>
        // The library demands a group; no one joins it, nothing is committed to it.
        Given(Reading($"{options.Prefix}-{name}-{options.Instance}", Group(name)));

    /// <summary>A producer without transactions, for what pages take in: each record once, in order, or an error within half a minute.</summary>
    /// <param name="name">What it writes for, in its client's name.</param>
    public ProducerConfig PlainProducer(string name)
    {
        var config = Producing($"{options.Prefix}-{name}-{options.Instance}");
        config.MessageTimeoutMs = 30_000;
        return Given(config);
    }

    /// <summary>The client that makes and looks at topics.</summary>
    public AdminClientConfig Admin() => Given(new AdminClientConfig
    {
        BootstrapServers = options.Bootstrap,
        ClientId = $"{options.Prefix}-admin-{options.Instance}",
        AllowAutoCreateTopics = false,
        LogConnectionClose = false,
    });

    /// <summary>Builds a consumer.</summary>
    /// <exception cref="CannotStartException">The library refuses a setting.</exception>
    public IConsumer<TKey, TValue> Build<TKey, TValue>(ConsumerConfig config, Action<ConsumerBuilder<TKey, TValue>>? more = null) => Guarded(() =>
    {
        var builder = new ConsumerBuilder<TKey, TValue>(config)
            .SetLogHandler((_, line) => Log(line)).SetErrorHandler((client, error) => Report(client.Name, error));
        more?.Invoke(builder);
        return builder.Build();
    });

    /// <summary>Builds a producer.</summary>
    /// <exception cref="CannotStartException">The library refuses a setting.</exception>
    public IProducer<TKey, TValue> Build<TKey, TValue>(ProducerConfig config, Action<ProducerBuilder<TKey, TValue>>? more = null) => Guarded(() =>
    {
        var builder = new ProducerBuilder<TKey, TValue>(config)
            .SetLogHandler((_, line) => Log(line)).SetErrorHandler((client, error) => Report(client.Name, error));
        more?.Invoke(builder);
        return builder.Build();
    });

    /// <summary>Builds the client that makes and looks at topics.</summary>
    /// <exception cref="CannotStartException">The library refuses a setting.</exception>
    public IAdminClient Build(AdminClientConfig config) => Guarded(() =>
        new AdminClientBuilder(config).SetLogHandler((_, line) => Log(line)).SetErrorHandler((client, error) => Report(client.Name, error)).Build());

    // The group takes in none that deals by another protocol.
    private ConsumerConfig Member(string name, string stage)
    {
        var config = Reading(name, Group(stage));
        config.GroupProtocol = GroupProtocol.Classic;
        config.PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky;
        config.SessionTimeoutMs = options.SessionSeconds * 1000;
        config.MaxPollIntervalMs = PollIntervalMilliseconds;
        return config;
    }

    private ConsumerConfig Reading(string name, string group) => new()
    {
        BootstrapServers = options.Bootstrap,
        ClientId = name,
        GroupId = group,
        IsolationLevel = IsolationLevel.ReadCommitted,
        EnableAutoCommit = false,
        EnableAutoOffsetStore = false,
        // A position that retention has passed stops the reader, instead of being skipped.
        AutoOffsetReset = AutoOffsetReset.Error,
        EnablePartitionEof = true,
        AllowAutoCreateTopics = false,
        FetchWaitMaxMs = 50,
        // A full queue is looked at again soon; by default that takes a second.
        FetchQueueBackoffMs = 5,
        QueuedMaxMessagesKbytes = 16_384,
        SocketNagleDisable = true,
        LogConnectionClose = false,
    };

    private ProducerConfig Producing(string name) => new()
    {
        BootstrapServers = options.Bootstrap,
        ClientId = name,
        Acks = Acks.All,
        EnableIdempotence = true,
        LingerMs = 1,
        // In every build of the library; costs little and saves the disk of states and decisions.
        CompressionType = CompressionType.Lz4,
        Partitioner = Partitioner.Murmur2Random,
        AllowAutoCreateTopics = false,
        // A report, where one is asked for, says where the record went and what failed; key and value are the asker's.
        DeliveryReportFields = "none",
        SocketNagleDisable = true,
        LogConnectionClose = false,
    };

    private T Given<T>(T config) where T : ClientConfig
    {
        foreach (var (name, value) in options.Client.OrderBy(c => c.Key, StringComparer.Ordinal)) config.Set(name, value);
        return config;
    }

    private T Guarded<T>(Func<T> build)
    {
        try
        {
            return build();
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException or KafkaException)
        {
            // Without the cause: its text shows what the settings are.
            var text = options.WithoutSecrets(fault.Message);
            throw new CannotStartException($"the Kafka client cannot be made: {text} (settings of the library stand under Nba:Kafka:Client)");
        }
    }

    private void Report(string client, Error error)
    {
        if (_problem?.Code != ErrorCode.Local_Authentication) _problem = error;
        KafkaLog.Reported(log, client, error.Code.ToString(), options.WithoutSecrets(error.Reason));
    }

    private void Log(LogMessage line)
    {
        var text = options.WithoutSecrets(line.Message);
        if (line.Level <= SyslogLevel.Error) KafkaLog.Failed(log, line.Name, line.Facility, text);
        // Each kind of client warns of settings that are another kind's; they are given for all.
        else if (line.Level <= SyslogLevel.Warning && line.Facility != "CONFWARN") KafkaLog.Warned(log, line.Name, line.Facility, text);
        else KafkaLog.Said(log, line.Name, line.Facility, text);
    }
}
