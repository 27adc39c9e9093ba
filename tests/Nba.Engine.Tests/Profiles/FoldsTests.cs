using Nba.Engine.Expressions;
using Nba.Engine.Vocabulary;
using Nba.House;

namespace Nba.Engine.Tests.Profiles;

[Course(1)]
public sealed class FoldsTests : IDisposable
{
    private readonly Scene _scene = new();

    [Fact]
    public void Nothing_known_is_null_or_the_default()
    {
        Assert.Equal((null, "0", null, null, "0"), (Fact("2026-03-02", "balance"), Fact("2026-03-02", "salaries"), Fact("2026-03-02", "daysSinceSalary"), Fact("2026-03-02", "salaryBaseline"), Fact("2026-03-02", "spend30")));
    }

    [Fact]
    public void Latest_is_the_newest_by_event_time_and_at_equal_times_the_larger()
    {
        Balance("2026-03-02", 5);
        Balance("2026-03-01", 9);
        Assert.Equal("5", Fact("2026-03-02", "balance"));
        Balance("2026-03-02", 7);
        Balance("2026-03-02", 6);
        Assert.Equal("7", Fact("2026-03-02", "balance"));
    }

    [Fact]
    [Course(2)]
    public void What_is_no_longer_fresh_reads_null()
    {
        Balance("2026-03-02", 5);
        Assert.Equal("5", Fact("2026-04-16", "balance"));
        Assert.Null(Fact("2026-04-18", "balance"));
    }

    [Fact]
    public void Count_sum_average_least_and_most_over_all_time()
    {
        Salary("2026-01-15", "100.10");
        Salary("2026-02-15", "200.20");
        Salary("2026-02-16", "50");
        Assert.Equal(("3", "350.3", "116.7666", "50", "200.2"), (Fact("2026-03-02", "salaries"), Fact("2026-03-02", "salaryTotal"), Fact("2026-03-02", "salaryAverage"), Fact("2026-03-02", "salaryLeast"), Fact("2026-03-02", "salaryMost")));
    }

    [Fact]
    public void First_and_last_day_are_days_in_the_banks_zone()
    {
        _scene.Event(new GivenEvent("salary.credited", """{"amount": 1}""", Scene.At("2026-02-14T23:59"), "x"), Scene.At("2026-03-02"));
        _scene.Event(new GivenEvent("salary.credited", """{"amount": 1}""", Scene.At("2026-02-15T00:00"), "y"), Scene.At("2026-03-02"));
        Assert.Equal(("2026-02-14", "2026-02-15", "15"), (Fact("2026-03-02", "firstSalaryDate"), Fact("2026-03-02", "lastSalaryDate"), Fact("2026-03-02", "daysSinceSalary")));
    }

    [Fact]
    public void A_window_counts_today_and_forgets_what_left_it()
    {
        Use("2026-03-02", "100", "m1");
        Use("2026-03-02", "300", "m1");
        Use("2026-03-10", "50", "m2");
        Assert.Equal(("450", "3", "150", "50", "300"), Window("2026-03-31"));
        Assert.Equal(("50", "1", "50", "50", "50"), Window("2026-04-01"));
        Assert.Equal(("0", "0", null, null, null), Window("2026-05-01"));
    }

    [Fact]
    public void A_window_that_was_emptied_by_a_tick_and_stored_reads_the_same()
    {
        Use("2026-03-02", "100", "m1");
        _scene.Tick("2026-05-01");
        var before = Window("2026-05-01");
        _scene.Store();
        Assert.Equal(before, Window("2026-05-01"));
    }

    [Fact]
    public void What_lies_ahead_of_today_does_not_count_in_a_window()
    {
        Use("2026-03-10", "50", "m2");
        Assert.Equal("0", Fact("2026-03-09", "spend30"));
    }

    [Fact]
    public void Distinct_counts_values_in_all_or_in_the_window_up_to_its_cap()
    {
        Use("2026-01-02", "1", "m1");
        Use("2026-03-02", "1", "m2");
        Use("2026-03-02", "1", "m2");
        Assert.Equal(("2", "1"), (Fact("2026-03-02", "merchants"), Fact("2026-03-02", "merchants30")));
        for (var i = 0; i < 40; i++) Use("2026-03-02", "1", $"n{i}");
        Assert.Equal("16", Fact("2026-03-02", "merchants"));
    }

    [Fact]
    public void A_fold_with_a_condition_counts_only_what_meets_it()
    {
        Use("2026-03-02", "1", "m", "travel", abroad: false);
        Use("2026-03-02", "1", "m", "dining", abroad: true);
        Use("2026-03-02", "1", "m", "dining", abroad: false);
        Assert.Equal("2", Fact("2026-03-02", "trips"));
    }

    [Fact]
    [Course(2)]
    public void The_median_is_the_lower_one_of_closed_months_and_null_before_there_are_enough()
    {
        Salary("2026-01-15", "8000");
        Salary("2026-02-15", "9000");
        Assert.Null(Fact("2026-02-28", "salaryBaseline"));
        Assert.Null(Fact("2026-03-31", "salaryBaseline"));
        Salary("2026-03-15", "7000");
        Assert.Equal("8000", Fact("2026-04-01", "salaryBaseline"));
        Salary("2026-04-15", "1");
        Assert.Equal("7000", Fact("2026-05-01", "salaryBaseline"));
        Assert.Equal("0", Fact("2026-09-01", "salaryBaseline"));
    }

    [Fact]
    public void A_word_added_and_removed_follows_its_latest_event()
    {
        _scene.Event("2026-03-02", "product.opened", """{"product": "card"}""");
        _scene.Event("2026-03-03", "product.opened", """{"product": "fund"}""");
        Assert.Equal("6", Fact("2026-03-03", "products"));
        _scene.Event("2026-03-05", "product.closed", """{"product": "card"}""");
        _scene.Event("2026-03-04", "product.opened", """{"product": "card"}""", arrival: "2026-03-05");
        Assert.Equal("4", Fact("2026-03-05", "products"));
    }

    [Fact]
    public void A_thing_has_its_own_facts_and_is_forgotten_some_days_after_its_end()
    {
        _scene.Event("2026-03-02", "deposit.opened", """{"deposit": "d1", "amount": 5, "maturesOn": "2026-04-01"}""");
        _scene.Event("2026-03-02", "deposit.opened", """{"deposit": "d0", "amount": 7, "maturesOn": "2026-05-01"}""");
        Assert.Equal(["d0", "d1"], _scene.State.Profile.Entities.Select(e => e.Key));
        var row = new Row(4);
        _scene.Book.Facts.FillItem(_scene.State.Profile.Entities[1], Scene.Day("2026-03-02"), Scene.At("2026-03-02"), row);
        Assert.Equal((50_000, 30), (row.Value(0), row.Value(2)));
        _scene.Event("2026-03-03", "deposit.closed", """{"deposit": "d1"}""");
        _scene.Tick("2026-04-02");
        Assert.Equal(2, _scene.State.Profile.Entities.Count);
        _scene.Tick("2026-04-03");
        Assert.Equal(["d0"], _scene.State.Profile.Entities.Select(e => e.Key));
    }

    [Fact]
    [Course(3, 4)]
    public void Rules_give_facts_in_the_order_written_and_parameters_follow_the_segment()
    {
        Assert.Equal(("0", "0"), (Fact("2026-03-02", "segment"), Fact("2026-03-02", "contribution")));
        Balance("2026-03-02", 1_000_000);
        Assert.Equal(("1", "10000"), (Fact("2026-03-02", "segment"), Fact("2026-03-02", "contribution")));
        var frame = Fill("2026-03-02");
        Assert.Equal(40, frame.Param.Value(_scene.Book.Vocabulary.Parameter("gapDays")!.Index));
    }

    private (string?, string?, string?, string?, string?) Window(string day) => (Fact(day, "spend30"), Fact(day, "uses30"), Fact(day, "averageUse30"), Fact(day, "leastUse30"), Fact(day, "mostUse30"));

    private void Balance(string day, int amount) => _scene.Event(day, "balance.reported", $$"""{"balance": {{amount}}}""", arrival: "2026-03-02");

    private void Salary(string day, string amount) => _scene.Event(day, "salary.credited", $$"""{"amount": {{amount}}}""");

    private void Use(string day, string amount, string merchant, string category = "other", bool abroad = false) =>
        _scene.Event(day, "card.used", $$"""{"amount": {{amount}}, "merchant": "{{merchant}}", "category": "{{category}}", "abroad": {{(abroad ? "true" : "false")}}}""");

    private Frame Fill(string day)
    {
        var frame = new Frame { Customer = new Row(_scene.Book.Vocabulary.Facts.Count) };
        _scene.Book.Facts.Fill(_scene.State.Profile, Scene.Day(day), _scene.Book.Calendar.StartOf(Scene.Day(day)), frame);
        return frame;
    }

    public void Dispose() => _scene.Dispose();

    private string? Fact(string day, string name)
    {
        var (frame, fact) = (Fill(day), _scene.Book.Vocabulary.Fact(name)!);
        if (!frame.Customer.Has(fact.Index)) return null;
        var value = frame.Customer.Value(fact.Index);
        return fact.Type.Kind switch
        {
            ValueKind.Decimal => Scaled.ToDecimal(value).ToString("0.####", System.Globalization.CultureInfo.InvariantCulture),
            ValueKind.Date => DateOnly.FromDayNumber((int)value).ToString("yyyy-MM-dd", null),
            _ => value.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
    }
}
