using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using Nba.Engine;
using Nba.Host.Api;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Tests.State;

namespace Nba.Host.Tests.Stages;

/// <summary>Stage 2 over several partitions, case by case.</summary>
public sealed class QueueStageTests : IDisposable
{
    private const int Today = QueueDesk.Today;
    private static readonly RuleBook Off = QueueDesk.Book(spring: false);

    private readonly StoreFolder _folder = new();
    private readonly Store _store;

    public QueueStageTests() => _store = Store.Open(new StoreOptions { Directory = _folder.Path, Fsync = false, WriteBufferMiB = 4, BlockCacheMiB = 8 });

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_record_gives_a_queue_and_one_that_was_known_gives_none()
    {
        var desk = new QueueDesk(_store).Give(QueueDesk.Record("anna", 1)).Run();
        Assert.Equal("c1 1 /  / 0", desk.Shown("anna"));

        desk.Give(QueueDesk.Record("anna", 1)).Run();
        Assert.Equal((1, 2, 1), (desk.Times("anna"), desk.Counters.Records, desk.Counters.Ranked));

        desk.Give(QueueDesk.Record("anna", 2, score: 5)).Run();
        Assert.Equal(("c2 2, c1 1 /  / 0", 2), (desk.Shown("anna"), desk.Last("anna")!.Value.GetProperty("version").GetInt32()));
    }

    [Fact]
    public void What_does_not_change_the_queue_is_not_published()
    {
        var desk = new QueueDesk(_store).Give(QueueDesk.Record("anna", 1)).Run();
        desk.Clock.Advance(TimeSpan.FromMinutes(5));
        desk.Give(QueueDesk.Record("anna", 2) with { NotBefore = Today + 3 }).Run();

        Assert.Equal(1, desk.Times("anna"));
        Assert.True(desk.Counters.Ranked > desk.Counters.Published);
    }

    [Fact]
    public void A_withdrawal_that_comes_before_what_it_withdraws_holds_also_after_a_restart()
    {
        var desk = new QueueDesk(_store).Give(QueueDesk.Record("anna", 1, sequence: 7) with { Withdrawn = true }).Run();
        Assert.Equal(" /  / 0", desk.Shown("anna"));

        desk.Restart();
        desk.Give(QueueDesk.Record("anna", 1, sequence: 6)).Run();

        Assert.Equal(" /  / 0", desk.Shown("anna"));
        Assert.Equal(1, desk.Times("anna"));
    }

    [Fact]
    public void A_withdrawn_action_is_forgotten_after_thirty_days()
    {
        var desk = new QueueDesk(_store).Give(QueueDesk.Record("anna", 1, sequence: 7) with { Withdrawn = true }, QueueDesk.Record("anna", 2)).Run();
        desk.Clock.Advance(TimeSpan.FromDays(30));
        desk.Run();
        Assert.Equal(2, Rows(desk, Table.Actions));

        desk.Clock.Advance(TimeSpan.FromDays(1));
        desk.Run();
        Assert.Equal(1, Rows(desk, Table.Actions));
    }

    [Fact]
    public void A_customer_who_moves_is_in_one_queue_whichever_record_comes_first()
    {
        foreach (var seed in Enumerable.Range(0, 40))
        {
            var desk = new QueueDesk(_store, seed, undone: 0.2).Give(QueueDesk.Record("anna", 1)).Run();
            desk.Give(QueueDesk.Record("岑", 1, sequence: 3), QueueDesk.Record("anna", 1, sequence: 2) with { Withdrawn = true }).Run();
            Assert.Equal((" /  / 0", "c1 1 /  / 0"), (desk.Shown("anna"), desk.Shown("岑")));

            desk.Give(QueueDesk.Record("anna", 1, sequence: 5), QueueDesk.Record("岑", 1, sequence: 4) with { Withdrawn = true }).Run();
            Assert.Equal(("c1 1 /  / 0", " /  / 0"), (desk.Shown("anna"), desk.Shown("岑")));
        }
    }

    [Fact]
    public void A_campaign_that_is_switched_off_is_gone_at_once_but_for_what_was_accepted()
    {
        var open = QueueDesk.Record("anna", 1, score: 9) with { Campaign = "spring" };
        var accepted = QueueDesk.Record("anna", 2) with { Campaign = "spring", Accepted = true };
        var desk = new QueueDesk(_store).Give(open, accepted, QueueDesk.Record("anna", 3)).Run();
        Assert.Equal("c1 1, c2 2 / c3 3 / 1", desk.Shown("anna"));

        desk.Offer(Off);
        desk.Run();
        Assert.Equal("c2 2, c3 3 /  / 0", desk.Shown("anna"));

        desk.Give(QueueDesk.Record("anna", 4, score: 99) with { Campaign = "spring" }).Run();
        Assert.Equal("c2 2, c3 3 /  / 0", desk.Shown("anna"));

        desk.Offer(QueueDesk.Usual);
        desk.Run();
        Assert.Equal("c4 4, c1 1 / c2 2, c3 3 / 2", desk.Shown("anna"));
    }

    [Fact]
    public void A_new_day_waits_until_everything_that_had_arrived_is_taken()
    {
        var desk = new QueueDesk(_store).Give(QueueDesk.Record("anna", 1), QueueDesk.Record("bo|1", 2) with { NotBefore = Today + 1 }).Run();
        Assert.Equal(" /  / 0", desk.Shown("bo|1"));

        desk.Transport.SaysCaughtUp = false;
        desk.Clock.Advance(TimeSpan.FromDays(1));
        desk.Run();
        Assert.Equal(1, desk.Times("bo|1"));

        desk.Transport.SaysCaughtUp = true;
        desk.Run();
        Assert.Equal("c2 2 /  / 0", desk.Shown("bo|1"));
    }

    [Fact]
    public void A_day_that_begins_before_an_owners_first_commit_is_durable_reaches_that_owner_too()
    {
        foreach (var seed in Enumerable.Range(0, 40))
        {
            var desk = new QueueDesk(_store, seed, options: new QueueOptions { BatchRecords = 1 });
            desk.Transport.Append(0, QueueDesk.Json(QueueDesk.Record("new", 1) with { NotBefore = Today + 1 }));
            desk.Transport.Append(0, QueueDesk.Json(QueueDesk.Record("anna", 2)));
            while (desk.Counters.Records == 0) desk.Turn();
            desk.Clock.Advance(TimeSpan.FromDays(1));
            desk.Run();
            Assert.Equal("c1 1 /  / 0", desk.Shown("new"));
        }
    }

    [Fact]
    public void A_day_begins_in_the_banks_zone_and_reaches_queues_in_chunks()
    {
        var desk = new QueueDesk(_store, options: new QueueOptions { RankChunk = 3 });
        foreach (var id in Enumerable.Range(1, 5)) desk.Give(QueueDesk.Record("anna", id));
        desk.Run();
        var (ranked, commits) = (desk.Counters.Ranked, desk.Counters.Commits);

        desk.Clock.Advance(TimeSpan.FromHours(12) - TimeSpan.FromMilliseconds(1));
        desk.Run();
        Assert.Equal((ranked, commits), (desk.Counters.Ranked, desk.Counters.Commits));

        desk.Clock.Advance(TimeSpan.FromMilliseconds(1));
        desk.Run();
        Assert.Equal(ranked + 1, desk.Counters.Ranked);
        Assert.True(desk.Counters.Commits > commits);
    }

    [Fact]
    public void What_is_no_action_record_is_set_aside_and_the_rest_goes_on()
    {
        var desk = new QueueDesk(_store);
        foreach (var value in new[] { "no json", "", " \n", "{}", "[]", "null" }) desk.Transport.Append(0, Encoding.UTF8.GetBytes(value));
        desk.Give(QueueDesk.Record("anna", 1)).Run();

        Assert.Equal("c1 1 /  / 0", desk.Shown("anna"));
        Assert.Equal((4, 1), (desk.Counters.Refused, desk.Counters.Records));
        Assert.Equal([0, 3, 4, 5], desk.Transport.Letters.Select(l => JsonDocument.Parse(l).RootElement.GetProperty("position").GetInt32()));
        Assert.All(desk.Transport.Letters, l => Assert.Contains("\"reason\":\"not-an-action\"", l, StringComparison.Ordinal));
    }

    [Fact]
    public void A_queue_that_cannot_be_put_into_words_keeps_nobody_waiting_and_is_tried_again()
    {
        var fails = true;
        var desk = new QueueDesk(_store, write: (view, book, asOf, version, into) =>
            fails && view.Owner == "anna" ? throw new ArithmeticException() : new QueueEvents("en").Write(view, book, asOf, version, into));
        desk.Give(QueueDesk.Record("anna", 1), QueueDesk.Record("bo|1", 2)).Run();
        Assert.Equal(("nothing", "c2 2 /  / 0"), (desk.Shown("anna"), desk.Shown("bo|1")));
        Assert.Contains("queue-failed", Assert.Single(desk.Transport.Letters), StringComparison.Ordinal);

        fails = false;
        desk.Restart();
        desk.Run();
        Assert.Equal("c1 1 /  / 0", desk.Shown("anna"));
    }

    [Fact]
    public void More_owners_than_a_turn_ranks_are_ranked_in_those_that_follow_also_by_a_successor()
    {
        var desk = new QueueDesk(_store, options: new QueueOptions { RankChunk = 3, BatchRecords = 100 });
        string[] many = [.. Enumerable.Range(0, 20).Select(n => string.Create(CultureInfo.InvariantCulture, $"m{n:00}"))];
        foreach (var owner in many) desk.Transport.Append(1, QueueDesk.Json(QueueDesk.Record(owner, 1)));
        while (desk.Counters.Records < 20) desk.Turn();
        desk.Transport.Settle();
        var before = many.Count(o => desk.Times(o) > 0);
        Assert.InRange(before, 1, 19);

        desk.Restart();
        desk.Run();
        Assert.All(many, o => Assert.Equal(1, desk.Times(o)));
    }

    private int Rows(QueueDesk desk, Table table)
    {
        var count = 0;
        foreach (var place in Enumerable.Range(0, 3))
        {
            using var rows = _store.Scan(new Keys(desk.Transport.Number(place)).Prefix(table));
            while (rows.MoveNext()) count++;
        }
        return count;
    }
}
