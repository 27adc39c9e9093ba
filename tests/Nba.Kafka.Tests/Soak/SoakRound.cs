using System.Text;
using Nba.Kafka.Tests.Stages;

namespace Nba.Kafka.Tests.Soak;

/// <summary>A kind of round: a bank, its load, and what is done to its workers while it comes.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Disturb">Does it once, to a worker.</param>
internal sealed record SoakRound(string Name, Func<Disturbed, Task> Disturb)
{
    /// <summary>What the bank is like.</summary>
    public BankShape Shape { get; init; } = new();

    /// <summary>How many workers there may be.</summary>
    public int Workers { get; init; } = 2;

    /// <summary>How many run at the start.</summary>
    public int? Running { get; init; }

    /// <summary>Parts of the load; each but the first is disturbed.</summary>
    public int Slices { get; init; } = 5;

    /// <summary>Activities besides those that register customers.</summary>
    public int Activities { get; init; } = 8000;

    /// <summary>Brokers of its own, because it disturbs them; 0 for the one that all share.</summary>
    public int Brokers { get; init; }

    /// <summary>All kinds, as large as so many minutes allow.</summary>
    public static IReadOnlyList<SoakRound> All(int minutes) =>
    [
        new("killed at random moments", d => d.KillAndStart()),
        new("killed at each step of a commit", async d => { await CommitStep.All[d.Nth % CommitStep.All.Count].Wait(d.Bank); await d.KillAndStart(); }) { Workers = 1, Slices = 9 },
        new("asleep until its successor is at work", d => d.Sleep()) { Slices = 3 },
        new("the whole machine suspended, with a worker that sleeps already", d => d.Suspend()) { Brokers = 1, Slices = 4 },
        new("from one worker to three and back", d => d.Scale()) { Workers = 3, Running = 1 },
        new("rolling restart", d => d.Restart()) { Workers = 3, Slices = 4 },
        new("broker killed and started", d => d.KillBroker()) { Brokers = 1, Slices = 3 },
        new("local state lost", d => d.LoseDisk()),
        new("a hot customer", d => d.KillAndStart()) { Shape = new BankShape(Hot: 80) },
        new("a hot manager", d => d.KillAndStart()) { Shape = new BankShape(Customers: 2000, PerManager: 2000) },
        Unassigned(minutes >= 10 ? 100_000 : 5_000),
        Backlog(Math.Min(1_000_000, minutes * 10_000)),
        new("stages in processes of their own", d => d.KillAndStart()) { Workers = 3, Shape = new BankShape(Split: true) },
        new("all customers reassigned", d => d.KillAndStart()) { Shape = new BankShape(Reassigned: true) },
        new("a campaign switched off", d => d.KillAndStart()) { Shape = new BankShape(Switched: true) },
        new("one of three brokers killed, the coordinators' first", d => d.KillCoordinator()) { Brokers = 3, Slices = 3 },
    ];

    private static SoakRound Unassigned(int customers) =>
        new($"{customers:N0} customers without a manager", d => d.KillAndStart()) { Shape = new BankShape(Customers: customers, Managed: false), Slices = 3, Activities = customers / 2 };

    private static SoakRound Backlog(int activities) =>
        new($"a backlog of {activities:N0} activities", d => d.StartLate()) { Running = 0, Slices = 2, Activities = activities, Shape = new BankShape(Customers: 3000) };
}

/// <summary>A round under way, and what can be done to it.</summary>
/// <param name="Bank">The bank.</param>
/// <param name="Own">Brokers of its own.</param>
/// <param name="Random">Chooses.</param>
internal sealed record Disturbed(ShakenBank Bank, OwnBroker? Own, Random Random)
{
    // Longer than a session and a transaction of a worker in these tests.
    private const int Sleeps = 12_000;
    private const int BrokerIsAway = 2000;

    /// <summary>The worker that it befalls.</summary>
    public required WorkerProcess Worker { get; set; }

    /// <summary>How often the round was disturbed before.</summary>
    public int Nth { get; set; }

    public async Task KillAndStart()
    {
        Worker.Kill();
        await ShakenBank.Pause(Random.Next(500));
        Worker.Start();
    }

    public async Task Sleep()
    {
        Worker.Signal("STOP");
        await ShakenBank.Pause(Sleeps);
        Worker.Signal("CONT");
    }

    // As a machine that is moved or closed: at some moment of a worker's sleep nobody does anything, for less or for longer than sessions and transactions last.
    public async Task Suspend()
    {
        Worker.Signal("STOP");
        await ShakenBank.Pause(Random.Next(Sleeps));
        var all = Bank.Workers.Where(w => w.IsRunning).ToList();
        foreach (var worker in all) worker.Signal("STOP");
        await Own!.Pause();
        await ShakenBank.Pause(Random.Next(2 * Sleeps));
        var brokerFirst = Random.Next(2) == 0;
        if (brokerFirst) await Own.Resume();
        foreach (var worker in all.OrderBy(_ => Random.Next())) worker.Signal("CONT");
        if (!brokerFirst) await Own.Resume();
    }

    public Task Scale()
    {
        // One to three, and back to one, which is not the first.
        if (Nth < 2) Bank.Workers[Nth + 1].Start();
        else Bank.Workers[Nth - 2].Kill();
        return Task.CompletedTask;
    }

    public Task Restart()
    {
        var next = Bank.Workers[Nth % Bank.Workers.Count];
        next.Stop();
        next.Start();
        return Task.CompletedTask;
    }

    public async Task KillBroker()
    {
        await Own!.Kill();
        await ShakenBank.Pause(BrokerIsAway);
        await Own.Up();
    }

    // The group's first, then that of a worker's transactions.
    public async Task KillCoordinator()
    {
        var clients = Bank.Broker.Clients;
        var broker = Nth % 2 == 0 ? Leader("__consumer_offsets", clients.Group("decide")) : Leader("__transaction_state", $"{Bank.Broker.Options.Prefix}-decide-w0-0");
        await Own!.Kill(broker);
        await ShakenBank.Pause(BrokerIsAway);
        await Own.Up(broker);
    }

    public async Task LoseDisk()
    {
        Worker.Kill();
        Worker.LoseDisk();
        await ShakenBank.Pause(Random.Next(500));
        Worker.Start();
    }

    // Nobody worked so far: all is waiting. One begins and is killed in the midst of it, then all do.
    public async Task StartLate()
    {
        if (Nth == 0) return;
        Bank.Workers[0].Start();
        await ShakenBank.Pause(4000 + Random.Next(2000));
        Bank.Workers[0].Kill();
        foreach (var worker in Bank.Workers) worker.Start();
    }

    private int Leader(string topic, string id)
    {
        var partitions = Bank.Broker.Admin.GetMetadata(topic, TimeSpan.FromSeconds(20)).Topics.Single().Partitions;
        return partitions.Single(p => p.PartitionId == (Hash(id) & int.MaxValue) % partitions.Count).Leader;
    }

    // How a broker finds the partition of a group or a transactional id: Java's hash of its text.
    private static int Hash(string id) => Encoding.BigEndianUnicode.GetBytes(id).Chunk(2).Aggregate(0, (hash, unit) => unchecked((hash * 31) + (unit[0] << 8) + unit[1]));
}
