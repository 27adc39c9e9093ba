using Nba.Host.Import;
using Nba.House;

namespace Nba.Host.Tests.Import;

[Course(11)]
public sealed class ReplyDueScoreTests : IDisposable
{
    private readonly DirectoryInfo _folder = LoanLog.Folder(("cfpb_1.csv.gz", ComplaintTable.MadeUp(30)));

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_tenth_working_day_is_right_however_often_it_was_seen()
    {
        var score = Score(new ReplyDue(1, "500", new DateOnly(2015, 6, 15)), new ReplyDue(1, "500", new DateOnly(2015, 6, 15)), new ReplyDue(2, "520", new DateOnly(2015, 7, 6)));

        Assert.Equal((2, 2), (score.Due, score.Equal));
        Assert.Empty(score.Differences);
    }

    [Fact]
    public void A_day_off_is_told()
    {
        var score = Score(new ReplyDue(1, "500", new DateOnly(2015, 6, 15)), new ReplyDue(2, "520", new DateOnly(2015, 7, 3)));

        Assert.Equal((2, 1), (score.Due, score.Equal));
        Assert.Equal(["complaint 520 of 2015-06-21 is due 2015-07-06; the engine says 2015-07-03"], score.Differences);
    }

    [Fact]
    public void A_due_day_that_was_wrong_once_is_wrong() =>
        Assert.Equal(0, Score(new ReplyDue(1, "500", new DateOnly(2015, 6, 15)), new ReplyDue(1, "500", new DateOnly(2015, 6, 16))).Equal);

    [Fact]
    public void A_complaint_of_no_file_is_told() => Assert.Equal(["complaint 7 is in no file"], Score(new ReplyDue(1, "7", new DateOnly(2015, 6, 15))).Differences);

    private ReplyDueScore Score(params ReplyDue[] seen) => ReplyDueScore.Of(_folder.EnumerateFiles().Select(f => f.FullName), seen);
}
