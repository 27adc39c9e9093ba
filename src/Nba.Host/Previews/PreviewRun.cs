using System.Runtime.ExceptionServices;
using System.Text;
using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Previews;

/// <summary>
/// Lets the coming days pass over every customer of a store, in memory: the rows are read and never written. Customers share nothing but the book, so they are decided side by side;
/// the order of what is told is that of their ids. Not thread-safe.
/// </summary>
internal sealed class PreviewRun
{
    private const int Batch = 1024;

    private readonly Store _store;
    private readonly PartitionJournal _journal;

    /// <summary>Over the committed rows of a store.</summary>
    /// <exception cref="InvalidDataException">Nothing was ever written to it, or no day has begun there.</exception>
    public PreviewRun(Store store)
    {
        _store = store;
        Head = StageHead.Of(store, 0) ?? throw Said.Unusable($"the store holds no run yet; begin one with 'nba run' or 'nba simulate'");
        if (Head.Day == 0) throw Said.Unusable($"no day has begun in this store yet: hand events in first");
        InForce = Stored(Head.Book);
        _journal = new PartitionJournal(Head, new Keys(0), InForce);
        _journal.Load(store, Stored);
        Now = new Instant(Math.Max(_journal.LastNow, Head.LastNow));
    }

    /// <summary>Where the store stands.</summary>
    public StageHead Head { get; }

    /// <summary>The book in force there.</summary>
    public RuleBook InForce { get; }

    /// <summary>The latest moment the store knows.</summary>
    public Instant Now { get; }

    /// <summary>The day on which it stands.</summary>
    public DateOnly Day => DateOnly.FromDayNumber(Head.Day);

    /// <summary>How many customers there are.</summary>
    public long Customers()
    {
        var count = 0L;
        using var rows = _store.Scan(new Keys(0).Prefix(Table.Customers));
        while (rows.MoveNext()) count++;
        return count;
    }

    /// <summary>What happens up to the end of a day.</summary>
    /// <param name="last">The day.</param>
    /// <param name="edited">A book that would be put in force now; null for the one that is.</param>
    /// <param name="keep">What of it is wanted; asked by several threads.</param>
    /// <param name="lanes">How many customers are decided at the same time; never shows in the result.</param>
    /// <param name="progress">Is told how many customers are done.</param>
    public List<PreviewedChange> Until(DateOnly last, RuleBook? edited, Func<PreviewedChange, bool> keep, int lanes, Action<long>? progress = null)
    {
        if (edited is not null) edited = edited.Version == InForce.Version ? null : edited.Following(InForce);
        var scene = new PreviewScene(InForce, edited ?? InForce, _journal, ComingTicks.Of(_store, Head, edited ?? InForce, Now, last), edited is null ? null : Switch(edited), Now, keep);
        var all = new List<PreviewedChange>();
        var working = Enumerable.Range(0, lanes).Select(_ => new PreviewLane(scene)).ToArray();
        try
        {
            var done = 0L;
            foreach (var batch in Rows().Chunk(Batch))
            {
                foreach (var told in Decide(batch, working)) all.AddRange(told);
                progress?.Invoke(done += batch.Length);
            }
        }
        finally
        {
            foreach (var lane in working) lane.Dispose();
        }
        return all;
    }

    private RuleBook Stored(string version) => BookShelf.Read(_store, 0, version) ?? throw Said.Unusable($"the store does not hold its rule book {version}");

    // As the stage would journal it.
    private JournalEntry Switch(RuleBook edited)
    {
        var (facts, campaigns) = Partition.Brings(Head, InForce, edited);
        return new JournalEntry(Head.LastEntry + 1, Head.NextPosition, JournalKind.Book, Now, edited.Version, facts, campaigns);
    }

    private static List<PreviewedChange>[] Decide((string Customer, byte[] Row)[] batch, PreviewLane[] lanes)
    {
        var (told, next) = (new List<PreviewedChange>[batch.Length], -1);
        try
        {
            Parallel.For(0, Math.Min(lanes.Length, batch.Length), lane =>
            {
                for (int i; (i = Interlocked.Increment(ref next)) < batch.Length;) told[i] = lanes[lane].Of(batch[i].Customer, batch[i].Row);
            });
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }
        return told;
    }

    private IEnumerable<(string Customer, byte[] Row)> Rows()
    {
        using var rows = _store.Scan(new Keys(0).Prefix(Table.Customers));
        while (rows.MoveNext()) yield return (Encoding.UTF8.GetString(rows.Key[Keys.PrefixLength..]), rows.Value.ToArray());
    }
}
