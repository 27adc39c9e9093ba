using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using Nba.Engine;
using Nba.Engine.Actions;
using Nba.Engine.Calendars;
using Nba.Engine.Events;
using Nba.Engine.Sources;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Api;

/// <summary>
/// What people ask, answered from committed rows alone and never from a stage's memory, so that the same answers come from a running host and from the
/// store of a stopped one. Thread-safe.
/// </summary>
public sealed class Queries(Store store, BookCache books, TimeProvider time)
{
    private const int Partition = 0;
    private const int MostUnassigned = 200;

    /// <summary>The moment that the rows are of, where it is an earlier one; null for now.</summary>
    internal Instant? As { get; init; }

    /// <summary>That moment on the bank's clock; null for now.</summary>
    internal string? AsOf => As is { } at && Book() is { } book ? Moment.Local(at, book.Calendar) : null;

    /// <summary>Queries over a store that no stage writes, such as that of a stopped host.</summary>
    public Queries(Store store, TimeProvider time)
        : this(store, new BookCache(store), time)
    {
    }

    /// <summary>Where the stage stood at its last commit, or null before its first.</summary>
    public StageHead? Head() => StageHead.Of(store, Partition);

    /// <summary>The book in force at the last commit, or null before the first.</summary>
    public RuleBook? Book() => Head() is { } head ? books.Find(head.Book) : null;

    /// <summary>An owner's queue, ranked for now, of all customers or only those asked for; an owner of nothing has an empty one. Null before the first commit.</summary>
    public QueueAnswer? Queue(string owner, string language, int backlog, Func<string, bool>? only = null)
    {
        if (Standing() is not var (head, book, now)) return null;
        var words = new ActionWords(book, language, now);
        var (view, second, unassigned) = DeskReader.Read(store, book, owner, now, backlog, only is null ? null : r => only(r.Customer));
        return new QueueAnswer(owner, book.Directory.Find(owner)?.Name, language, now.ToString(), ActionWords.Day(words.Today.DayNumber), head.Book, head.IsSweeping, book.Directory.CapacityOf(owner),
            [.. view.Today.Select(words.Of)], [.. view.Backlog.Select(words.Of)], view.Withheld, second.Count == 0 ? null : [.. second.Select(s => Second(s, book, words))], unassigned is null ? null : Unassigned(unassigned, words));
    }

    /// <summary>What stands for a customer, with why, and what ended. Null when the customer is not known.</summary>
    public CustomerAnswer? Customer(string customer, string language)
    {
        if (Standing() is not var (head, book, now) || State(customer, book) is not { } state) return null;
        var words = new ActionWords(book, language, now);
        var name = NameOf(state);
        return new CustomerAnswer(customer, now.ToString(), head.Book, head.IsSweeping && state.Stamp < head.LastEntry, [.. state.Actions.Open.Select(a => words.Of(state, a, name))],
            [.. state.Actions.Ended.Select(e => new EndedAnswer(ActionIdentity.Format(e.Id), e.End.ToString().ToLowerInvariant(), ActionWords.Day(e.EndedOn), e.Until == int.MaxValue ? null : ActionWords.Day(e.Until)))]);
    }

    /// <summary>Why an action does not stand for a customer, or how it stands. Null when the customer is not known.</summary>
    public WhyNotAnswer? WhyNot(string customer, string action)
    {
        if (Standing() is not var (head, book, now) || State(customer, book) is not { } state) return null;
        using var inquiry = new WhyNot(book);
        var circumstances = PartitionJournal.CircumstancesOf(store, new Keys(Partition));
        return WhyNotAnswer.Of(inquiry.Ask(state, circumstances ?? Circumstances.Live, action, now), head.Book) with { Unknown = circumstances is null ? WhyNotAnswer.Sources : null, At = As is null ? null : Moment.Local(now, book.Calendar) };
    }

    /// <summary>That a customer is not known, in words that name what to look at.</summary>
    internal Sentence NoCustomer(string customer) => As is { } at && Book() is { } book
        ? Sentence.Of($"no activity of '{customer}' had been taken in by {Moment.Local(at, book.Calendar)}: check the id, or ask about a later moment")
        : Sentence.Of($"no activity of '{customer}' was ever taken in: check the id; queues print it in brackets behind the name");

    /// <summary>Explanations from these rows; the log is looked through so far at most.</summary>
    internal ExplainQueries Explain(long lookBack) => new(store, this, customer => Begin(customer, lookBack));

    // The log is looked through while the book is read, which takes as long.
    private Func<ActivityLook?> Begin(string customer, long lookBack)
    {
        if (Head() is not { } head || customer.Length is 0 or > Activity.MaxCustomerLength || !store.Contains(new Keys(Partition).Text(Table.Customers, customer)) || PartitionJournal.CircumstancesOf(store, new Keys(Partition)) is null) return () => null;
        var own = Task.Run(() => new ActivityLook(store, [customer], head.NextPosition, lookBack));
        return () =>
        {
            var found = own.GetAwaiter().GetResult();
            return Past.Family(this, customer) is { Count: > 1 } family ? new ActivityLook(store, family, head.NextPosition, lookBack) : found;
        };
    }

    /// <summary>Goes back to an earlier moment of a customer; null, with why in words, where that cannot be done.</summary>
    internal Past? Back(string customer, Moment moment, out Sentence? why) => Past.Open(store, books, time, customer, moment, out why);

    /// <summary>Why nothing can be said of an action under a book; null when it can.</summary>
    /// <param name="book">The book.</param>
    /// <param name="action">The action.</param>
    /// <param name="at">The moment it was in force, as asked for; null for now.</param>
    /// <param name="now">The book in force now, where that is asked about an earlier moment.</param>
    public static Sentence? Unaskable(RuleBook book, string action, string? at = null, RuleBook? now = null)
    {
        ArgumentNullException.ThrowIfNull(book);
        var actions = book.Rules.Rules.Select(r => r.Action.Id).Distinct().ToList();
        if (actions.Contains(action)) return null;
        return book.Bundles.Find(action) is { } bundle ? Sentence.Of($"'{action}' is a bundle: ask about its members, {string.Join(", ", bundle.Members)}")
            : book.Rules.Find(action) is { } rule ? Sentence.Of($"'{action}' is a rule: ask about its action, {rule.Action.Id}")
            : book.Entries.FirstOrDefault(e => e is { Enabled: false, Shape: "action" } && (e.Gives == action || e.Name == action)) is { } off ? Sentence.Of($"the rule '{off.Name}' that proposes '{off.Gives}' is switched off in its file: {off.Place}")
            : at is not null && now?.Rules.Rules.Any(r => r.Action.Id == action) == true ? Sentence.Of($"'{action}' came later: the rule book {book.Version}, which was in force at {at}, has no rule that proposes it; ask about a moment since it came, or leave the moment out")
            : at is not null ? Sentence.Of($"there was no action '{action}' in the rule book {book.Version}, which was in force at {at}: if it came later, ask about a moment since then{NearMiss.Hint(action, actions)}")
            : Sentence.Of($"there is no action '{action}' in the rule book {book.Version}, which is in force now{NearMiss.Hint(action, actions)}");
    }

    /// <summary>A customer's committed state, or null when the customer is not known.</summary>
    public CustomerState? State(string customer) => Book() is { } book ? State(customer, book) : null;

    /// <summary>Whether no information barrier keeps a customer from an owner under a book, which may be one that is still to be swept in.</summary>
    internal bool Admits(RuleBook book, string customer, string owner) => State(customer) is not { } state || CustomerCare.Of(state, book).Barrier is not { } barrier || book.Directory.Barrier(barrier).Admits(owner);

    /// <summary>A decision record as stored (JSON, UTF-8), or null. Its id is the customer, a dot and its number.</summary>
    public byte[]? Decision(string id)
    {
        var dot = id.LastIndexOf('.');
        return dot > 0 && dot <= Activity.MaxCustomerLength && int.TryParse(id.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && id[dot + 1] != '0'
            ? Read(new Keys(Partition).TextNumber(Table.Decisions, id.AsSpan(0, dot), number))
            : null;
    }

    /// <summary>Ids of a customer's latest decision records, newest first. Null when the customer is not known.</summary>
    public DecisionsAnswer? Decisions(string customer, int atMost)
    {
        if (State(customer) is not { } state) return null;
        var ids = new List<string>();
        var keys = new Keys(Partition);
        var length = keys.TextPrefix(Table.Decisions, customer).Length + 4;
        var from = new Keys(Partition).TextNumber(Table.Decisions, customer, Math.Max(1, state.Decisions - atMost + 1));
        using (var rows = store.Scan(keys.TextPrefix(Table.Decisions, customer), from))
        {
            while (rows.MoveNext())
            {
                if (rows.Key.Length == length) ids.Add(string.Create(CultureInfo.InvariantCulture, $"{customer}.{BinaryPrimitives.ReadInt32BigEndian(rows.Key[^4..])}"));
            }
        }
        ids.Reverse();
        return new DecisionsAnswer(customer, state.Decisions, ids.Count > atMost ? ids[..atMost] : ids);
    }

    /// <summary>Refused and set-aside events after a position, as many as asked for.</summary>
    public DeadLettersAnswer DeadLetters(long after, int atMost)
    {
        var letters = new List<DeadLetter>();
        var keys = new Keys(Partition);
        var from = new Keys(Partition).Number(Table.DeadLetters, after + 1);
        using var rows = store.Scan(keys.Prefix(Table.DeadLetters), from);
        while (rows.MoveNext())
        {
            if (letters.Count == atMost) return new DeadLettersAnswer(letters, letters[^1].Position);
            letters.Add(JsonSerializer.Deserialize(rows.Value, StageJson.Default.DeadLetter)!);
        }
        return new DeadLettersAnswer(letters, null);
    }

    /// <summary>The bytes of an event as it came, or null when the log has none at that position.</summary>
    public byte[]? Event(long position) => Read(new Keys(Partition).Number(Table.Log, position)) is { Length: > 8 } row ? row[8..] : null;

    /// <summary>The record at a position of the log; null where there is none.</summary>
    internal Transport.LogRecord? LogRecord(long position) => new Transport.Embedded.PastLog(store, Partition).Between(position, position + 1).Select(r => (Transport.LogRecord?)r).FirstOrDefault();

    /// <summary>The book of a version; null when it was never in force here, or cannot be read any more.</summary>
    internal RuleBook? BookOf(string version)
    {
        try
        {
            return books.Find(version);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>How far a source was read: rows up to this one are durable; 0 for one never read.</summary>
    public long Progress(string source) =>
        Read(new Keys(Partition).Text(Table.Progress, source)) is { } row && long.TryParse(row, NumberStyles.None, CultureInfo.InvariantCulture, out var done) ? done : 0;

    /// <summary>Where the stage stood, under which book, and what time it is; null before the first commit.</summary>
    internal (StageHead Head, RuleBook Book, Instant Now)? Standing()
    {
        if (Head() is not { } head || books.Find(head.Book) is not { } book) return null;
        if (As is { } then) return (head, book, then);
        if (!head.Simulated || time is SimulatedClock) return (head, book, new Instant(time.GetUtcNow().ToUnixTimeMilliseconds()));
        // In a simulated run time comes from the events, and may have been moved on to a day behind the last of them, or by what was set there since.
        var (last, day) = (new Instant(head.LastNow), head.Day > 0 ? book.Calendar.StartOf(DateOnly.FromDayNumber(head.Day)) : new Instant(0));
        var set = PartitionJournal.LastOf(store, new Keys(Partition));
        return (head, book, Latest(Latest(day, last), set));
    }

    private static Instant Latest(Instant one, Instant other) => one > other ? one : other;

    // The row is the journal stamp, then the state.
    private CustomerState? State(string customer, RuleBook book)
    {
        if (customer.Length is 0 or > Activity.MaxCustomerLength || Read(new Keys(Partition).Text(Table.Customers, customer)) is not { } row) return null;
        var state = new CustomerState(book.Vocabulary);
        state.Reset(customer);
        state.Stamp = BinaryPrimitives.ReadInt64BigEndian(row);
        book.Codec.Read(row.AsSpan(8), state);
        return state;
    }

    /// <summary>The name as a queue shows it: facts of a customer are the engine's own.</summary>
    internal string? NameOf(CustomerState state)
    {
        foreach (var action in state.Actions.Open.Where(a => a.Published))
        {
            if (Read(new Keys(Partition).TextId(Table.Actions, action.Owners.First, action.Id)) is { } row) return ActionRecordCodec.Read(row).CustomerName;
        }
        return null;
    }

    private static SecondQueueAnswer Second(SecondQueueView view, RuleBook book, ActionWords words)
    {
        var (owner, queue) = (view.Seen.Person, view.Queue);
        return new SecondQueueAnswer(owner, book.Directory.Find(owner)?.Name, ActionWords.Day(view.Seen.Until.DayNumber), view.Seen.Of is null, book.Directory.CapacityOf(owner),
            [.. queue.Today.Select(words.Of)], [.. queue.Backlog.Select(words.Of)], queue.Withheld);
    }

    private static UnassignedAnswer Unassigned(UnassignedView view, ActionWords words) => new(
        view.Customers.Count,
        [.. view.Customers.Take(MostUnassigned).Select(c => new UnassignedCustomerAnswer(c.Customer, c.Name, c.Actions, ActionWords.Day(c.Since)))],
        [.. view.Queue?.Today.Select(words.Of) ?? []],
        [.. view.Queue?.Backlog.Select(words.Of) ?? []]);

    private byte[]? Read(ReadOnlySpan<byte> key)
    {
        var bytes = Array.Empty<byte>();
        return store.TryGet(key, ref bytes, out var length) ? bytes.AsSpan(0, length).ToArray() : null;
    }
}
