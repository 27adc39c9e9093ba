using Nba.Engine;
using Nba.Engine.Events;
using Nba.Host.State;
using Nba.Host.Transport;

namespace Nba.Kafka.Tests.Simulation;

/// <summary>A transport whose transactions fail where a test says, as the engine would that gives them what they take.</summary>
/// <param name="inner">What carries.</param>
/// <param name="onRow">Told of every row, by partition and table.</param>
/// <param name="onEntry">Told of every journal entry.</param>
/// <param name="sends">What is sent to another customer because of a record.</param>
internal sealed class FailingTransport(ITransport inner, Action<int, Table>? onRow = null, Action<int, JournalEntry>? onEntry = null, Func<LogRecord, SentActivity?>? sends = null) : ITransport
{
    public long Durable => inner.Durable;

    public PollResult Poll(List<LogRecord> into, int atMost, TimeSpan wait) => inner.Poll(into, atMost, wait);

    public ITransaction Begin(int partition, int generation) => new Failing(this, partition, inner.Begin(partition, generation));

    public Store Reader(int partition) => inner.Reader(partition);

    public bool IsCaughtUp(int partition) => inner.IsCaughtUp(partition);

    public bool Belongs(int partition, ReadOnlySpan<char> customer) => inner.Belongs(partition, customer);

    public bool TryHold(int partition) => inner.TryHold(partition);

    public void Settle() => inner.Settle();

    public void Dispose() => inner.Dispose();

    private void Told(int partition, Table table) => onRow?.Invoke(partition, table);

    private SentActivity? Sent(in LogRecord record) => sends?.Invoke(record);

    private void Told(int partition, JournalEntry entry) => onEntry?.Invoke(partition, entry);

    private sealed class Failing(FailingTransport transport, int partition, ITransaction inner) : ITransaction
    {
        public long Number => inner.Number;

        public void Consume(in LogRecord record)
        {
            inner.Consume(record);
            if (transport.Sent(record) is { } sent) inner.TrySend(sent);
        }

        public void Refuse(in LogRecord record, ReadOnlySpan<byte> key, ReadOnlySpan<byte> letter) => inner.Refuse(record, key, letter);

        public void Journal(JournalEntry entry)
        {
            transport.Told(partition, entry);
            inner.Journal(entry);
        }

        public bool TrySend(SentActivity activity) => inner.TrySend(activity);

        public void Put(Table table, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
        {
            transport.Told(partition, table);
            inner.Put(table, key, value);
        }

        public void Delete(Table table, ReadOnlySpan<byte> key) => inner.Delete(table, key);

        public void Retire(Table table, ReadOnlySpan<byte> key, ReadOnlySpan<byte> last)
        {
            transport.Told(partition, table);
            inner.Retire(table, key, last);
        }

        public void Commit() => inner.Commit();

        public void Abort() => inner.Abort();
    }
}
