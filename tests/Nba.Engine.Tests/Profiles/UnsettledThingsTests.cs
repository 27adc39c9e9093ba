using Nba.Engine.Expressions;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Tests.Profiles;

/// <summary>Facts over a customer's things are no surer than the facts of the things that they read.</summary>
public sealed class UnsettledThingsTests
{
    private static readonly FactKey Times = new(1, 9), Salaries = new(0, 24);

    private static readonly string Vocabulary = TestBook.Vocabulary
        .Replace("\"maturesOn\": {\"id\": 2", """
            "times": {"id": 9, "type": "integer", "default": 0, "zh": "次", "en": "Times", "fold": {"count": "deposit.opened"}},
            "month": {"id": 10, "type": "decimal", "zh": "月", "en": "In a month", "fold": {"median": "deposit.opened.amount", "periods": 6, "minPeriods": 1}},
            "lastOn": {"id": 11, "type": "date", "zh": "末", "en": "Last", "fold": {"lastDate": "deposit.opened"}},
            "idle": {"id": 12, "type": "integer", "zh": "闲", "en": "Idle", "daysSince": "lastOn"},
            "maturesOn": {"id": 2
            """.TrimEnd(), StringComparison.Ordinal)
        .Replace("\"shownProduct\"", """
            "deposits": {"id": 60, "type": "integer", "zh": "笔", "en": "Deposits", "over": {"entity": "deposit", "count": true}},
            "mostTimes": {"id": 61, "type": "integer", "zh": "最多", "en": "Most times", "over": {"entity": "deposit", "max": "times"}},
            "anyOften": {"id": 62, "type": "boolean", "zh": "常", "en": "Any often", "over": {"entity": "deposit", "any": true, "where": "item.times >= 2"}},
            "rarely": {"id": 63, "type": "integer", "zh": "少", "en": "How many rarely", "over": {"entity": "deposit", "count": true, "where": "item.times < 2"}},
            "likePaid": {"id": 64, "type": "integer", "zh": "比", "en": "As large as salaries are many", "over": {"entity": "deposit", "count": true, "where": "item.amount >= customer.salaries"}},
            "nextMaturity": {"id": 65, "type": "date", "zh": "到期", "en": "Next maturity", "over": {"entity": "deposit", "min": "maturesOn"}},
            "daysToNext": {"id": 66, "type": "integer", "zh": "天", "en": "Days to it", "daysUntil": "nextMaturity"},
            "idleMost": {"id": 67, "type": "integer", "zh": "闲", "en": "Longest idle", "over": {"entity": "deposit", "max": "idle"}},
            "idleOnes": {"id": 68, "type": "integer", "zh": "闲", "en": "How many idle", "over": {"entity": "deposit", "count": true, "where": "item.idle >= 30"}},
            "monthMost": {"id": 69, "type": "decimal", "zh": "月", "en": "Most in a month", "over": {"entity": "deposit", "max": "month"}},
            "shownProduct"
            """.TrimEnd(), StringComparison.Ordinal)
        .Replace("\"events\": {", "\"feeds\": {\"deposits\": {\"lagDays\": 1}}, \"events\": {", StringComparison.Ordinal)
        .Replace("\"deposit.opened\": {\"id\": 4,", "\"deposit.opened\": {\"id\": 4, \"source\": \"deposits\",", StringComparison.Ordinal)
        .Replace("\"deposit.closed\": {\"id\": 5,", "\"deposit.closed\": {\"id\": 5, \"source\": \"deposits\",", StringComparison.Ordinal);

    private static readonly Lazy<RuleBook> Book = new(() => Asking("customer.anyOften"));

    [Theory]
    [InlineData("mostTimes", true, false)]
    [InlineData("anyOften", true, false)]
    [InlineData("rarely", true, false)]
    [InlineData("deposits", false, false)]
    [InlineData("nextMaturity", false, false)]
    [InlineData("likePaid", false, true)]
    public void It_is_unknown_while_a_fact_that_it_reads_is(string name, bool byTimes, bool bySalaries)
    {
        using var scene = Twice();
        Assert.NotNull(Read(scene, Circumstances.Live, name));
        Assert.Equal(byTimes, Read(scene, Since(Times), name) is null);
        Assert.Equal(bySalaries, Read(scene, Since(Salaries), name) is null);
    }

    [Fact]
    public void A_line_on_it_does_not_hold_either_way_and_nothing_is_raised_until_the_backfill()
    {
        foreach (var line in new[] { "customer.anyOften", "!customer.anyOften", "customer.rarely == 0", "customer.rarely != 0" })
        {
            using var scene = Twice(Asking(line));
            scene.Decider.Circumstances = Since(Times);
            scene.Ticks("2026-03-02", "2026-03-20");
            Assert.Null(scene.Find("often-call"));
            scene.Entry(JournalKind.Backfill, Scene.At("2026-03-20"), FactKey.Write([Times]));
            scene.Tick("2026-03-21");
            Assert.Equal(line is "customer.anyOften" or "customer.rarely == 0", scene.Find("often-call") is not null);
        }
    }

    [Theory]
    [InlineData("customer.daysToNext <= 14", true)]
    [InlineData("customer.nextMaturity <= today.date", true)]
    [InlineData("customer.nextMaturity != null", false)]
    [InlineData("customer.deposits == 0", false)]
    [InlineData("customer.rarely > 0", false)]
    [InlineData("customer.idleMost >= 30", true)]
    [InlineData("customer.idleOnes > 0", true)]
    [InlineData("customer.monthMost >= 5", true)]
    public void A_line_on_it_depends_by_absence_on_the_sources_of_the_things(string line, bool depends)
    {
        var book = Asking(line);

        Assert.Equal(depends ? book.Vocabulary.Feed("deposits")!.Bit : 0, new AbsenceReads(book).Of(book.Rules.Find("often")!.Lines[0]));
    }

    [Fact]
    public void While_the_source_is_behind_a_rule_on_it_raises_nothing_and_says_why()
    {
        using var scene = Twice(Asking("customer.idleOnes > 0"));
        scene.Report("2026-03-31", "deposits", "2026-03-30");
        scene.Ticks("2026-03-31", "2026-04-03"); // thirty days are over on 1 April, and the source is complete to 30 March
        Assert.Null(scene.Find("often-call"));
        Assert.Equal(Reason.SourceBehind, scene.Why("often-call"));
        scene.Report("2026-04-03T10:00", "deposits", "2026-04-02");

        Assert.Equal(Scene.Day("2026-04-03").DayNumber, scene.Open("often-call").RaisedOn);
    }

    [Theory]
    [InlineData("2026-03-30", null)]
    [InlineData("2026-03-31", 8000_0000L)]
    public void A_month_of_things_closes_for_it_when_the_source_is_complete_to_its_end(string completeTo, long? most)
    {
        using var scene = Twice();

        Assert.Equal(most, Read(scene, Circumstances.Live with { Watermarks = Circumstances.Live.Watermarks.SetItem("deposits", Scene.Day(completeTo)) }, "monthMost", "2026-04-01"));
    }

    private static RuleBook Asking(string line) => TestBook.With(("vocabulary.json", Vocabulary),
        ("more.json", $$"""{"WorkflowName": "more", "Rules": [{"RuleName": "often", "Expression": {{TestBook.Quote(line)}}, "Properties": {"on": "daily", "action": {"id": "often-call", "purpose": "service", "channel": "phone"} } }]}"""),
        ("texts/more.json", TestBook.Texts("often-call")));

    private static Circumstances Since(FactKey key) => Circumstances.Live with { FoldedSince = Circumstances.Live.FoldedSince.SetItem(key, Scene.At("2026-03-01")) };

    // One deposit that was spoken of twice on one day.
    private static Scene Twice(RuleBook? book = null)
    {
        var scene = new Scene(book ?? Book.Value).Known("2026-02-27");
        foreach (var hour in new[] { "09", "10" }) scene.Event($"2026-03-02T{hour}:00", "deposit.opened", """{"deposit": "d1", "amount": 4000, "maturesOn": "2027-03-20"}""");
        return scene;
    }

    // As a decider reads it: its frame takes the day's outlook.
    private static long? Read(Scene scene, Circumstances circumstances, string name, string day = "2026-03-03")
    {
        var (book, today) = (scene.Book, Scene.Day(day));
        var (frame, outlook) = (new Frame { Customer = new Row(book.Vocabulary.Facts.Count) }, Outlook.Of(book, circumstances, today));
        frame.Customer.Unsettled = outlook.Customer;
        new FrameView(book, frame).Begin(outlook);
        book.Facts.Fill(scene.State.Profile, today, book.Calendar.StartOf(today), frame);
        var fact = book.Vocabulary.Fact(name)!;
        return frame.Customer.Has(fact.Index) ? frame.Customer.Value(fact.Index) : null;
    }
}
