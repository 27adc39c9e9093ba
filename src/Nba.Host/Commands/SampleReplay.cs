using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Engine.Sources;
using Nba.Host.Import;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Commands;

/// <summary>
/// A sample bank's real data through the engine: its rule files, its mapping, the files that one means, and a run over them in a scratch store with stops at
/// which somebody looks. What the samples' commands share. Used once.
/// </summary>
internal sealed class SampleReplay
{
    private readonly CsvImport _import;
    private long _refusedByEngine;

    private SampleReplay(RuleBook book, ImportMapping mapping, IReadOnlyList<string> files) => (Book, Files, _import) = (book, files, new CsvImport(mapping));

    /// <summary>The sample's rules.</summary>
    public RuleBook Book { get; }

    /// <summary>The data.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>What the import did.</summary>
    public ImportReport Report => _import.Report;

    /// <summary>Rows that the mapping and events that the engine refused.</summary>
    public long Refused => Report.Refused + _refusedByEngine;

    /// <summary>Hands a replay of that data under the sample's files to a command's own work; tells what is wrong instead where there is none.</summary>
    public static int Run(string sample, string folder, Func<SampleReplay, int> work)
    {
        if (CommandLine.Load(sample) is not { } book || Mapping(sample) is not { } mapping) return CommandLine.FaultsFound;
        var files = Directory.Exists(folder) ? CsvImport.FilesOf(folder, mapping) : [];
        return files.Count == 0 ? CommandLine.Wrong($"there is no {mapping.Files} in '{folder}'; name the folder of the data, or set NBA_DATA") : work(new SampleReplay(book, mapping, files));
    }

    /// <summary>
    /// Runs the data through the engine and stops at each moment that <paramref name="nextStop"/> gives after another, as long as there are events;
    /// <paramref name="atEnd"/> sees the store once everything is decided.
    /// </summary>
    public void Play(string name, Func<Instant, Instant> nextStop, Action<Store, Instant> atStop, Action<Store>? atEnd = null)
    {
        var scratch = Path.Combine(Path.GetTempPath(), $"nba-{name.Replace(' ', '-')}-{Environment.ProcessId}");
        try
        {
            using var simulation = Simulation.Open(new StoreOptions { Directory = scratch }, Book, new StageOptions());
            Feed(simulation, name, nextStop, atStop);
            _refusedByEngine = simulation.Counters.Refused;
            atEnd?.Invoke(simulation.Store);
        }
        finally
        {
            if (Directory.Exists(scratch)) Directory.Delete(scratch, recursive: true);
        }
    }

    private void Feed(Simulation simulation, string name, Func<Instant, Instant> nextStop, Action<Store, Instant> atStop)
    {
        Instant? next = null;
        Progress? progress = null;
        foreach (var happened in _import.ReadInTimeOrder(Files))
        {
            progress ??= new Progress(Sentence.Quoted(name), _import.RowsInOrder);
            next ??= nextStop(new Instant(happened.TimeMs));
            while (happened.TimeMs > next.Value.UnixMilliseconds)
            {
                simulation.AdvanceTo(next.Value);
                atStop(simulation.Store, next.Value);
                next = nextStop(next.Value);
            }
            simulation.Feed(happened.Json.Span, happened.TimeMs);
            progress.At(happened.Row);
        }
        simulation.Finish();
        progress?.Dispose();
    }

    private static ImportMapping? Mapping(string sample)
    {
        var problems = new ProblemList();
        var path = Path.Combine(sample, "mapping.json");
        var mapping = ImportMapping.Parse(new SourceFile(path, File.ReadAllText(path)), problems);
        Speech.Aside(problems.Sorted());
        return problems.Count == 0 ? mapping : null;
    }
}
