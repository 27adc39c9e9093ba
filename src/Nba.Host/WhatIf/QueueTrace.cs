using System.Buffers.Binary;
using System.Text;
using Nba.Engine;
using Nba.Engine.Actions;
using Nba.Engine.Queues;
using Nba.Engine.Rules;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.WhatIf;

/// <summary>What an owner's queue was like on a morning.</summary>
/// <param name="Shown">Actions shown, today's and the backlog's.</param>
/// <param name="Entries">Entries of today's list.</param>
/// <param name="Withheld">Entries that are not in it.</param>
/// <param name="Duty">Entries of today's list whose best action is a duty.</param>
/// <param name="Care">Those whose best action is care.</param>
internal readonly record struct MorningFigures(int Shown, int Entries, int Withheld, int Duty, int Care);

/// <summary>One owner's queue over the days of a period.</summary>
internal sealed class OwnerTrace(string owner, int days)
{
    /// <summary>The queue as it stands.</summary>
    public ManagerQueue Queue { get; } = new(owner);

    /// <summary>Actions that were shown in the period, by identity.</summary>
    public Dictionary<UInt128, TracedAction> Actions { get; } = [];

    /// <summary>Every morning of the period.</summary>
    public MorningFigures[] Mornings { get; } = new MorningFigures[days];

    /// <summary>The trace of an action.</summary>
    public TracedAction Of(ActionRecord record)
    {
        if (!Actions.TryGetValue(record.Id, out var traced)) Actions[record.Id] = traced = new TracedAction(record, days);
        return traced;
    }
}

/// <summary>Follows a replay and keeps what its queues showed on each day of a period. Used by the thread of the replay; read when it is over.</summary>
/// <param name="from">First day.</param>
/// <param name="days">How many days.</param>
/// <param name="book">The book in force at the beginning.</param>
/// <param name="books">Finds the books that take force after it.</param>
/// <param name="progress">Is told each day that began.</param>
internal sealed class QueueTrace(DateOnly from, int days, RuleBook book, Func<string, RuleBook> books, Action<int>? progress = null) : ReplayWatch
{
    private const int MorningMinute = 8 * 60;

    private RuleBook _book = book;
    private int _today;
    private bool _open = true;

    /// <summary>First day.</summary>
    public DateOnly From => from;

    /// <summary>How many days.</summary>
    public int Days => days;

    /// <summary>The queues by owner.</summary>
    public SortedDictionary<string, OwnerTrace> Owners { get; } = new(StringComparer.Ordinal);

    /// <summary>The book in force at the end.</summary>
    public RuleBook InForce => _book;

    /// <summary>Takes what the queues hold where the period begins; whether it begins with the log.</summary>
    public void Begin(Store store, bool isFirst)
    {
        foreach (var record in QueueReader.Live(store)) Owner(record.Owner).Queue.Apply(record);
        using var rows = store.Scan(new Keys(0).Prefix(Table.Spent));
        while (rows.MoveNext()) Spent(rows.Key);
        // The first day's own tick comes with the replay, but for the first day of the log, which has none.
        _open = isFirst;
    }

    public override void Action(ReadOnlySpan<byte> record)
    {
        var read = ActionRecordCodec.Read(record);
        var owner = Owner(read.Owner);
        owner.Queue.Apply(read);
        if (read.Withdrawn)
        {
            owner.Queue.Forget(read.Id);
            return;
        }
        if (owner.Actions.TryGetValue(read.Id, out var traced)) traced.Last = read;
        if (_open && _today < days && IsShown(read)) owner.Of(read).Stood(_today);
    }

    // Behind the prefix: the owner, the campaign, each ended by a zero, and the action.
    public override void Spent(ReadOnlySpan<byte> key)
    {
        var texts = key[Keys.PrefixLength..^17];
        var end = texts.IndexOf((byte)0);
        Owner(Encoding.UTF8.GetString(texts[..end])).Queue.Spend(Encoding.UTF8.GetString(texts[(end + 1)..]), BinaryPrimitives.ReadUInt128BigEndian(key[^16..]));
    }

    public override void Book(string version) => _book = books(version);

    public override void DayEnds(DateOnly next) => (_today, _open) = (next.DayNumber - from.DayNumber, false);

    public override void DayBegan(DateOnly day)
    {
        _today = day.DayNumber - from.DayNumber;
        _open = true;
        if (_today < 0 || _today >= days) return;
        var now = _book.Calendar.AtLocal(day, MorningMinute);
        foreach (var owner in Owners.Values) Look(owner, QueueReader.View(owner.Queue, _book, now, int.MaxValue));
        progress?.Invoke(_today + 1);
    }

    private OwnerTrace Owner(string name)
    {
        if (!Owners.TryGetValue(name, out var owner)) Owners[name] = owner = new OwnerTrace(name, days);
        return owner;
    }

    private bool IsShown(ActionRecord record)
    {
        var today = from.AddDays(_today);
        return (record.NotBefore ?? int.MinValue) <= today.DayNumber && (record.Expires ?? int.MaxValue) >= today.DayNumber
            && (record.Accepted || record.Campaign is not { } campaign || !_book.Campaigns.Masks(campaign, today));
    }

    private void Look(OwnerTrace owner, QueueView view)
    {
        var (place, shown, crowded) = (0, 0, new Dictionary<string, (int Place, bool Listed)>(StringComparer.Ordinal));
        foreach (var (entry, listed) in view.Today.Select(e => (e, true)).Concat(view.Backlog.Select(e => (e, false))))
        {
            place++;
            shown += entry.Actions.Count + entry.More;
            foreach (var action in entry.Actions) owner.Of(action.Record).Morning(_today, place, listed);
            if (entry.More > 0) crowded[entry.Customer!] = (place, listed);
        }
        if (crowded.Count > 0)
        {
            foreach (var record in owner.Queue.Standing.Where(r => !r.Batch && crowded.ContainsKey(r.Customer) && IsShown(r)))
                owner.Of(record).Morning(_today, crowded[record.Customer].Place, crowded[record.Customer].Listed);
        }
        owner.Mornings[_today] = new MorningFigures(shown, view.Today.Count, view.Withheld, Best(view, Purpose.Duty), Best(view, Purpose.Care));
    }

    private static int Best(QueueView view, Purpose purpose) => view.Today.Count(e => e.Actions[0].Record.Purpose == purpose);
}
