using Nba.Host.Import;

namespace Nba.Host.Tests.Import;

/// <summary>The figures were worked out once by the scoring script that stands beside the data; this scoring must agree with it.</summary>
public sealed class WorkListScoreTests
{
    private const string MadeUp = "8 days 2012-01-27..2012-02-07, 419 case-days, base rate 0.064, left out 81: AUC 0.381  P@20 0.037  P@50 0.063";

    [Fact]
    public void Figures_on_made_up_cases_agree_with_the_scoring_script()
    {
        var folder = LoanLog.Folder(("events.csv.gz", LoanLog.MadeUp()));
        try
        {
            var score = WorkListScore.Of([Path.Combine(folder.FullName, "events.csv.gz")], WorkListScore.ReadRanking(new StringReader(LoanLog.Ranking())))!;

            Assert.Equal(MadeUp, score.ToString());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Files_of_one_log_are_scored_together()
    {
        var lines = LoanLog.MadeUp().Split('\n');
        var folder = LoanLog.Folder(("events-1.csv", string.Join('\n', lines[..200]) + "\n"), ("events-2.csv.gz", LoanLog.Header + "\n" + string.Join('\n', lines[200..])));
        try
        {
            var score = WorkListScore.Of(Directory.EnumerateFiles(folder.FullName), WorkListScore.ReadRanking(new StringReader(LoanLog.Ranking())))!;

            Assert.Equal(MadeUp, score.ToString());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_log_too_short_to_score_has_no_figures()
    {
        var folder = LoanLog.Folder(("events.csv", LoanLog.Header + "\n7,2012-01-02T00:00:00.000+00:00,500,2012-01-02T00:00:00.000+00:00,O_SENT,COMPLETE,1\n"));
        try
        {
            Assert.Null(WorkListScore.Of(Directory.EnumerateFiles(folder.FullName), []));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_ranking_with_a_broken_row_says_where()
    {
        var fault = Assert.Throws<InvalidDataException>(() => WorkListScore.ReadRanking(new StringReader("day,rank,case_id\n2012-01-17,first,173688\n")).ToList());

        Assert.Contains("line 2", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cases_by_id_on_the_real_log_agree_with_the_scoring_script()
    {
        var files = Directory.EnumerateFiles(LoanLog.Real(), "events*.csv.gz").ToList();
        Assert.SkipUnless(files.Count == 1 && files[0].EndsWith("events_2011-10_2012-01.csv.gz", StringComparison.Ordinal), "The figures were worked out on the log from October 2011 to January 2012.");

        var score = WorkListScore.Of(files, ByLastDigits(files[0]))!;

        Assert.Equal("25 days 2011-12-21..2012-01-24, 14347 case-days, base rate 0.146, left out 1476: AUC 0.480  P@20 0.094  P@50 0.113", score.ToString());
    }

    // A ranking anybody can make again: every day the cases in the order of their ids read backwards; ids that end in 4 are left out.
    private static List<WorkListRank> ByLastDigits(string file)
    {
        using var table = new CsvTable(file);
        var ids = new SortedSet<string>(StringComparer.Ordinal);
        while (table.Next()) ids.Add(new string([.. table[table.Column("case_id")].Reverse()]));
        var ranks = new List<WorkListRank>();
        for (var day = new DateOnly(2011, 12, 21); day < new DateOnly(2012, 1, 25); day = day.AddDays(1))
            ranks.AddRange(ids.Where(i => i[0] != '4').Select((id, i) => new WorkListRank(day, i + 1, new string([.. id.Reverse()]))));
        return ranks;
    }
}
