using System.Text;
using Confluent.Kafka;
using Nba.Host.Transport;

namespace Nba.Kafka.Tests.Stages;

/// <summary>A bank whose workers are disturbed while activities keep coming.</summary>
internal sealed class ShakenBank : IAsyncDisposable
{
    private const int LeastRecords = 1000;
    private const int StraysInASlice = 40;

    private readonly TestBank _bank;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nba-shaken-");
    private readonly BankRules _rules;
    private readonly BankShape _shape;
    private readonly Random _random;
    private readonly int _seed;
    private int _strays;
    private int _refusedTwice;
    private IReadOnlyList<(string Customer, byte[] Json)> _activities = [];
    private int _switchedAfter = int.MaxValue;

    private ShakenBank(Broker broker, int seed, int workers, BankShape shape)
    {
        (Broker, _bank, _seed, _random, _shape) = (broker, new TestBank(broker), seed, new Random(seed), shape);
        _rules = shape.Switched ? BankRules.WithCampaign(Path.Combine(_folder.FullName, "rules")) : BankRules.Shipped();
        Workers = [.. Enumerable.Range(0, workers).Select(w => new WorkerProcess(broker.Options, $"w{w}", _folder.FullName, shape.Roles(w), _rules.Folder))];
    }

    /// <summary>The workers, running or not.</summary>
    public IReadOnlyList<WorkerProcess> Workers { get; }

    /// <summary>Where its topics are.</summary>
    public Broker Broker { get; }

    /// <summary>How many activities it was given.</summary>
    public int Activities => _activities.Count;

    /// <summary>How long it may take until everything is decided.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Makes the topics and starts workers: so many, or all.</summary>
    public static async Task<ShakenBank> Open(int seed, int workers, string? address = null, int? running = null, BankShape? shape = null, int replication = 1, TimeSpan? patience = null)
    {
        var broker = new Broker(address);
        broker.Options.Replication = replication;
        await broker.Ensure();
        var bank = new ShakenBank(broker, seed, workers, shape ?? new BankShape()) { Patience = patience ?? TimeSpan.FromSeconds(120) };
        foreach (var worker in bank.Workers.Take(running ?? workers)) worker.Start();
        return bank;
    }

    /// <summary>Feeds activities in slices; the first is decided undisturbed, and in each other one the workers are disturbed at some moment.</summary>
    public async Task Run(int slices, int activities, Func<WorkerProcess, Random, Task> disturb)
    {
        var made = new MadeActivities(_seed, _shape);
        _activities = [.. made.Customers(), .. made.Days(activities)];
        var fed = 0;
        foreach (var (slice, i) in _activities.Chunk((_activities.Count / slices) + 1).Select((s, i) => (s, i)))
        {
            if (i == (slices + 1) / 2 && _shape.Switched) await SwitchOff(fed, disturb);
            // Somebody else produces a few of them too, into a wrong partition; what no rules know is refused for that first.
            await _bank.Feed(slice[..StraysInASlice], off: 1);
            _strays += slice[..StraysInASlice].Count(a => !MadeActivities.IsRefused(a.Json));
            _refusedTwice += slice[..StraysInASlice].Count(a => MadeActivities.IsRefused(a.Json));
            await _bank.Feed(slice);
            fed += slice.Length;
            if (i == 0 && Workers.Any(w => w.IsRunning))
            {
                await Decided();
                continue;
            }
            await Pause(_random.Next(400));
            await disturb(Workers[_random.Next(Workers.Count)], _random);
        }
        await Decided();
    }

    /// <summary>Waits, in milliseconds.</summary>
    public static Task Pause(int milliseconds) => Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System, TestContext.Current.CancellationToken);

    /// <summary>Waits until everything fed so far is decided.</summary>
    public Task Decided() => _bank.Decided(Patience, Words);

    /// <summary>Compares what was published with an undisturbed run, and replays it from the topics.</summary>
    public async Task Check()
    {
        var calm = CalmRun.Of(_rules.First, _activities, _rules.Second, _switchedAfter);
        Assert.True(calm.Count > LeastRecords, $"only {calm.Count} records: the activities raise too little to prove anything");
        var differences = await Differences(calm);
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    /// <summary>Everything in which it is not as an undisturbed run is, in words.</summary>
    public async Task<IReadOnlyList<string>> Differences(IReadOnlyList<PublishedAction>? undisturbed = null)
    {
        var calm = undisturbed ?? CalmRun.Of(_rules.First, _activities, _rules.Second, _switchedAfter);
        // What a new book withdraws, and stage 2, come after the last activity is decided.
        var since = TimeProvider.System.GetTimestamp();
        var found = Published(calm);
        while (found.Count > 0 && TimeProvider.System.GetElapsedTime(since) < Patience)
        {
            await Pause(1000);
            found = Published(calm);
        }
        if (found.Count > 0) found.Add(Words());
        foreach (var worker in Workers) worker.Dispose();
        if (found.Count > 0) return found;
        var said = await WorkerProcess.Ask("replay", "--verify", "--bootstrap", Broker.Options.Bootstrap!, "--prefix", Broker.Options.Prefix);
        var decisions = _bank.Read(Broker.Topics.Decisions).Count();
        return said.StartsWith($"decisions {decisions} identical {decisions} hash ", StringComparison.Ordinal) ? [] : [$"of {decisions} decisions a replay says: {said.Trim()}"];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in Workers) worker.Dispose();
        _bank.Dispose();
        await Broker.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private List<string> Published(IReadOnlyList<PublishedAction> calm)
    {
        var records = _bank.Read(Broker.Topics.Actions).Where(m => m.Value is not null).Select(m => ActionEvents.Read(m.Value)).ToList();
        var shaken = records.ConvertAll(PublishedAction.Of);
        var dead = _bank.Read(Broker.Topics.DeadLetter).ToList();
        var letters = dead.CountBy(m => Header(m, "nba-reason")).ToDictionary();
        var refused = _activities.Count(a => MadeActivities.IsRefused(a.Json)) + _refusedTwice;
        return
        [
            .. shaken.GroupBy(a => a).Where(g => g.Count() > 1).Select(g => $"published {g.Count()} times: {g.Key}"),
            .. calm.Except(shaken).Select(a => $"never published: {a}"),
            .. shaken.Except(calm).Select(a => $"published, and not by an undisturbed run: {a}"),
            .. letters.Where(l => l.Key is not ("unknown-type" or "wrong-partition")).Select(l => $"{l.Value} dead letters because: {l.Key}"),
            .. letters.GetValueOrDefault("unknown-type") == refused ? (string[])[] : [$"{letters.GetValueOrDefault("unknown-type")} dead letters of {refused} activities of no known type"],
            .. letters.GetValueOrDefault("wrong-partition") == _strays ? (string[])[] : [$"{letters.GetValueOrDefault("wrong-partition")} dead letters of {_strays} activities in a wrong partition"],
            .. dead.GroupBy(m => (Header(m, "nba-partition"), Header(m, "nba-offset"), Header(m, "nba-topic"))).Where(g => g.Count() > 1).Select(g => $"{g.Count()} dead letters of {g.Key}"),
            .. FinalQueues.Differences(_rules.Last, records, _bank.Read(Broker.Topics.Queues)),
        ];
    }

    private static string Header(Message<byte[], byte[]> letter, string name) => letter.Headers.TryGetLastBytes(name, out var bytes) ? Encoding.UTF8.GetString(bytes) : "none";

    // While somebody is disturbed; every partition has the new book before more is fed, so that the undisturbed run can have it at the same activity.
    private async Task SwitchOff(int fed, Func<WorkerProcess, Random, Task> disturb)
    {
        await Decided();
        _switchedAfter = fed;
        _rules.SwitchOff();
        await Pause(_random.Next(1500));
        await disturb(Workers[_random.Next(Workers.Count)], _random);
        await _bank.Until(() => _bank.BookIsEverywhere(_rules.Last.Version), Patience, "the book was not taken up everywhere", Words);
    }


    private string Words() => string.Join("\n---\n", Workers.Select(w => w.Words));
}
