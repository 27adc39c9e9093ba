using System.Diagnostics;
using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.State.Sealing;
using Nba.Host.Transport.Embedded;

namespace Nba.Load;

/// <summary>The whole host without its doors: the embedded transport, the stage on a thread of its own, and events handed in by another.</summary>
internal sealed class Rig : IDisposable
{
    private readonly EmbeddedTransport _transport;
    private readonly DecisionStage _stage;
    private readonly Thread _thread;
    private Exception? _failure;

    public Rig(string directory, RuleBook book, StageOptions options, SealPlaces? seal = null)
    {
        var opened = Stopwatch.GetTimestamp();
        Store = Store.Open(new StoreOptions { Directory = directory, Seal = seal });
        _transport = new EmbeddedTransport(Store, TimeProvider.System, waitingChunks: 8);
        _stage = new DecisionStage(_transport, book, options, clock: null);
        _stage.Turn();
        Restart = Stopwatch.GetElapsedTime(opened);
        _thread = new Thread(Run) { Name = "stage" };
        _thread.Start();
    }

    public Store Store { get; }

    /// <summary>From opening the store until the stage runs.</summary>
    public TimeSpan Restart { get; }

    public StageCounters Counters => _stage.Counters;

    public bool IsSweeping => _stage.IsSweeping;

    public Task<ChunkOutcome> Submit(IntakeChunk chunk) => _transport.Submit(chunk);

    /// <summary>Hands in everything and waits until all of it is durable.</summary>
    public TimeSpan Feed(IEnumerable<IntakeChunk> chunks)
    {
        var start = Stopwatch.GetTimestamp();
        Task<ChunkOutcome>? last = null;
        foreach (var chunk in chunks) last = Submit(chunk);
        last?.GetAwaiter().GetResult();
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>Moves time on and waits until every customer is swept.</summary>
    public TimeSpan AdvanceTo(long time)
    {
        var start = Stopwatch.GetTimestamp();
        Submit(new IntakeChunk(1) { AdvanceTo = new Instant(time) }).GetAwaiter().GetResult();
        // The acknowledgement says that the day is journalled; the stage's own thread sweeps it.
        while (_stage.IsSweeping) Thread.Yield();
        return Stopwatch.GetElapsedTime(start);
    }

    public void Dispose()
    {
        _transport.Close();
        _thread.Join();
        _stage.Settle();
        _stage.Dispose();
        _transport.Dispose();
        Store.Dispose();
        if (_failure is not null) throw new InvalidOperationException("the stage failed", _failure);
    }

    private void Run()
    {
        try
        {
            while (_stage.Turn())
            {
            }
        }
        catch (Exception failure)
        {
            _failure = failure;
            System.Console.Error.WriteLine(failure);
            Environment.Exit(1);
        }
    }
}
