using Nba.Engine.Actions;
using Nba.Engine.Sources;
using Nba.Engine.Tests.Root;
using Nba.Engine.Vocabulary;
using Nba.House;

namespace Nba.Engine.Tests.Profiles;

/// <summary>Facts over a customer's things: those that have not ended, in order of dependency, nothing known being 0, false or null.</summary>
public sealed class AggregatesTests
{
    // "days" stands before what it counts from, and "covered" before the fact that its lines read.
    private const string Facts = """
        "daysToNext": {"id": 60, "type": "integer", "zh": "天", "en": "Days to the next maturity", "daysUntil": "nextMaturity"},
        "covered": {"id": 61, "type": "integer", "zh": "覆盖", "en": "Deposits above the least salary", "over": {"entity": "deposit", "count": true, "where": ["item.amount >= customer.depositMost * 0.5", "item.amount >= customer.salaryLeast"]}},
        "deposits": {"id": 62, "type": "integer", "zh": "笔", "en": "Deposits", "over": {"entity": "deposit", "count": true}},
        "hasLarge": {"id": 63, "type": "boolean", "zh": "大额", "en": "Has a large deposit", "over": {"entity": "deposit", "any": true, "where": "item.amount >= 100000"}},
        "nextMaturity": {"id": 64, "type": "date", "zh": "最近到期", "en": "Next maturity", "over": {"entity": "deposit", "min": "maturesOn"}},
        "depositMost": {"id": 65, "type": "decimal", "zh": "最大", "en": "Greatest deposit", "over": {"entity": "deposit", "max": "amount"}},
        "depositTotal": {"id": 66, "type": "decimal", "zh": "合计", "en": "Deposits in all", "over": {"entity": "deposit", "sum": "amount"}},
        """;

    private const string Seen = "\"deposit.seen\": {\"id\": 30, \"entity\": \"deposit\", \"key\": \"deposit\", \"fields\": {\"deposit\": {\"type\": \"text\"}}}, ";

    private const string Rule = """
        {"WorkflowName": "more", "Rules": [{"RuleName": "cover", "Expression": ["customer.covered > 0", "!customer.hasLarge"],
          "Properties": {"on": "daily", "action": {"id": "cover-call", "purpose": "service", "channel": "phone", "value": 500}}}]}
        """;

    private static readonly string Words = TestBook.Vocabulary.Replace("\"shownProduct\"", Facts + "\"shownProduct\"", StringComparison.Ordinal).Replace("\"deposit.closed\": {\"id\"", Seen + "\"deposit.closed\": {\"id\"", StringComparison.Ordinal);

    private static readonly RuleBook Book = TestBook.With(("vocabulary.json", Words), ("more.json", Rule), ("texts/more.json", TestBook.Texts("cover-call")));

    [Fact]
    public void Over_no_thing_a_count_and_a_sum_are_0_any_is_false_and_the_least_and_the_greatest_are_null()
    {
        using var scene = new Scene(Book);
        scene.Event("2026-03-02", "registered", """{"name": "Li", "kind": "personal"}""");
        Assert.Equal([0, 0, 0, 0], Values(scene, "deposits", "covered", "hasLarge", "depositTotal"));
        Assert.Equal([null, null, null], Values(scene, "nextMaturity", "depositMost", "daysToNext"));
    }

    [Fact]
    public void Things_that_ended_do_not_count()
    {
        using var scene = new Scene(Book);
        Open(scene, "d1", 50_000, "2026-03-20");
        Open(scene, "d2", 120_000, "2026-04-01");
        Open(scene, "d3", 80_000, "2026-05-05");
        Assert.Equal([3, 1, 250_000_0000, 120_000_0000, Scene.Day("2026-03-20").DayNumber, 18], Values(scene, "deposits", "hasLarge", "depositTotal", "depositMost", "nextMaturity", "daysToNext"));
        scene.Event("2026-03-03", "deposit.closed", """{"deposit": "d2"}""");
        scene.Event("2026-03-03", "deposit.closed", """{"deposit": "d1"}""");
        Assert.Equal([1, 0, 80_000_0000, 80_000_0000, Scene.Day("2026-05-05").DayNumber, 63], Values(scene, "deposits", "hasLarge", "depositTotal", "depositMost", "nextMaturity", "daysToNext"));
    }

    [Fact]
    public void A_thing_whose_fact_is_null_counts_and_is_neither_least_nor_greatest()
    {
        using var scene = new Scene(Book);
        scene.Event("2026-03-02", "deposit.seen", """{"deposit": "d9"}""");
        Assert.Equal([1, 0, null, null, 0], Values(scene, "deposits", "depositTotal", "depositMost", "nextMaturity", "hasLarge"));
        Open(scene, "d1", 7, "2026-03-20");
        Assert.Equal([2, 7_0000, 7_0000], Values(scene, "deposits", "depositTotal", "depositMost"));
    }

    [Fact]
    public void Lines_over_things_read_facts_of_the_customer_that_are_declared_later()
    {
        using var scene = new Scene(Book);
        scene.Event("2026-03-02", "salary.credited", """{"amount": 6000}""");
        foreach (var (key, amount) in new[] { ("d1", 40_000), ("d2", 20_000), ("d3", 19_999) }) Open(scene, key, amount, "2026-03-20");
        Assert.Equal([2], Values(scene, "covered"));
    }

    [Fact]
    public void A_fact_that_only_lines_over_things_read_matters_between_ticks()
    {
        using var scene = new Scene(Book).Known("2026-02-01");
        scene.Event("2026-03-02", "salary.credited", """{"amount": 6000}""");
        Open(scene, "d1", 6_000, "2027-03-20");
        scene.Tick("2026-03-03");
        Assert.Equal(ActionStatus.Live, scene.Status("cover-call"));
        scene.Event("2026-03-03", "salary.credited", """{"amount": 5000}""");
        Assert.Equal(ActionStatus.Live, scene.Status("cover-call"));
        Open(scene, "d1", 4_000, "2027-03-20", "2026-03-04");
        Assert.Equal(ActionStatus.Lapsed, scene.Status("cover-call"));
        scene.Event("2026-03-04T11:00", "salary.credited", """{"amount": 3000}""");
        Assert.Equal(ActionStatus.Live, scene.Status("cover-call"));
    }

    [Fact]
    public void A_circle_through_lines_over_things_is_a_fault()
    {
        var circle = Words.Replace("\"item.amount >= 100000\"", "\"item.amount >= customer.contribution\"", StringComparison.Ordinal);
        var segments = TestBook.Segments.Replace("\"customer.balance != null\"", "\"customer.hasLarge\"", StringComparison.Ordinal);
        var problem = Assert.Single(TestBook.Load(("vocabulary.json", circle), ("segments.json", segments)).Problems, p => p.Code == ProblemCode.FactCycle);
        Assert.Contains("contribution → hasLarge → contribution", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("!customer.hasLarge", false)]
    [InlineData("customer.deposits != 3", false)]
    [InlineData("customer.depositTotal != 3", false)]
    [InlineData("customer.depositMost != 3", true)]
    [InlineData("customer.nextMaturity != today.date", true)]
    public void The_least_and_the_greatest_may_be_null_and_the_others_never_are(string line, bool hazard)
    {
        var rule = Rule.Replace("\"!customer.hasLarge\"", TestBook.Quote(line), StringComparison.Ordinal);
        var problems = TestBook.Load(("vocabulary.json", Words), ("more.json", rule), ("texts/more.json", TestBook.Texts("cover-call"))).Problems;
        Assert.Equal(hazard ? [ProblemCode.NullHazard] : [], problems.Select(p => p.Code));
    }

    [Theory]
    [InlineData(ProblemCode.UnknownEntity, "{\"entity\": \"deposit\", \"count\": true}", "{\"entity\": \"deposits\", \"count\": true}", "did you mean 'deposit'?")]
    [InlineData(ProblemCode.MissingMember, "{\"entity\": \"deposit\", \"count\": true}", "{\"count\": true}", "'entity'")]
    [InlineData(ProblemCode.UnknownFact, "\"min\": \"maturesOn\"", "\"min\": \"matureOn\"", "did you mean 'maturesOn'?")]
    [InlineData(ProblemCode.FoldMismatch, "\"min\": \"maturesOn\"", "\"min\": \"amount\"", "this gives decimal")]
    [InlineData(ProblemCode.FoldMismatch, "\"sum\": \"amount\"", "\"sum\": \"amount\", \"any\": true", "exactly one of count, any, min, max, sum")]
    [InlineData(ProblemCode.FoldMismatch, "{\"id\": 62, \"type\": \"integer\"", "{\"id\": 62, \"type\": \"decimal\"", "this gives integer")]
    [InlineData(ProblemCode.FoldMismatch, "{\"id\": 63, \"type\": \"boolean\"", "{\"id\": 63, \"type\": \"integer\"", "this gives boolean")]
    [InlineData(ProblemCode.FoldMismatch, "{\"id\": 64, \"type\": \"date\", \"zh\": \"最近到期\", \"en\": \"Next maturity\", \"over\": {\"entity\": \"deposit\", \"min\": \"maturesOn\"}}",
        "{\"id\": 64, \"type\": \"date\", \"zh\": \"最近到期\", \"en\": \"Next maturity\", \"over\": {\"entity\": \"deposit\", \"sum\": \"maturesOn\"}}", "a sum needs an integer or decimal")]
    [InlineData(ProblemCode.WrongKind, "{\"entity\": \"deposit\", \"count\": true}", "{\"entity\": \"deposit\", \"count\": false}", "true must stand here")]
    [InlineData(ProblemCode.UnknownName, "\"where\": \"item.amount >= 100000\"", "\"where\": \"item.amuont >= 100000\"", "did you mean 'amount'?")]
    [InlineData(ProblemCode.UnknownMember, "\"where\": \"item.amount >= 100000\"", "\"were\": \"item.amount >= 100000\"", "did you mean 'where'?")]
    [InlineData(ProblemCode.FoldMismatch, "\"en\": \"Closed\", \"fold\": {\"latest\": {\"deposit.opened\": false, \"deposit.closed\": true}}", "\"en\": \"Closed\", \"over\": {\"entity\": \"deposit\", \"any\": true}", "facts of entities")]
    public void Each_fault_is_found_and_said(ProblemCode code, string from, string to, string said)
    {
        Assert.Contains(from, Words, StringComparison.Ordinal);
        var at = Words.IndexOf(from, StringComparison.Ordinal);
        var problems = TestBook.Load(("vocabulary.json", Words.Remove(at, from.Length).Insert(at, to))).Problems;
        Assert.Contains(problems, p => p.Code == code && p.Message.Contains(said, StringComparison.Ordinal) && p.Line == Words[..at].Count(c => c == '\n') + 1);
    }

    [Fact]
    public void Going_through_things_costs_nothing()
    {
        using var scene = new Scene(Book);
        foreach (var key in new[] { "d1", "d2", "d3" }) Open(scene, key, 40_000, "2026-03-20");
        var frame = new Nba.Engine.Expressions.Frame { Customer = new Nba.Engine.Expressions.Row(Book.Vocabulary.Facts.Count) };
        var (today, start) = (Scene.Day("2026-03-02"), Book.Calendar.StartOf(Scene.Day("2026-03-02")));
        long before = 0;
        for (var i = 0; i < 4_000; i++)
        {
            if (i == 2_000) before = GC.GetAllocatedBytesForCurrentThread();
            Book.Facts.Fill(scene.State.Profile, today, start, frame);
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    [Course(11)]
    public void Of_several_complaints_the_shipped_flag_falls_with_the_last_in_whatever_order_they_come()
    {
        var book = RuleBook.Load(ShippedRulesTests.Read("rules")).Book ?? throw new InvalidOperationException("the shipped rules do not load");
        (string Type, string Data)[] happened =
        [
            ("complaint.received", """{"complaint": "K1", "class": "fee"}"""), ("complaint.received", """{"complaint": "K2", "class": "fee"}"""),
            ("complaint.closed", """{"complaint": "K1"}"""), ("complaint.replied", """{"complaint": "K2"}"""),
        ];
        for (var turn = 0; turn < happened.Length; turn++)
        {
            using var scene = new Scene(book);
            for (var i = 0; i < happened.Length; i++)
            {
                var (type, data) = happened[(i + turn) % happened.Length];
                scene.Event("2026-03-02", type, data);
            }
            Assert.Equal([1], Values(scene, "hasOpenComplaint"));
            scene.Event("2026-03-03", "complaint.closed", """{"complaint": "K2"}""");
            Assert.Equal([0], Values(scene, "hasOpenComplaint"));
        }
    }

    private static void Open(Scene scene, string key, decimal amount, string matures, string on = "2026-03-02") =>
        scene.Event(on, "deposit.opened", $$"""{"deposit": "{{key}}", "amount": {{amount}}, "maturesOn": "{{matures}}"}""");

    private static long?[] Values(Scene scene, params string[] facts)
    {
        var frame = new Nba.Engine.Expressions.Frame { Customer = new Nba.Engine.Expressions.Row(scene.Book.Vocabulary.Facts.Count) };
        var today = scene.State.Profile.Entities.Count > 0 && scene.State.Profile.Entities.Any(e => e.EndedOn is not null) ? "2026-03-03" : "2026-03-02";
        scene.Book.Facts.Fill(scene.State.Profile, Scene.Day(today), scene.Book.Calendar.StartOf(Scene.Day(today)), frame);
        return [.. facts.Select(f => scene.Book.Vocabulary.Fact(f)!.Index).Select(i => frame.Customer.Has(i) ? frame.Customer.Value(i) : (long?)null)];
    }
}
