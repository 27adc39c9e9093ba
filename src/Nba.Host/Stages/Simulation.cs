using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Host.Campaigns;
using Nba.Host.Settings;
using Nba.Host.State;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Stages;

/// <summary>
/// A run over a past log: arrival time is event time, and ticks come from it alone, so that the same events always give the same bytes. Runs the very
/// stage of a live host on the caller's thread. Not thread-safe.
/// </summary>
public sealed class Simulation : IDisposable
{
    private const int ChunkEvents = 2000;

    private readonly EmbeddedTransport _transport;
    private readonly DecisionStage _stage;
    private readonly string? _source;
    private IntakeChunk _chunk = new(1 << 20);
    private long _row;

    private Simulation(Store store, RuleBook book, StageOptions options, string? source)
    {
        (Store, _source) = (store, source);
        _transport = new EmbeddedTransport(store, TimeProvider.System);
        _stage = new DecisionStage(_transport, book, options, clock: null);
        try
        {
            _stage.Turn();
        }
        catch
        {
            _stage.Dispose();
            _transport.Dispose();
            throw;
        }
    }

    /// <summary>The store; holds all that was made durable.</summary>
    public Store Store { get; }

    /// <summary>What was done since it was opened.</summary>
    public StageCounters Counters => _stage.Counters;

    /// <summary>Whether the bank of this run is still to go live.</summary>
    public bool AwaitsGoLive => _stage.AwaitsGoLive ?? false;

    /// <summary>Events of the named source that are durable already: a resumed run leaves out so many.</summary>
    public long ResumeRow { get; private init; }

    /// <summary>Opens or resumes a simulated run in a directory, under rule files with what is set for campaigns there; a named source is resumed at its row.</summary>
    /// <exception cref="InvalidDataException">What is set for campaigns does not go with the rule files.</exception>
    public static Simulation Open(StoreOptions store, RuleBook files, StageOptions options, string? source = null)
    {
        var opened = Store.Open(store);
        try
        {
            var load = SwitchedBook.Of(files, StoredControl.Read(opened).Switches);
            if (load.Book is not { } book)
                throw Said.Unusable($"what is set for campaigns in '{store.Directory}' does not go with the rules: {load.Problems[0].Told}; take it back with 'nba campaign rollback --to 0', or mend the rules");
            var bytes = Array.Empty<byte>();
            var row = source is not null && opened.TryGet(new Keys(0).Text(Table.Progress, source), ref bytes, out var length)
                ? long.Parse(System.Text.Encoding.UTF8.GetString(bytes, 0, length), System.Globalization.CultureInfo.InvariantCulture)
                : 0;
            return new Simulation(opened, book, options, source) { ResumeRow = row, _row = row };
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>Hands in one event at its time, in milliseconds.</summary>
    public void Feed(ReadOnlySpan<byte> json, long time)
    {
        _chunk.Add(json, time);
        _row++;
        if (_chunk.Count >= ChunkEvents) Flush();
    }

    /// <summary>Moves time on: ticks up to it fall due, every customer is swept, and all of it is durable when this returns.</summary>
    public void AdvanceTo(Instant time)
    {
        Flush();
        var advance = new IntakeChunk(1) { AdvanceTo = time };
        _ = _transport.Submit(advance);
        while (!advance.Outcome.IsCompleted)
        {
            _stage.Turn();
            _transport.Settle();
        }
        advance.Outcome.GetAwaiter().GetResult();
    }

    /// <summary>Goes live at a time, in a run that was begun to wait for it: ticks up to it fall due first, and every customer has a turn when this returns.</summary>
    public void GoLive(Instant at)
    {
        AdvanceTo(at);
        _stage.GoLive(at);
        do _stage.Turn();
        while (_stage.IsSweeping);
        _stage.Settle();
    }

    /// <summary>Decides everything handed in and waits until it is durable.</summary>
    public void Finish()
    {
        Flush();
        while (_stage.IsSweeping) _stage.Turn();
        _stage.Settle();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stage.Dispose();
        _transport.Dispose();
        Store.Dispose();
    }

    private void Flush()
    {
        if (_chunk.Count == 0) return;
        if (_source is not null) _chunk.Progress = (_source, _row);
        _ = _transport.Submit(_chunk);
        // All of it, however few a commit holds: what piled up would fill the intake, and nobody else empties it.
        do _stage.Turn();
        while (!_transport.IsCaughtUp(0));
        _chunk = new IntakeChunk(1 << 20);
    }
}
