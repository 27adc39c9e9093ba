using System.Text;
using System.Text.Json;
using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Engine.Events;
using Nba.Engine.Sources;
using Nba.Host.Commands;
using Nba.Host.Import;
using Nba.Host.RuleFiles;
using Nba.House;

namespace Nba.Host.Tests.Import;

/// <summary>A third bank without a line of C#: the files of samples/complaints, its calendar, and when its replies are due.</summary>
[Course(11)]
public sealed class ComplaintsTests
{
    private static readonly string Sample = Path.Combine(Repository.Root, "samples", "complaints");

    [Fact]
    public void Its_calendar_is_the_statutes_on_every_day_it_knows()
    {
        var calendar = Book().Calendar;
        var days = Enumerable.Range(0, 21 * 366).Select(i => new DateOnly(2010, 1, 1).AddDays(i)).Where(d => d.Year <= 2030).ToList();

        Findings.None(days.Where(d => calendar.IsWorkday(d) != FederalHolidays.IsWorkday(d)).Select(d => $"{d:yyyy-MM-dd}: the calendar says worked = {calendar.IsWorkday(d)}"));
        Findings.None(days.Where(calendar.IsAssumed).Select(d => $"{d:yyyy-MM-dd} is assumed"));
        Assert.Equal("America/New_York", calendar.Zone.Id);
    }

    [Fact]
    public void What_came_of_a_complaint_happens_when_it_is_certain_and_on_no_day_before()
    {
        var (received, sent) = (new DateOnly(2014, 10, 20), new DateOnly(2014, 10, 24));
        var events = Events(ComplaintTable.Row(1, received, sent, "Closed", timely: true, "Yes") + ComplaintTable.Row(2, received, sent, "Untimely response", timely: false, ""));

        Assert.Equal(
            [
                "1 customer.assigned 2014-10-20", "1 complaint.received 2014-10-20", "2 customer.assigned 2014-10-20", "2 complaint.received 2014-10-20",
                "1 complaint.sent 2014-10-24", "2 complaint.sent 2014-10-24",
                "1 complaint.response 2014-11-09", "2 complaint.overdue 2014-11-09",
                "1 complaint.disputed 2014-12-09", "2 complaint.response 2014-12-24",
            ],
            events);
    }

    [Fact]
    public void A_table_whose_days_are_known_is_replayed_and_every_reply_is_due_on_the_statutes_day()
    {
        var (code, lines) = Replay(Sample, ComplaintTable.MadeUp(40));

        Assert.Equal("complaints 40 refused 0 due 40 equal 40", lines[^1]);
        Assert.Equal(CommandLine.Ok, code);
        // Counted by product and by issue as the sample's file declares.
        Assert.StartsWith("Complaints by product · all · as of ", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, l => l.StartsWith("Complaints by issue", StringComparison.Ordinal));
        Assert.Equal(2, lines.Count(l => l.StartsWith("Total ", StringComparison.Ordinal) && l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1] == "40"));
    }

    [Fact]
    public void A_rule_that_counts_otherwise_is_found_out()
    {
        var sample = Directory.CreateTempSubdirectory("nba-complaints-");
        try
        {
            foreach (var file in Repository.Files("samples/complaints", ".json"))
            {
                var copy = Path.Combine(sample.FullName, Path.GetRelativePath("samples/complaints", file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.WriteAllText(copy, Repository.Read(file).Replace("item.receivedOn + 10wd", "item.receivedOn + 14d", StringComparison.Ordinal));
            }

            var (code, lines) = Replay(sample.FullName, ComplaintTable.MadeUp(40));

            // Two weeks are ten working days but over 3 July, and from a weekend.
            Assert.Equal("complaints 40 refused 0 due 40 equal 20", lines[^1]);
            Assert.Equal(CommandLine.FaultsFound, code);
        }
        finally
        {
            sample.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_row_that_is_refused_fails_the_run_and_one_that_lacks_its_empty_end_does_not()
    {
        var row = ComplaintTable.Row(9, new DateOnly(2015, 6, 1), new DateOnly(2015, 6, 1), "Closed", timely: true, "").TrimEnd()[..^1] + "\r\n";

        Assert.Equal("complaints 4 refused 0 due 4 equal 4", Replay(Sample, ComplaintTable.MadeUp(3) + row).Lines[^1]);

        var (code, lines) = Replay(Sample, ComplaintTable.MadeUp(3) + row.Replace("Closed", "Closed somehow", StringComparison.Ordinal));
        Assert.Equal("complaints 4 refused 1 due 3 equal 3", lines[^1]);
        Assert.Equal(CommandLine.FaultsFound, code);
    }

    [Fact]
    public void Every_real_complaint_is_taken_and_every_reply_is_due_on_the_statutes_day()
    {
        var output = new StringWriter();

        var code = SampleReplay.Run(Sample, RealData.Folder("cfpb"), replay => ComplaintsCommand.Check(replay, output));

        var words = Lines(output)[^1].Split(' ');
        Assert.Equal(CommandLine.Ok, code);
        Assert.Equal(["complaints", words[1], "refused", "0", "due", words[1], "equal", words[1]], words);
    }

    private static (int Code, string[] Lines) Replay(string sample, string table)
    {
        var folder = LoanLog.Folder(("cfpb_1.csv.gz", table));
        try
        {
            var output = new StringWriter();
            return (SampleReplay.Run(sample, folder.FullName, replay => ComplaintsCommand.Check(replay, output)), Lines(output));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string[] Lines(StringWriter output) => output.ToString().ReplaceLineEndings("\n").TrimEnd().Split('\n');

    // Each event as "customer type day"; the vocabulary must take it.
    private static List<string> Events(string rows)
    {
        var problems = new ProblemList();
        var mapping = ImportMapping.Parse(new SourceFile("mapping.json", Repository.Read("samples/complaints/mapping.json")), problems)!;
        Assert.Empty(problems.Sorted());
        var folder = LoanLog.Folder(("cfpb_1.csv.gz", ComplaintTable.Header + "\r\n" + rows));
        try
        {
            var (book, import, events) = (Book(), new CsvImport(mapping), new List<string>());
            var activity = new Activity(book.Vocabulary);
            foreach (var happened in import.ReadInTimeOrder(CsvImport.FilesOf(folder.FullName, mapping)))
            {
                Assert.Null(book.Reader.Read(happened.Json, new Instant(happened.TimeMs), activity));
                using var json = JsonDocument.Parse(Encoding.UTF8.GetString(happened.Json.Span));
                events.Add($"{json.RootElement.GetProperty("subject")} {json.RootElement.GetProperty("type")} {book.Calendar.DateOf(new Instant(happened.TimeMs)):yyyy-MM-dd}");
            }
            return events;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static RuleBook Book()
    {
        var load = RuleFolder.Load(Sample);
        Assert.Empty(load.Problems);
        return load.Book!;
    }
}
