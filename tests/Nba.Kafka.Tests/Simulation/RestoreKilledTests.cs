using System.Globalization;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Nba.Host.Settings;
using Nba.Host.State;
using Nba.Host.Transport;
using Nba.Host.Transport.Kafka;

namespace Nba.Kafka.Tests.Simulation;

/// <summary>
/// What is on disk at any moment of a restore, and after it, as a process leaves it that is killed there: another goes on from that and has every row.
/// </summary>
public sealed class RestoreKilledTests : IDisposable
{
    private const int Rows = 60;

    // Commits of so many bytes that memtables become full on the way.
    private const int Later = 30;
    private const int Large = 100_000;

    private static readonly KafkaOptions Options = new() { Bootstrap = "simulated:1", Prefix = "sim", ActivityPartitions = 1, ManagerPartitions = 1 };

    private readonly Random _random = new(1);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nba-killed-");
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.Zero));
    private readonly SimCluster _cluster;
    private readonly KafkaTopics _topics = new(Options);
    private readonly List<string> _images = [];
    private bool _isAssigned;

    public RestoreKilledTests()
    {
        _cluster = new SimCluster(new Random(1), () => _time.GetUtcNow().ToUnixTimeMilliseconds());
        for (var i = 0; i < Rows; i++) Change(Table.Customers, new Keys(0).Text(Table.Customers, Name(i)));
        Change(Table.Head, new Keys(0).Prefix(Table.Head));
        _cluster.Group("decide", _topics.Activity.Name, 1).Committed[0] = 0;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Killed_in_a_restore_or_after_it_leaves_what_another_completes()
    {
        using var store = Opened("live");
        using var transport = Transport(store);
        Seen(transport, () => _isAssigned);
        for (var i = 0; i < Later; i++)
        {
            Commit(transport, $"later {i}");
            Image();
        }

        Assert.Contains(_images, i => Directory.GetFiles(Path.Combine(_folder.FullName, i), "*.sst").Length > 0);
        Assert.All(_images, image => Assert.Equal(Rows + Later, Completed(image)));
    }

    [Fact]
    public void So_does_one_that_goes_on_where_another_was_left_in_the_middle()
    {
        using var store = Opened("live");
        using (var first = Transport(store)) Seen(first, () => LocalStamp.Read(store, 0) is { Changelog: > Rows / 2 });
        var before = _images.Count;
        using var second = Transport(store);
        Seen(second, () => _isAssigned);

        Assert.True(_images.Count > before, "no moment of the second was seen");
        Assert.All(_images, image => Assert.Equal(Rows, Completed(image)));
    }

    [Fact]
    public void Rows_of_a_quiet_partition_reach_the_disk_within_minutes()
    {
        using var store = Opened("live");
        using var transport = Transport(store);
        Seen(transport, () => _isAssigned);
        Commit(transport, "soon");
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder.FullName, "live"), "*.sst"));
        _time.Advance(TimeSpan.FromMinutes(5));
        transport.Poll([], 10, TimeSpan.Zero);
        Assert.True(SpinWait.SpinUntil(() => Directory.GetFiles(Path.Combine(_folder.FullName, "live"), "*.sst").Length > 0, TimeSpan.FromMinutes(1)), "no table came");
    }

    private byte[] Noise()
    {
        var bytes = new byte[Large];
        _random.NextBytes(bytes);
        return bytes;
    }

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"C{number:00}");

    private void Change(Table table, ReadOnlySpan<byte> key) =>
        _cluster.Log(_topics.CustomerState.Name, 0).Append(ChangelogRecord.Key(key), ChangelogRecord.Value(table, [1]), null, _cluster.Now, null);

    private Store Opened(string name) => Store.Open(new StoreOptions { Directory = Path.Combine(_folder.FullName, name), Fsync = false, WriteBufferMiB = 1, BlockCacheMiB = 4 });

    private KafkaTransport Transport(Store store) => new(
        new SlotSettings("w", new Clients(_cluster), TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(4), new Again(_time, TimeSpan.FromMinutes(1), _time.Advance), TimeSpan.FromMinutes(2), TimeSpan.FromDays(3)),
        new DecideTopics(_topics), store, _time, NullLogger.Instance);

    // Polls until something holds; every moment is kept as it lies on disk.
    private void Seen(KafkaTransport transport, Func<bool> until)
    {
        _isAssigned = false;
        for (var polls = 0; !until(); polls++)
        {
            Assert.True(polls < 1000, "it did not come to that within 1000 polls");
            _isAssigned = transport.Poll([], 10, TimeSpan.Zero).Kind == PollKind.Assigned;
            Image();
        }
    }

    private void Commit(KafkaTransport transport, string customer)
    {
        _cluster.Log(_topics.Activity.Name, 0).Append(null, "a"u8.ToArray(), null, _cluster.Now, null);
        var records = new List<LogRecord>();
        while (records.Count == 0) transport.Poll(records, 10, TimeSpan.Zero);
        var transaction = transport.Begin(0, 0);
        transaction.Consume(records[0]);
        transaction.Put(Table.Customers, new Keys(0).Text(Table.Customers, customer), Noise());
        transaction.Commit();
        transport.Settle();
    }

    // What the files hold now, and memory alone does not.
    private void Image()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"image-{_images.Count}");
        var into = _folder.CreateSubdirectory(name).FullName;
        foreach (var file in (string[])["CURRENT", "IDENTITY", "MANIFEST-*", "OPTIONS-*", "*.log", "*.sst"])
        {
            foreach (var path in Directory.GetFiles(Path.Combine(_folder.FullName, "live"), file)) File.Copy(path, Path.Combine(into, Path.GetFileName(path)));
        }
        _images.Add(name);
    }

    // Customers that are there once another process has gone on.
    private int Completed(string image)
    {
        using var store = Opened(image);
        using var transport = Transport(store);
        while (transport.Poll([], 10, TimeSpan.Zero).Kind != PollKind.Assigned)
        {
        }
        using var rows = store.Scan(new Keys(0).Prefix(Table.Customers));
        var count = 0;
        while (rows.MoveNext()) count++;
        return count;
    }

    private sealed class Clients(SimCluster cluster) : ISlotClients
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
