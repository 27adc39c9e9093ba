using System.CommandLine;
using System.Globalization;
using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Engine.Queues;
using Nba.Engine.Sources;
using Nba.Host.Import;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Commands;

/// <summary><c>nba loan-desk</c>: a real bank's loan log through the sample desk, and its morning work-lists scored.</summary>
internal static class LoanDeskCommand
{
    private const string Owner = "desk";
    private const int WorkListHour = 7;

    public static Command Build()
    {
        var folder = new Argument<string>("folder") { Description = "Folder with events*.csv.gz in the columns of the BPI Challenge 2012." };
        var output = new Option<string>("--out") { Description = "Where the work-lists are written: day, rank, case.", DefaultValueFactory = _ => "artifacts/loan-desk.csv" };
        var sample = new Option<string>("--rules") { Description = "Folder of the desk's files.", DefaultValueFactory = _ => "samples/loan-desk" };
        var command = new Command("loan-desk", "Replay a loan desk's real log and score its morning work-lists.") { folder, output, sample };
        command.SetAction(parsed => Run(parsed.GetValue(folder)!, parsed.GetValue(output)!, parsed.GetValue(sample)!));
        return command;
    }

    private static int Run(string folder, string output, string sample)
    {
        if (CommandLine.Load(sample) is not { } book || Mapping(sample) is not { } mapping) return CommandLine.FaultsFound;
        var files = Directory.Exists(folder) ? CsvImport.FilesOf(folder, mapping) : [];
        if (files.Count == 0) return CommandLine.Wrong($"there is no events*.csv.gz in '{folder}'; name the folder of the log, or set NBA_DATA");
        var scratch = Path.Combine(Path.GetTempPath(), $"nba-loan-desk-{Environment.ProcessId}");
        try
        {
            var import = new CsvImport(mapping);
            List<WorkListRank> ranking;
            long refused;
            using (var simulation = Simulation.Open(new StoreOptions { Directory = scratch }, book, new StageOptions()))
            {
                ranking = Replay(import, files, simulation, book);
                refused = simulation.Counters.Refused + import.Report.Refused;
            }
            Write(output, ranking);
            if (WorkListScore.Of(files, ranking) is not { } score) return CommandLine.Wrong("the log is too short to score: it has no day that ends a week before it does");
            System.Console.WriteLine($"import: {import.Report}");
            System.Console.WriteLine($"work-lists: {output}");
            System.Console.WriteLine($"score: {score}");
            System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"events {import.Report.Rows} refused {refused} P@20 {score.PrecisionAt20:F3}"));
            return refused == 0 ? CommandLine.Ok : CommandLine.FaultsFound;
        }
        finally
        {
            if (Directory.Exists(scratch)) Directory.Delete(scratch, recursive: true);
        }
    }

    // Each weekday at 07:00 the desk's queue is its work-list.
    private static List<WorkListRank> Replay(CsvImport import, IReadOnlyList<string> files, Simulation simulation, RuleBook book)
    {
        var ranking = new List<WorkListRank>();
        Instant? next = null;
        var read = 0L;
        using var progress = new Progress("loan desk", files.Sum(f => new FileInfo(f).Length) / 9);
        foreach (var happened in import.ReadInTimeOrder(files))
        {
            next ??= NextMorning(book.Calendar, book.Calendar.DateOf(new Instant(happened.TimeMs)));
            while (happened.TimeMs > next.Value.UnixMilliseconds)
            {
                simulation.AdvanceTo(next.Value);
                TakeWorkList(QueueReader.Read(simulation.Store, book, Owner, next.Value), book.Calendar.DateOf(next.Value), ranking);
                next = NextMorning(book.Calendar, book.Calendar.DateOf(next.Value));
            }
            simulation.Feed(happened.Json.Span, happened.TimeMs);
            progress.At(++read);
        }
        simulation.Finish();
        return ranking;
    }

    private static void TakeWorkList(QueueView queue, DateOnly day, List<WorkListRank> ranking)
    {
        var rank = 0;
        foreach (var entry in queue.Today.Concat(queue.Backlog)) ranking.Add(new WorkListRank(day, ++rank, entry.Customer!));
    }

    private static Instant NextMorning(BankCalendar calendar, DateOnly after)
    {
        var day = calendar.AddWorkdays(after, 1);
        return calendar.AtLocal(day, WorkListHour * 60);
    }

    private static ImportMapping? Mapping(string sample)
    {
        var problems = new ProblemList();
        var path = Path.Combine(sample, "mapping.json");
        var mapping = ImportMapping.Parse(new SourceFile(path, File.ReadAllText(path)), problems);
        foreach (var problem in problems.Sorted()) System.Console.Error.WriteLine(problem);
        return problems.Count == 0 ? mapping : null;
    }

    private static void Write(string output, List<WorkListRank> ranking)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(output)) is { } folder) Directory.CreateDirectory(folder);
        using var file = new StreamWriter(output) { NewLine = "\n" };
        file.WriteLine("day,rank,case_id");
        foreach (var row in ranking) file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row.Day:yyyy-MM-dd},{row.Rank},{row.Case}"));
    }
}
