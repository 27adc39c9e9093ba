using System.Diagnostics;
using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Host.Demo;
using Nba.Host.RuleFiles;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.State.Sealing;

namespace Nba.Host.Commands;

/// <summary>The demo bank's year, run through the engine: events of each day, managers who answer on working days, and the ticks between.</summary>
internal sealed class DemoYear : IDisposable
{
    /// <summary>Where the demo keeps its bank unless told otherwise.</summary>
    public const string Directory = "artifacts/demo";

    private readonly Simulation _simulation;
    private readonly DemoBank _bank;
    private readonly DemoManagers _managers;

    private DemoYear(Simulation simulation, DemoBank bank, RuleBook book, DemoBankOptions options) =>
        (_simulation, _bank, Book, _managers, Sizes) = (simulation, bank, book, new DemoManagers(options), new DemoSizes(bank.Managers));

    /// <summary>The shipped rules with the demo's people.</summary>
    public RuleBook Book { get; }

    /// <summary>Log, state and queues.</summary>
    public Store Store => _simulation.Store;

    /// <summary>Ids of the managers.</summary>
    public IReadOnlyList<string> Managers => _bank.Managers;

    /// <summary>Activities decided.</summary>
    public long Activities => _simulation.Counters.Activities;

    /// <summary>Events refused; none, in a bank that we made up ourselves.</summary>
    public long Refused => _simulation.Counters.Refused;

    /// <summary>Decisions recorded.</summary>
    public long Decisions => _simulation.Counters.Decisions;

    /// <summary>Entries of every manager on every morning of a working day so far.</summary>
    public DemoSizes Sizes { get; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>Lives from the first day to the morning of another; sealed, where keys are named.</summary>
    public static DemoYear Run(DemoBankOptions options, RuleBook shipped, DateOnly until, string directory, SealPlaces? seal = null)
    {
        var start = Stopwatch.GetTimestamp();
        var bank = new DemoBank(options, shipped.Calendar);
        var load = RuleBook.Load([.. shipped.Files.Where(f => f.Path != "directory.json").Select(f => f.Path == DemoBudget.File ? bank.CampaignsFile(f) : f), bank.DirectoryFile()]);
        var book = load.Book ?? throw Said.Refused($"the demo's people do not fit the rules: {load.Problems[0].Told}");
        if (System.IO.Directory.Exists(directory))
        {
            if (StoreOwnership.IsStore(directory)) Speech.Aside($"the demo bank that was in {directory} is made anew, without what was changed there");
            // A host that runs on it must not lose its files.
            if (StoreOwnership.IsStore(directory)) StoreOwnership.TakeForWriting(directory).Dispose();
            System.IO.Directory.Delete(directory, recursive: true);
        }
        var simulation = Simulation.Open(new StoreOptions { Directory = directory, Seal = seal }, book, new StageOptions { AwaitGoLive = true });
        var year = new DemoYear(simulation, bank, book, options);
        year.Live(options.From, until);
        RuleFolder.Write(Path.Combine(directory, RuleFolder.InStore), book);
        year.Elapsed = Stopwatch.GetElapsedTime(start);
        return year;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _managers.Dispose();
        _simulation.Dispose();
    }

    private void Live(DateOnly from, DateOnly until)
    {
        using var progress = new Progress($"a year at the bank", until.DayNumber - from.DayNumber);
        var today = new List<(long Time, byte[] Json)>();
        var day = from;
        foreach (var happened in _bank.Events())
        {
            var on = Book.Calendar.DateOf(new Instant(happened.TimeMs));
            while (day < on && day < until)
            {
                EndDay(today, day);
                day = day.AddDays(1);
                progress.At(day.DayNumber - from.DayNumber, $"{day:yyyy-MM-dd} {_simulation.Counters.Activities} activities");
            }
            if (on >= until) break;
            today.Add((happened.TimeMs, happened.Json.ToArray()));
        }
        while (day < until)
        {
            EndDay(today, day);
            day = day.AddDays(1);
        }
        GoLive(until);
        _simulation.AdvanceTo(Book.Calendar.AtLocal(until, 8 * 60));
        if (!Counts(until)) return;
        foreach (var manager in _bank.Managers) Sizes.Add(until, QueueReader.Read(Store, Book, manager, Book.Calendar.AtLocal(until, 8 * 60)));
    }

    // The bank goes live on the evening before its first working day; what came before is history.
    private void GoLive(DateOnly day)
    {
        if (_simulation.AwaitsGoLive && Book.Calendar.IsWorkday(day)) _simulation.GoLive(Book.Calendar.AtLocal(day.AddDays(-1), 20 * 60));
    }

    private bool Counts(DateOnly day) => Book.Calendar.IsWorkday(day) || DemoSizesReport.Named.Any(n => n.Day == day);

    // The queues stand as the morning's tick left them; the managers answer from them during the day.
    private void EndDay(List<(long Time, byte[] Json)> today, DateOnly day)
    {
        GoLive(day);
        if (Counts(day))
        {
            _simulation.AdvanceTo(Book.Calendar.StartOf(day));
            foreach (var manager in _bank.Managers)
            {
                var queue = QueueReader.Read(Store, Book, manager, Book.Calendar.AtLocal(day, 8 * 60));
                Sizes.Add(day, queue);
                if (!Book.Calendar.IsWorkday(day)) continue;
                foreach (var answer in _managers.Answers(queue, day, Book.Calendar.AddWorkdays(day, 1))) today.Add((answer.TimeMs, answer.Json.ToArray()));
            }
        }
        today.Sort((a, b) => a.Time != b.Time ? a.Time.CompareTo(b.Time) : a.Json.AsSpan().SequenceCompareTo(b.Json));
        foreach (var (time, json) in today) _simulation.Feed(json, time);
        today.Clear();
    }
}
