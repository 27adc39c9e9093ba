using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Engine.Sources;
using Nba.Host.Archives;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Transport;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Api;

/// <summary>
/// A customer as of an earlier moment. Log and journal are decided again for that customer alone, under the books then in force, into a scratch store whose rows answer as they did then: to
/// the byte, for a decision sees one customer and the journal. Merged customers come along, for their past became the customer's. Used by one thread.
/// </summary>
internal sealed class Past : IDisposable
{
    private readonly ScratchStore _scratch;
    private readonly long _looked;

    private Past(ScratchStore scratch, BookCache books, TimeProvider time, Instant at, IReadOnlyList<LogRecord> activities, long looked)
    {
        (_scratch, Activities, _looked) = (scratch, activities, looked);
        Queries = new Queries(scratch.Store, books, time) { As = at };
    }

    /// <summary>The rows of then.</summary>
    internal Store Rows => _scratch.Store;

    /// <summary>All activities up to then of the customer and of who was merged with them, in order.</summary>
    internal IReadOnlyList<LogRecord> Activities { get; }

    /// <summary>Answers from the rows of then.</summary>
    public Queries Queries { get; }

    /// <summary>Explanations from the rows of then, and from the log up to then.</summary>
    public ExplainQueries Explain() => new(Rows, Queries, _ => () => new ActivityLook(Activities, _looked));

    /// <summary>Goes back; null, with why in words, where that cannot be done.</summary>
    /// <param name="store">The store of the bank; it is only read.</param>
    /// <param name="books">Its books.</param>
    /// <param name="time">The clock of a live bank.</param>
    /// <param name="customer">The customer.</param>
    /// <param name="moment">When.</param>
    /// <param name="why">Why not.</param>
    /// <param name="progress">Is told how many activities of how many were looked through, by any thread.</param>
    public static Past? Open(Store store, BookCache books, TimeProvider time, string customer, Moment moment, out Sentence? why, Action<long, long>? progress = null)
    {
        var now = new Queries(store, books, time);
        if (now.Standing() is not var (head, book, until))
        {
            why = Sentence.Of($"the first commit is still to come");
            return null;
        }
        var at = moment.In(book.Calendar);
        if (moment is { Minute: null, Exact: null } && book.Calendar.DateOf(until) == moment.Day && at > until) at = until;
        why = Unreachable(store, head, book, at, until);
        if (why is not null) return null;
        var search = new CustomerSearch(store, Family(now, customer)) { Progress = looked => progress?.Invoke(Math.Min(looked, head.NextPosition), head.NextPosition) };
        var activities = search.Between(0, head.NextPosition, at);
        var scratch = ScratchStore.Empty(store);
        try
        {
            Replay.Run(store, scratch.Store, new StageOptions { Lanes = 1, CustomerCacheMiB = 4 }, new Excerpt
            {
                Only = activities, Moment = at,
                Books = version => books.Find(version) ?? throw Said.Unusable($"the store does not hold the rule book {version} that its journal names"),
            });
            return new Past(scratch, books, time, at, activities, head.NextPosition);
        }
        catch
        {
            scratch.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _scratch.Dispose();

    // Whoever was merged into the customer, and into whom the customer was merged: a backfill folds the past of all of them together.
    internal static IReadOnlyList<string> Family(Queries now, string customer)
    {
        var family = new List<string> { customer };
        for (var i = 0; i < family.Count; i++)
        {
            if (now.State(family[i]) is { } known) family.AddRange(known.Absorbed.Append(known.MergedInto).OfType<string>().Except(family));
        }
        return family;
    }

    private static Sentence? Unreachable(Store store, StageHead head, RuleBook book, Instant at, Instant until)
    {
        string Local(Instant time) => Moment.Local(time, book.Calendar);
        using var rows = store.Scan(new Keys(0).Prefix(Table.Log));
        if (!rows.MoveNext() || PartitionJournal.CircumstancesOf(store, new Keys(0)) is null)
        {
            return head.NextPosition > 0 || head.LastEntry > 0
                ? Sentence.Of($"this store holds what stands and no log to go back in: leave --at out, or read what was decided then with 'nba explain decision'. What 'nba replay --out' wrote stands at the end of the log that was replayed, so ask about earlier moments there; a worker of a cluster has its log in the cluster's topics, which 'nba replay --bootstrap' decides again")
                : Sentence.Of($"the log has no activity yet: there is no past to ask about");
        }
        if (EmbeddedLog.PositionOf(rows.Key) > 0) return Sentence.Of($"the log of this store begins at position {EmbeddedLog.PositionOf(rows.Key)}, and what came before is gone: ask a store that has it all, as a copy made earlier");
        if (EmbeddedLog.ArrivalOf(rows.Value) is var first && at < first) return Sentence.Of($"{Local(at)} lies before the log, which begins at {Local(first)}: ask about a moment after that");
        return at > until ? Sentence.Of($"{Local(at)} has not come yet, it is {Local(until)} in this store: ask about an earlier moment, or leave --at out to ask about now") : null;
    }
}
