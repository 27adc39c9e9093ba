using System.Diagnostics;
using Nba.Engine;
using Nba.Host.State;
using Nba.Host.Transport;
using Nba.Host.Transport.Embedded;

namespace Nba.Load;

/// <summary>The bare twin: the same transport and batches, each event parsed and stored, and nothing decided.</summary>
internal static class Twin
{
    public static TimeSpan Run(string directory, RuleBook book, string events, int chunk, int batch)
    {
        using var store = Store.Open(new StoreOptions { Directory = directory });
        using var transport = new EmbeddedTransport(store, TimeProvider.System, waitingChunks: 8);
        var activity = new Nba.Engine.Events.Activity(book.Vocabulary);
        var records = new List<LogRecord>();
        transport.Poll(records, 1, TimeSpan.Zero);
        var start = Stopwatch.GetTimestamp();
        var feeding = Task.Run(() =>
        {
            foreach (var one in EventFile.Chunks(events, chunk)) _ = transport.Submit(one);
            transport.Close();
        });
        while (true)
        {
            records.Clear();
            if (transport.Poll(records, batch, TimeSpan.FromMilliseconds(100)).Kind == PollKind.Closed) break;
            var transaction = transport.Begin(0, 1);
            foreach (var record in records)
            {
                book.Reader.Read(record.Value, record.Arrival, activity);
                transaction.Consume(record);
            }
            transaction.Commit();
        }
        transport.Settle();
        feeding.GetAwaiter().GetResult();
        return Stopwatch.GetElapsedTime(start);
    }
}
