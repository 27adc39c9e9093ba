using Nba.Engine.Calendars;
using Nba.Engine.Sources;
using Nba.Engine.Tests.Root;
using Nba.House;

namespace Nba.Engine.Tests.Calendars;

/// <summary>Dates counted from the next birthday or festival: the day itself as a fact, by the solar and the lunar calendar.</summary>
[Course(9)]
public sealed class AnchoredDatesTests
{
    private const string Facts = """
        "nextBirthday": {"id": 70, "type": "date", "zh": "下个生日", "en": "Next birthday", "nextAnniversary": "bornOn"},
        "nextLunarBirthday": {"id": 71, "type": "date", "zh": "下个农历生日", "en": "Next lunar birthday", "nextLunarAnniversary": "bornOn"},
        """;

    private const string Rules = """
        {"WorkflowName": "more", "Rules": [
          {"RuleName": "greet", "Expression": "customer.daysToBirthday <= 7",
           "Properties": {"on": "daily", "action": {"id": "greet", "purpose": "service", "channel": "phone", "episode": "customer.nextBirthday", "notBefore": "customer.nextBirthday - 3d", "due": "customer.nextBirthday", "expires": "customer.nextBirthday"}}},
          {"RuleName": "festive", "Expression": ["today.nextFestival == \"dragon-boat\"", "today.daysToFestival <= 5"],
           "Properties": {"on": "daily", "action": {"id": "festive", "purpose": "service", "channel": "phone", "episode": "today.festivalDate", "due": "today.festivalDate - 1d", "expires": "today.festivalDate"}}}]}
        """;

    private static readonly string Words = TestBook.Vocabulary.Replace("\"shownProduct\"", Facts + "\"shownProduct\"", StringComparison.Ordinal);

    private static readonly RuleBook Book = TestBook.With([("vocabulary.json", Words), ("more.json", Rules), ("texts/more.json", TestBook.Texts("greet", "festive")),
        .. ShippedRulesTests.Read("rules").Where(f => f.Path.StartsWith("calendars/", StringComparison.Ordinal)).Select(f => (f.Path, f.Text))]);

    [Theory]
    [InlineData("1996-02-29", "2027-02-01", "2027-02-28")]
    [InlineData("1996-02-29", "2027-02-28", "2027-02-28")]
    [InlineData("1996-02-29", "2027-03-01", "2028-02-29")]
    [InlineData("1996-02-29", "2028-02-29", "2028-02-29")]
    [InlineData("1990-06-18", "2026-06-18", "2026-06-18")]
    [InlineData("1990-06-18", "2026-06-19", "2027-06-18")]
    public void The_next_anniversary_is_today_on_the_day_itself_and_28_February_in_common_years(string born, string today, string next) =>
        Assert.Equal(next, Read(born, today, "nextBirthday"));

    [Theory]
    // Born on the 15th of the eighth month, 1968: the Mid-Autumn Festival.
    [InlineData("1968-10-06", "2026-03-02", "2026-09-25")]
    [InlineData("1968-10-06", "2026-09-25", "2026-09-25")]
    [InlineData("1968-10-06", "2026-09-26", "2027-09-15")]
    // Born on the first of the leap fourth month of 2020: 2025 has a leap sixth month and no leap fourth, so it is the ordinary fourth month.
    [InlineData("2020-05-23", "2025-01-01", "2025-04-28")]
    // Born on the first of the leap sixth month of 1987, which 2025 has again.
    [InlineData("1987-07-26", "2025-01-01", "2025-07-25")]
    [InlineData("1987-07-26", "2026-01-01", "2026-07-14")]
    public void The_next_lunar_anniversary_keeps_the_leap_month_where_the_year_has_it(string born, string today, string next) =>
        Assert.Equal(next, Read(born, today, "nextLunarBirthday"));

    [Fact]
    public void Outside_the_lunar_table_there_is_no_lunar_anniversary() => Assert.Null(Read("1899-01-01", "2026-03-02", "nextLunarBirthday"));

    [Fact]
    public void A_greeting_is_shown_due_and_over_on_the_next_birthday()
    {
        using var scene = Born("1996-02-29");
        scene.Tick("2027-02-21");
        var open = scene.Open("greet");
        Assert.Equal(("2027-02-25", "2027-02-28", "2027-02-28"), (Day(open.NotBefore!.Value), Day(Book.Calendar.DateOf(new Instant(open.Due!.Value - 1)).DayNumber), Day(open.Expires!.Value)));
        scene.Ticks("2027-02-21", "2027-02-28");
        Assert.Equal(Nba.Engine.Actions.ActionStatus.Live, scene.Status("greet"));
        scene.Tick("2027-03-01");
        Assert.Null(scene.Find("greet"));
    }

    [Fact]
    public void A_festival_greeting_is_due_the_day_before_the_festival()
    {
        using var scene = Born("1990-01-01");
        scene.Tick("2026-06-14");
        var open = scene.Open("festive");
        Assert.Equal(("2026-06-18", "2026-06-19", Scene.Day("2026-06-19").DayNumber), (Day(Book.Calendar.DateOf(new Instant(open.Due!.Value - 1)).DayNumber), Day(open.Expires!.Value), (int)open.Episode));
        scene.Ticks("2026-06-14", "2026-06-19");
        Assert.NotNull(scene.Find("festive"));
        scene.Tick("2026-06-20");
        Assert.Null(scene.Find("festive"));
    }

    [Theory]
    [InlineData(ProblemCode.UnknownFact, "\"nextAnniversary\": \"bornOn\"", "\"nextAnniversary\": \"bornAt\"", "did you mean 'bornOn'?")]
    [InlineData(ProblemCode.FoldMismatch, "\"nextAnniversary\": \"bornOn\"", "\"nextAnniversary\": \"kind\"", "need a date")]
    [InlineData(ProblemCode.FoldMismatch, "{\"id\": 70, \"type\": \"date\"", "{\"id\": 70, \"type\": \"integer\"", "its type must be date")]
    [InlineData(ProblemCode.FoldMismatch, "{\"id\": 4, \"type\": \"integer\"", "{\"id\": 4, \"type\": \"date\"", "its type must be integer")]
    public void Each_fault_is_found_and_said(ProblemCode code, string from, string to, string said)
    {
        Assert.Contains(from, Words, StringComparison.Ordinal);
        var problems = TestBook.Load(("vocabulary.json", Words.Replace(from, to, StringComparison.Ordinal))).Problems;
        Assert.Contains(problems, p => p.Code == code && p.Message.Contains(said, StringComparison.Ordinal));
    }

    private static Scene Born(string day)
    {
        var scene = new Scene(Book);
        scene.Event("2026-01-05", "registered", $$"""{"name": "Li", "kind": "personal", "bornOn": "{{day}}"}""");
        scene.Event("2026-01-05", "customer.assigned", """{"a": "anna"}""");
        return scene;
    }

    private static string? Read(string born, string today, string fact)
    {
        using var scene = Born(born);
        var frame = new Nba.Engine.Expressions.Frame { Customer = new Nba.Engine.Expressions.Row(Book.Vocabulary.Facts.Count) };
        Book.Facts.Fill(scene.State.Profile, Scene.Day(today), Book.Calendar.StartOf(Scene.Day(today)), frame);
        var index = Book.Vocabulary.Fact(fact)!.Index;
        return frame.Customer.Has(index) ? Day((int)frame.Customer.Value(index)) : null;
    }

    private static string Day(int number) => DateOnly.FromDayNumber(number).ToString("yyyy-MM-dd", null);
}
