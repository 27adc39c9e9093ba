using System.Text;
using Nba.Engine;
using Nba.Host.Archives;
using Nba.Host.State;

namespace Nba.Host.Transport.Kafka;

/// <summary>
/// The states of all partitions, each as of one of its commits, read from topics that workers go on writing to. The changelog of a partition ends between
/// two commits, and its head row says which; journal and actions are brought to the same commit by their numbers. Used by one thread.
/// </summary>
/// <param name="topics">The topics.</param>
/// <param name="reading">Reads them.</param>
/// <param name="into">An empty store, for the rows of all partitions under their own numbers.</param>
internal sealed class TopicCut(KafkaTopics topics, TopicReading reading, Store into)
{
    private readonly long[] _decisions = new long[topics.Activity.Partitions];
    private readonly long[] _actions = new long[topics.Actions.Partitions];
    private readonly CustomerCounters?[] _counters = new CustomerCounters?[topics.Activity.Partitions];
    private readonly Dictionary<string, RuleBook> _books = new(StringComparer.Ordinal);

    /// <summary>Of each partition, an offset of its decisions before which all were made before the commit.</summary>
    public IReadOnlyList<long> Decisions => _decisions;

    /// <summary>Reads it; progress is told in percent.</summary>
    /// <exception cref="InvalidDataException">A partition was never run, or its topics do not fit together.</exception>
    public void Read(Action<int>? progress)
    {
        var (steps, done) = ((2 * topics.Activity.Partitions) + (2 * topics.Actions.Partitions), 0);
        void Step() => progress?.Invoke(++done * 100 / steps);
        // Before the states: what had ended by then is in them.
        for (var p = 0; p < _decisions.Length; p++) _decisions[p] = reading.Stable(topics.Decisions.Name, p);
        for (var p = 0; p < _actions.Length; p++, Step()) Actions(p, from: null, since: false);
        for (var p = 0; p < _decisions.Length; p++, Step()) States(p);
        for (var p = 0; p < _decisions.Length; p++, Step()) Journal(p);
        // What was given out between the first reading and the states, and no more than that.
        for (var p = 0; p < _actions.Length; p++, Step()) Actions(p, _actions[p], since: true);
    }

    private void States(int partition)
    {
        using var rows = new RowPutter(into);
        foreach (var record in reading.From(topics.CustomerState.Name, partition)) RecordedTopics.State(record, partition, rows);
        rows.Write();
    }

    private void Journal(int partition)
    {
        var keys = new Keys(partition);
        using var rows = new RowPutter(into);
        foreach (var record in reading.From(topics.Journal.Name, partition)) rows.Put(keys.Own(Table.Journal, record.Message.Key), record.Message.Value);
        rows.Write();
    }

    private void Actions(int owners, long? from, bool since)
    {
        using var rows = new RowPutter(into);
        foreach (var record in reading.From(topics.Actions.Name, owners, from))
        {
            if (record.Message.Value is not { } value) continue;
            var action = ActionEvents.Read(value);
            var partition = Murmur2.Partition(Encoding.UTF8.GetBytes(action.Customer), topics.Activity.Partitions);
            if (!since || action.Sequence <= Counters(partition).Actions(action.Customer)) RecordedTopics.Action(action, partition, rows);
        }
        rows.Write();
        _actions[owners] = reading.End;
    }

    private CustomerCounters Counters(int partition) => _counters[partition] ??= new CustomerCounters(into, partition, _books);
}
