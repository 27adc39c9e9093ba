using System.Globalization;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Nba.Engine.Campaigns;
using Nba.Host.Settings;
using Nba.Host.State;
using Nba.Host.Transport.Kafka;

namespace Nba.Kafka.Tests.Simulation;

/// <summary>One seed's world: customers whose transfers come in, workers that are disturbed, midnights that pass, and rule books that are switched.</summary>
internal sealed class SimBank : IDisposable
{
    public const int Customers = 7;
    public const int Partitions = 3;

    private const int Transfers = 140;
    private const int Managers = 4;

    // Most milliseconds that pass in a round: some fifty rounds are a session.
    private const int MostPause = 400;
    private const int MostRounds = 60_000;
    private const int MostNights = 2;

    // Most milliseconds that a commit takes in either direction: a broker in the same room, or in another city.
    private const int MostCommit = 150;

    // Rounds after which nothing is left to do: longer than a session, for a partition may be on its way from one worker to another with queues still to be ranked.
    private const int CalmRounds = 1000;

    private static readonly CampaignSetting[] Settings = [new() { Enabled = false }, new() { Enabled = true }, new() { Enabled = true, Percentage = 50 }, new() { Enabled = true, Lever = 2_000_000 }];

    private readonly Random _random;
    private readonly FakeTimeProvider _time;
    private readonly DirectoryInfo _folder;
    private readonly SimWorker[] _workers;
    private readonly int _transaction;
    private int _running;
    private int _nights;
    private int _rounds;
    private int _scratches;
    private int _fed;

    public SimBank(int seed)
    {
        _random = new Random(seed);
        // So late that a midnight passes while transfers come in.
        _time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 23, 56, 0, TimeSpan.FromHours(8)).AddSeconds(_random.Next(180)));
        Topics = new KafkaTopics(new KafkaOptions { Bootstrap = "simulated:1", Prefix = "sim", ActivityPartitions = Partitions, ManagerPartitions = 2 });
        var commit = _random.Next(3) * _random.Next(MostCommit / 2);
        Cluster = new SimCluster(_random, () => Now) { OnCommit = () => Rest(TimeSpan.FromMilliseconds(_random.Next(commit + 1))) };
        _folder = Folder(seed);
        // Shorter than a session as it should be, or longer, as somebody may set it.
        _transaction = _random.Next(3) == 0 ? 45_000 : 6_000;
        _workers = [.. "abc".Select(name => new SimWorker(Cluster, Topics, _time, Rest, name.ToString(), _folder.FullName))];
        Archives = new SimArchives(_folder.FullName, isAsked: seed % 3 == 0);
        _running = 1 + _random.Next(_workers.Length);
        Sent = [.. Enumerable.Range(0, Customers).SelectMany(c => Enumerable.Repeat(c, Transfers / Customers)).OrderBy(_ => _random.Next())];
    }

    public SimCluster Cluster { get; }

    /// <summary>What was archived of it meanwhile.</summary>
    public SimArchives Archives { get; }

    public KafkaTopics Topics { get; }

    /// <summary>Whose transfer comes when.</summary>
    public IReadOnlyList<int> Sent { get; }

    /// <summary>How many transfers lie in a partition that is not their customer's.</summary>
    public int Strays { get; private set; }

    /// <summary>How often a worker died.</summary>
    public int Deaths => _workers.Sum(w => w.Deaths);

    /// <summary>How often a worker let records gather after a commit.</summary>
    public int Paces => _workers.Sum(w => w.Paces);

    public long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The bank's day now.</summary>
    public DateOnly Today => SimRules.Book.Calendar.DateOf(new Engine.Calendars.Instant(Now));

    /// <summary>Storms, then calms down, until everything is done.</summary>
    public void Run()
    {
        for (var c = 0; c < Customers; c++)
        {
            Feed(c, $"r{c}", "customer.registered", $"\"name\":\"客户{c}\",\"kind\":\"personal\"");
            // The last has no manager.
            if (c < Customers - 1) Feed(c, $"a{c}", "customer.assigned", $"\"a\":\"rm{c % Managers}\"");
        }
        Cluster.Faults = _random.Next(25);
        foreach (var worker in _workers) worker.Crashes = _random.Next(8);
        while (_fed < Sent.Count || !IsDecided())
        {
            Live();
            if (Archives.IsDue(_fed)) Archives.Make(this);
        }
        Calm();
        // What was ranked last may still wait for its commit.
        for (var calm = 0; calm < CalmRounds; calm = IsDone() ? calm + 1 : 0) Round();
    }

    /// <summary>A moment of its life: something may come in, somebody is disturbed, a worker has a turn.</summary>
    public void Live()
    {
        if (_fed < Sent.Count && _random.Next(6) == 0) Feed(Sent[_fed], $"t{_fed++}", "transfer.out", "\"amount\":100");
        if (_fed < Sent.Count && _random.Next(60) == 0) Feed(_random.Next(Customers), $"s{Strays++}", "transfer.out", "\"amount\":100", off: 1 + _random.Next(Partitions - 1));
        if (_rounds < MostRounds / 3) Disturb();
        // The storm ends, so that the rest can.
        else if (_rounds == MostRounds / 3) Calm();
        Round();
    }

    /// <summary>Works with a store of its own for a while.</summary>
    public void Scratch(Action<Store> work)
    {
        var folder = Path.Combine(_folder.FullName, string.Create(CultureInfo.InvariantCulture, $"scratch-{_scratches++}"));
        using var store = Store.Open(new StoreOptions { Directory = folder, Fsync = false, WriteBufferMiB = 1, BlockCacheMiB = 4 });
        work(store);
    }

    public void Dispose()
    {
        foreach (var worker in _workers) worker.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Round()
    {
        if (++_rounds > MostRounds) throw new InvalidOperationException($"not done after {_rounds} rounds: {Progress("decide", Topics.Activity)}; {Progress("queue", Topics.Actions)}; running {_running}; {string.Join("; ", _workers.Select(w => w.Said))}");
        Rest(TimeSpan.FromMilliseconds(_random.Next(MostPause)));
        Cluster.Group("decide", Topics.Activity.Name, Partitions).Expire();
        Cluster.Group("queue", Topics.Actions.Name, Topics.Actions.Partitions).Expire();
        var worker = _workers[_random.Next(_running)];
        if (worker.AsleepUntil <= Now) worker.Turn();
    }

    private void Rest(TimeSpan pause)
    {
        _time.Advance(pause);
        Cluster.Expire(_transaction);
    }

    private void Calm()
    {
        Cluster.Faults = 0;
        foreach (var worker in _workers) (worker.Crashes, worker.AsleepUntil) = (0, 0);
    }

    private void Disturb()
    {
        switch (_random.Next(300))
        {
            // SIGSTOP: for less or for longer than a session.
            case 0 or 1: _workers[_random.Next(_workers.Length)].AsleepUntil = Now + _random.Next(30_000); break;
            case 2: _workers[_random.Next(_workers.Length)].Forget(); break;
            // Scaled up or down; one that is no longer scheduled is a process that hangs.
            case 3: _running = 1 + _random.Next(_workers.Length); break;
            case 4 or 5 or 6: _workers[_random.Next(_running)].Edit(SimRules.WithTrial[_random.Next(SimRules.WithTrial.Count)]); break;
            case >= 8 and < 12: _workers[_random.Next(_running)].Switch(Settings[_random.Next(Settings.Length)]); break;
            case 7 when _nights++ < MostNights: Night(); break;
        }
    }

    // The whole bank is down, over a midnight or two.
    private void Night()
    {
        foreach (var worker in _workers) worker.Die();
        Rest(TimeSpan.FromHours(8 + _random.Next(30)));
    }

    private void Feed(int customer, string id, string type, string data, int off = 0)
    {
        var name = $"C{customer}";
        var key = Encoding.UTF8.GetBytes(name);
        var json = $$$"""{"specversion":"1.0","id":"{{{id}}}","source":"sim","type":"{{{type}}}","subject":"{{{name}}}","time":"{{{new Engine.Calendars.Instant(Now)}}}","data":{{{{data}}}}}""";
        Cluster.Log(Topics.Activity.Name, (Murmur2.Partition(key, Partitions) + off) % Partitions).Append(key, Encoding.UTF8.GetBytes(json), null, Now, null);
    }

    private string Progress(string group, KafkaTopic topic)
    {
        var committed = Cluster.Group(group, topic.Name, topic.Partitions).Committed;
        return $"{group} generation {Cluster.Group(group, topic.Name, topic.Partitions).Generation}: {string.Join(", ", Enumerable.Range(0, topic.Partitions).Select(p => $"{committed.GetValueOrDefault(p)} of {Cluster.Log(topic.Name, p).End} (stable to {Cluster.Log(topic.Name, p).LastStable})"))}";
    }

    private bool IsDecided() => IsRead("decide", Topics.Activity);

    private bool IsDone() => IsRead() && !_workers.Take(_running).Any(w => w.IsSweeping);

    private bool IsRead() => IsDecided() && IsRead("queue", Topics.Actions);

    private bool IsRead(string group, KafkaTopic topic)
    {
        var committed = Cluster.Group(group, topic.Name, topic.Partitions).Committed;
        return Enumerable.Range(0, topic.Partitions).All(p => Cluster.Log(topic.Name, p).End <= committed.GetValueOrDefault(p));
    }

    // In memory where the system has such a place: no disk is what this is about, and opening stores is most of the time.
    private static DirectoryInfo Folder(int seed) => Directory.Exists("/dev/shm")
        ? Directory.CreateDirectory(Path.Combine("/dev/shm", string.Create(CultureInfo.InvariantCulture, $"nba-sim-{Environment.ProcessId}-{seed}")))
        : Directory.CreateTempSubdirectory("nba-sim-");
}
