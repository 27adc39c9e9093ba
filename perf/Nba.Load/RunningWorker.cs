using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Nba.Engine;
using Nba.Host.Api;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.Transport.Kafka;

namespace Nba.Load;

/// <summary>A worker at work in this process, each slot on a thread of its own.</summary>
internal sealed class RunningWorker : IDisposable
{
    private readonly KafkaWorker _worker;
    private readonly List<Thread> _threads;

    public RunningWorker(HostSettings settings, RuleBook own)
    {
        _worker = KafkaWorker.Open(settings, own, new QueueEvents(settings.Host.Language).Write, TimeProvider.System, NullLogger.Instance);
        _threads = [.. _worker.Slots.Select(s => new Thread(() => Turn(s)) { Name = s.Name, IsBackground = true })];
        foreach (var thread in _threads) thread.Start();
    }

    private IEnumerable<StageCounters> Counters => _worker.Slots.Select(s => s.Stage).OfType<DecisionStage>().Select(s => s.Counters);

    /// <summary>Partitions of stage 1 that run here.</summary>
    public int Running => _worker.Slots.Where(s => s.Stage is DecisionStage).Sum(s => s.Transport.Figures.Lags.Count);

    /// <summary>Rows of stage 1 that were read back.</summary>
    public long Restored => _worker.Slots.Where(s => s.Stage is DecisionStage).Sum(s => s.Transport.Figures.Restored);

    /// <summary>Activities decided so far.</summary>
    public long Activities => Counters.Sum(c => c.Activities);

    /// <summary>What stage 2 has done.</summary>
    public QueueCounters Queues => _worker.Slots.Select(s => s.Stage).OfType<QueueStage>().Single().Counters;

    /// <summary>Transactions of stage 1.</summary>
    public long Transactions => _worker.Slots.Where(s => s.Stage is DecisionStage).Sum(s => s.Transport.Durable);

    /// <summary>Changes of actions.</summary>
    public long Changes => Counters.Sum(c => c.Changes);

    /// <summary>Waits until so many are decided, and says now and then how many are.</summary>
    public void Await(long activities)
    {
        for (var (told, since) = (Activities, Stopwatch.GetTimestamp()); Activities < activities; Pause.For(1))
        {
            if (Stopwatch.GetElapsedTime(since).TotalSeconds < 10) continue;
            System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Activities} of {activities} activities, {Activities - told} in the last ten seconds"));
            (told, since) = (Activities, Stopwatch.GetTimestamp());
        }
    }

    /// <summary>Activities a second from the first twentieth to the last: joining is over by then.</summary>
    public double Rate(long activities)
    {
        Await(activities / 20);
        var (start, from) = (Stopwatch.GetTimestamp(), Activities);
        Await(activities);
        return (activities - from) / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Waits until no slot has anything left to do, and answers how long that took.</summary>
    public TimeSpan AwaitQuiet()
    {
        var start = Stopwatch.GetTimestamp();
        while (_worker.Slots.Any(s => s.Stage.IsSweeping || s.Transport.Figures.Lags.Any(l => l.Lag > 0))) Pause.For(5);
        return Stopwatch.GetElapsedTime(start);
    }

    public void Dispose()
    {
        foreach (var slot in _worker.Slots) slot.Transport.Stop();
        foreach (var thread in _threads) thread.Join();
        _worker.Dispose();
    }

    private static void Turn(WorkerSlot slot)
    {
        while (slot.Stage.Turn())
        {
        }
        slot.Stage.Settle();
        slot.Stage.Dispose();
        slot.Transport.Dispose();
    }
}
