using Nba.Engine;
using Nba.Engine.Events;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Transport;
using Nba.Host.Transport.Embedded;

namespace Nba.Kafka.Tests.Stages;

/// <summary>The same activities, undisturbed, through the embedded transport: what a run over the broker must have published in the end.</summary>
internal static class CalmRun
{
    /// <summary>Every action record in the order of the run, which goes on under another book with what follows so many activities.</summary>
    public static IReadOnlyList<PublishedAction> Of(RuleBook book, IReadOnlyList<(string Customer, byte[] Json)> activities, RuleBook? then = null, int after = int.MaxValue)
    {
        var folder = Directory.CreateTempSubdirectory("nba-calm-");
        try
        {
            using var store = Store.Open(new StoreOptions { Directory = folder.FullName, Fsync = false, WriteBufferMiB = 4 });
            using var embedded = new EmbeddedTransport(store, TimeProvider.System);
            var listening = new Listening(embedded);
            using var stage = new DecisionStage(listening, book, new StageOptions(), TimeProvider.System);
            stage.Turn();
            Decide(stage, embedded, activities.Take(after));
            if (then is not null) Switch(stage, then);
            Decide(stage, embedded, activities.Skip(after));
            return listening.Published;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Decide(DecisionStage stage, EmbeddedTransport embedded, IEnumerable<(string Customer, byte[] Json)> activities)
    {
        foreach (var slice in activities.Chunk(2000))
        {
            var chunk = new IntakeChunk();
            foreach (var (_, json) in slice) chunk.Add(json);
            var taken = embedded.Submit(chunk);
            while (!taken.IsCompleted)
            {
                stage.Turn();
                stage.Settle();
            }
        }
    }

    // With every customer swept: what a campaign's end withdraws is withdrawn.
    private static void Switch(DecisionStage stage, RuleBook book)
    {
        stage.Offer(book);
        while (stage.Book != book.Version || stage.IsSweeping)
        {
            stage.Turn();
            stage.Settle();
        }
    }

    private sealed class Listening(ITransport inner) : ITransport
    {
        public List<PublishedAction> Published { get; } = [];

        public long Durable => inner.Durable;

        public PollResult Poll(List<LogRecord> into, int atMost, TimeSpan wait) => inner.Poll(into, atMost, wait);

        public ITransaction Begin(int partition, int generation) => new Heard(Published, inner.Begin(partition, generation));

        public Store Reader(int partition) => inner.Reader(partition);

        public bool IsCaughtUp(int partition) => inner.IsCaughtUp(partition);

        public bool Belongs(int partition, ReadOnlySpan<char> customer) => inner.Belongs(partition, customer);

        public bool TryHold(int partition) => inner.TryHold(partition);

        public void Settle() => inner.Settle();

        public void Dispose()
        {
        }
    }

    private sealed class Heard(List<PublishedAction> published, ITransaction inner) : ITransaction
    {
        public long Number => inner.Number;

        public void Consume(in LogRecord record) => inner.Consume(record);

        public void Refuse(in LogRecord record, ReadOnlySpan<byte> key, ReadOnlySpan<byte> letter) => inner.Refuse(record, key, letter);

        public void Journal(JournalEntry entry) => inner.Journal(entry);

        public bool TrySend(SentActivity activity) => inner.TrySend(activity);

        public void Put(Table table, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
        {
            if (table == Table.Actions) published.Add(PublishedAction.Of(ActionRecordCodec.Read(value)));
            inner.Put(table, key, value);
        }

        public void Delete(Table table, ReadOnlySpan<byte> key) => inner.Delete(table, key);

        public void Retire(Table table, ReadOnlySpan<byte> key, ReadOnlySpan<byte> last)
        {
            if (table == Table.Actions) published.Add(PublishedAction.Of(ActionRecordCodec.Read(last)));
            inner.Retire(table, key, last);
        }

        public void Commit() => inner.Commit();

        public void Abort() => inner.Abort();
    }
}
