using System.CommandLine;
using System.Globalization;
using Nba.Engine.Queues;
using Nba.Host.Import;
using Nba.Host.Stages;

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
        command.SetAction(parsed => SampleReplay.Run(parsed.GetValue(sample)!, parsed.GetValue(folder)!, replay => Work(replay, parsed.GetValue(output)!)));
        return command.WithExamples("nba loan-desk ../data/bpi2012");
    }

    private static int Work(SampleReplay replay, string output)
    {
        var calendar = replay.Book.Calendar;
        var ranking = new List<WorkListRank>();
        // Each weekday at 07:00 the desk's queue is its work-list.
        replay.Play(
            "loan desk",
            after => calendar.AtLocal(calendar.AddWorkdays(calendar.DateOf(after), 1), WorkListHour * 60),
            (store, at) => TakeWorkList(QueueReader.Read(store, replay.Book, Owner, at), calendar.DateOf(at), ranking));
        Write(output, ranking);
        if (WorkListScore.Of(replay.Files, ranking) is not { } score) return CommandLine.Wrong($"the log is too short to score: it has no day that ends a week before it does");
        Speech.Line($"import: {replay.Report}");
        Speech.Line($"work-lists: {output}");
        Speech.Line($"score: {score}");
        Speech.Line($"events {replay.Report.Rows} refused {replay.Refused} P@20 {score.PrecisionAt20:F3}");
        return replay.Refused == 0 ? CommandLine.Ok : CommandLine.FaultsFound;
    }

    private static void TakeWorkList(QueueView queue, DateOnly day, List<WorkListRank> ranking)
    {
        var rank = 0;
        foreach (var entry in queue.Today.Concat(queue.Backlog)) ranking.Add(new WorkListRank(day, ++rank, entry.Customer!));
    }

    private static void Write(string output, List<WorkListRank> ranking)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(output)) is { } folder) Directory.CreateDirectory(folder);
        using var file = new StreamWriter(output) { NewLine = "\n" };
        file.WriteLine("day,rank,case_id");
        foreach (var row in ranking) file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row.Day:yyyy-MM-dd},{row.Rank},{row.Case}"));
    }
}
