using Nba.Engine.Statistics;
using Nba.House;
using static Nba.Engine.Tests.Statistics.Happened;

namespace Nba.Engine.Tests.Statistics;

/// <summary>What product owners are told of complaints, under the shipped rules.</summary>
[Course(11)]
public sealed class StatisticsCounterTests
{
    [Fact]
    public void Each_complaint_is_answered_unanswered_or_closed_without_an_answer_and_open_or_closed()
    {
        var total = Complaints("2026-03-31",
            Received("2026-03-02", "Q1", "fee"), Replied("2026-03-04", "Q1"), Closed("2026-03-09", "Q1"),
            Received("2026-03-02", "Q2", "system", "c2"), Replied("2026-03-06", "Q2", "c2"),
            Received("2026-03-03", "Q3", "system", "c3"), Closed("2026-03-03", "Q3", "c3"),
            Received("2026-03-03", "Q4", "fee", "c4"), Received("2026-03-30", "Q5", "other", "c5")).Total;

        Assert.Equal(
            new StatisticCounts { Received = 5, Answered = 2, InTime = 1, Late = 1, Unanswered = 2, Overdue = 1, Open = 3, Closed = 2, ClosedUnanswered = 1, MedianWorkdays = 3, WorstWorkdays = 4, Escalated = 3, Repeats = 0 },
            total);
    }

    // Friday the 13th before the Spring Festival: Saturday the 14th is worked, the 15th to the 23rd are off, Saturday the 28th is worked too.
    [Theory]
    [InlineData("2026-02-13", "2026-02-25", true, 3)]
    [InlineData("2026-02-13", "2026-02-26", false, 4)]
    [InlineData("2026-02-13", "2026-02-14", true, 1)]
    [InlineData("2026-02-26", "2026-03-02", true, 3)]
    [InlineData("2026-02-26", "2026-03-03", false, 4)]
    [InlineData("2026-03-07", "2026-03-11", true, 3)]
    [InlineData("2026-03-07", "2026-03-12", false, 4)]
    [InlineData("2026-03-02", "2026-03-02", true, 0)]
    public void Three_working_days_count_adjusted_weekends_and_no_holidays(string received, string replied, bool inTime, int workdays)
    {
        var total = Complaints("2026-03-31", Received(received, "Q1"), Replied(replied, "Q1")).Total;

        Assert.Equal((inTime ? 1 : 0, inTime ? 0 : 1, workdays), (total.InTime, total.Late, total.WorstWorkdays));
    }

    [Theory]
    [InlineData("2026-03-05", 0, 1)]
    [InlineData("2026-03-06", 1, 1)]
    [InlineData("2026-03-03", 0, 0)]
    public void Overdue_begins_the_day_after_the_due_day_and_the_branch_head_hears_of_it_the_working_day_before(string today, int overdue, int escalated)
    {
        var total = Complaints(today, Received("2026-03-02", "Q1")).Total;

        Assert.Equal((overdue, escalated), (total.Overdue, total.Escalated));
    }

    [Theory]
    [InlineData("2026-03-03", 0)]
    [InlineData("2026-03-04", 1)]
    public void A_reply_before_the_day_of_escalation_keeps_it_from_the_branch_head(string replied, int escalated) =>
        Assert.Equal(escalated, Complaints("2026-03-31", Received("2026-03-02", "Q1"), Replied(replied, "Q1")).Total.Escalated);

    /// <summary>The engine's own word on the same days: what it calls due and escalated.</summary>
    [Theory]
    [InlineData("2026-02-13")]
    [InlineData("2026-02-26")]
    [InlineData("2026-09-25")]
    [InlineData("2026-04-30")]
    public void What_is_overdue_and_escalated_is_what_stands_so_in_the_engine(string received)
    {
        using var scene = new Scene(ShippedBook.Book);
        scene.Event(received, "complaint.received", """{"complaint": "Q1", "class": "fee"}""");
        for (var day = Scene.Day(received).AddDays(1); day <= Scene.Day(received).AddDays(20); day = day.AddDays(1))
        {
            var today = day.ToString("yyyy-MM-dd", null);
            scene.Tick(today);
            var open = scene.State.Actions.Open.Single(a => a.Action == "complaint-reply");
            var total = Complaints(today, Received(received, "Q1")).Total;

            Assert.Equal((open.Due <= ShippedBook.Book.Calendar.StartOf(day).UnixMilliseconds, open.Escalated), (total.Overdue == 1, total.Escalated == 1));
        }
    }

    [Fact]
    public void Of_several_replies_the_first_counts_and_the_latest_class()
    {
        var table = Complaints("2026-03-31", Received("2026-03-02", "Q1", "other"), Replied("2026-03-03", "Q1"), Replied("2026-03-20", "Q1"), Classified("2026-03-04", "Q1", "privacy"));

        Assert.Equal((1, 0, 1), (table.Total.InTime, table.Total.Late, table.Total.WorstWorkdays));
        Assert.Equal(["privacy"], table.ByClass.Select(r => r.Class));
    }

    [Fact]
    public void The_same_event_sent_again_counts_once_whatever_it_says_then()
    {
        var table = Complaints("2026-03-31",
            Received("2026-03-02", "Q1", id: "x"), Received("2026-03-02", "Q1", id: "x"), Received("2026-03-03", "Q2", id: "x"), Received("2026-03-02", "Q3", customer: "c2", id: "x"));

        Assert.Equal(2, table.Total.Received);
    }

    [Fact]
    public void Classes_stand_in_the_order_of_their_list_months_in_theirs_and_both_add_up()
    {
        var table = Complaints("2026-04-30", Received("2026-03-31T23:30", "Q1", "privacy"), Received("2026-04-01T00:30", "Q2", "fee", "c2"), Received("2026-04-02", "Q3", "privacy", "c3"));

        Assert.Equal([("fee", 1), ("privacy", 2)], table.ByClass.Select(r => (r.Class, r.Counts.Received)));
        Assert.Equal([(3, 1), (4, 2)], table.ByMonth.Select(r => (r.Month!.Value.Month, r.Counts.Received)));
        Assert.Equal([("fee", 4), ("privacy", 3), ("privacy", 4)], table.ByClassAndMonth.Select(r => (r.Class, r.Month!.Value.Month)));
    }

    [Fact]
    public void A_period_is_days_of_receipt_at_the_bank_and_what_came_before_it_still_makes_a_repeat()
    {
        var counter = Count(ShippedBook.Book, Received("2026-02-27", "Q1"), Received("2026-02-28", "Q2", "system"), Received("2026-03-02T00:10", "Q3"), Replied("2026-03-10", "Q2"));
        var total = Table(counter, "2026-03-31", "2026-02-28", "2026-03-01").Total;

        Assert.Equal((1, 1, 1), (total.Received, total.Answered, total.Repeats));
    }

    [Theory]
    [InlineData("2026-03-01", 1)]
    [InlineData("2026-03-02", 0)]
    public void A_repeat_is_another_one_of_the_customer_within_a_year_as_the_shipped_fact_counts_it(string second, int repeats)
    {
        var total = Complaints("2026-12-31", Received("2025-03-02", "Q1"), Received(second, "Q2", "system"), Received(second, "Q3", customer: "c2")).Total;
        using var scene = new Scene(ShippedBook.Book);
        foreach (var (day, complaint) in new[] { ("2025-03-02", "Q1"), (second, "Q2") }) scene.Event(day, "complaint.received", $$"""{"complaint": "{{complaint}}", "class": "fee"}""");

        Assert.Equal(repeats, total.Repeats);
        Assert.Equal(repeats == 1, scene.State.Actions.Open.Any(a => a.Action == "repeat-complaint-review"));
    }

    [Fact]
    public void Customers_who_turn_out_to_be_one_keep_their_complaints_as_ones()
    {
        var total = Complaints("2026-03-31",
            Received("2026-03-02", "Q1", customer: "a"), Received("2026-03-02", "Q2", customer: "b"), Merged("2026-03-03", "a", "b"), Merged("2026-03-03", "b", "c"), Replied("2026-03-04", "Q1", "c"), Replied("2026-03-05", "Q2", "a")).Total;

        Assert.Equal((2, 2, 1), (total.Received, total.InTime, total.Repeats));
    }

    [Fact]
    public void What_was_answered_and_never_received_is_told_apart()
    {
        var table = Complaints("2026-03-31", Replied("2026-03-02", "Q9"), Received("2026-03-02", "Q1"));

        Assert.Equal((1, 1, 0), (table.Stray, table.Total.Received, table.Total.Answered));
    }

    [Fact]
    public void Suggestions_are_counted_apart_each_for_itself_and_say_nothing_of_answers()
    {
        Happened Suggested(string data, string? id = null) => new("2026-03-02", "c1", "suggestion.received", data, id);
        var counter = Count(ShippedBook.Book, Received("2026-03-02", "Q1"), Suggested("""{"channel": "web", "wantsReply": true}"""), Suggested("""{"wantsReply": false}""", "x"), Suggested("""{"wantsReply": false}""", "x"));
        var table = Table(counter, "2026-03-31", statistic: "suggestions");

        Assert.Equal(new StatisticCounts { Received = 2 }, table.Total);
        Assert.Equal([("web", 1), (null, 1)], table.ByClass.Select(r => (r.Class, r.Counts.Received)));
        Assert.Equal(1, Table(counter, "2026-03-31").Total.Received);
    }

    [Fact]
    public void The_median_of_an_even_number_lies_between_the_two_in_the_middle() =>
        Assert.Equal(1.5m, Complaints("2026-03-31", Received("2026-03-02", "Q1"), Replied("2026-03-03", "Q1"), Received("2026-03-02", "Q2"), Replied("2026-03-04", "Q2")).Total.MedianWorkdays);
}
