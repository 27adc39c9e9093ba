using Nba.Engine;
using Nba.Engine.Events;
using Nba.Engine.Statistics;
using Nba.Host.State;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Stages;

/// <summary>
/// Counts the statistics of the book in force over a store's log, as far as it is committed. Each call goes on where the one before ended, unless another
/// book came into force. Thread-safe: one call counts, the others wait.
/// </summary>
public sealed class StatisticsReader(Store store)
{
    private const int Partition = 0;
    private const int TellEvery = 4096;

    private readonly Lock _lock = new();
    private readonly Keys _keys = new(Partition);
    private byte[] _letter = [];
    private StatisticsCounter? _counter;
    private StatisticsBook? _book;
    private long _next;

    /// <summary>Answers from what is counted up to a position of the log.</summary>
    /// <param name="book">The book in force.</param>
    /// <param name="end">The position after the last activity that counts.</param>
    /// <param name="read">Makes the answer; the counter is its own while it runs.</param>
    /// <param name="counted">Is told how many of how many activities are read; null for nobody.</param>
    /// <param name="stop">Gives up; a later call goes on from there.</param>
    public T Read<T>(RuleBook book, long end, Func<StatisticsCounter, T> read, Action<long, long>? counted = null, CancellationToken stop = default)
    {
        lock (_lock)
        {
            // By reference: a book that was compiled anew has words of its own.
            if (_counter is null || !ReferenceEquals(_book, book.Statistics))
                (_counter, _book, _next) = (new StatisticsCounter(book.Statistics, book.Calendar), book.Statistics, 0);
            if (book.Statistics.All.Count > 0) Count(book, _counter, end, counted, stop);
            return read(_counter);
        }
    }

    private void Count(RuleBook book, StatisticsCounter counter, long end, Action<long, long>? counted, CancellationToken stop)
    {
        var activity = new Activity(book.Vocabulary);
        foreach (var record in new PastLog(store, Partition).Between(_next, end))
        {
            stop.ThrowIfCancellationRequested();
            var isGood = book.Reader.Read(record.Value, record.Arrival, activity, record.IsSent) is null;
            if (isGood && counter.Counts(activity.Type) && !WasRefused(record.Position)) counter.Count(activity);
            _next = record.Position + 1;
            if (_next % TellEvery == 0 || _next == end) counted?.Invoke(_next, end);
        }
    }

    // What was refused or set aside when it came was never taken in.
    private bool WasRefused(long position) => store.TryGet(_keys.Number(Table.DeadLetters, position), ref _letter, out _);
}
