using Nba.Engine;
using Nba.Engine.Actions;
using Nba.Host.State;
using Nba.Host.Transport;

namespace Nba.Host.Stages;

/// <summary>
/// A decider and the rows that its decisions give: records for queues, contacts spent of a campaign, the record of the decision. Where campaigns were
/// switched while customers are swept, it decides under the earlier books too what was journalled under them. Not thread-safe; several work side by side
/// over different customers.
/// </summary>
internal sealed class Deciding(RuleBook book, int partition, StageOptions options, StageCounters counters) : IDisposable
{
    // The key says it all; the byte is the format.
    private static readonly byte[] SpentRow = [1];

    private readonly Keys _keys = new(partition);
    private readonly StateWriter _record = new();
    private readonly StateWriter _between = new();
    private readonly RuleBook _book = book;
    private readonly List<(Deciding Deciding, CustomerState State)> _earlier = [];

    /// <summary>The decider.</summary>
    public CustomerDecider Decider { get; } = new(book);

    /// <summary>Decides what the entries after one number, up to another, mean for a customer, each under the circumstances and the book of then.</summary>
    public void Apply(CustomerState state, IReadOnlyList<PendingEntry> entries, long after, long upTo, IRowWriter into)
    {
        var (deciding, its) = (this, state);
        for (var i = 0; i < entries.Count; i++)
        {
            var (entry, then, book) = entries[i];
            if (entry.Number <= after || entry.Number > upTo) continue;
            if (!ReferenceEquals(book, deciding._book)) (deciding, its) = Under(book, state, deciding, its);
            deciding.Decider.Circumstances = then;
            deciding.Write(its, deciding.Decider.Decide(its, entry), into);
        }
        if (!ReferenceEquals(deciding, this)) Under(_book, state, deciding, its);
    }

    /// <summary>Gives back what it has for earlier books, but for those that entries are still to be decided under.</summary>
    public void GiveBack(IReadOnlyList<PendingEntry> entries) => _earlier.RemoveAll(e =>
    {
        if (entries.Any(p => ReferenceEquals(p.Book, e.Deciding._book))) return false;
        e.Deciding.Dispose();
        return true;
    });

    /// <summary>Writes what a decision gives.</summary>
    public void Write(CustomerState state, Decision decision, IRowWriter into)
    {
        foreach (var record in decision.Actions) Queue(record, into);
        if (decision.IsRecorded && options.RecordDecisions) into.Put(Table.Decisions, _keys.TextNumber(Table.Decisions, state.Customer, decision.Number), decision.Record.Span);
        counters.Decided(decision.Actions.Count, decision.IsRecorded);
    }

    public void Dispose()
    {
        GiveBack([]);
        Decider.Dispose();
    }

    // As a row would go from book to book: written by the one, read by the other.
    private (Deciding Deciding, CustomerState State) Under(RuleBook book, CustomerState own, Deciding from, CustomerState its)
    {
        var under = ReferenceEquals(book, _book) ? (Deciding: this, State: own) : Earlier(book);
        CustomerRow.Write(from._book, its, _between);
        CustomerRow.Read(book, own.Customer, _between.Written, under.State);
        return under;
    }

    private (Deciding Deciding, CustomerState State) Earlier(RuleBook book)
    {
        foreach (var known in _earlier)
        {
            if (ReferenceEquals(known.Deciding._book, book)) return known;
        }
        _earlier.Add((new Deciding(book, partition, options, counters), new CustomerState(book.Vocabulary)));
        return _earlier[^1];
    }

    private void Queue(ActionRecord record, IRowWriter into)
    {
        if (record is { ContactMade: true, Campaign: { } campaign }) into.Put(Table.Spent, _keys.TextsId(Table.Spent, record.Owner, campaign, record.Id), SpentRow);
        var key = _keys.TextId(Table.Actions, record.Owner, record.Id);
        _record.Clear();
        ActionRecordCodec.Write(record, _record);
        if (record.Withdrawn) into.Retire(Table.Actions, key, _record.Written);
        else into.Put(Table.Actions, key, _record.Written);
    }
}
