using Nba.Engine.Vocabulary;

namespace Nba.Engine.Tests.Root;

/// <summary>When the days to come follow from what is stored alone.</summary>
public sealed class OutlookTests
{
    private static readonly Lazy<RuleBook> Fed = new(() => TestBook.With(("vocabulary.json", TestBook.Vocabulary
        .Replace("\"events\": {", "\"feeds\": {\"payroll\": {\"lagDays\": 2}}, \"events\": {", StringComparison.Ordinal)
        .Replace("\"salary.credited\": {\"id\": 2,", "\"salary.credited\": {\"id\": 2, \"source\": \"payroll\",", StringComparison.Ordinal))));

    [Fact]
    public void Of_a_bank_of_which_nothing_was_said_it_is_clear()
    {
        Assert.True(IsClear(Circumstances.Live, "2026-03-02"));
    }

    [Fact]
    public void Before_go_live_it_is_not()
    {
        Assert.False(IsClear(Circumstances.Live with { AwaitsGoLive = true }, "2026-03-02"));
    }

    [Fact]
    public void Until_the_customers_turn_it_is_not()
    {
        Assert.False(IsClear(Circumstances.Live, "2026-03-02", turn: Scene.Day("2026-03-09").DayNumber));
    }

    [Theory]
    [InlineData("2026-03-08", "2026-03-10", true)]
    [InlineData("2026-03-07", "2026-03-10", false)] // behind
    [InlineData("2026-02-28", "2026-03-02", true)]
    [InlineData("2026-02-27", "2026-03-01", false)] // in time, but February does not close before it is complete
    public void It_is_while_sources_are_up_to_date_and_have_closed_the_last_month(string completeTo, string today, bool clear)
    {
        var mark = Circumstances.Live with { Watermarks = Circumstances.Live.Watermarks.SetItem("payroll", Scene.Day(completeTo)) };

        Assert.Equal(clear, IsClear(mark, today));
    }

    [Theory]
    [InlineData(0, 24, "2030-01-01", false)] // salaries: counts for ever
    [InlineData(0, 30, "2026-03-31", false)] // spend30: a window of thirty days
    [InlineData(0, 30, "2026-04-01", true)]
    [InlineData(0, 20, "2026-03-02", true)] // lastSalaryDate: right from the first one on
    public void It_is_once_every_fact_is_known(int entity, int fact, string today, bool clear)
    {
        var since = Circumstances.Live with { FoldedSince = Circumstances.Live.FoldedSince.SetItem(new FactKey(entity, fact), Scene.At("2026-03-02")) };

        Assert.Equal(clear, IsClear(since, today));
    }

    [Fact]
    public void A_fact_of_a_thing_that_is_not_known_clouds_it_too()
    {
        var book = TestBook.With(("vocabulary.json", TestBook.Vocabulary.Replace("\"maturesOn\": {\"id\": 2", "\"times\": {\"id\": 9, \"type\": \"integer\", \"default\": 0, \"zh\": \"次\", \"en\": \"Times\", \"fold\": {\"count\": \"deposit.opened\"}}, \"maturesOn\": {\"id\": 2", StringComparison.Ordinal)));
        var since = Circumstances.Live with { FoldedSince = Circumstances.Live.FoldedSince.SetItem(new FactKey(1, 9), Scene.At("2026-03-02")) };

        Assert.False(IsClear(since, "2026-06-01", book: book));
    }

    private static bool IsClear(Circumstances circumstances, string today, int turn = 0, RuleBook? book = null) =>
        Outlook.Of(book ?? Fed.Value, circumstances, Scene.Day(today)).IsClear(new CustomerState((book ?? Fed.Value).Vocabulary) { Turn = turn });
}
