using System.Text;
using Confluent.Kafka;

namespace Nba.Kafka.Tests.Stages;

/// <summary>A bank whose workers are disturbed while activities keep coming.</summary>
internal sealed class ShakenBank : IAsyncDisposable
{
    private const int Customers = 300;
    private const int LeastRecords = 1000;
    private const int StraysInASlice = 40;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Broker _broker;
    private readonly TestBank _bank;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nba-shaken-");
    private readonly Random _random;
    private readonly int _seed;
    private int _strays;
    private IReadOnlyList<(string Customer, byte[] Json)> _activities = [];

    private ShakenBank(Broker broker, int seed, int workers)
    {
        (_broker, _bank, _seed, _random) = (broker, new TestBank(broker), seed, new Random(seed));
        Workers = [.. Enumerable.Range(0, workers).Select(w => new WorkerProcess(broker.Options, $"w{w}", _folder.FullName))];
    }

    /// <summary>The workers, running or not.</summary>
    public IReadOnlyList<WorkerProcess> Workers { get; }

    /// <summary>Makes the topics and starts workers: so many, or all.</summary>
    public static async Task<ShakenBank> Open(int seed, int workers, string? address = null, int? running = null)
    {
        var broker = new Broker(address);
        await broker.Ensure();
        var bank = new ShakenBank(broker, seed, workers);
        foreach (var worker in bank.Workers.Take(running ?? workers)) worker.Start();
        return bank;
    }

    /// <summary>Feeds activities in slices; the first is decided undisturbed, and in each other one the workers are disturbed at some moment.</summary>
    public async Task Run(int slices, int activities, Func<WorkerProcess, Random, Task> disturb)
    {
        var made = new MadeActivities(_seed, Customers);
        _activities = [.. made.Customers(), .. made.Days(activities)];
        foreach (var (slice, i) in _activities.Chunk((_activities.Count / slices) + 1).Select((s, i) => (s, i)))
        {
            // Somebody else produces a few of them too, into a wrong partition.
            await _bank.Feed(slice[..StraysInASlice], off: 1);
            _strays += slice[..StraysInASlice].Count(a => !Encoding.UTF8.GetString(a.Json).Contains(MadeActivities.Unknown, StringComparison.Ordinal));
            await _bank.Feed(slice);
            if (i == 0)
            {
                await Decided();
                continue;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(400)), TimeProvider.System, TestContext.Current.CancellationToken);
            await disturb(Workers[_random.Next(Workers.Count)], _random);
        }
        await Decided();
    }

    /// <summary>Compares what was published with an undisturbed run, and replays it from the topics.</summary>
    public async Task Check()
    {
        var (calm, shaken) = (CalmRun.Of(TestBank.Book, _activities), _bank.Published());
        Assert.True(calm.Count > LeastRecords, $"only {calm.Count} records: the activities raise too little to prove anything");
        Assert.Empty(shaken.GroupBy(a => a).Where(g => g.Count() > 1).Select(g => g.Key));
        Assert.Empty(calm.Except(shaken));
        Assert.Empty(shaken.Except(calm));
        CheckStrays();
        foreach (var worker in Workers) worker.Dispose();
        var said = await WorkerProcess.Ask("replay", "--verify", "--bootstrap", _broker.Options.Bootstrap!, "--prefix", _broker.Options.Prefix);
        var decisions = _bank.Read(_broker.Topics.Decisions).Count();
        Assert.StartsWith($"decisions {decisions} identical {decisions} hash ", said, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in Workers) worker.Dispose();
        _bank.Dispose();
        await _broker.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    // What lay in a wrong partition was refused there, once, whatever happened.
    private void CheckStrays()
    {
        var letters = _bank.Read(_broker.Topics.DeadLetter).Where(l => Header(l, "nba-reason") == "wrong-partition").Select(l => (Header(l, "nba-partition"), Header(l, "nba-offset"))).ToList();
        Assert.NotEmpty(letters);
        Assert.Equal(_strays, letters.Count);
        Assert.Equal(letters.Distinct(), letters);
    }

    private static string Header(Message<byte[], byte[]> letter, string name) => Encoding.UTF8.GetString(letter.Headers.GetLastBytes(name));

    private Task Decided() => _bank.Decided(Patience, () => string.Join("\n---\n", Workers.Select(w => w.Words)));
}
