using Nba.Engine;
using Nba.Engine.Actions;
using Nba.Host.State;
using Nba.Host.Transport;

namespace Nba.Host.Stages;

/// <summary>
/// A decider and the rows that its decisions give: records for queues, contacts spent of a campaign, the record of the decision. Not thread-safe; several
/// work side by side over different customers.
/// </summary>
internal sealed class Deciding(RuleBook book, int partition, StageOptions options, StageCounters counters) : IDisposable
{
    // The key says it all; the byte is the format.
    private static readonly byte[] SpentRow = [1];

    private readonly Keys _keys = new(partition);
    private readonly StateWriter _record = new();

    /// <summary>The decider.</summary>
    public CustomerDecider Decider { get; } = new(book);

    /// <summary>Decides what the entries after one number, up to another, mean for a customer, each under the circumstances of then.</summary>
    public void Apply(CustomerState state, IReadOnlyList<PendingEntry> entries, long after, long upTo, IRowWriter into)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            var (entry, then) = entries[i];
            if (entry.Number <= after || entry.Number > upTo) continue;
            Decider.Circumstances = then;
            Write(state, Decider.Decide(state, entry), into);
        }
    }

    /// <summary>Writes what a decision gives.</summary>
    public void Write(CustomerState state, Decision decision, IRowWriter into)
    {
        foreach (var record in decision.Actions) Queue(record, into);
        if (decision.IsRecorded && options.RecordDecisions) into.Put(Table.Decisions, _keys.TextNumber(Table.Decisions, state.Customer, decision.Number), decision.Record.Span);
        counters.Decided(decision.Actions.Count, decision.IsRecorded);
    }

    public void Dispose() => Decider.Dispose();

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
