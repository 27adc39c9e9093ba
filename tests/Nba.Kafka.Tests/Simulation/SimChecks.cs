using System.Globalization;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Nba.Engine;
using Nba.Engine.Actions;
using Nba.Host.Campaigns;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Transport;
using Nba.Host.Transport.Kafka;
using Nba.Kafka.Tests.Stages;

namespace Nba.Kafka.Tests.Simulation;

/// <summary>What must hold of a simulated bank when it has come to rest, whatever happened to it.</summary>
internal sealed class SimChecks(SimBank bank)
{
    private const string Days = "days-talk";

    private static readonly DateOnly First = new(2026, 3, 2);

    private readonly Dictionary<(string Files, long? Change), RuleBook> _books = [];
    private readonly List<ActionRecord> _actions = [.. All(bank, bank.Topics.Actions).Where(r => r.Value is not null).Select(r => ActionEvents.Read(r.Value))];

    /// <summary>All of it.</summary>
    public void All()
    {
        if (_actions.GroupBy(r => (r.Id, r.Sequence)).FirstOrDefault(g => g.Count() > 1) is { } twice) throw new InvalidOperationException($"sequence {twice.Key.Sequence} of an action was published {twice.Count()} times");
        Counts("transfers-talk", customer => bank.Sent.Count(c => $"C{c}" == customer));
        Counts(Days, _ => bank.Today.DayNumber - First.DayNumber);
        Letters();
        var (named, last) = Named();
        for (var partition = 0; partition < SimBank.Partitions; partition++)
        {
            Journal(partition, named);
            Replayed(partition);
        }
        bank.Archives.Check(bank, Reading);
        Queues(last);
    }

    /// <summary>How often a partition was switched in the middle of a sweep.</summary>
    public int Switches => Enumerable.Range(0, SimBank.Partitions).Sum(p =>
    {
        var books = bank.Cluster.Log(bank.Topics.Journal.Name, p).Committed.Select(r => JsonSerializer.Deserialize(r.Value, JournalJson.Default.JournalEntry)!).Where(e => e.Kind == JournalKind.Book).Select(e => e.Number).ToHashSet();
        var heads = bank.Cluster.Log(bank.Topics.CustomerState.Name, p).Committed.Where(r => (Table)r.Key![0] == Table.Head && r.Value is not null).Select(r => StageHead.Read(ChangelogRecord.Row(r.Value!).Span));
        return heads.Where(h => books.Contains(h.LastEntry) && h.SweptTo < h.LastEntry - 1).Select(h => h.LastEntry).Distinct().Count();
    });

    // Versions of the books, files and what was set over them, in the order in which control named them; and the last book.
    private (List<string> Named, RuleBook Last) Named()
    {
        var (fold, named) = (new ControlFold(), new List<string>());
        foreach (var record in bank.Cluster.Log(bank.Topics.Control.Name, 0).Committed)
        {
            if (fold.Take(new Message<byte[], byte[]> { Key = record.Key!, Value = record.Value!, Headers = record.Headers }, named.Count)) named.Add(Book(fold.Standings[^1]).Version);
        }
        return (named, Book(fold.Standings[^1]));
    }

    private RuleBook Book(Standing standing)
    {
        var key = (standing.Files.Version, standing.Switches?.Change.Number);
        return _books.TryGetValue(key, out var known) ? known : _books[key] = SwitchedBook.Of(SimRules.WithTrial.Single(b => b.Version == standing.Files.Version), standing.Switches).Book!;
    }

    // What lay in a wrong partition was refused there, once; nothing else was.
    private void Letters()
    {
        var letters = All(bank, bank.Topics.DeadLetter).Select(r => (Id: JsonDocument.Parse(r.Value).RootElement.GetProperty("id").GetString()!, Reason: Encoding.UTF8.GetString(r.Headers!.GetLastBytes("nba-reason")))).ToList();
        var expected = Enumerable.Range(0, bank.Strays).Select(s => (Id: $"s{s}", Reason: "wrong-partition"));
        if (!letters.OrderBy(l => l.Id, StringComparer.Ordinal).SequenceEqual(expected.OrderBy(l => l.Id, StringComparer.Ordinal)))
            throw new InvalidOperationException($"dead letters {string.Join(", ", letters)}, and {bank.Strays} activities lay in a wrong partition");
    }

    // One version for every count from 1 on, in order.
    private void Counts(string action, Func<string, int> last)
    {
        for (var c = 0; c < SimBank.Customers; c++)
        {
            var customer = $"C{c}";
            var counts = _actions.Where(a => a.Action == action && a.Customer == customer).Select(Count).ToList();
            var expected = Enumerable.Range(1, last(customer)).Select(n => (long)n);
            if (!counts.SequenceEqual(expected)) throw new InvalidOperationException($"{customer} has versions of {action} with {string.Join(",", counts)}, and must have 1 to {last(customer)} once each");
        }
    }

    // Every day once, and books only as control named them; the last in the end.
    private void Journal(int partition, List<string> named)
    {
        var entries = bank.Cluster.Log(bank.Topics.Journal.Name, partition).Committed.Select(r => JsonSerializer.Deserialize(r.Value, JournalJson.Default.JournalEntry)!).ToList();
        if (!entries.Select(e => e.Number).SequenceEqual(Enumerable.Range(1, entries.Count).Select(n => (long)n))) throw new InvalidOperationException($"the journal of partition {partition} has entries {string.Join(",", entries.Select(e => e.Number))}");
        var days = entries.Where(e => e.Kind == JournalKind.Day).Select(e => SimRules.Book.Calendar.DateOf(e.Now).DayNumber).ToList();
        if (days.Count > 0 && !days.SequenceEqual(Enumerable.Range(days[0], days.Count))) throw new InvalidOperationException($"the journal of partition {partition} has days {string.Join(",", days)}");
        var books = entries.Where(e => e.Kind == JournalKind.Book).Select(e => e.Payload).ToList();
        var at = -1;
        foreach (var book in books)
        {
            at = named.IndexOf(book, at + 1);
            if (at < 0) throw new InvalidOperationException($"partition {partition} took up the books {string.Join(",", books)}, and control named {string.Join(",", named)}");
        }
        if (books[^1] != named[^1]) throw new InvalidOperationException($"partition {partition} goes by {books[^1]}, and control named {string.Join(",", named)}");
    }

    private void Replayed(int partition)
    {
        using var archive = new RecordedTopics(bank.Topics, Reading());
        bank.Scratch(recorded => bank.Scratch(replayed =>
        {
            archive.Read(partition, recorded);
            Replay.Run(recorded, replayed, new StageOptions { Lanes = 1 }, belongs: customer => archive.Belongs(partition, customer));
            if (Replay.Compare(recorded, replayed, [Table.Customers, Table.Actions, Table.Decisions]) is { Differences: > 0 } found) throw new InvalidOperationException($"a replay of partition {partition} differs in {found.Differences} rows; first: {found.First}");
        }));
    }

    private TopicReading Reading()
    {
        SimConsumer Reader() => new(bank.Cluster, () => { }, null, null, 0, null) { IsPrompt = true };
        return new TopicReading(Reader(), Reader(), words => words);
    }

    private void Queues(RuleBook book)
    {
        var published = All(bank, bank.Topics.Queues).Select(r => new Message<byte[], byte[]> { Key = r.Key!, Value = r.Value! });
        if (FinalQueues.Differences(book, _actions, published).FirstOrDefault() is { } difference) throw new InvalidOperationException(difference);
    }

    private static IEnumerable<SimRecord> All(SimBank bank, KafkaTopic topic) => Enumerable.Range(0, topic.Partitions).SelectMany(p => bank.Cluster.Log(topic.Name, p).Committed);

    // A day is worth a thousand yuan, in millionths.
    private static long Count(ActionRecord record) => record.Action == Days ? record.Score.Value / 1_000_000_000 : record.Arguments.First(a => a.Text is null || a.Text.All(char.IsAsciiDigit)) is { Text: { } text } ? long.Parse(text, CultureInfo.InvariantCulture) : record.Arguments.First(a => a.Text is null).Value;
}
