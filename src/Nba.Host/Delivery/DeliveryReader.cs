using System.Globalization;
using Nba.Engine.Actions;
using Nba.Engine.Calendars;
using Nba.Engine.Queues;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;
using Nba.Host.Api;
using Nba.Host.Campaigns;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Delivery;

/// <summary>An owner's queue as committed, as far as a receiver wants it.</summary>
/// <param name="Owner">Whose.</param>
/// <param name="Shown">What it offers, best first.</param>
/// <param name="Queue">The queue itself.</param>
/// <param name="Now">The moment.</param>
internal sealed record OwnerDesk(string Owner, IReadOnlyList<QueuedAction> Shown, ManagerQueue Queue, Instant Now);

/// <summary>
/// Reads what deliveries are of: committed actions, ranked under the book that is to be in force, so that what a campaign lets go is gone before every customer was decided anew. Thread-safe.
/// </summary>
internal sealed class DeliveryReader(Store store, Queries queries, ICampaignControl control, Func<bool> isReady)
{
    /// <summary>Version of the book by which it reads.</summary>
    public string Book => control.Current.Version;

    /// <summary>Position of the log up to which everything is committed, and the time; null before the first commit, and while rows are still being read back.</summary>
    public (long Position, Instant Now)? Standing => isReady() && queries.Standing() is var (head, _, now) ? (head.NextPosition, now) : null;

    /// <summary>Owners of live actions, in order.</summary>
    public IReadOnlyList<string> Owners()
    {
        var owners = new List<string>();
        var prefix = new Keys(0).Prefix(Table.Actions).ToArray();
        var from = prefix;
        while (true)
        {
            using var rows = store.Scan(prefix, from);
            if (!rows.MoveNext()) return owners;
            var owner = OwnerOf(rows.Key);
            owners.Add(owner);
            // Behind all keys of this owner.
            from = [.. new Keys(0).Text(Table.Actions, owner), 1];
        }
    }

    /// <summary>The owner that a key of a live action names.</summary>
    public static string OwnerOf(ReadOnlySpan<byte> key) => System.Text.Encoding.UTF8.GetString(key[Keys.PrefixLength..^17]);

    /// <summary>An owner's queue; null before the first commit.</summary>
    public OwnerDesk? Desk(string owner, Wants wants)
    {
        if (!isReady() || queries.Standing() is not var (head, _, now)) return null;
        var book = control.Current;
        if (!wants.Owner(owner, book.Directory)) return new OwnerDesk(owner, [], new ManagerQueue(owner), now);
        var queue = QueueReader.Fold(store, owner);
        // Actions lie with those on a barrier's list; until every customer was decided under a new list, it is asked.
        var isRouted = !head.IsSweeping && head.Book == book.Version;
        return new OwnerDesk(owner, [.. queue.Offered(book.Calendar.DateOf(now).DayNumber, now.UnixMilliseconds, book.Campaigns).Where(a => wants.Action(a.Record) && (isRouted || queries.Admits(book, a.Record.Customer, owner)))], queue, now);
    }

    /// <summary>Whether an owner's queue offers an action now, in that version where one is asked for; a costly question, for when something of the owner changed since it was looked at.</summary>
    public bool Offers(string owner, Wants wants, UInt128 action, int? version) => Desk(owner, wants)?.Shown.Any(a => a.Record.Id == action && (version ?? a.Record.Version) == a.Record.Version) == true;

    /// <summary>The day's list of a desk, as far as it is wanted, and how many entries are not in it.</summary>
    public (IReadOnlyList<QueuedAction> Actions, int More) Today(OwnerDesk desk, Wants wants)
    {
        var view = QueueReader.View(desk.Queue, control.Current, desk.Now, 0);
        return ([.. view.Today.SelectMany(e => e.Actions).Where(a => wants.Action(a.Record))], view.Withheld);
    }

    /// <summary>Whether an action cannot wait for the morning's list: a duty or service that is due by the end of today, or one that the head was told of.</summary>
    public bool IsUrgent(ActionRecord record, Instant now) =>
        record.Escalated || (record.Purpose is Purpose.Duty or Purpose.Service && record.DueOn <= control.Current.Calendar.DateOf(now).DayNumber);

    /// <summary>The words of actions.</summary>
    public IReadOnlyList<ActionAnswer> Words(IReadOnlyList<QueuedAction> actions, string language, Instant now)
    {
        var words = new ActionWords(control.Current, language, now);
        return [.. actions.Select(words.Of)];
    }

    /// <summary>A message's content, without its actions.</summary>
    public DeliveryContent Content(DeliveryKind kind, string owner, string language, Instant now) => new()
    {
        Kind = kind, Owner = owner, OwnerName = control.Current.Directory.Find(owner)?.Name, Language = language, AsOf = now.ToString(), Actions = [],
        Date = control.Current.Calendar.DateOf(now).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    };

    /// <summary>A message about what is gone, with why.</summary>
    public DeliveryContent WithWhy(DeliveryContent content, UInt128 action)
    {
        var (book, customer) = (control.Current, content.Actions[0].Customer);
        var now = queries.Standing()?.Now ?? default;
        var why = ReasonNames.Of(WhyGone.Of(book, queries.State(customer), action, content.Actions[0].Action, [.. (content.Actions[0].Members ?? []).Select(m => m.Action)], content.Owner, now));
        return content with { Why = why, WhyWords = ReasonWords.Of(why, content.Language == "zh-CN") };
    }

    /// <summary>The calendar of days and hours.</summary>
    public BankCalendar Calendar => control.Current.Calendar;
}
