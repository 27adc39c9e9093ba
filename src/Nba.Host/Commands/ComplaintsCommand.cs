using System.CommandLine;
using System.Globalization;
using Nba.Host.Api;
using Nba.Host.Import;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Commands;

/// <summary><c>nba complaints</c>: real consumer complaints through the sample desk, and the due days of its replies checked against the statute's calendar.</summary>
internal static class ComplaintsCommand
{
    private const int LastHour = 23;

    public static Command Build()
    {
        var folder = new Argument<string>("folder") { Description = "Folder with cfpb_*.csv.gz in the columns of the CFPB's complaint database.", DefaultValueFactory = _ => DefaultFolder() };
        var sample = new Option<string>("--rules") { Description = "Folder of the desk's files.", DefaultValueFactory = _ => "samples/complaints" };
        var command = new Command("complaints", "Replay consumer complaints in working days and check when their replies are due.") { folder, sample };
        command.SetAction(parsed => SampleReplay.Run(parsed.GetValue(sample)!, parsed.GetValue(folder)!, replay => Check(replay, System.Console.Out)));
        return command.WithExamples("nba complaints ../data/cfpb");
    }

    private static string DefaultFolder() => Path.Combine(Environment.GetEnvironmentVariable("NBA_DATA") ?? Path.Combine("..", "shared", "data"), "cfpb");

    /// <summary>Replays, checks, and says what was found; its last line is for programs.</summary>
    internal static int Check(SampleReplay replay, TextWriter output)
    {
        var calendar = replay.Book.Calendar;
        var dues = new HashSet<ReplyDue>();
        var steps = new Dictionary<UInt128, string>();
        // Looked at in the last hour of every day, before the next one's tick: what was raised on it stands there as the engine committed it.
        StatisticsAnswer? counted = null;
        replay.Play("complaints", after => calendar.AtLocal(calendar.DateOf(after.Plus(3_600_000)), LastHour * 60), (store, _) => Look(store, dues, steps), store =>
        {
            Look(store, dues, steps);
            counted = new StatisticsQueries(new Queries(store, TimeProvider.System), new StatisticsReader(store)).All(new Period(null, null), "en");
        });
        foreach (var statistic in counted?.Statistics ?? []) output.WriteLine(new StatisticsPrinter(statistic).Text());
        var score = ReplyDueScore.Of(replay.Files, dues);
        foreach (var fault in replay.Report.Faults.Take(10)) Speech.Aside(fault.Told);
        foreach (var difference in score.Differences) System.Console.Error.WriteLine(difference);
        output.WriteLine($"import: {replay.Report}");
        output.WriteLine($"steps that stood at the end of a day: {string.Join(", ", steps.Values.CountBy(s => s).OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => $"{s.Key} {s.Value}"))}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"complaints {replay.Report.Rows} refused {replay.Refused} due {score.Due} equal {score.Equal}"));
        // A run in which nothing fell due has checked nothing.
        return replay.Refused == 0 && score.Due > 0 && score.Equal == score.Due ? CommandLine.Ok : CommandLine.FaultsFound;
    }

    private static void Look(Store store, HashSet<ReplyDue> dues, Dictionary<UInt128, string> steps)
    {
        var records = QueueReader.Live(store).ToList();
        dues.UnionWith(ReplyDueScore.Seen(records));
        foreach (var record in records) steps[record.Id] = record.Action;
    }
}
