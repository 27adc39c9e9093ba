using System.Runtime.ExceptionServices;
using Nba.Engine;
using Nba.Engine.Actions;
using Nba.Engine.Calendars;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Campaigns;

/// <summary>What a change of campaigns would do to one owner's queue, at once.</summary>
/// <param name="Owner">The owner.</param>
/// <param name="Comes">Actions that would come.</param>
/// <param name="Goes">Actions that would go.</param>
/// <param name="Moves">Actions that stay with another score, so that they may stand elsewhere.</param>
/// <param name="Stays">Actions that stay as they are.</param>
public sealed record QueueEffect(string Owner, long Comes, long Goes, long Moves, long Stays);

/// <summary>
/// Decides for every customer, without writing anything, what a journal entry that puts another book in force would do now, beside what the book in force does of
/// itself: the two are compared by what queues would show. Budgets and capacities come after that.
/// </summary>
internal static class CampaignDryRun
{
    private const int Most = 256;

    /// <summary>How many customers there are to decide for.</summary>
    public static long Customers(Store store)
    {
        using var rows = store.Scan(new Keys(0).Prefix(Table.Customers));
        var count = 0L;
        while (rows.MoveNext()) count++;
        return count;
    }

    /// <summary>The effects by owner, of those owners who have or would have any action of these customers.</summary>
    /// <param name="store">Committed customers, read while others may write.</param>
    /// <param name="before">The book in force.</param>
    /// <param name="after">The book with the change.</param>
    /// <param name="now">The moment.</param>
    /// <param name="circumstances">What all customers have in common.</param>
    /// <param name="head">Where the partition stands.</param>
    /// <param name="lanes">How many customers are decided at the same time.</param>
    /// <param name="progress">Is told how many customers were decided.</param>
    /// <param name="stopping">Ends it early.</param>
    public static IReadOnlyList<QueueEffect> Run(Store store, RuleBook before, RuleBook after, Instant now, Circumstances circumstances, StageHead head, int lanes, Action<long>? progress, CancellationToken stopping)
    {
        var switchedOn = after.Campaigns.SwitchedOn(before.Campaigns);
        var entry = new JournalEntry(head.LastEntry + 1, Math.Max(1, head.NextPosition), JournalKind.Book, now, after.Version, null, switchedOn.Count > 0 ? string.Join(JournalEntry.Between, switchedOn) : null);
        Lane[] working = [.. Enumerable.Range(0, Math.Max(1, lanes)).Select(_ => new Lane(before, after, circumstances, entry))];
        try
        {
            var group = new List<(string Customer, byte[] Row)>(Most);
            var done = 0L;
            using var rows = store.Scan(new Keys(0).Prefix(Table.Customers));
            while (rows.MoveNext())
            {
                group.Add((System.Text.Encoding.UTF8.GetString(rows.Key[Keys.PrefixLength..]), rows.Value.ToArray()));
                if (group.Count < Most) continue;
                stopping.ThrowIfCancellationRequested();
                Decide(working, group);
                progress?.Invoke(done += Most);
            }
            Decide(working, group);
            return Sum(working);
        }
        finally
        {
            foreach (var lane in working) lane.Dispose();
        }
    }

    private static void Decide(Lane[] lanes, List<(string Customer, byte[] Row)> group)
    {
        var next = -1;
        try
        {
            Parallel.For(0, lanes.Length, lane =>
            {
                for (int i; (i = Interlocked.Increment(ref next)) < group.Count;) lanes[lane].Decide(group[i].Customer, group[i].Row);
            });
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }
        group.Clear();
    }

    private static List<QueueEffect> Sum(Lane[] lanes)
    {
        var all = new SortedDictionary<string, QueueEffect>(StringComparer.Ordinal);
        foreach (var (owner, effect) in lanes.SelectMany(l => l.Effects))
        {
            var sum = all.GetValueOrDefault(owner) ?? new QueueEffect(owner, 0, 0, 0, 0);
            all[owner] = sum with { Comes = sum.Comes + effect.Comes, Goes = sum.Goes + effect.Goes, Moves = sum.Moves + effect.Moves, Stays = sum.Stays + effect.Stays };
        }
        return [.. all.Values];
    }

    // The two deciders and states of one thread.
    private sealed class Lane(RuleBook before, RuleBook after, Circumstances circumstances, JournalEntry entry) : IDisposable
    {
        private readonly CustomerDecider _before = new(before) { Circumstances = circumstances };
        private readonly CustomerDecider _after = new(after) { Circumstances = circumstances };
        private readonly CustomerState _stands = new(before.Vocabulary);
        private readonly CustomerState _would = new(after.Vocabulary);
        private readonly Dictionary<(string Owner, UInt128 Id), long> _shown = [];

        public Dictionary<string, QueueEffect> Effects { get; } = new(StringComparer.Ordinal);

        public void Decide(string customer, byte[] row)
        {
            CustomerRow.Read(before, customer, row, _stands);
            CustomerRow.Read(after, customer, row, _would);
            _before.Decide(_stands, entry with { Payload = before.Version, Campaigns = null });
            _after.Decide(_would, entry);
            _shown.Clear();
            foreach (var (owner, action) in Shown(_stands)) _shown[(owner, action.Id)] = action.Score.Base;
            foreach (var (owner, action) in Shown(_would))
            {
                if (!_shown.Remove((owner, action.Id), out var score)) Add(owner, new(owner, 1, 0, 0, 0));
                else Add(owner, score == action.Score.Base ? new(owner, 0, 0, 0, 1) : new(owner, 0, 0, 1, 0));
            }
            foreach (var (owner, _) in _shown.Keys) Add(owner, new(owner, 0, 1, 0, 0));
        }

        public void Dispose()
        {
            _before.Dispose();
            _after.Dispose();
        }

        private static IEnumerable<(string Owner, OpenAction Action)> Shown(CustomerState state) => state.Actions.Open.Where(a => a.Published).SelectMany(a => a.Owners.All().Select(o => (o, a)));

        private void Add(string owner, QueueEffect one)
        {
            var sum = Effects.GetValueOrDefault(owner) ?? new QueueEffect(owner, 0, 0, 0, 0);
            Effects[owner] = sum with { Comes = sum.Comes + one.Comes, Goes = sum.Goes + one.Goes, Moves = sum.Moves + one.Moves, Stays = sum.Stays + one.Stays };
        }
    }
}
