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
internal sealed class Deliveries(SubscriptionFolder folder, Func<Subscription, IDestination> destinations, DeliveryReader reader, DeliveryLedger ledger, OwnerChanges changes, TimeProvider time, ILogger<Deliveries> log) : BackgroundService
{
    private readonly Lock _one = new();
    private readonly SortedDictionary<string, (SubscriptionRun Run, CancellationTokenSource End, Task Running)> _runs = new(StringComparer.Ordinal);
    private IReadOnlyList<RuleProblem> _problems = [];
    // For the thread that commits, which must not wait for a look at the folder.
    private SubscriptionRun[] _marked = [];
    private CancellationToken _stopping = new(canceled: true);

    /// <summary>Where actions are answered by link; null where that is not set up.</summary>
    public Func<Subscription, string, ActionAnswer, AnswerLinks>? Links { get; init; }

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

    /// <summary>What was set aside of a subscription, or of all.</summary>
    public IReadOnlyList<UndeliveredMessage> SetAside(string? subscription) => ledger.SetAside(subscription);

    /// <summary>Has what was set aside of a subscription, or one message of it, tried again; answers how many.</summary>
    public int Redrive(string subscription, string? key)
    {
        var letters = ledger.SetAside(subscription).Where(l => key is null || l.Key == key).ToList();
        foreach (var letter in letters)
        {
            if (letter.Action is null) ledger.Keep(subscription, letter.Owner, ledger.Digest(subscription, letter.Owner) with { DigestOn = 0, Tries = 0, NextAt = 0 });
            else if (letter.Action is { } action && Nba.Engine.Actions.ActionIdentity.TryParse(action, out var id) && ledger.Rows(subscription, letter.Owner).GetValueOrDefault(id) is { } row)
                ledger.Keep(subscription, letter.Owner, id, row with { SetAside = null, Tries = 0, NextAt = 0, TriedKey = null });
            ledger.Forget(letter);
        }
        lock (_one)
        {
            if (_runs.TryGetValue(subscription, out var run)) run.Run.Mark(letters.Select(l => l.Owner).Distinct(StringComparer.Ordinal));
        }
        return letters.Count;
    }

    /// <summary>Looks at the folder now, while it runs.</summary>
    public void Look()
    {
        var stopping = _stopping;
        if (stopping.IsCancellationRequested) return;
        if (folder.Changed() is not { } load) return;
        Volatile.Write(ref _problems, load.Problems);
        if (load.Problems.Count > 0) DeliveryLog.Faulty(log, load.Problems.Count, "\n  " + string.Join("\n  ", load.Problems));
        if (load.Subscriptions is not { } wanted) return;
        lock (_one)
        {
            foreach (var (name, run) in _runs.Where(r => !load.Faulty.Contains(r.Key) && wanted.All(w => w.File != r.Value.Run.Subscription.File)).ToList())
            {
                if (!run.Running.IsCompleted) run.End.Cancel();
                _runs.Remove(name);
            }
            var cannot = new List<RuleProblem>();
            foreach (var subscription in wanted.Where(w => !_runs.ContainsKey(w.Name)))
            {
                try
                {
                    _runs[subscription.Name] = Begin(subscription, stopping);
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
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _stopping = stoppingToken;
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
        List<Task> running;
        lock (_one) running = [.. _runs.Values.Select(r => r.Running)];
        await Task.WhenAll(running).ConfigureAwait(false);
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

    private (SubscriptionRun, CancellationTokenSource, Task) Begin(Subscription subscription, CancellationToken stopping)
    {
        var destination = destinations(subscription);
        var run = new SubscriptionRun(subscription, destination, new OwnerDelivery(subscription, destination, reader, ledger, Links is null ? null : (owner, action) => Links(subscription, owner, action), time, log), reader, ledger, time, log);
        var end = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        return (run, end, Task.Run(async () =>
        {
            using (end)
            using (run) await run.Run(end.Token).ConfigureAwait(false);
        }, CancellationToken.None));
    }

    private void Mark(IReadOnlyCollection<string> owners)
    {
        foreach (var run in Volatile.Read(ref _marked)) run.Mark(owners);
    }
}
