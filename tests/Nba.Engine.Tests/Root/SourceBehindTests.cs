using Nba.Engine.Actions;
using Nba.Engine.Expressions;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Tests.Root;

/// <summary>A source that is behind proves nothing by its silence.</summary>
public sealed class SourceBehindTests
{
    private static readonly Lazy<RuleBook> Fed = new(() => TestBook.With(("vocabulary.json", TestBook.Vocabulary
        .Replace("\"events\": {", "\"feeds\": {\"payroll\": {\"lagDays\": 1}, \"cards\": {\"lagDays\": 2}}, \"events\": {", StringComparison.Ordinal)
        .Replace("\"salary.credited\": {\"id\": 2,", "\"salary.credited\": {\"id\": 2, \"source\": \"payroll\",", StringComparison.Ordinal)
        .Replace("\"card.used\": {\"id\": 8,", "\"card.used\": {\"id\": 8, \"source\": \"cards\",", StringComparison.Ordinal))));

    [Fact]
    public void While_the_payroll_file_is_missing_nobody_is_called_and_the_reason_is_kept()
    {
        using var scene = Paid("2026-01-17");
        scene.Report("2026-02-28", "payroll", "2026-02-27");
        scene.Ticks("2026-03-01", "2026-03-05"); // the gap of 45 days is reached on 3 March

        Assert.Null(scene.Find("retention-call"));
        Assert.Equal(Reason.SourceBehind, scene.Why("retention-call"));
    }

    [Fact]
    public void When_it_comes_who_was_paid_is_not_called_and_who_was_not_is_called_the_same_day()
    {
        using var paid = Paid("2026-01-17");
        using var unpaid = Paid("2026-01-17");
        foreach (var scene in new[] { paid, unpaid })
        {
            scene.Report("2026-02-28", "payroll", "2026-02-27");
            scene.Ticks("2026-03-01", "2026-03-05");
            if (scene == paid) scene.Event("2026-03-03T09:00", "salary.credited", """{"amount": 8000}""", arrival: "2026-03-05T09:00");
            scene.Report("2026-03-05T09:30", "payroll", "2026-03-04");
            scene.Tick("2026-03-06");
        }

        Assert.Null(paid.Find("retention-call"));
        Assert.Equal(Scene.Day("2026-03-05").DayNumber, unpaid.Open("retention-call").RaisedOn);
        Assert.Single(unpaid.Records, r => r.Action == "retention-call");
    }

    [Fact]
    public void What_stands_is_neither_withdrawn_nor_escalated_until_the_source_has_caught_up()
    {
        using var scene = Paid("2026-01-10");
        scene.Ticks("2026-02-28", "2026-03-03");
        Assert.Equal(ActionStatus.Live, scene.Status("retention-call"));
        scene.Report("2026-03-03", "payroll", "2026-03-02");
        scene.Ticks("2026-03-03", "2026-03-20");
        scene.Event("2026-03-20", "page.viewed", """{"page": 1}""");

        Assert.Equal(ActionStatus.Live, scene.Status("retention-call"));
        Assert.False(scene.Open("retention-call").Escalated);
        scene.Report("2026-03-20", "payroll", "2026-03-19");
        Assert.True(scene.Open("retention-call").Escalated);
    }

    [Fact]
    public void A_withdrawal_that_the_source_brings_leaves_the_way_free()
    {
        using var scene = Paid("2026-01-10");
        scene.Ticks("2026-02-28", "2026-03-03");
        scene.Report("2026-03-03", "payroll", "2026-03-02");
        scene.Ticks("2026-03-03", "2026-03-06");
        scene.Event("2026-03-05T09:00", "salary.credited", """{"amount": 8000}""", arrival: "2026-03-06T09:00");
        Assert.Equal(ActionStatus.Live, scene.Status("retention-call"));
        scene.Report("2026-03-06T10:00", "payroll", "2026-03-05");

        Assert.Null(scene.Find("retention-call"));
        Assert.Empty(scene.State.Actions.Ended);
    }

    [Fact]
    public void What_an_activity_broke_before_the_source_fell_behind_stays_broken()
    {
        using var scene = Paid("2026-01-10");
        scene.Ticks("2026-02-28", "2026-03-03");
        scene.Report("2026-03-03", "payroll", "2026-03-02");
        scene.Event("2026-03-03T20:00", "salary.credited", """{"amount": 8000}""");
        Assert.Equal(ActionStatus.Lapsed, scene.Status("retention-call"));
        scene.Tick("2026-03-04");

        Assert.Null(scene.Find("retention-call"));
    }

    [Fact]
    public void Consent_ends_an_action_whatever_a_source_says()
    {
        using var scene = Paid("2026-01-10");
        scene.Ticks("2026-02-28", "2026-03-03");
        scene.Report("2026-03-03", "payroll", "2026-03-02");
        scene.Ticks("2026-03-03", "2026-03-06");
        scene.Consent("2026-03-06", "service", "phone", granted: false);
        scene.Tick("2026-03-07");

        Assert.Null(scene.Find("retention-call"));
    }

    [Fact]
    public void A_source_that_never_said_anything_is_up_to_date()
    {
        using var scene = Paid("2026-01-17");
        scene.Ticks("2026-03-01", "2026-03-05");

        Assert.Equal(Scene.Day("2026-03-03").DayNumber, scene.Open("retention-call").RaisedOn);
    }

    [Fact]
    public void A_month_closes_when_its_source_is_complete_to_the_end_of_it()
    {
        using var scene = Paid("2026-01-17");
        foreach (var (day, amount) in new[] { ("2025-12-16", 1000), ("2026-01-18", 1000), ("2026-02-16", 9000) })
            scene.Event(day, "salary.credited", $$"""{"amount": {{amount}}}""", arrival: "2026-02-28", history: true);

        Assert.Equal(8000, Baseline(scene, "2026-02-27"));
        Assert.Equal(9000, Baseline(scene, "2026-02-28"));
    }

    [Theory]
    [InlineData("customer.daysSinceSalary >= 45", "payroll")]
    [InlineData("customer.salaryBaseline >= 5000", "payroll")]
    [InlineData("customer.salaries >= 3", "")]
    [InlineData("customer.lastSalaryDate < today.date", "payroll")]
    [InlineData("customer.spend30 >= 500", "cards")]
    [InlineData("customer.daysToBirthday <= 3", "")]
    [InlineData("customer.spend30 >= 500 || customer.daysSinceSalary >= 45", "payroll cards")]
    public void A_line_depends_by_absence_on_the_sources_whose_silence_changes_what_it_reads(string line, string feeds)
    {
        var vocabulary = Fed.Value.Files.Single(f => f.Path == "vocabulary.json").Text;
        var rule = $$"""{"RuleName": "tried", "Expression": {{TestBook.Quote(line)}}, "Properties": {"on": "daily", "action": {"id": "tried", "purpose": "service", "channel": "phone"} } }""";
        var book = TestBook.With(("vocabulary.json", vocabulary), ("more.json", $$"""{"WorkflowName": "more", "Rules": [{{rule}}]}"""), ("texts/more.json", TestBook.Texts("tried")));
        var reads = new AbsenceReads(book).Of(book.Rules.Find("tried")!.Lines[0]);

        Assert.Equal(feeds, string.Join(' ', book.Vocabulary.Feeds.Where(f => (f.Bit & reads) != 0).Select(f => f.Name)));
    }

    [Fact]
    public void An_event_may_name_only_a_feed_that_is_declared()
    {
        var load = TestBook.Load(("vocabulary.json", TestBook.Vocabulary.Replace("\"salary.credited\": {\"id\": 2,", "\"salary.credited\": {\"id\": 2, \"source\": \"payrol\",", StringComparison.Ordinal)));

        Assert.Contains(load.Problems, p => p.Message.Contains("'payrol' is no feed of the vocabulary", StringComparison.Ordinal));
    }

    [Fact]
    public void Rules_and_facts_do_not_know_the_event_by_which_a_source_speaks() =>
        Assert.Contains(TestBook.Refusals("customer.kind == \"personal\"", on: "feed.complete"), p => p.Message.Contains("'feed.complete' is no event type", StringComparison.Ordinal));

    // The median of the months that are closed on 2 March when the source is complete to a day.
    private static decimal? Baseline(Scene scene, string completeTo)
    {
        var (today, fact) = (Scene.Day("2026-03-02"), scene.Book.Vocabulary.Fact("salaryBaseline")!);
        var circumstances = Circumstances.Live with { Watermarks = Circumstances.Live.Watermarks.SetItem("payroll", Scene.Day(completeTo)) };
        var row = new Row(scene.Book.Vocabulary.Facts.Count) { Unsettled = Outlook.Of(scene.Book, circumstances, today).Customer };
        var frame = new Frame { Customer = row };
        scene.Book.Facts.Fill(scene.State.Profile, today, scene.Book.Calendar.StartOf(today), frame);
        return row.Has(fact.Index) ? Scaled.ToDecimal(row.Value(fact.Index)) : null;
    }

    // A salary of 8,000 in four months, the last on a day; the book's gap is 45 days.
    private static Scene Paid(string last)
    {
        var scene = new Scene(Fed.Value).Known("2026-02-27");
        foreach (var month in new[] { "2025-10-15", "2025-11-15", "2025-12-15", last }) scene.Event(month, "salary.credited", """{"amount": 8000}""", arrival: "2026-02-28", history: true);
        return scene;
    }
}
