using CsCheck;
using Nba.Engine.Actions;
using Nba.Engine.Arbitration;
using Nba.Engine.Campaigns;
using Nba.Engine.Queues;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Tests.Queues;

/// <summary>A queue shows no more of a campaign than the owner's share has left: the best of it.</summary>
public sealed class BudgetSharesTests
{
    private const int Today = 739_700;
    private static readonly int[] NoPlaces = [0, 0, 0, 0, 0];

    /// <summary>Campaign spring with a share of so many contacts; autumn without a budget.</summary>
    private static readonly CampaignBook[] Shares = [.. Enumerable.Range(0, 6).Select(Book)];

    private static readonly Gen<ActionRecord> Any = Gen.Select(Gen.Int[1, 30], Gen.Int[1, 6], Gen.Int[0, 20], Gen.OneOf("", "spring", "autumn"), Gen.Int[0, 9], Gen.Bool).Select((id, sequence, score, campaign, how, more) =>
        Record(id, sequence, score * 100, campaign.Length == 0 ? null : campaign) with
        {
            Customer = $"c{id % 9}",
            Withdrawn = how < 3,
            ContactMade = how < 2 && campaign.Length > 0,
            Accepted = how == 9,
            NotBefore = how == 8 && more ? Today + 1 : null,
            Batch = id % 11 == 0,
        });

    [Fact]
    public void The_order_of_records_and_their_repetition_do_not_show() =>
        Gen.Select(Any.Array[0, 40], Gen.Int[0, 5], Gen.Int[0, 1_000_000]).Sample((records, share, seed) =>
        {
            // One identity and sequence is one record.
            var unique = records.DistinctBy(r => (r.Id, r.Sequence)).ToArray();
            var shuffled = unique.Concat(unique.Take(7)).ToArray();
            new Random(seed).Shuffle(shuffled);
            Assert.Equal(Text(View(unique, share)), Text(View(shuffled, share)));
        }, iter: 3_000);

    [Fact]
    public void What_is_shown_is_what_was_accepted_and_the_best_of_the_rest_that_the_share_pays_for() => Gen.Select(Any.Array[0, 40], Gen.Int[0, 5]).Sample((records, share) =>
    {
        var unique = records.DistinctBy(r => (r.Id, r.Sequence)).ToArray();
        var spent = unique.Where(r => r is { ContactMade: true, Campaign: "spring" }).Select(r => r.Id).Distinct().Count();
        var standing = unique.GroupBy(r => r.Id).Select(g => g.MaxBy(r => r.Sequence)!).Where(r => !r.Withdrawn && r.NotBefore is null).OrderByDescending(r => r.Score.Base).ThenBy(r => r.Id).ToList();
        var promised = standing.Where(r => r is { Campaign: "spring", Accepted: true }).ToList();
        var paid = standing.Where(r => r is { Campaign: "spring", Accepted: false }).Take(Math.Max(0, share - spent - promised.Count)).ToList();
        var expected = standing.Where(r => r.Campaign != "spring" || promised.Contains(r) || paid.Contains(r)).ToList();

        var view = View(unique, share, capacity: 4);
        var entries = view.Today.Concat(view.Backlog).ToList();

        Assert.Equal(expected.GroupBy(Key).SelectMany(g => g.First().Batch ? g : g.Take(3)).Select(r => r.Id).Order(), entries.SelectMany(e => e.Actions).Select(a => a.Record.Id).Order());
        Assert.Equal(standing.Count - expected.Count, view.OverBudget);
        Assert.Equal(standing.Select(Key).Distinct().Count() - view.Today.Count, view.Withheld);
    }, iter: 3_000);

    [Fact]
    public void The_best_ranked_are_offered_and_the_rest_counts_as_withheld()
    {
        ActionRecord[] records = [.. Enumerable.Range(1, 5).Select(i => Record(i, 1, i * 10, "spring") with { Customer = $"c{i}" }), Record(9, 1, 1) with { Customer = "other" },
            Record(8, 1, 0, "spring") with { Customer = "gone", Withdrawn = true, ContactMade = true }];
        var view = View(records, share: 3);
        Assert.Equal(["c5", "c4", "other"], view.Today.Select(e => e.Customer));
        Assert.Equal((3, 3), (view.Withheld, view.OverBudget));
    }

    [Fact]
    public void What_was_accepted_stays_though_nothing_is_left_and_takes_its_place_before_a_better_one()
    {
        ActionRecord[] records = [Record(1, 1, 10, "spring") with { Customer = "promised", Accepted = true }, Record(2, 1, 90, "spring") with { Customer = "best" }];
        Assert.Equal(["promised"], View(records, share: 0).Today.Select(e => e.Customer));
        Assert.Equal(["promised"], View(records, share: 1).Today.Select(e => e.Customer));
        Assert.Equal(["best", "promised"], View(records, share: 2).Today.Select(e => e.Customer));
    }

    [Fact]
    public void An_owner_without_a_share_has_none_and_a_campaign_without_a_budget_has_no_limit() =>
        Assert.Equal(["free"], View([Record(1, 1, 10, "spring") with { Customer = "limited" }, Record(2, 1, 5, "autumn") with { Customer = "free" }], share: 0).Today.Select(e => e.Customer));

    [Fact]
    public void An_identity_that_comes_back_has_spent_what_it_spent()
    {
        var queue = new ManagerQueue("anna");
        Assert.True(queue.Apply(Record(1, 5, 10, "spring")));
        Assert.True(queue.Apply(Record(1, 4, 0, "spring") with { Withdrawn = true, ContactMade = true }));
        Assert.False(queue.Apply(Record(1, 4, 0, "spring") with { Withdrawn = true, ContactMade = true }));
        Assert.Equal(1, queue.Spent("spring"));
        Assert.Single(queue.Standing);
    }

    private static string Key(ActionRecord record) => record.Batch ? "batch " + record.Action : record.Customer;

    private static CampaignBook Book(int share) => TestBook.With(("campaigns.json", $$"""
        {"feature_management": {"feature_flags": [{"id": "spring", "enabled": true}, {"id": "autumn", "enabled": true}]},
         "campaigns": {"spring": {"zh": "春", "en": "Spring", "budget": {"contacts": 9, "perOwner": {"bo": 1{{(share > 0 ? $", \"anna\": {share}" : "")}} } } } } }
        """)).Campaigns;

    private static QueueView View(ActionRecord[] records, int share, int capacity = 30)
    {
        var queue = new ManagerQueue("anna");
        foreach (var record in records) queue.Apply(record);
        return queue.View(Today, (Today - 719_162) * 86_400_000L, capacity, NoPlaces, campaigns: Shares[share]);
    }

    private static string Text(QueueView view) => string.Join('\n', view.Today.Concat(view.Backlog).Select(e => $"{e.Customer}: {string.Join(", ", e.Actions.Select(a => $"{a.Record.Id} {a.Record.Sequence} {a.Score}"))} +{e.More}").Append($"{view.Withheld} {view.OverBudget}"));

    private static ActionRecord Record(int id, int sequence, long score, string? campaign = null) => new()
    {
        Owner = "anna", Id = (UInt128)(uint)id, Sequence = sequence, Version = sequence, Customer = "one", Reason = Reason.Raised, Action = "do", Purpose = Purpose.Sales, Campaign = campaign,
        Score = new Score(0, 0, 0, 0, score), RaisedOn = Today, OccurredOn = Today,
    };
}
