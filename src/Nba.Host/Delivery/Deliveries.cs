using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Nba.Engine.Sources;
using Nba.Host.Api;
using Nba.Host.Settings;

namespace Nba.Host.Delivery;

/// <summary>
/// All subscriptions of a host: one run for each, apart from each other and from what decides, so that a slow or dead receiver is nobody else's business. Follows the folder of subscriptions
/// while it runs. Thread-safe.
/// </summary>
internal sealed class Deliveries(SubscriptionFolder folder, Func<Subscription, IDestination> destinations, DeliveryReader reader, DeliveryLedger ledger, OwnerChanges changes, TimeProvider time, ILogger<Deliveries> log) : BackgroundService, IAsyncDisposable
{
    private static readonly TimeSpan RemovedIsKept = TimeSpan.FromMinutes(1);

    private readonly Lock _one = new();
    private readonly SortedDictionary<string, RunUnderWay> _runs = new(StringComparer.Ordinal);
    // What is still under way of runs that were ended: the next one of the name begins after it.
    private readonly Dictionary<string, Task> _before = new(StringComparer.Ordinal);
    // Since when files are missing of which something is kept; and those that are there, null while the folder cannot be read.
    private readonly Dictionary<string, DateTimeOffset> _missing = new(StringComparer.Ordinal);
    private HashSet<string>? _present;
    private IReadOnlyList<RuleProblem> _problems = [];
    // For the thread that commits, which must not wait for a look at the folder.
    private SubscriptionRun[] _marked = [];
    private CancellationToken _stopping = new(canceled: true);

    /// <summary>Where actions are answered by link; null where that is not set up.</summary>
    public Func<Subscription, string, ActionAnswer, AnswerLinks>? Links { get; init; }

    /// <summary>Looks for what keeps messages away; null where nobody does.</summary>
    public DestinationFaults? Faults { get; init; }

    /// <summary>How every subscription stands, by name.</summary>
    public IReadOnlyList<SubscriptionFigures> Figures
    {
        get
        {
            lock (_one) return [.. _runs.Values.Select(r => r.Run.Figures)];
        }
    }

    /// <summary>Faults of the folder as it lies now, which keep what was in force; empty when there are none.</summary>
    public IReadOnlyList<RuleProblem> Problems => Volatile.Read(ref _problems);

    /// <summary>What keeps messages of a subscription away until somebody mends it, each with its place; empty for nothing.</summary>
    public IReadOnlyList<RuleProblem> ToMend(string name)
    {
        RunUnderWay? under;
        lock (_one) under = _runs.GetValueOrDefault(name);
        // Files are read for it, which nobody else is to wait for.
        return Faults is null || under is null ? [] : Faults.Of(under.Run.Subscription, under.Run.Figures.ToMend);
    }

    /// <summary>What was set aside of a subscription, or of all.</summary>
    public IReadOnlyList<UndeliveredMessage> SetAside(string? subscription) => ledger.SetAside(subscription);

    /// <summary>Has what was set aside of a subscription, or one message of it, tried again; answers how many. All of it ends rests too, for something was mended.</summary>
    public int Redrive(string subscription, string? key)
    {
        lock (_one)
        {
            var letters = ledger.SetAside(subscription).Where(l => key is null || l.Key == key).ToList();
            if (_runs.TryGetValue(subscription, out var under))
            {
                under.Run.Again(letters);
                if (key is null) under.Run.TryNow();
            }
            else if (_before.GetValueOrDefault(subscription) is null or { IsCompleted: true }) letters.ForEach(ledger.TakeBack);
            else return 0;
            return letters.Count;
        }
    }

    /// <summary>Looks at the folder now, while it runs.</summary>
    public void Look()
    {
        if (_stopping.IsCancellationRequested) return;
        lock (_one)
        {
            // The last time that anything begins; what was begun before is waited for.
            if (_stopping.IsCancellationRequested) return;
            if (folder.Changed() is { } load) Follow(load);
            ForgetRemoved();
        }
    }

    /// <summary>Over when nothing is under way any more; the store may be closed then, and not before.</summary>
    public async ValueTask DisposeAsync()
    {
        // Ends what runs, if the host did not.
        base.Dispose();
        Task[] all;
        lock (_one)
        {
            _stopping = new CancellationToken(canceled: true);
            all = AllUnderWay();
        }
        await Task.WhenAll(all).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (ExecuteTask is { } following) await following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        lock (_one) _stopping = stoppingToken;
        using var following = changes.Follow(Mark);
        using var timer = new PeriodicTimer(folder.Interval, time);
        try
        {
            do LookOrSay();
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
        Task[] all;
        lock (_one) all = AllUnderWay();
        await Task.WhenAll(all).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private Task[] AllUnderWay() => [.. _runs.Values.Select(r => r.Over), .. _before.Values];

    private void Follow(SubscriptionLoad load)
    {
        Volatile.Write(ref _problems, load.Problems);
        if (load.Problems.Count > 0) DeliveryLog.Faulty(log, load.Problems.Count, "\n  " + string.Join("\n  ", load.Problems));
        _present = load.Subscriptions is null ? null : [.. load.Subscriptions.Select(s => s.Name), .. load.Faulty];
        if (load.Subscriptions is not { } wanted) return;
        foreach (var (name, under) in _runs.Where(r => !load.Faulty.Contains(r.Key) && wanted.All(w => w.File != r.Value.Run.Subscription.File)).ToList())
        {
            _before[name] = under.End(time);
            _runs.Remove(name);
        }
        var cannot = new List<RuleProblem>();
        foreach (var subscription in wanted.Where(w => !_runs.ContainsKey(w.Name)))
        {
            try
            {
                _runs[subscription.Name] = Begin(subscription);
            }
            catch (InvalidDataException fault)
            {
                cannot.Add(new RuleProblem(subscription.File.Path, 1, 1, ProblemCode.MissingMember, Said.WordsOf(fault)));
            }
        }
        Volatile.Write(ref _problems, [.. load.Problems, .. cannot]);
        Volatile.Write(ref _marked, [.. _runs.Values.Select(r => r.Run)]);
        if (cannot.Count > 0) DeliveryLog.Faulty(log, cannot.Count, "\n  " + string.Join("\n  ", cannot));
        DeliveryLog.Begun(log, _runs.Count, string.Join(", ", _runs.Keys));
    }

    // What receivers of subscriptions have whose files are gone. Not at once: who saves a file may remove it first.
    private void ForgetRemoved()
    {
        foreach (var name in _before.Where(b => b.Value.IsCompleted).Select(b => b.Key).ToList()) _before.Remove(name);
        if (_present is not { } present)
        {
            _missing.Clear();
            return;
        }
        var missing = ledger.Names().Where(n => !present.Contains(n)).ToHashSet(StringComparer.Ordinal);
        foreach (var back in _missing.Keys.Where(n => !missing.Contains(n)).ToList()) _missing.Remove(back);
        foreach (var name in missing)
        {
            if (_missing.TryAdd(name, time.GetUtcNow()) || time.GetUtcNow() - _missing[name] < RemovedIsKept) continue;
            _missing.Remove(name);
            _before[name] = Forget(name, _before.GetValueOrDefault(name) ?? Task.CompletedTask, _stopping);
        }
    }

    private async Task Forget(string name, Task before, CancellationToken stopping)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        if (stopping.IsCancellationRequested) return;
        ledger.Forget(name);
        DeliveryLog.Forgotten(log, name);
    }

    // Whatever is wrong with a folder, the bank goes on deciding.
    private void LookOrSay()
    {
        try
        {
            Look();
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            DeliveryLog.CannotLook(log, failure);
        }
    }

    private RunUnderWay Begin(Subscription subscription)
    {
        var destination = destinations(subscription);
        var run = new SubscriptionRun(subscription, destination, new OwnerDelivery(subscription, destination, reader, ledger, Links is null ? null : (owner, action) => Links(subscription, owner, action), time, log), reader, ledger, time, log);
        return new RunUnderWay(run, _before.GetValueOrDefault(subscription.Name) ?? Task.CompletedTask, _stopping);
    }

    private void Mark(IReadOnlyCollection<string> owners)
    {
        foreach (var run in Volatile.Read(ref _marked)) run.Mark(owners);
    }
}
