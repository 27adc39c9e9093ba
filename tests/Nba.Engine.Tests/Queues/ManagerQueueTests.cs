using CsCheck;
using Nba.Engine.Actions;
using Nba.Engine.Arbitration;
using Nba.Engine.Queues;
using Nba.Engine.Rules;
using Nba.Engine.Tests.Campaigns;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Tests.Queues;

public sealed class ManagerQueueTests
{
    private const int Today = 739_700;
    private static readonly long Now = (Today - 719_162) * 86_400_000L;
    private static readonly int[] NoPlaces = [0, 0, 0, 0, 0];

    private static readonly Gen<ActionRecord> Any = Gen.Select(Gen.Select(Gen.Int[1, 40], Gen.Int[1, 6], Gen.Int[0, 4], Gen.Int[0, 20]), Gen.Select(Gen.Int[0, 9], Gen.Int[-5, 9], Gen.Int[0, 5], Gen.Int[0, 3]))
        .Select((a, b) => Record(a.Item1, sequence: a.Item2, purpose: (Purpose)a.Item3, score: a.Item4 * 100) with
        {
            Customer = $"c{a.Item1 % 12}",
            Withdrawn = b.Item1 == 0,
            Due = b.Item2 < 0 ? null : Now + (b.Item2 - 2) * 86_400_000L,
            DueOn = b.Item2 < 0 ? null : Today + b.Item2 - 3,
            NotBefore = b.Item3 == 0 ? Today + 1 : null,
            Expires = b.Item3 == 1 ? Today - 1 : null,
            HalfLifeDays = b.Item4 * 3,
            OccurredOn = Today - b.Item4,
            RaisedOn = Today - 3,
            Batch = a.Item1 % 9 == 0,
        });

    [Fact]
    public void The_order_of_records_and_their_repetition_do_not_show() =>
        Gen.Select(Any.Array[0, 30], Gen.Int[0, 1_000_000]).Sample((records, seed) =>
        {
            // One identity and sequence is one record.
            var unique = records.DistinctBy(r => (r.Id, r.Sequence)).ToArray();
            var shuffled = unique.Concat(unique.Take(5)).ToArray();
            new Random(seed).Shuffle(shuffled);
            Assert.Equal(Text(View(unique, 5, NoPlaces)), Text(View(shuffled, 5, NoPlaces)));
        }, iter: 2_000);

    [Fact]
    public void The_queue_is_what_sorting_a_list_gives() => Any.Array[0, 40].Sample(records =>
    {
        var last = records.GroupBy(r => r.Id).Select(g => g.Where(r => r.Sequence == g.Max(x => x.Sequence)).First()).Where(r => !r.Withdrawn && r.NotBefore is null && r.Expires is null).ToList();
        last.Sort(Model);
        var customers = last.Select(r => r.Batch ? r.Action : r.Customer).Distinct().ToList();
        var view = View(records, 5, NoPlaces);
        var entries = view.Today.Concat(view.Backlog).ToList();
        Assert.Equal(customers, entries.Select(e => e.Customer ?? e.Actions[0].Record.Action));
        Assert.Equal(last.Where(r => !r.Batch).GroupBy(r => r.Customer).SelectMany(g => g.Take(3)).Select(r => r.Id).Order(), entries.Where(e => e.Customer is not null).SelectMany(e => e.Actions).Select(a => a.Record.Id).Order());
        Assert.Equal(Math.Min(5, customers.Count), view.Today.Count);
        Assert.Equal(Math.Max(0, customers.Count - 5), view.Withheld);
    }, iter: 2_000);

    [Fact]
    public void An_entry_shows_three_actions_of_a_customer_and_says_how_many_more()
    {
        var view = View([.. Enumerable.Range(1, 5).Select(i => Record(i, score: i))], 10, NoPlaces);
        var entry = Assert.Single(view.Today);
        Assert.Equal(("one", 3, 2), (entry.Customer, entry.Actions.Count, entry.More));
        Assert.Equal([5L, 4L, 3L], entry.Actions.Select(a => a.Score));
    }

    [Fact]
    public void Batch_actions_make_one_entry_with_a_list()
    {
        var view = View([.. Enumerable.Range(1, 5).Select(i => Record(i, score: i) with { Customer = $"c{i}", Batch = true }), Record(9, score: 3) with { Customer = "single" }], 10, NoPlaces);
        Assert.Equal([null, "single"], view.Today.Select(e => e.Customer));
        Assert.Equal(5, view.Today[0].Actions.Count);
    }

    [Fact]
    public void Overdue_duty_comes_before_duty_before_every_score()
    {
        var view = View([Record(1, score: 900) with { Customer = "rich" }, Record(2, purpose: Purpose.Duty) with { Customer = "duty" },
            Record(3, purpose: Purpose.Duty) with { Customer = "overdue", Due = Now - 1, DueOn = Today - 1 }], 10, NoPlaces);
        Assert.Equal(["overdue", "duty", "rich"], view.Today.Select(e => e.Customer));
    }

    [Fact]
    public void Reserved_places_bring_care_into_the_day_and_push_out_the_last_that_has_none()
    {
        ActionRecord[] records = [.. Enumerable.Range(1, 4).Select(i => Record(i, purpose: Purpose.Sales, score: 100 - i) with { Customer = $"sales{i}" }), Record(9, purpose: Purpose.Care, score: 1) with { Customer = "care" }];
        Assert.DoesNotContain(View(records, 3, NoPlaces).Today, e => e.Customer == "care");
        var view = View(records, 3, [0, 0, 1, 0, 0]);
        Assert.Equal(["sales1", "sales2", "care"], view.Today.Select(e => e.Customer));
        Assert.Equal(["sales3", "sales4"], view.Backlog.Select(e => e.Customer));
    }

    [Fact]
    public void Places_are_reserved_only_while_somebody_needs_them() =>
        Assert.Equal(2, View([Record(1, purpose: Purpose.Sales) with { Customer = "a" }, Record(2, purpose: Purpose.Sales) with { Customer = "b" }], 2, [1, 0, 1, 0, 0]).Today.Count);

    [Fact]
    public void What_is_not_yet_or_no_longer_is_not_shown() =>
        Assert.Empty(View([Record(1) with { NotBefore = Today + 1 }, Record(2) with { Expires = Today - 1 }], 5, NoPlaces).Today);

    [Fact]
    public void What_may_be_shown_is_told_whole_and_only_what_may_be()
    {
        var queue = new ManagerQueue("anna");
        for (var i = 1; i <= 5; i++) queue.Apply(Record(i, score: i));
        queue.Apply(Record(6, score: 6) with { Campaign = "spring" });
        queue.Apply(Record(7, score: 7) with { Campaign = "spring", Accepted = true });
        queue.Apply(Record(8) with { NotBefore = Today + 1 });
        queue.Apply(Record(9) with { Expires = Today - 1 });
        queue.Apply(Record(10) with { Withdrawn = true });

        Assert.Equal([7, 5, 4, 3, 2, 1], queue.Offered(Today, Now, CampaignFiles.Book(enabled: false).Campaigns).Select(a => (int)a.Record.Id));
        Assert.Equal([7, 6, 5, 4, 3, 2, 1], queue.Offered(Today, Now).Select(a => (int)a.Record.Id));
    }

    [Fact]
    public void A_backlog_can_be_cut_and_still_says_how_many_are_withheld()
    {
        var view = View([.. Enumerable.Range(1, 9).Select(i => Record(i) with { Customer = $"c{i}" })], 2, NoPlaces, backlog: 3);
        Assert.Equal((2, 3, 7), (view.Today.Count, view.Backlog.Count, view.Withheld));
    }

    [Fact]
    public void A_withdrawn_action_is_known_until_it_is_forgotten_and_a_standing_one_is_never_forgotten()
    {
        var queue = new ManagerQueue("anna");
        Assert.True(queue.Apply(Record(1, sequence: 5) with { Withdrawn = true }));
        Assert.False(queue.Apply(Record(1, sequence: 4)));
        Assert.Equal((1, 5), (queue.Known, Assert.Single(queue.Withdrawn).Sequence));
        Assert.Empty(queue.Standing);

        Assert.True(queue.Forget(1));
        Assert.False(queue.Forget(1));
        Assert.Null(queue.Find(1));
        Assert.True(queue.Apply(Record(1, sequence: 4)));
        Assert.False(queue.Forget(1));
        Assert.Equal(4, queue.Find(1)!.Sequence);
    }

    [Fact]
    public void A_record_of_another_owner_is_a_mistake_of_the_caller() => Assert.Throws<ArgumentException>(() => new ManagerQueue("bo").Apply(Record(1)));

    private static int Model(ActionRecord a, ActionRecord b)
    {
        static int Class(ActionRecord r) => r.Purpose != Purpose.Duty ? 2 : r.Due < Now ? 0 : 1;
        var c = Class(a).CompareTo(Class(b));
        if (c == 0) c = b.ScoreOn(Today).CompareTo(a.ScoreOn(Today));
        if (c == 0) c = (a.Due ?? long.MaxValue).CompareTo(b.Due ?? long.MaxValue);
        return c == 0 ? a.Id.CompareTo(b.Id) : c;
    }

    private static QueueView View(ActionRecord[] records, int capacity, int[] reserved, int backlog = int.MaxValue)
    {
        var queue = new ManagerQueue("anna");
        foreach (var record in records) queue.Apply(record);
        return queue.View(Today, Now, capacity, reserved, backlog);
    }

    private static string Text(QueueView view) => string.Join('\n', view.Today.Concat(view.Backlog).Select(e => $"{e.Customer}: {string.Join(", ", e.Actions.Select(a => $"{a.Record.Id} {a.Record.Sequence} {a.Score}"))} +{e.More}"));

    private static ActionRecord Record(int id, int sequence = 1, Purpose purpose = Purpose.Service, long score = 1) => new()
    {
        Owner = "anna", Id = (UInt128)(uint)id, Sequence = sequence, Version = sequence, Customer = "one", Reason = Reason.Raised, Action = "do", Purpose = purpose, Score = new Score(0, 0, 0, 0, score),
        RaisedOn = Today, OccurredOn = Today,
    };
}
