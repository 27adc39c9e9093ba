using Nba.Engine.Actions;
using Nba.Engine.Arbitration;
using Nba.Engine.Queues;
using Nba.Engine.Rules;
using Nba.Engine.Tests.Root;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Tests.Queues;

/// <summary>What the score is made of, and what becomes of it in the queue as days go by and places are given.</summary>
public sealed class ScoreInQueueTests
{
    private static readonly int[] NoPlaces = [0, 0, 0, 0, 0];

    [Theory]
    [InlineData(1, 1_000_000_000)]
    [InlineData(2.5, 2_500_000_000)]
    [InlineData(0, 0)]
    public void A_campaigns_lever_is_a_factor_of_its_actions(decimal lever, long expected)
    {
        var campaigns = $$"""{"feature_management": {"feature_flags": [{"id": "push", "enabled": true}]}, "campaigns": {"push": {"zh": "推", "en": "Push", "lever": {{lever}} } } }""";
        using var scene = PackBook.Asked(TestBook.With(("campaigns.json", campaigns), ("book.json", TestBook.Rules.Replace("\"product\": \"fund\",", "\"product\": \"fund\", \"campaign\": \"push\",", StringComparison.Ordinal))));
        var wanted = scene.Decider.LastWanted.Single(w => w.Rule.Action.Id == "fund-offer");
        Assert.Equal(((long)(lever * 1_000_000), expected), (wanted.Score.Lever, wanted.Score.Base));
    }

    [Fact]
    public void Every_part_of_the_score_goes_with_the_record()
    {
        using var scene = PackBook.Asked(TestBook.Default);
        var record = scene.Records.Last(r => r.Action == "fund-offer");
        Assert.Equal(new Score(500_000, 1_000_000, 2_000_000_000, 1_000_000, 1_000_000_000), record.Score);
    }

    [Fact]
    public void The_shipped_care_is_worth_a_share_of_the_contribution_at_risk()
    {
        var book = RuleBook.Load(ShippedRulesTests.Read("rules")).Book ?? throw new InvalidOperationException("the shipped rules do not load");
        var contribution = book.Vocabulary.Fact("contributionAtRisk")!.Index;
        // A prospect contributes nothing yet.
        var prospects = 1L << book.Vocabulary.Fact("kind")!.Type.Codes!.IndexOf("prospect");
        var care = book.Rules.Rules.Where(r => r.Action.Purpose == Purpose.Care && r.Kinds != prospects).ToList();
        Assert.NotEmpty(care);
        Assert.All(care, r => Assert.Contains(contribution, r.Value.Reads.Facts));
    }

    [Fact]
    public void An_opportunity_fades_in_the_queue_with_every_day_and_no_new_record()
    {
        using var scene = PackBook.Asked(TestBook.Default);
        var queue = Queue([.. scene.Records.Where(r => r.Owner == "anna" && r.Action == "fund-offer")]);
        var day = Scene.Day("2026-03-03").DayNumber;
        long Shown(int later) => Assert.Single(queue.View(day + later, 0, 9, NoPlaces).Today).Actions[0].Score;
        Assert.Equal([1_000_000_000, 500_000_000, 458_502_000], new[] { 0, 7, 8 }.Select(Shown));
    }

    [Fact]
    public void A_fading_opportunity_is_overtaken_by_what_does_not_fade()
    {
        var queue = Queue(Record(1, 1_000) with { Customer = "fades", HalfLifeDays = 7 }, Record(2, 600) with { Customer = "stays" });
        Assert.Equal(["fades", "stays"], Customers(queue.View(Today, 0, 9, NoPlaces)));
        Assert.Equal(["stays", "fades"], Customers(queue.View(Today + 7, 0, 9, NoPlaces)));
    }

    [Fact]
    public void A_dated_action_presses_from_one_on_its_first_day_to_two_on_its_due_day_and_does_not_fade()
    {
        var dated = Record(1, 600) with { Customer = "dated", NotBefore = Today, DueOn = Today + 10, Due = 99, RaisedOn = Today - 20, HalfLifeDays = 5 };
        Assert.Equal([600, 900, 1_200, 1_200], new[] { 0, 5, 10, 30 }.Select(later => dated.ScoreOn(Today + later)));
        var queue = Queue(dated, Record(2, 1_000) with { Customer = "other" });
        Assert.Equal(["other", "dated"], Customers(queue.View(Today + 5, 0, 9, NoPlaces)));
        Assert.Equal(["dated", "other"], Customers(queue.View(Today + 10, 0, 9, NoPlaces)));
    }

    [Fact]
    public void Without_a_first_day_it_presses_from_the_day_it_was_raised() =>
        Assert.Equal([600, 900, 1_200], new[] { 0, 5, 10 }.Select(later => (Record(1, 600) with { DueOn = Today + 10, RaisedOn = Today }).ScoreOn(Today + later)));

    [Fact]
    public void The_score_at_a_decision_is_the_one_the_queue_shows_that_day()
    {
        using var scene = new Scene().Known("2026-02-20");
        scene.Event("2026-03-01", "deposit.opened", """{"deposit": "d1", "amount": 50000, "maturesOn": "2026-03-20"}""");
        for (var day = Scene.Day("2026-03-06"); day <= Scene.Day("2026-03-18"); day = day.AddDays(1))
        {
            scene.Tick(day.ToString("yyyy-MM-dd", null));
            var wanted = scene.Decider.LastWanted.Single(w => w.Rule.Action.Id == "maturity-call");
            Assert.Equal(wanted.ScoreToday, scene.Records.Last(r => r.Action == "maturity-call").ScoreOn(day.DayNumber));
        }
    }

    [Fact]
    public void What_is_due_at_midnight_is_due_on_the_day_that_ends_for_decisions_and_queues_alike()
    {
        using var scene = new Scene(TestBook.With(("book.json", TestBook.Rules.Replace("\"value\": 5000,", "\"value\": 5000, \"due\": \"4h\",", StringComparison.Ordinal)))).Known("2026-02-20");
        scene.Event("2026-03-03T20:00", "interest.shown", """{"product": "loan"}""");
        var wanted = scene.Decider.LastWanted.Single(w => w.Rule.Action.Id == "loan-talk");
        Assert.Equal((2 * wanted.Score.Base, wanted.ScoreToday), (wanted.ScoreToday, scene.Records.Last(r => r.Action == "loan-talk").ScoreOn(Scene.Day("2026-03-03").DayNumber)));
    }

    [Fact]
    public void Capacity_counts_entries_and_a_list_of_batch_actions_is_one()
    {
        ActionRecord[] records =
        [
            .. Enumerable.Range(1, 5).Select(i => Record(i, 900) with { Customer = "many" }),
            .. Enumerable.Range(11, 5).Select(i => Record(i, 800) with { Customer = $"greeted{i}", Batch = true, Action = "greet" }),
            Record(21, 700) with { Customer = "third" },
        ];
        var view = Queue(records).View(Today, 0, 2, NoPlaces);
        Assert.Equal(["many", null], view.Today.Select(e => e.Customer));
        Assert.Equal((3, 2, 5), (view.Today[0].Actions.Count, view.Today[0].More, view.Today[1].Actions.Count));
        Assert.Equal((1, "third"), (view.Withheld, view.Backlog[0].Customer));
    }

    [Fact]
    public void Places_of_care_are_never_taken_from_the_places_of_duty()
    {
        ActionRecord[] records =
        [
            Record(1, 1) with { Customer = "duty", Purpose = Purpose.Duty }, Record(2, 900) with { Customer = "sale", Purpose = Purpose.Sales }, Record(3, 5) with { Customer = "care", Purpose = Purpose.Care },
        ];
        var queue = Queue(records);
        Assert.Equal(["duty", "care"], Customers(queue.View(Today, 0, 2, [1, 0, 1, 0, 0])));
        Assert.Equal(["duty"], Customers(queue.View(Today, 0, 1, [1, 0, 1, 0, 0])));
        Assert.Equal(["duty", "sale"], Customers(queue.View(Today, 0, 2, NoPlaces)));
    }

    [Fact]
    public void The_shipped_bank_reserves_places_for_duty_and_care()
    {
        var book = RuleBook.Load(ShippedRulesTests.Read("rules")).Book ?? throw new InvalidOperationException("the shipped rules do not load");
        Assert.All(new[] { Purpose.Duty, Purpose.Care }, p => Assert.True(book.Policies.ReservedPlaces[(int)p] > 0));
        Assert.Equal(BuiltIn.Purposes.Values.Count, book.Policies.ReservedPlaces.Count);
    }

    private const int Today = 739_700;

    private static ManagerQueue Queue(params ActionRecord[] records)
    {
        var queue = new ManagerQueue("anna");
        foreach (var record in records) queue.Apply(record);
        return queue;
    }

    private static IEnumerable<string?> Customers(QueueView view) => view.Today.Select(e => e.Customer);

    private static ActionRecord Record(int id, long score) => new()
    {
        Owner = "anna", Id = (UInt128)(uint)id, Sequence = 1, Version = 1, Customer = "one", Reason = Reason.Raised, Action = "do", Purpose = Purpose.Service, Score = new Score(0, 0, 0, 0, score),
        RaisedOn = Today, OccurredOn = Today,
    };
}
