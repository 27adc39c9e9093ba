using Microsoft.Extensions.Hosting;
using Nba.Engine;
using Nba.Host.RuleFiles;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Transport.Kafka;
using Nba.House;

namespace Nba.Kafka.Tests.Transport.Kafka;

/// <summary>What a worker gives back when it goes.</summary>
public sealed class KafkaWorkerTests : IDisposable
{
    private static readonly RuleBook Book = RuleFolder.Load(Path.Combine(Repository.Root, "rules")).Book!;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nba-kafka-worker-");

    public void Dispose() => _folder.Delete(recursive: true);

    [BrokerFact]
    public async Task Slots_that_nobody_ran_are_given_back_and_stores_with_them()
    {
        await using var broker = new Broker();
        var worker = Open(broker);
        var slots = worker.Slots.ToList();

        worker.Dispose();

        Assert.Equal(2, slots.Count);
        Assert.All(slots, s => Assert.Throws<ObjectDisposedException>(() => s.Transport.Poll([], 1, TimeSpan.Zero)));
        Store.Open(In("decide")).Dispose();
    }

    [BrokerFact]
    public async Task Stores_stay_open_under_a_slot_that_has_not_ended()
    {
        await using var broker = new Broker();
        var worker = Open(broker);
        using var hangs = new Hanging();
        foreach (var slot in worker.Slots) slot.RunBy = hangs;
        await hangs.StartAsync(TestContext.Current.CancellationToken);

        worker.Dispose();

        foreach (var slot in worker.Slots) Assert.False(slot.Transport.Reader(0).Contains([0, 0, 0]));
        Assert.Contains(broker.Lines.All, l => l.Contains("did not end in time", StringComparison.Ordinal));
        hangs.Ends.SetResult();
        foreach (var slot in worker.Slots)
        {
            slot.Stage.Dispose();
            slot.Transport.Dispose();
        }
        foreach (var store in worker.Slots.Select(s => s.Transport.Reader(0)).Append(worker.Tables!.Store)) store.Dispose();
    }

    private KafkaWorker Open(Broker broker)
    {
        var settings = new HostSettings(new Nba.Host.Settings.HostOptions { Rules = Path.Combine(Repository.Root, "rules"), Data = _folder.FullName, Listen = "127.0.0.1:0" }, In("store"), new StageOptions(), broker.Options);
        return KafkaWorker.Open(settings, Book, (_, _, _, _, _) => 0, TimeProvider.System, broker.Lines);
    }

    private StoreOptions In(string name) => new() { Directory = Path.Combine(_folder.FullName, "kafka", name), WriteBufferMiB = 1, BlockCacheMiB = 4 };

    private sealed class Hanging : BackgroundService
    {
        public TaskCompletionSource Ends { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Ends.Task;
    }
}
