using Nba.Engine.Actions;
using Nba.Engine.Campaigns;
using Nba.Engine.Rules;

namespace Nba.Engine.Queues;

/// <summary>An action in a queue, as of a day.</summary>
/// <param name="Record">The action.</param>
/// <param name="Score">Its score on that day.</param>
public sealed record QueuedAction(ActionRecord Record, long Score);

/// <summary>One line of a queue: a customer with at most three actions, or a list of batch actions.</summary>
/// <param name="Customer">The customer; null for a list of batch actions.</param>
/// <param name="Actions">The actions, best first.</param>
/// <param name="More">How many more of the customer's actions are not shown.</param>
public sealed record QueueEntry(string? Customer, IReadOnlyList<QueuedAction> Actions, int More);

/// <summary>What one manager sees: today's list within capacity, then the backlog.</summary>
/// <param name="Owner">Whose queue.</param>
/// <param name="Today">Today's list, best first.</param>
/// <param name="Backlog">What follows, best first.</param>
/// <param name="Withheld">How many entries are not in today's list; those that no budget pays for are among them, and not in the backlog.</param>
/// <param name="OverBudget">How many actions the owner's shares of campaign budgets do not pay for.</param>
public sealed record QueueView(string Owner, IReadOnlyList<QueueEntry> Today, IReadOnlyList<QueueEntry> Backlog, int Withheld, int OverBudget = 0);

/// <summary>
/// Stage 2: one owner's queue as a fold of action records. Applying a record twice, or records in any order, gives the same queue. Not thread-safe.
/// </summary>
public sealed class ManagerQueue(string owner)
{
    /// <summary>Most actions an entry shows.</summary>
    public const int ActionsPerEntry = 3;

    private readonly SortedDictionary<UInt128, ActionRecord> _records = [];
    private readonly BudgetShares _budgets = new(owner);

    /// <summary>Whose queue.</summary>
    public string Owner => owner;

    /// <summary>Standing actions by id.</summary>
    public IEnumerable<ActionRecord> Standing => _records.Values.Where(r => !r.Withdrawn);

    /// <summary>How many actions it knows of, withdrawn ones included.</summary>
    public int Known => _records.Count;

    /// <summary>Withdrawn actions by id: known, so that a late older record does not bring them back.</summary>
    public IEnumerable<ActionRecord> Withdrawn => _records.Values.Where(r => r.Withdrawn);

    /// <summary>What is known of an action, withdrawn or not; null when nothing is.</summary>
    public ActionRecord? Find(UInt128 action) => _records.GetValueOrDefault(action);

    /// <summary>Forgets a withdrawn action, once no older record of it can come any more; false when there is none.</summary>
    public bool Forget(UInt128 action) => _records.TryGetValue(action, out var known) && known.Withdrawn && _records.Remove(action);

    /// <summary>Takes a record; false when it was known already or older than what is known.</summary>
    public bool Apply(ActionRecord record)
    {
        if (record.Owner != owner) throw new ArgumentException($"the record is for {record.Owner}", nameof(record));
        var spent = record is { ContactMade: true, Campaign: { } campaign } && Spend(campaign, record.Id);
        if (_records.TryGetValue(record.Id, out var known) && known.Sequence >= record.Sequence) return spent;
        _records[record.Id] = record;
        return true;
    }

    /// <summary>Counts a contact of a campaign; an action counts once, whatever stands or stood of it. False when it was counted before.</summary>
    public bool Spend(string campaign, UInt128 action) => _budgets.Spend(campaign, action);

    /// <summary>Contacts of a campaign that its budget counts for this owner.</summary>
    public int Spent(string campaign) => _budgets.Spent(campaign);

    /// <summary>The queue at a moment on a day.</summary>
    /// <param name="today">Day number in the bank's zone.</param>
    /// <param name="now">The moment, in milliseconds.</param>
    /// <param name="capacity">Entries of today's list.</param>
    /// <param name="reserved">Entries of it kept for each purpose, by <see cref="Purpose"/>, while there are any.</param>
    /// <param name="backlog">Most entries of the backlog to give.</param>
    /// <param name="campaigns">The campaigns whose budgets count, and which hide what they do not keep once they are off; none when null.</param>
    public QueueView View(int today, long now, int capacity, IReadOnlyList<int> reserved, int backlog = int.MaxValue, CampaignBook? campaigns = null)
    {
        var ranked = Ranked(today, now, campaigns);
        var offered = Offered(ranked, campaigns);
        var entries = Entries(offered);
        var unpaid = offered.Count == ranked.Count ? 0 : Entries(ranked).Count - entries.Count;
        var chosen = Choose(entries, capacity, reserved);
        var todays = entries.Where((_, i) => chosen[i]).ToList();
        var rest = entries.Where((_, i) => !chosen[i]).ToList();
        return new QueueView(owner, todays, rest.Count > backlog ? rest[..backlog] : rest, rest.Count + unpaid, ranked.Count - offered.Count);
    }

    /// <summary>Every action that queues may show at a moment, best first, also those for which an entry or a day has no room.</summary>
    /// <param name="today">Day number in the bank's zone.</param>
    /// <param name="now">The moment, in milliseconds.</param>
    /// <param name="campaigns">The campaigns whose budgets count, and which hide what they do not keep once they are off; none when null.</param>
    public IReadOnlyList<QueuedAction> Offered(int today, long now, CampaignBook? campaigns = null) => Offered(Ranked(today, now, campaigns), campaigns);

    private List<QueuedAction> Offered(List<QueuedAction> ranked, CampaignBook? campaigns) => campaigns is null ? ranked : _budgets.Within(campaigns, ranked);

    private List<QueuedAction> Ranked(int today, long now, CampaignBook? campaigns)
    {
        var day = DateOnly.FromDayNumber(today);
        return [.. Standing.Where(r => (r.NotBefore ?? int.MinValue) <= today && (r.Expires ?? int.MaxValue) >= today && !IsMasked(r, campaigns, day))
            .Select(r => (Order: r.Order(today, now), Action: new QueuedAction(r, r.ScoreOn(today)))).OrderBy(r => r.Order).Select(r => r.Action)];
    }

    private static bool IsMasked(ActionRecord record, CampaignBook? campaigns, DateOnly today) =>
        !record.Accepted && record.Campaign is { } campaign && campaigns?.Masks(campaign, today) == true;

    // An entry stands where its best action stands.
    private static List<QueueEntry> Entries(List<QueuedAction> ranked)
    {
        var entries = new List<(string? Customer, List<QueuedAction> Actions)>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var action in ranked)
        {
            var key = action.Record.Batch ? "batch\0" + action.Record.Action : action.Record.Customer;
            if (!places.TryGetValue(key, out var place))
            {
                places[key] = place = entries.Count;
                entries.Add((action.Record.Batch ? null : action.Record.Customer, []));
            }
            entries[place].Actions.Add(action);
        }
        return [.. entries.Select(e => e.Customer is null
            ? new QueueEntry(null, e.Actions, 0)
            : new QueueEntry(e.Customer, e.Actions.Count > ActionsPerEntry ? e.Actions[..ActionsPerEntry] : e.Actions, Math.Max(0, e.Actions.Count - ActionsPerEntry)))];
    }

    // The best entries fill the day; then, for each purpose with reserved places, its best entries take the places of the last that have none reserved.
    private static bool[] Choose(List<QueueEntry> entries, int capacity, IReadOnlyList<int> reserved)
    {
        var chosen = new bool[entries.Count];
        for (var i = 0; i < Math.Min(capacity, entries.Count); i++) chosen[i] = true;
        for (var purpose = 0; purpose < reserved.Count; purpose++)
        {
            var missing = Math.Min(reserved[purpose], entries.Count(e => Best(e) == (Purpose)purpose)) - Count(entries, chosen, purpose);
            for (var i = 0; i < entries.Count && missing > 0; i++)
            {
                if (chosen[i] || Best(entries[i]) != (Purpose)purpose || !GiveWay(entries, chosen, reserved)) continue;
                chosen[i] = true;
                missing--;
            }
        }
        return chosen;
    }

    private static bool GiveWay(List<QueueEntry> entries, bool[] chosen, IReadOnlyList<int> reserved)
    {
        for (var i = entries.Count - 1; i >= 0; i--)
        {
            if (!chosen[i]) continue;
            var purpose = (int)Best(entries[i]);
            if (reserved[purpose] > 0 && Count(entries, chosen, purpose) <= reserved[purpose]) continue;
            chosen[i] = false;
            return true;
        }
        return false;
    }

    private static int Count(List<QueueEntry> entries, bool[] chosen, int purpose)
    {
        var count = 0;
        for (var i = 0; i < entries.Count; i++)
        {
            if (chosen[i] && Best(entries[i]) == (Purpose)purpose) count++;
        }
        return count;
    }

    private static Purpose Best(QueueEntry entry) => entry.Actions[0].Record.Purpose;
}
