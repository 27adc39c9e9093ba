using System.Diagnostics.Metrics;
using Confluent.Kafka;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Nba.Host.Transport.Kafka;

/// <summary>A group that this worker has members in.</summary>
/// <param name="Stage">Its stage.</param>
/// <param name="Name">Its name on the cluster.</param>
/// <param name="Topic">The topic whose partitions it deals out.</param>
/// <param name="Own">Names of this worker's members.</param>
internal sealed record WatchedGroup(string Stage, string Name, string Topic, IReadOnlyList<string> Own);

/// <summary>
/// Looks after the groups of this worker's slots. A group hands a partition over in two rounds, and whoever comes back under a known name gets back what that name had: when all workers die
/// between the rounds, the partition on its way stays nobody's, and no member has a reason to ask for another dealing. The watch asks the coordinators once a session, and makes such a group deal
/// anew. Figures and words are for any thread.
/// </summary>
/// <param name="groups">What is watched.</param>
/// <param name="look">Asks the cluster how a group is; a <see cref="KafkaException"/> when it does not answer.</param>
/// <param name="dealAnew">Makes a group deal anew; answers why that failed, null when it did not.</param>
/// <param name="period">Time between two looks: a session, so that whoever is silent is out by the second.</param>
/// <param name="time">The clock.</param>
/// <param name="words">A text as it may be shown, without secrets.</param>
/// <param name="log">Where it is told.</param>
internal sealed class GroupWatch(
    IReadOnlyList<WatchedGroup> groups, Func<WatchedGroup, Task<GroupSight>> look, Func<WatchedGroup, CancellationToken, Task<string?>> dealAnew, TimeSpan period, TimeProvider time, Func<string, string> words, ILogger log) : BackgroundService
{
    private readonly Watched[] _watched = [.. groups.Select(g => new Watched(g))];
    private readonly PeriodicTimer _timer = new(period, time);

    /// <summary>Partitions that nobody was given, by group, in words; empty when there are none.</summary>
    public IReadOnlyList<string> Orphans => [.. _watched.Where(w => w.Finding.Orphans.Count > 0).Select(w => w.Words)];

    /// <summary>Those of them that dealing anew did not help.</summary>
    public IReadOnlyList<string> Stubborn => [.. _watched.Where(w => w.Finding.IsStubborn).Select(w => $"{w.Words}, and dealing anew did not help: {GroupLog.Remedy}")];

    /// <summary>Adds what it finds and does to a meter.</summary>
    public void Observe(Meter meter)
    {
        static KeyValuePair<string, object?>[] Of(Watched watched) =>
            [new("messaging.system", "kafka"), new("messaging.consumer.group.name", watched.Group.Name), new("messaging.destination.name", watched.Group.Topic)];
        meter.CreateObservableGauge("nba.partitions.orphaned", () => _watched.Select(w => new Measurement<int>(w.Finding.Orphans.Count, Of(w))), "{partition}", "Partitions that a group at rest gave to nobody");
        meter.CreateObservableCounter("nba.group.redeals", () => _watched.Select(w => new Measurement<long>(Volatile.Read(ref w.Redeals), Of(w))), "{redeal}", "How often this worker made a group deal its partitions out anew");
    }

    /// <summary>Looks at every group once, and does what follows.</summary>
    internal async Task Turn(CancellationToken stopping)
    {
        foreach (var watched in _watched)
        {
            if (await Seen(watched, stopping).ConfigureAwait(false) is not { } sight) continue;
            var before = watched.Finding;
            watched.Finding = watched.Sightings.See(sight);
            if (watched.Finding.Orphans.Count == 0)
            {
                if (before.Orphans.Count > 0) GroupLog.Dealt(log, watched.Group.Name, watched.Group.Topic);
                continue;
            }
            if (before.Orphans.Count == 0) GroupLog.Orphaned(log, watched.Words);
            if (watched.Finding.IsStubborn && !before.IsStubborn) GroupLog.Stubborn(log, watched.Words, GroupLog.Remedy);
            if (watched.Finding.IsOurTurn) await DealAnew(watched, stopping).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _timer.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false)) await Turn(stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The worker ends.
        }
    }

    // Nothing where the cluster does not answer, which whoever needs more of it will say too: once for each time that it begins.
    private async Task<GroupSight?> Seen(Watched watched, CancellationToken stopping)
    {
        try
        {
            var sight = await look(watched.Group).WaitAsync(stopping).ConfigureAwait(false);
            watched.IsUnseen = false;
            return sight;
        }
        catch (Exception failure) when (failure is not (OperationCanceledException or OutOfMemoryException))
        {
            if (!watched.IsUnseen) GroupLog.Unseen(log, watched.Group.Name, words(failure.Message));
            watched.IsUnseen = true;
            return null;
        }
    }

    private async Task DealAnew(Watched watched, CancellationToken stopping)
    {
        GroupLog.DealsAnew(log, watched.Words);
        Interlocked.Increment(ref watched.Redeals);
        if (await dealAnew(watched.Group, stopping).ConfigureAwait(false) is { } problem) GroupLog.NotDealt(log, watched.Group.Name, problem);
    }

    private sealed class Watched(WatchedGroup group)
    {
        public long Redeals;

        private GroupFinding _finding = GroupFinding.Nothing;

        public WatchedGroup Group => group;

        public GroupSightings Sightings { get; } = new(group.Own);

        public bool IsUnseen { get; set; }

        public GroupFinding Finding
        {
            get => Volatile.Read(ref _finding);
            set => Volatile.Write(ref _finding, value);
        }

        public string Words => $"the group {group.Name} gives partition {string.Join(", ", Finding.Orphans)} of {group.Topic} to nobody";
    }
}
