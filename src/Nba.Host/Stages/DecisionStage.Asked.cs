using Nba.Engine.Calendars;

namespace Nba.Host.Stages;

/// <content>What others ask of it and wait for.</content>
public sealed partial class DecisionStage
{
    private volatile bool _ended;

    /// <summary>Asks something of the partition of a stage that has one alone, with the next turn; answers when that is committed, and fails where it failed, or where the stage ends before its turn.</summary>
    internal Task<T> Ask<T>(Func<Partition, T> ask)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked.Enqueue(new Asked(partition =>
        {
            try
            {
                var answer = ask(partition);
                partition.Commit();
                _transport.Settle();
                partition.Begin();
                done.SetResult(answer);
            }
            catch (Exception failure)
            {
                done.SetException(failure);
                throw;
            }
        }, failure => done.TrySetException(failure)));
        // It may have ended since: then nobody else looks.
        if (_ended) EndAsked();
        return done.Task;
    }

    // Whoever still waits is told that nothing comes of it.
    private void EndAsked()
    {
        _ended = true;
        while (_asked.TryDequeue(out var asked)) asked.End?.Invoke(new ObjectDisposedException(nameof(DecisionStage), "the stage has ended"));
    }

    /// <summary>Something that is asked of each partition, and how its asker is told that it never comes to that; null where nobody waits.</summary>
    private readonly record struct Asked(Action<Partition> Do, Action<Exception>? End = null);

    // The book that was offered, in a partition that can take it now.
    private void TakeOffered(Partition partition, Instant? clock)
    {
        if (Volatile.Read(ref _offered) is not { } book || !partition.Takes(book)) return;
        _initial = book;
        if (partition.Precedes(book)) partition.Switch(book, clock);
        if (_partitions.Values.All(p => p.InForce == book.Version || !p.Precedes(book))) Interlocked.CompareExchange(ref _offered, null, book);
    }
}
