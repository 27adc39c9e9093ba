using Nba.Host.Archives;
using Nba.Host.Stages;
using Nba.Host.Transport.Kafka;

namespace Nba.Kafka.Tests.Simulation;

/// <summary>Archives of a simulated bank that goes on while each is read: between any two records everything may happen.</summary>
internal sealed class SimArchives(string folder, bool isAsked)
{
    // Transfers after which an archive is begun.
    private static readonly int[] Due = [30, 70];

    private readonly List<Archive> _made = [];
    private int _tried;

    /// <summary>How many were made.</summary>
    public int Count => _made.Count;

    /// <summary>Whether one is to be made after so many transfers.</summary>
    public bool IsDue(int fed) => isAsked && _tried < Due.Length && fed >= Due[_tried];

    /// <summary>Makes one, if every partition was run by then.</summary>
    public void Make(SimBank bank)
    {
        _tried++;
        SimConsumer Reader() => new(bank.Cluster, bank.Live, null, null, 0, null) { IsPrompt = true, IsPatient = true };
        using var run = new RecordedTopics(bank.Topics, new TopicReading(Reader(), Reader(), words => words));
        using var writer = ArchiveWriter.Begin(Path.Combine(folder, $"archive-{_tried}"), TimeProvider.System);
        try
        {
            run.Archive(writer);
        }
        catch (InvalidDataException tooEarly) when (tooEarly.Message.Contains("was never run", StringComparison.Ordinal))
        {
            return;
        }
        _made.Add(writer.Finish(run.Carrier, run.Prefix));
    }

    /// <summary>Replays from each to the end, and from the first to the last.</summary>
    public void Check(SimBank bank, Func<TopicReading> reading)
    {
        using var run = new RecordedTopics(bank.Topics, reading());
        foreach (var archive in _made) Replayed(run, archive, until: null);
        if (_made.Count > 1) Replayed(run, _made[0], _made[^1]);
    }

    private static void Replayed(RecordedTopics run, Archive from, Archive? until)
    {
        var replay = new ArchiveReplay(run, from, until, new StageOptions { Lanes = 1 });
        for (var partition = 0; partition < run.Partitions; partition++)
        {
            if (replay.Verify(partition) is { Differences: > 0 } found) throw new InvalidOperationException($"a replay of partition {partition} from {Path.GetFileName(from.Directory)}{(until is null ? "" : " to the next")} differs in {found.Differences} rows; first: {found.First}");
        }
    }
}
