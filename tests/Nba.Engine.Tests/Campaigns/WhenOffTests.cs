using Nba.Engine.Actions;
using Nba.Engine.Vocabulary;
using Nba.House;

namespace Nba.Engine.Tests.Campaigns;

/// <summary>What becomes of an open action when its campaign is switched off, by a new book or by the end of its window.</summary>
[Course(13)]
public sealed class WhenOffTests
{
    public static TheoryData<string, bool, bool> Ways => new MatrixTheoryData<string, bool, bool>(["", ", \"whenOff\": \"withdraw\"", ", \"whenOff\": \"keep\""], [true, false], [true, false]);

    [Theory, MemberData(nameof(Ways))]
    public void An_open_action_is_withdrawn_or_kept_as_the_campaign_says_and_an_accepted_one_stays_and_is_flagged(string whenOff, bool accepted, bool byBook)
    {
        var keeps = whenOff.Contains("keep", StringComparison.Ordinal);
        using var on = CampaignFiles.Talking(CampaignFiles.Book(whenOff));
        Assert.Equal([CampaignFiles.Talk], on.Queue("anna"));
        Assert.Equal("spring", on.Records[^1].Campaign);
        if (accepted) on.Answer("2026-03-05T11:00", on.Open(CampaignFiles.Talk), "accepted");

        using var off = Off(on, whenOff, byBook);

        if (!accepted && !keeps)
        {
            Assert.Null(off.Find(CampaignFiles.Talk));
            Assert.Empty(off.Queue("anna"));
            Assert.Equal((true, Reason.CampaignOff), (off.Records[^1].Withdrawn, off.Records[^1].Reason));
            Assert.Empty(off.State.Actions.Ended);
            return;
        }
        Assert.Equal(ActionStatus.Live, off.Status(CampaignFiles.Talk));
        var shown = Assert.Single(Assert.Single(off.Queues, q => q.Owner == "anna").Standing);
        Assert.Equal((accepted, keeps ? null : Reason.CampaignOff), (shown.Accepted, shown.Flag));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_flag_goes_when_the_campaign_comes_back(bool byBook)
    {
        using var on = CampaignFiles.Talking(CampaignFiles.Book());
        on.Answer("2026-03-05T11:00", on.Open(CampaignFiles.Talk), "accepted");
        using var off = Off(on, "", byBook);
        using var again = off.Under(CampaignFiles.Book(filters: ""));
        again.Entry(JournalKind.Book, Scene.At("2026-03-11T12:00"));
        Assert.Equal((Reason.Refreshed, null), (again.Records[^1].Reason, again.Records[^1].Flag));
    }

    [Theory, MemberData(nameof(Ways))]
    public void Nothing_new_is_raised_by_a_campaign_that_is_off(string whenOff, bool accepted, bool byBook)
    {
        using var on = new Scene(CampaignFiles.Book(whenOff)).Known("2026-03-01");
        using var off = Off(on, whenOff, byBook);
        off.Event("2026-03-11T10:00", "interest.shown", CampaignFiles.Asked);
        if (accepted) off.Tick("2026-03-12");
        Assert.Null(off.Find(CampaignFiles.Talk));
        Assert.Equal(Reason.CampaignOff, off.Why(CampaignFiles.Talk) ?? Reason.CampaignOff);
    }

    [Fact]
    public void A_customer_who_leaves_the_roll_out_loses_the_action_even_where_it_is_kept_when_off()
    {
        const string For = """{"name": "Segment", "parameters": {"any": "private"}}""";
        var book = CampaignFiles.Book(", \"whenOff\": \"keep\"", For);
        using var scene = new Scene(book).Known("2026-03-01");
        scene.Event("2026-03-02", "balance.reported", """{"balance": 2000000}""");
        scene.Event("2026-03-03", "interest.shown", CampaignFiles.Asked);
        Assert.Equal(ActionStatus.Live, scene.Status(CampaignFiles.Talk));
        scene.Event("2026-03-04", "balance.reported", """{"balance": 100}""");
        Assert.Equal((ActionStatus.Lapsed, Reason.CampaignNotForCustomer), (scene.Status(CampaignFiles.Talk), scene.Open(CampaignFiles.Talk).Why));
    }

    [Theory, MemberData(nameof(Ways))]
    public void A_queue_leaves_it_out_at_once_before_its_customer_is_decided(string whenOff, bool accepted, bool byBook)
    {
        using var on = CampaignFiles.Talking(CampaignFiles.Book(whenOff));
        if (accepted) on.Answer("2026-03-05T11:00", on.Open(CampaignFiles.Talk), "accepted");
        var (queue, book) = (on.Queues.Single(q => q.Owner == "anna"), byBook ? CampaignFiles.Book(whenOff, enabled: false) : on.Book);

        int Shown(string day)
        {
            var view = queue.View(DateOnly.Parse(day, null).DayNumber, Scene.At(day + "T08:00").UnixMilliseconds, 9, [0, 0, 0, 0, 0], campaigns: book.Campaigns);
            return view.Today.Count + view.Withheld;
        }

        Assert.Equal(accepted || whenOff.Contains("keep", StringComparison.Ordinal) ? 1 : 0, Shown("2026-03-11"));
        if (!byBook) Assert.Equal(1, Shown("2026-03-10"));
    }

    private static Scene Off(Scene on, string whenOff, bool byBook)
    {
        if (byBook)
        {
            var off = on.Under(CampaignFiles.Book(whenOff, enabled: false));
            off.Entry(JournalKind.Book, Scene.At("2026-03-06T12:00"));
            return off;
        }
        on.Ticks("2026-03-05", "2026-03-11");
        return on.Under(on.Book);
    }
}
