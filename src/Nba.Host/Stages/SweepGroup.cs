using System.Runtime.ExceptionServices;
using Nba.Engine;

namespace Nba.Host.Stages;

/// <summary>
/// Customers of a sweep that are decided side by side: gathered in the order of keys, decided by lanes that share nothing but the book, and taken in again in
/// that order, so that the number of lanes never shows. Not thread-safe.
/// </summary>
internal sealed class SweepGroup(RuleBook book, int partition, StageOptions options, StageCounters counters) : IDisposable
{
    /// <summary>Customers at most: some milliseconds of work, many times what it costs to begin, and no more memory than the cache of a processor.</summary>
    public const int Most = 256;

    private readonly SweptCustomer[] _customers = [.. Enumerable.Range(0, Most).Select(_ => new SweptCustomer())];
    private readonly Lane[] _lanes = [.. Enumerable.Range(0, options.Lanes).Select(_ => new Lane(book, new Deciding(book, partition, options, counters)))];
    private int _count;
    private int _next;

    /// <summary>Whether it must be decided before more are added.</summary>
    public bool IsFull => _count == Most;

    /// <summary>Adds a customer as found.</summary>
    public void Add(string customer, ReadOnlySpan<byte> row) => _customers[_count++].Begin(customer, row);

    /// <summary>Decides for those added what the entries mean that they have not seen, and answers them in the order added; the group is empty then.</summary>
    public ReadOnlySpan<SweptCustomer> Decide(IReadOnlyList<PendingEntry> entries, long sweptTo, long target)
    {
        var count = _count;
        (_count, _next) = (0, -1);
        if (count == 0) return [];
        try
        {
            Parallel.For(0, Math.Min(_lanes.Length, count), lane =>
            {
                for (int i; (i = Interlocked.Increment(ref _next)) < count;) _lanes[lane].Decide(_customers[i], entries, sweptTo, target);
            });
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }
        return _customers.AsSpan(0, count);
    }

    /// <summary>Forgets those added.</summary>
    public void Clear() => _count = 0;

    /// <summary>Gives back what it has for earlier books, but for those that entries are still to be decided under.</summary>
    public void GiveBack(IReadOnlyList<PendingEntry> entries)
    {
        foreach (var lane in _lanes) lane.GiveBack(entries);
    }

    public void Dispose()
    {
        foreach (var lane in _lanes) lane.Dispose();
    }

    // A decider and a state that customers are read into in turn.
    private sealed class Lane(RuleBook book, Deciding deciding) : IDisposable
    {
        private readonly CustomerState _state = new(book.Vocabulary);

        public void Decide(SweptCustomer customer, IReadOnlyList<PendingEntry> entries, long sweptTo, long target)
        {
            CustomerRow.Read(book, customer.Customer, customer.Before, _state);
            deciding.Apply(_state, entries, Math.Max(_state.Stamp, sweptTo), target, customer.Given);
            _state.Stamp = target;
            CustomerRow.Write(book, _state, customer.After);
        }

        public void GiveBack(IReadOnlyList<PendingEntry> entries) => deciding.GiveBack(entries);

        public void Dispose() => deciding.Dispose();
    }
}
