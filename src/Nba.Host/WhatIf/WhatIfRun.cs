using System.Runtime.ExceptionServices;
using Nba.Engine;
using Nba.Engine.Sources;
using Nba.Host.Archives;
using Nba.Host.Commands;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.WhatIf;

/// <summary>
/// The same days of a log decided twice from one state, side by side: under the recorded books, and under another one. The recorded run is decided anew too, for what a store keeps of it is
/// how its queues stand at the end, not how they stood each morning; that it comes out as it was recorded is what <c>nba replay --verify</c> holds. Used once; not thread-safe.
/// </summary>
internal sealed class WhatIfRun : IDisposable
{
    private readonly ScratchStore _states;
    private readonly RecordedLog _log;
    private ScratchStore? _recorded, _other;

    private readonly Func<Sentence, long, Progress>? _progress;

    private WhatIfRun(RecordedLog log, OtherRules rules, Period period, ScratchStore states, Func<Sentence, long, Progress>? progress) =>
        (_log, Rules, Period, _states, Since, _progress) = (log, rules, period, states, StageHead.Of(states.Store, 0), progress);

    /// <summary>The other rules.</summary>
    public OtherRules Rules { get; }

    /// <summary>The days.</summary>
    public Period Period { get; }

    /// <summary>Where the states stand from which both runs begin; null at the beginning of the log.</summary>
    public StageHead? Since { get; }

    /// <summary>The states from which both runs begin.</summary>
    public Store States => _states.Store;

    /// <summary>How both runs compare.</summary>
    public RunComparison Comparison { get; private set; } = null!;

    /// <summary>Activities that either run refused, each once a run.</summary>
    public (long Recorded, long Other) Refused { get; private set; }

    /// <summary>The log.</summary>
    public RecordedLog Log => _log;

    /// <summary>Where both runs end; null at the end of the log.</summary>
    public Cut? Until => _log.Before(Period.To.AddDays(1));

    /// <summary>Decides both; progress, where it is wanted, is made of what is done and how much there is of it.</summary>
    public static WhatIfRun Decide(RecordedLog log, OtherRules rules, Period period, Func<Sentence, long, Progress>? progress = null)
    {
        rules.Compile(period.From, log.Before(period.To.AddDays(1)));
        var run = new WhatIfRun(log, rules, period, Begin(log, period.From, progress), progress);
        try
        {
            run.Both();
            return run;
        }
        catch
        {
            run.Dispose();
            throw;
        }
    }

    /// <summary>The state of a customer at the end of a run; null where that run does not know the customer.</summary>
    public CustomerState? State(bool recorded, string customer)
    {
        var (store, book) = recorded ? (_recorded!.Store, Comparison.Baseline.InForce) : (_other!.Store, Comparison.Alternative.InForce);
        var bytes = Array.Empty<byte>();
        if (!store.TryGet(new Keys(0).Text(Table.Customers, customer), ref bytes, out var length)) return null;
        var state = new CustomerState(book.Vocabulary);
        CustomerRow.Read(book, customer, bytes.AsSpan(0, length), state);
        return state;
    }

    public void Dispose()
    {
        _recorded?.Dispose();
        _other?.Dispose();
        _states.Dispose();
    }

    private static ScratchStore Begin(RecordedLog log, DateOnly from, Func<Sentence, long, Progress>? progress)
    {
        using var shown = from > log.FirstDay ? progress?.Invoke(Sentence.Of($"up to {from:yyyy-MM-dd}"), Math.Max(1, log.Before(from)?.Position ?? 1)) : null;
        return log.StateBefore(from, new StageOptions { RecordDecisions = false }, done => shown?.At(done));
    }

    private void Both()
    {
        (_recorded, _other) = (ScratchStore.CopyOf(_states.Store), ScratchStore.CopyOf(_states.Store));
        using var progress = _progress?.Invoke(Sentence.Of($"both runs"), 2 * Period.Days);
        var (days, shown) = (0, new Lock());
        void Day(int _)
        {
            lock (shown) progress?.At(++days, $"{Period.From.AddDays((days - 1) / 2):yyyy-MM-dd}");
        }
        var inForce = _log.InForceBefore(Period.From);
        var (baseline, alternative) = (new QueueTrace(Period.From, Period.Days, inForce, _log.Book, Day), new QueueTrace(Period.From, Period.Days, Since is null ? Rules.At(inForce.Version) : inForce, Rules.Find, Day));
        try
        {
            Parallel.Invoke(() => One(_recorded.Store, baseline, isOther: false), () => One(_other.Store, alternative, isOther: true));
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }
        // The first day of a log has no beginning to be told of.
        progress?.At(2 * Period.Days, $"{Period.To:yyyy-MM-dd}");
        Comparison = new RunComparison(baseline, alternative);
        Refused = (Letters(_recorded.Store), Letters(_other.Store));
    }

    private void One(Store target, QueueTrace trace, bool isOther)
    {
        trace.Begin(target, Since is null);
        var options = new StageOptions { RecordDecisions = false, Lanes = Math.Max(1, Environment.ProcessorCount / 2) };
        try
        {
            Replay.Run(_log.Store, target, options, new Excerpt { Since = Since, Until = Until, Instead = isOther ? Rules.At : null, Books = isOther ? Rules.Find : _log.Book, Watch = trace });
        }
        catch (Exception failure) when (isOther && EngineFailure.Is(failure))
        {
            throw Said.Unusable($"the engine fails ({failure.GetType().Name}) under the other rules: {EngineFailure.Words(failure).Split('\n').Skip(1).FirstOrDefault()?.Trim()}", failure);
        }
    }

    private static long Letters(Store store)
    {
        var count = 0L;
        using var rows = store.Scan(new Keys(0).Prefix(Table.DeadLetters));
        while (rows.MoveNext()) count++;
        return count;
    }
}

/// <summary>Days from one to another, both among them.</summary>
internal readonly record struct Period(DateOnly From, DateOnly To)
{
    /// <summary>How many.</summary>
    public int Days => To.DayNumber - From.DayNumber + 1;
}
