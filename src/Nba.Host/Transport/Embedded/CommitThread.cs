using System.Collections.Concurrent;
using Nba.Host.State;

namespace Nba.Host.Transport.Embedded;

/// <summary>Syncs one commit at a time on a thread of its own, in order. Used by one slot.</summary>
internal sealed class CommitThread : IDisposable
{
    private readonly Store _store;
    private readonly BlockingCollection<(long Number, StoreBatch Batch, IntakeChunk[] Done, OpenSpans? Spans, Action? Then)> _queue = new(1);
    private readonly ConcurrentBag<StoreBatch> _free = [];
    private readonly Thread _thread;
    private readonly object _signal = new();
    private long _begun;
    private long _durable;
    private Exception? _failure;

    public CommitThread(Store store)
    {
        _store = store;
        _thread = new Thread(Run) { IsBackground = true, Name = "commit" };
        _thread.Start();
    }

    public long Durable => Volatile.Read(ref _durable);

    public Exception? Failure => Volatile.Read(ref _failure);

    public long NextNumber => _begun + 1;

    public StoreBatch Rent() => _free.TryTake(out var batch) ? batch : _store.NewBatch();

    public void Return(StoreBatch batch)
    {
        batch.Clear();
        _free.Add(batch);
    }

    /// <summary>Begins a commit; waits until the one before it is durable.</summary>
    /// <param name="batch">What it writes; given back once it is written.</param>
    /// <param name="done">Who is told then.</param>
    /// <param name="spans">What ends then, or fails; null for none.</param>
    /// <param name="then">Is called then; null for nothing.</param>
    /// <exception cref="IOException">As of <see cref="Settle"/>.</exception>
    public void Commit(StoreBatch batch, IntakeChunk[] done, OpenSpans? spans, Action? then = null)
    {
        try
        {
            Settle();
        }
        catch (IOException failure)
        {
            spans?.Fail(NameOf(failure.InnerException ?? failure));
            throw;
        }
        _queue.Add((++_begun, batch, done, spans, then));
    }

    /// <summary>Waits until everything begun is durable.</summary>
    /// <exception cref="IOException">The store could not write; nothing after the last durable commit happened.</exception>
    public void Settle()
    {
        lock (_signal)
        {
            while (_durable < _begun && _failure is null) Monitor.Wait(_signal);
        }
        if (_failure is { } failure) throw new IOException("the store cannot write; free its disk or mend it, then start again: nothing acknowledged is lost", failure);
    }

    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join();
        foreach (var batch in _free) batch.Dispose();
        _queue.Dispose();
    }

    private static string NameOf(Exception failure) => failure.GetType().FullName!;

    private void Run()
    {
        foreach (var (number, batch, done, spans, then) in _queue.GetConsumingEnumerable())
        {
            try
            {
                _store.Write(batch);
                Return(batch);
                lock (_signal)
                {
                    Volatile.Write(ref _durable, number);
                    Monitor.PulseAll(_signal);
                }
                spans?.End();
                foreach (var chunk in done) chunk.Acknowledge();
                then?.Invoke();
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                lock (_signal)
                {
                    _failure = failure;
                    Monitor.PulseAll(_signal);
                }
                spans?.Fail(NameOf(failure));
                foreach (var chunk in done) chunk.Completion.TrySetException(failure);
                return;
            }
        }
    }
}
