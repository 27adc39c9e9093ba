using CsCheck;
using Nba.Engine.Campaigns;
using Nba.Engine.Vocabulary;
using Nba.House;

namespace Nba.Engine.Tests.Campaigns;

/// <summary>Who is kept out: of one campaign, to measure it, and of all campaigns, to measure them together.</summary>
[Course(13)]
public sealed class HoldOutTests
{
    private const string Customer = "c1";

    /// <summary>Places that may never move: whoever was held out must stay so.</summary>
    [Theory]
    [InlineData("spring", "hold-out", "c1", 89)]
    [InlineData("spring", "roll-out", "c1", 74)]
    [InlineData("control-2026", "control-group", "c1", 24)]
    [InlineData("control-2026", "control-group", "K0003342", 15)]
    [InlineData("travel-season", "hold-out", "case", 67)]
    [InlineData("出行季", "hold-out", "客户七", 53)]
    public void A_customers_place_is_the_same_for_ever_and_on_every_machine(string name, string purpose, string customer, int place) =>
        Assert.Equal(place, CampaignBook.Share(name, purpose, customer));

    [Fact]
    public void A_place_is_a_hash_of_fixed_bytes_and_not_of_a_machines_memory() =>
        Gen.Select(Gen.String, Gen.OneOf("hold-out", "roll-out"), Gen.String[Gen.Char, 0, 200]).Sample((name, purpose, customer) =>
        {
            static ulong Hash(string text, long seed) => System.IO.Hashing.XxHash3.HashToUInt64([.. text.SelectMany(c => new[] { (byte)c, (byte)(c >> 8) })], seed);
            Assert.Equal((int)(Hash(customer, (long)Hash(name, (long)Hash(purpose, 0))) % 100), CampaignBook.Share(name, purpose, customer));
        });

    [Fact]
    public void Being_held_out_of_one_says_nothing_about_another()
    {
        var both = Enumerable.Range(0, 20_000).Count(i => CampaignBook.Share("spring", "hold-out", $"c{i}") < 20 && CampaignBook.Share("control", "control-group", $"c{i}") < 20);
        Assert.InRange(both, 700, 900);
    }

    [Fact]
    public void A_customer_of_a_control_group_gets_no_campaigns_action_and_every_other()
    {
        using var scene = CampaignFiles.Talking(CampaignFiles.Book(holdOut: Group(Of(inside: true))));
        Assert.Equal(Reason.InControlGroup, scene.Why(CampaignFiles.Talk));
        Assert.Null(scene.Find(CampaignFiles.Talk));
        Assert.Contains(Of(inside: true), System.Text.Encoding.UTF8.GetString(scene.Last.Record.Span), StringComparison.Ordinal);
        scene.Event("2026-03-06", "complaint.received");
        Assert.Equal(["complaint-call"], scene.Queue("anna"));
    }

    [Fact]
    public void A_customer_outside_the_group_is_served() => Assert.Equal([CampaignFiles.Talk], CampaignFiles.Talking(CampaignFiles.Book(holdOut: Group(Of(inside: false)))).Queue("anna"));

    [Theory]
    [InlineData(", \"to\": \"2026-03-04\"", false)]
    [InlineData(", \"to\": \"2026-03-05\"", true)]
    [InlineData(", \"from\": \"2026-03-05\"", true)]
    [InlineData(", \"from\": \"2026-03-06\"", false)]
    public void A_group_is_kept_out_on_its_days(string days, bool kept)
    {
        using var scene = CampaignFiles.Talking(CampaignFiles.Book(holdOut: Group(Of(inside: true), days)));
        Assert.Equal(kept ? Reason.InControlGroup : Reason.Passed, scene.Why(CampaignFiles.Talk));
    }

    [Fact]
    public void What_stands_when_a_group_begins_is_withdrawn_without_a_trace_and_comes_back_when_it_is_over()
    {
        using var scene = CampaignFiles.Talking(CampaignFiles.Book(", \"whenOff\": \"keep\"", holdOut: Group(Of(inside: true), ", \"from\": \"2026-03-07\", \"to\": \"2026-03-08\"")));
        Assert.Equal([CampaignFiles.Talk], scene.Queue("anna"));
        scene.Ticks("2026-03-05", "2026-03-07");
        Assert.Null(scene.Find(CampaignFiles.Talk));
        Assert.Empty(scene.State.Actions.Ended);
        scene.Ticks("2026-03-07", "2026-03-09");
        scene.Event("2026-03-09", "interest.shown", CampaignFiles.Asked);
        Assert.Equal([CampaignFiles.Talk], scene.Queue("anna"));
    }

    [Fact]
    public void The_flag_answers_before_the_group_and_the_group_before_the_campaigns_own_hold_out()
    {
        var (inside, facts, today) = (Group(Of(inside: true)), new Nba.Engine.Expressions.Row(TestBook.Default.Vocabulary.Facts.Count), Scene.Day("2026-03-05"));
        Reason Ask(RuleBook book) => book.Campaigns.Check(book.Campaigns.Find("spring")!, Customer, facts, today);
        Assert.Equal(Reason.CampaignOff, Ask(CampaignFiles.Book(enabled: false, holdOut: inside)));
        Assert.Equal(Reason.InControlGroup, Ask(CampaignFiles.Book(", \"holdOut\": 50", holdOut: inside)));
        Assert.Equal(CampaignBook.Share("spring", "hold-out", Customer) < 50 ? Reason.HeldOut : Reason.Passed, Ask(CampaignFiles.Book(", \"holdOut\": 50")));
    }

    private static string Of(bool inside) => Enumerable.Range(0, 100).Select(i => $"control-{i}").First(n => CampaignBook.Share(n, "control-group", Customer) < 50 == inside);

    private static string Group(string name, string days = "") => $$"""{"controlGroups": [{"name": "{{name}}", "zh": "对照组", "en": "Control group", "percent": 50{{days}}}]}""";
}
