using Nba.Host.Api;
using Nba.Host.Commands;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Tests.Stages;
using Nba.House;

namespace Nba.Host.Tests.Api;

/// <summary>What is explained of a customer, an action and a decision, from rows and log, and how it reads in both languages.</summary>
public sealed class ExplainTests : IDisposable
{
    private readonly SmallBank _bank = new();

    public ExplainTests()
    {
        using var run = _bank.Open("live");
        _bank.Register(run, "2026-02-10", "c1");
        _bank.Register(run, "2026-02-10", "c2");
        _bank.Feed(run, "2026-02-11", "transfer.out", "c2", """{"amount": 300000}""", id: "other");
        _bank.Feed(run, "2026-02-11", "transfer.out", "c1", """{"amount": 7}""", hour: 11, id: "small");
        _bank.Feed(run, "2026-02-12", "transfer.out", "c1", """{"amount": 200000}""", id: "large");
        _bank.Feed(run, "2026-02-12", "transfer.out", "c1", """{"amount": 200000}""", hour: 11, id: "large");
        run.AdvanceTo(SmallBank.At("2026-02-16"));
    }

    [Fact]
    public void An_action_names_what_raised_it_and_what_made_each_fact_by_position()
    {
        var said = Action("c1", "outflow-call");
        Assert.Equal(("large", 4L, "2026-02-12 10:00"), (said.Raised!.Activity!.Id, said.Raised.Activity.Position, said.Raised.Activity.Time));
        var rule = Assert.Single(said.Rules);
        Assert.Equal(("large-transfer", true), (rule.Rule, rule.Lines[0].Holds));
        Assert.StartsWith("care.json:", rule.Place, StringComparison.Ordinal);
        Assert.Equal(["event.amount = 200000"], rule.Lines[0].Values);

        var followed = Action("c1", "follow-up");
        var last = Assert.Single(Assert.Single(Assert.Single(followed.Rules).Facts).From!);
        Assert.Equal(("customer.lastTransferOn", "2026-02-12"), (last.Name, last.Value));
        // Of what was sent twice the first.
        Assert.Equal([4L], last.Activities!.Select(a => a.Position));
    }

    [Fact]
    public void An_action_is_placed_in_its_queue_between_its_neighbours()
    {
        var place = Assert.Single(Action("c2", "outflow-call").Places!);
        Assert.Equal(("unassigned", 2, "today"), (place.Owner, place.Of, place.List));
        Assert.Equal("c2", place.Own!.Customer);
        Assert.Equal("c1", (place.Above ?? place.Below)!.Customer);
    }

    [Fact]
    public void An_id_alone_finds_its_customer_while_a_queue_shows_it()
    {
        using var store = Open();
        var id = Action("c2", "outflow-call").Action.Id;
        Assert.True(Engine.Actions.ActionIdentity.TryParse(id, out var identity));
        Assert.Equal("c2", Explain(store).CustomerOf(identity));
        Assert.Null(Explain(store).CustomerOf(identity + 1));
    }

    [Theory]
    [InlineData("c1", "outflow-cal", "did you mean 'outflow-call'?")]
    [InlineData("c1", "00000000000000000000000000000000", "'nba explain customer c1' lists those that do")]
    [InlineData("c3", "outflow-call", "no activity of 'c3' was ever taken in: check the id")]
    public void What_does_not_stand_is_told_with_what_to_ask(string customer, string action, string said)
    {
        using var store = Open();
        Assert.Null(Explain(store).Action(customer, action, "en", out var why));
        Assert.Contains(said, why?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_action_that_ended_is_told_with_its_end_and_the_way_back()
    {
        using (var run = _bank.Open("live"))
        {
            var id = Action(run.Store, "c1", "outflow-call").Action.Id;
            _bank.Feed(run, "2026-02-17", "action.outcome", "c1", $$"""{"action": "{{id}}", "outcome": "done"}""");
            run.AdvanceTo(SmallBank.At("2026-02-18"));
        }
        using var store = Open();
        Assert.Null(Explain(store).Action("c1", "outflow-call", "en", out var why));
        Assert.Contains("ended on 2026-02-17 (done) and may come back from 2026-05-18", why?.ToString(), StringComparison.Ordinal);
        Assert.Contains("--at 2026-02-16", why?.ToString(), StringComparison.Ordinal);
        var ended = Assert.Single(Explain(store).Customer("c1", "en", out _)!.Ended);
        Assert.Equal(("outflow-call", "done", "done"), (ended.Action, ended.End, ended.Reason));

        Assert.True(Moment.TryParse("2026-02-16", out var moment));
        using var past = Past.Open(store, new BookCache(store), TimeProvider.System, "c1", moment, out _)!;
        var then = past.Explain().Action("c1", "outflow-call", "en", out _)!;
        Assert.Equal(("live", "2026-02-16 23:59"), (then.Action.Status, then.At));
        Assert.Null(then.Places);
        Assert.Equal("large", then.Raised!.Activity!.Id);
    }

    [Fact]
    public void What_a_bounded_look_leaves_out_is_found_where_its_time_is_known_and_else_said()
    {
        using (var run = _bank.Open("live"))
        {
            for (var i = 0; i < 20; i++) _bank.Feed(run, "2026-02-17", "transfer.out", "c2", """{"amount": 1}""");
            run.AdvanceTo(SmallBank.At("2026-02-18"));
        }
        using var store = Open();
        var found = Explain(store, 5).Action("c1", "follow-up", "en", out _)!;
        Assert.Equal("large", Assert.Single(Assert.Single(Assert.Single(found.Rules).Facts).From!).Activities![0].Id);
        Assert.Equal((26L, "2026-02-17 10:00"), (found.Log!.All, found.Log.From));

        var look = new ActivityLook(store, ["c1"], 26, 5);
        Assert.Empty(look.Latest);
        Assert.False(look.IsWhole);
        Assert.True(look.Near(SmallBank.At("2026-02-12")));
        Assert.Equal([5L, 4L], look.Latest.Select(r => r.Position));
        // As often as a busy log can bear.
        for (var i = 0; i < 7; i++) Assert.True(look.Near(SmallBank.At("2026-02-12")));
        Assert.False(look.Near(SmallBank.At("2026-02-12")));
    }

    [Fact]
    public void A_count_of_more_than_are_listed_says_how_many_more()
    {
        BankRules.Count(_bank.Rules, ">= 3");
        using (var run = _bank.Open("counted"))
        {
            _bank.Register(run, "2026-02-10", "c1");
            for (var i = 0; i < 6; i++) _bank.Feed(run, "2026-02-11", "transfer.out", "c1", """{"amount": 7}""", hour: 10 + i);
            run.AdvanceTo(SmallBank.At("2026-02-13"));
        }
        using var store = Store.OpenReadOnly(_bank.Place("counted"));

        var fact = Assert.Single(Assert.Single(Action(store, "c1", "follow-up").Rules).Facts);

        Assert.Equal(("6", 3, 3), (fact.Value, fact.Activities!.Count, fact.More));
        // What was not looked through counts too.
        Assert.Equal((1, 5), Assert.Single(Assert.Single(Explain(store, 1).Action("c1", "follow-up", "en", out _)!.Rules).Facts) is var near ? (near.Activities!.Count, near.More) : default);
        Assert.Contains("how many in 90 days\n", Told(Action(store, "c1", "follow-up"), zh: false), StringComparison.Ordinal);
        Assert.Contains("\n        and 3 more\n", Told(Action(store, "c1", "follow-up"), zh: false), StringComparison.Ordinal);
        Assert.Contains("90 天内的次数\n", Told(Action(store, "c1", "follow-up", "zh-CN"), zh: true), StringComparison.Ordinal);
        Assert.Contains("\n        另有 3 条\n", Told(Action(store, "c1", "follow-up", "zh-CN"), zh: true), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_new_rule_book_did_is_told_in_Chinese_without_its_code()
    {
        var said = Action("c1", "outflow-call", "zh-CN");
        said = said with { Raised = new RaisedAnswer("2026-02-12", "c1.1", "2026-02-12 10:00", "book", null), History = [new HappenedAnswer("c1.1", "2026-02-12 10:00", "raised", ["rm01"], "book #369")] };

        var told = Told(said, zh: true);

        Assert.Contains("提出于 2026-02-12 10:00，来自新规则版本，决策 c1.1", told, StringComparison.Ordinal);
        Assert.Contains("新规则版本（流水第 369 条）", told, StringComparison.Ordinal);
        Assert.DoesNotContain("book", told, StringComparison.Ordinal);
    }

    [Fact]
    public void One_is_told_as_one()
    {
        using var store = Open();
        using var to = new StringWriter();

        new ExplainedCustomerPrinter(Explain(store).Customer("c1", "en", out _)! with { Decisions = 1, Unknown = 1, Log = new LogLookAnswer(1, 1, null, 1) }, zh: false, to).Print();

        foreach (var words in (string[])["1 decision recorded", "1 more fact is not known", "Log: the one activity; 1 of them is the customer's"]) Assert.Contains(words, to.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public void An_action_reads_as_it_should(string language) => Read("action", language, to => new ExplainedActionPrinter(Action("c1", "outflow-call", language), language == "zh-CN", to).Print());

    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public void A_customer_reads_as_it_should(string language)
    {
        using var store = Open();
        Read("customer", language, to => new ExplainedCustomerPrinter(Explain(store).Customer("c1", language, out _)!, language == "zh-CN", to).Print());
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public void A_decision_reads_as_it_should(string language)
    {
        using var store = Open();
        Read("decision", language, to => new ExplainedDecisionPrinter(Explain(store).Decision("c1.1", language)!, language == "zh-CN", to).Print());
    }

    public void Dispose() => _bank.Dispose();

    private void Read(string what, string language, Action<TextWriter> print)
    {
        using var to = new StringWriter();
        print(to);
        Golden.Stored(to.ToString().Replace(_bank.Book().Version, "BOOK", StringComparison.Ordinal), $"explain-{what}-{language}.txt");
    }

    private static string Told(ActionExplained said, bool zh)
    {
        using var to = new StringWriter { NewLine = "\n" };
        new ExplainedActionPrinter(said, zh, to).Print();
        return to.ToString();
    }

    private Store Open() => Store.OpenReadOnly(_bank.Place("live"));

    private ActionExplained Action(string customer, string action, string language = "en")
    {
        using var store = Open();
        return Action(store, customer, action, language);
    }

    private static ActionExplained Action(Store store, string customer, string action, string language = "en") =>
        Explain(store).Action(customer, action, language, out var why) ?? throw new InvalidOperationException(why?.ToString());

    private static ExplainQueries Explain(Store store, long lookBack = ActivityLook.Bound) => new Queries(store, TimeProvider.System).Explain(lookBack);
}
