using System.Diagnostics.Metrics;
using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Transport.Kafka;

namespace Nba.Kafka.Tests.Simulation;

/// <summary>What a slot tells others: traces that go through it, and figures of itself.</summary>
public sealed class SlotTellsTests : IDisposable
{
    private const string Trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private const string Other = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";

    private static readonly KafkaOptions Options = new() { Bootstrap = "simulated:1", Prefix = "sim", ActivityPartitions = 1, ManagerPartitions = 1 };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nba-tells-");
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.Zero));
    private readonly SimCluster _cluster;
    private readonly KafkaTopics _topics = new(Options);

    public SlotTellsTests() => _cluster = new SimCluster(new Random(1), () => _time.GetUtcNow().ToUnixTimeMilliseconds());

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_trace_in_the_header_goes_on_to_actions_and_decisions_of_that_activity_alone()
    {
        Feed("A", "r", trace: Trace);
        Feed("B", "r");
        Feed("B", "t", transfers: true);
        Feed("A", "t", transfers: true, trace: Trace);
        Feed("B", "t2", transfers: true);
        Decide("store");

        Assert.Equal([("A", Trace), ("B", null), ("B", null)], Traces(_topics.Actions));
        Assert.Equal([("A", Trace), ("B", null), ("B", null)], Traces(_topics.Decisions));
    }

    [Fact]
    public void An_extension_attribute_does_as_well_and_the_header_comes_before_it()
    {
        foreach (var customer in (string[])["A", "B"]) Feed(customer, "r");
        Feed("A", "t", transfers: true, attribute: $"\"{Trace}\"");
        Feed("B", "t", transfers: true, trace: Other, attribute: $"\"{Trace}\"");
        Decide("store");

        Assert.Equal([("A", Trace), ("B", Other)], Traces(_topics.Actions));
    }

    [Theory]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7")]
    [InlineData("00-00000000000000000000000000000000-00f067aa0ba902b7-01")]
    [InlineData("nonsense")]
    public void What_is_no_trace_is_passed_over(string trace)
    {
        Feed("A", "r");
        Feed("A", "t", transfers: true, trace: trace, attribute: $"\"{trace}\"");
        Feed("A", "t2", transfers: true, attribute: "7");
        Feed("A", "t3", transfers: true, attribute: "{\"traceparent\":\"" + Trace + "\"}");
        Decide("store");

        Assert.Equal([null, null, null], Traces(_topics.Actions).Select(t => t.Trace));
    }

    [Fact]
    public void A_header_of_a_trace_without_a_value_is_passed_over_too()
    {
        Feed("A", "r");
        _cluster.Log(_topics.Activity.Name, 0).Append("A"u8.ToArray(), Encoding.UTF8.GetBytes(Transfer), new Headers { { "traceparent", null } }, _cluster.Now, null);
        Decide("store");

        Assert.Equal([("A", null)], Traces(_topics.Actions));
    }

    [Fact]
    public void Figures_say_how_far_it_is_and_what_it_did()
    {
        using var meter = new Meter("test");
        var measured = new Dictionary<string, double>(StringComparer.Ordinal);
        using var listener = new MeterListener { InstrumentPublished = (instrument, l) => { if (instrument.Meter == meter) l.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => measured[Name(instrument, tags)] = value);
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => measured[Name(instrument, tags)] = measured.GetValueOrDefault(Name(instrument, tags)) + 1);
        listener.Start();
        Feed("A", "r");

        var first = Decide("store", meter);

        Assert.Equal((0, 0, 0), (first.Aborted, first.Renewed, first.Restored));
        Assert.True(first.Committed > 0);
        Assert.Equal([new PartitionLag(0, 0)], first.Lags);
        listener.RecordObservableInstruments();
        Assert.Equal(first.Committed, measured["nba.transactions committed"]);
        Assert.Equal(first.Committed, measured["messaging.client.operation.duration commit"]);
        Assert.Equal(0, measured["messaging.kafka.consumer.lag 0"]);

        // On an empty disk what stands in the changelog is read back; and with nothing polled yet all that was fed since is ahead.
        Feed("A", "t", transfers: true);
        Feed("A", "t2", transfers: true);
        var lags = new List<long>();
        Assert.True(Decide("other", null, lags).Restored > 0);
        Assert.Equal(2, lags.Max());
        Assert.Equal(0, lags[^1]);
    }

    [Fact]
    public void An_action_says_when_the_activity_arrived_that_gave_rise_to_it()
    {
        Feed("c1", "r");
        _time.Advance(TimeSpan.FromHours(1));
        Feed("c1", "t", transfers: true);
        var arrived = _cluster.Log(_topics.Activity.Name, 0).Committed.Last().Timestamp;
        _time.Advance(TimeSpan.FromMinutes(5));
        Decide("told");

        var raised = _cluster.Log(_topics.Actions.Name, 0).Committed.First();
        Host.Transport.ActionEvents.Read(raised.Value!, out var said);
        Assert.Equal(new Engine.Calendars.Instant(arrived), said);
    }

    private const string Transfer = "{\"specversion\":\"1.0\",\"id\":\"A-t\",\"source\":\"sim\",\"type\":\"transfer.out\",\"subject\":\"A\",\"data\":{\"amount\":100}}";

    private static string Name(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var tag in tags)
        {
            if (tag.Key is "nba.outcome" or "messaging.operation.name" or "messaging.destination.partition.id") return $"{instrument.Name} {tag.Value}";
        }
        return instrument.Name;
    }

    private void Feed(string customer, string id, bool transfers = false, string? trace = null, string? attribute = null)
    {
        var (type, data) = transfers ? ("transfer.out", "\"amount\":100") : ("customer.registered", "\"name\":\"客户\",\"kind\":\"personal\"");
        var more = attribute is null ? "" : $",\"traceparent\":{attribute}";
        var json = $$$"""{"specversion":"1.0","id":"{{{customer}}}-{{{id}}}","source":"sim","type":"{{{type}}}","subject":"{{{customer}}}"{{{more}}},"data":{{{{data}}}}}""";
        var headers = trace is null ? null : new Headers { { "traceparent", Encoding.ASCII.GetBytes(trace) } };
        _cluster.Log(_topics.Activity.Name, 0).Append(Encoding.UTF8.GetBytes(customer), Encoding.UTF8.GetBytes(json), headers, _cluster.Now, null);
    }

    // Turns a stage over the real transport until everything fed is committed and it has looked at its partitions since.
    private SlotFigures Decide(string store, Meter? meter = null, List<long>? lags = null)
    {
        using var rows = Store.Open(new StoreOptions { Directory = Path.Combine(_folder.FullName, store), Fsync = false, WriteBufferMiB = 1, BlockCacheMiB = 4 });
        var settings = new SlotSettings("w", new CalmClients(_cluster), TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(4), new Again(_time, TimeSpan.FromMinutes(1), _time.Advance), TimeSpan.FromMinutes(2), TimeSpan.FromDays(3), Meter: meter);
        using var transport = new KafkaTransport(settings, new DecideTopics(_topics), rows, _time, NullLogger.Instance);
        using var stage = new DecisionStage(transport, SimRules.Book, new StageOptions { IdleMilliseconds = 1, Lanes = 1, CustomerCacheMiB = 1 }, _time);
        var end = _cluster.Log(_topics.Activity.Name, 0).High;
        for (var (turns, calm) = (0, 0); calm < 30; turns++)
        {
            Assert.True(turns < 2000, "not all was decided within 2000 turns");
            stage.Turn();
            _time.Advance(TimeSpan.FromMilliseconds(1100));
            lags?.AddRange(transport.Figures.Lags.Select(l => l.Lag));
            if (_cluster.Group("decide", _topics.Activity.Name, 1).Committed.GetValueOrDefault(0) == end) calm++;
        }
        return transport.Figures;
    }

    private List<(string Customer, string? Trace)> Traces(KafkaTopic topic) =>
    [
        .. _cluster.Log(topic.Name, 0).Committed.Select(r => (Customer: topic == _topics.Decisions ? Encoding.UTF8.GetString(r.Key!) : Host.Transport.ActionEvents.Read(r.Value!).Customer,
            Trace: r.Headers is { } headers && headers.TryGetLastBytes("traceparent", out var bytes) ? Encoding.ASCII.GetString(bytes) : null)).OrderBy(r => r.Customer, StringComparer.Ordinal),
    ];

    private sealed class CalmClients(SimCluster cluster) : ISlotClients
    {
        public IConsumer<byte[], byte[]> Consumer(Func<List<TopicPartition>, IEnumerable<TopicPartitionOffset>> assigned, Action<List<TopicPartitionOffset>> revoked, Action<List<TopicPartitionOffset>> lost) =>
            new SimConsumer(cluster, Calm, "decide", "w", 1, new SimHandlers(assigned, revoked, lost));

        public IProducer<byte[], byte[]> Producer() => new SimProducer(cluster, Calm, "decide-w");

        public IConsumer<byte[], byte[]> Reader() => new SimConsumer(cluster, Calm, null, null, 0, null);

        public IConsumer<byte[], byte[]> Watermarks() => Reader();

        public string TopicId(string topic, TimeSpan timeout) => "one";

        private static void Calm()
        {
        }
    }
}
