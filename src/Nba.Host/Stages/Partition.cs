using System.Globalization;
using System.Text.Json;
using Nba.Engine;
using Nba.Engine.Events;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;
using Nba.Host.Settings;
using Nba.Host.State;
using Nba.Host.State.Sealing;
using Nba.Host.Transport;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Stages;

/// <summary>
/// One partition while it runs here. Applies the journal lazily: before a customer's activity is decided, the entries that customer has not seen are
/// applied in order, so that chunks and timing of a sweep never show. Not thread-safe.
/// </summary>
internal sealed partial class Partition : IDisposable
{
    private static readonly EventRefusal Misplaced = new(Reason.WrongPartition,
        $"the subject's activities lie in another partition: produce it with the subject as key, in the partition that murmur2 gives for it; redriven, it goes there");

    private readonly ITransport _transport;
    private readonly PollResult _assignment;
    private readonly StageCounters _counters;
    private readonly StageOptions _options;
    private readonly Keys _keys;
    private readonly Keys _sweepKeys;
    private readonly PartitionJournal _journal;
    private readonly WaitingCustomers _waiting;
    private readonly Func<string, RuleBook?>? _bookOf;
    private ITransaction? _transaction;
    private CustomerTable _customers;
    private Deciding _deciding;
    private SweepGroup _swept;
    private Activity _activity;
    private StageHead _committed;
    private long _lastCommit;
    private long _consumedTo;
    private long _lastNow;
    private bool _touched;

    private Partition(ITransport transport, PollResult assignment, RuleBook book, StageHead head, StageOptions options, StageCounters counters, Func<string, RuleBook?>? bookOf)
    {
        (_transport, _assignment, _options, _counters, _bookOf) = (transport, assignment, options, counters, bookOf);
        (_keys, _sweepKeys) = (new Keys(assignment.Partition), new Keys(assignment.Partition));
        (_journal, _committed) = (new PartitionJournal(head, _keys, book), head);
        _waiting = new WaitingCustomers(_keys);
        (_customers, _deciding, _swept, _activity) = Lay(book);
    }

    /// <summary>Its number.</summary>
    public int Number => _assignment.Partition;

    /// <summary>Version of the book in force at the last commit begun.</summary>
    public string InForce => _journal.Head.Book;

    /// <summary>The book in force.</summary>
    public RuleBook Book => _journal.InForce;

    /// <summary>Whether customers are still to be brought up to the last entry.</summary>
    public bool IsSweeping => _journal.Head.IsSweeping;

    private Store Rows => _transport.Reader(_assignment.Partition);

    /// <summary>Opens a partition where its last commit left it; a new one begins with its first journal entries.</summary>
    public static Partition Open(ITransport transport, PollResult assignment, RuleBook book, StageOptions options, StageCounters counters, bool simulated, Func<string, RuleBook?>? replayedBooks, PastLog? past, Func<string, long>? namedAt, Func<string, RuleBook>? instead = null)
    {
        var store = transport.Reader(assignment.Partition);
        var stood = StageHead.Of(store, assignment.Partition);
        var (known, head) = (stood is not null, stood ?? StageHead.Empty with { Simulated = simulated });
        if (known && replayedBooks is null && head.Simulated != simulated)
            throw Said.Refused(head.Simulated ? Sentence.Of($"this directory holds a simulated run; give a live host a directory of its own") : Sentence.Of($"this directory holds a live run; simulate in a directory of its own"));
        if (head.Backfilling is not null && past is null) throw Said.Refused($"a backfill of this store was broken off; finish it with nba backfill");
        var inForce = !known ? book : head.Book != book.Version ? Shelved(store, assignment.Partition, head.Book) ?? book : BookShelf.Carried(store, assignment.Partition, book);
        var partition = new Partition(transport, assignment, inForce, head, options, counters, replayedBooks) { Past = past, NamedAt = namedAt, Instead = instead };
        partition._journal.Load(store, partition.Earlier);
        partition._waiting.Load(store);
        if (replayedBooks is null && (!known || partition.Precedes(book))) partition.TakeUp(book, known, simulated);
        return partition;
    }

    private static RuleBook? Shelved(Store store, int partition, string version)
    {
        try
        {
            return BookShelf.Read(store, partition, version);
        }
        catch (InvalidDataException broken)
        {
            throw new NotRunnableException(broken.Message, broken);
        }
    }

    // A book that customers are still to be decided under, though another is in force by now.
    private RuleBook Earlier(string version) => _bookOf?.Invoke(version) ?? Shelved(Rows, Number, version)
        ?? throw new NotRunnableException($"the rule book {version}, under which customers are still to be decided, is not stored; put it back from a backup");

    public void Begin() => _transaction = _transport.Begin(_assignment.Partition, _assignment.Generation);

    /// <summary>Makes the next commit happen even if nothing changed, so that whoever waits is told.</summary>
    public void Touch() => _touched = true;

    /// <summary>Decides one activity.</summary>
    public void Decide(in LogRecord record)
    {
        Consume(record);
        _counters.Activity();
        if (Book.Reader.Read(record.Value, record.Arrival, _activity, record.IsSent) is { } refusal)
        {
            DeadLetter(record, RowSeal.IsErased(record.Value.Span) ? Gone : WithoutErased(record, refusal), 1);
            return;
        }
        if (_activity.Type.IsControl)
        {
            Report(record);
            return;
        }
        if (!_transport.Belongs(Number, _activity.Customer))
        {
            DeadLetter(record, Misplaced, 1);
            return;
        }
        if (WasErased(_activity.Customer) || MergesIntoErased())
        {
            DeadLetter(record, WasErased(_activity.Customer) ? Gone : IntoErased, 1);
            return;
        }
        var state = _customers.Load(_activity.Customer, _journal.Head.LastEntry);
        var caughtUp = CatchUp(state);
        _deciding.Decider.Circumstances = _journal.Circumstances;
        var decision = _deciding.Decider.Decide(state, _activity, record.Position, record.Arrival);
        if (decision.Outcome == Reason.Duplicate) _counters.Duplicate();
        if (caughtUp || decision.Outcome != Reason.Duplicate) _customers.Save(_transport.Durable);
        _deciding.Write(state, decision, _transaction!);
        if (decision.StatedHour is { } hour) _waiting.Add(hour, state.Customer, _transaction!);
        Send(decision);
    }

    /// <summary>Keeps an activity that the engine fails on; the journal says so unless it is replayed.</summary>
    public void SetAside(in LogRecord record, EventRefusal refusal, int attempts, bool journal)
    {
        Consume(record);
        _counters.Poisoned();
        DeadLetter(record, refusal, attempts);
        if (journal) _journal.Append(JournalKind.DeadLetter, record.Arrival, record.Position, record.Position.ToString(CultureInfo.InvariantCulture), _transaction!);
    }

    /// <summary>Commits everything since <see cref="Begin"/>; nothing at all when nothing happened.</summary>
    public void Commit()
    {
        if (_consumedTo > _journal.Head.NextPosition) _journal.Head = _journal.Head with { NextPosition = _consumedTo, LastNow = Math.Max(_journal.Head.LastNow, _lastNow) };
        var transaction = _transaction!;
        _transaction = null;
        if (!_touched && !_customers.HasChanges && ReferenceEquals(_journal.Head, _committed))
        {
            transaction.Abort();
            return;
        }
        _customers.Flush(transaction);
        transaction.Put(Table.Head, _keys.Prefix(Table.Head), _journal.Head.Write());
        var number = transaction.Number;
        transaction.Commit();
        _counters.Committed();
        (_committed, _touched, _lastCommit) = (_journal.Head, false, number);
    }

    /// <summary>Goes back to the last commit.</summary>
    public void Abort()
    {
        _transport.Settle();
        _transaction?.Abort();
        (_transaction, _touched, _consumedTo, _lastNow) = (null, false, 0, 0);
        _sent.Clear();
        _swept.Clear();
        _journal.Head = _committed;
        _journal.Load(Rows, Earlier);
        _waiting.Load(Rows);
        _customers.Drop();
    }

    public void Dispose() => Release();

    private void Consume(in LogRecord record)
    {
        _touched = true;
        _transaction!.Consume(record);
        _consumedTo = record.Position + 1;
        _lastNow = Math.Max(_lastNow, record.Arrival.UnixMilliseconds);
    }

    private (CustomerTable, Deciding, SweepGroup, Activity) Lay(RuleBook book) => (
        new CustomerTable(book, Rows, _keys, _options, _counters),
        new Deciding(book, _assignment.Partition, _options, _counters),
        new SweepGroup(book, _assignment.Partition, _options, _counters),
        new Activity(book.Vocabulary));

    // Gives back what was laid out for the book in force; Lay makes it anew for the next one.
    private void Release()
    {
        _deciding.Dispose();
        _swept.Dispose();
    }

    // Whether there was anything to catch up with.
    private bool CatchUp(CustomerState state)
    {
        if (state.Stamp >= _journal.Head.LastEntry) return false;
        var seen = _journal.SeenBy(state.Stamp, _keys.Text(Table.Customers, state.Customer));
        try
        {
            _deciding.Apply(state, _journal.Pending, seen, _journal.Head.LastEntry, _transaction!);
        }
        catch (Exception failure) when (EngineFailure.Is(failure))
        {
            throw EngineFailure.OfTime(seen, failure);
        }
        state.Stamp = _journal.Head.LastEntry;
        return true;
    }

    private void DeadLetter(in LogRecord record, EventRefusal refusal, int attempts)
    {
        record.Origin?.Refused(record.Row, refusal);
        _counters.Refusal();
        var letter = new DeadLetter(record.Position, record.Arrival.ToString(), ReasonNames.Of(refusal.Reason), refusal.Detail, attempts);
        _transaction!.Refuse(record, _keys.Number(Table.DeadLetters, record.Position), JsonSerializer.SerializeToUtf8Bytes(letter, StageJson.Default.DeadLetter));
    }
}
