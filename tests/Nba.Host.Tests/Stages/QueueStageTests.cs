using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using Nba.Engine;
using Nba.Engine.Actions;
using Nba.Engine.Arbitration;
using Nba.Engine.Rules;
using Nba.Host.Api;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Tests.State;

namespace Nba.Host.Tests.Stages;

/// <summary>Stage 2 over several partitions, with commits that are undone and workers that die.</summary>
public sealed class QueueStageTests : IDisposable
{
    private const int Today = QueueDesk.Today;
    private static readonly RuleBook[] Shares = [.. Enumerable.Range(0, 4).Select(n => QueueDesk.Book(share: n))];
    private static readonly RuleBook Off = QueueDesk.Book(spring: false);

    private static readonly Gen<ActionRecord> Any = Gen.Select(
        Gen.Select(Gen.OneOf(QueueDesk.Owners), Gen.Int[1, 25], Gen.Int[1, 6], Gen.Int[0, 4], Gen.Int[0, 20]),
        Gen.Select(Gen.Int[0, 9], Gen.Int[-5, 9], Gen.Int[0, 7], Gen.Int[0, 3], Gen.Bool)).Select((a, b) =>
        QueueDesk.Record(a.Item1, a.Item2, a.Item3, a.Item5 * 100) with
        {
            Customer = $"c{a.Item2 % 7}",
            Purpose = (Purpose)a.Item4,
            Withdrawn = b.Item1 < 3,
            ContactMade = b.Item1 == 0 && b.Item5,
            Campaign = b.Item5 ? "spring" : null,
            Accepted = b.Item1 == 9,
            Due = b.Item2 < 0 ? null : 1_772_380_800_000 + (b.Item2 * 86_400_000L),
            DueOn = b.Item2 < 0 ? null : Today + b.Item2 - 1,
            NotBefore = b.Item3 == 0 ? Today + 1 : null,
            Expires = b.Item3 == 1 ? Today : b.Item3 == 2 ? Today - 1 : null,
            HalfLifeDays = b.Item4 * 3,
            OccurredOn = Today - b.Item4,
            RaisedOn = Today - 3,
        });

    // One owner, identity and sequence is one record.
    private static readonly Gen<ActionRecord[]> Records = Any.Array[0, 60].Select(all => all.DistinctBy(r => (r.Owner, r.Id, r.Sequence)).ToArray());

    private readonly StoreFolder _folder = new();
    private readonly Store _store;

    public QueueStageTests() => _store = Store.Open(new StoreOptions { Directory = _folder.Path, Fsync = false, WriteBufferMiB = 4, BlockCacheMiB = 8 });

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Whatever_the_order_and_repetition_and_whatever_is_undone_the_last_queue_is_what_a_sorted_list_gives()
    {
        var undone = 0;
        Gen.Select(Records, Gen.Int[0, 3], Gen.Int[0, 1_000_000], Gen.Int[1, 5]).Sample((records, share, seed, chunk) =>
        {
            var desk = new QueueDesk(_store, seed, undone: 0.25, Small(chunk), Shares[share]);
            Deliver(desk, records, seed);
            desk.Run();

            foreach (var owner in QueueDesk.Owners) Assert.Equal(QueueModel.Of(records, owner, Today, desk.Now, share: share), desk.Shown(owner));
            Assert.Empty(desk.Transport.Letters);
            NothingTwice(desk);
            Interlocked.Add(ref undone, desk.Transport.Undone);
        }, iter: 1_000);
        Assert.True(undone > 2_000, $"only {undone} commits were undone");
    }

    [Fact]
    public void A_worker_that_dies_at_any_moment_changes_nothing() =>
        Gen.Select(Records, Gen.Int[0, 1_000_000], Gen.Int[0, 40].Array[1, 4]).Sample((records, seed, lives) =>
        {
            var desk = new QueueDesk(_store, seed, undone: 0.1, Small(2));
            Deliver(desk, records, seed);
            foreach (var turns in lives)
            {
                for (var i = 0; i < turns; i++) desk.Turn();
                desk.Restart();
            }
            desk.Run();

            foreach (var owner in QueueDesk.Owners) Assert.Equal(QueueModel.Of(records, owner, Today, desk.Now), desk.Shown(owner));
            NothingTwice(desk);
        }, iter: 500);

    [Fact]
    public void A_new_day_reaches_every_owner_also_amid_records_and_deaths() =>
        Gen.Select(Records, Records, Gen.Int[0, 1_000_000], Gen.Int[0, 30]).Sample((before, after, seed, turns) =>
        {
            var desk = new QueueDesk(_store, seed, undone: 0.1, Small(1));
            Deliver(desk, before, seed);
            desk.Run();
            desk.Clock.Advance(TimeSpan.FromDays(1));
            for (var i = 0; i < turns / 2; i++) desk.Turn();
            desk.Restart();
            // A record that was there before is the one that was there before.
            var all = before.Concat(after).DistinctBy(r => (r.Owner, r.Id, r.Sequence)).ToArray();
            Deliver(desk, all, seed);
            for (var i = 0; i < turns; i++) desk.Turn();
            desk.Restart();
            desk.Run();

            foreach (var owner in QueueDesk.Owners) Assert.Equal(QueueModel.Of(all, owner, Today + 1, desk.Now), desk.Shown(owner));
            NothingTwice(desk);
        }, iter: 500);

    [Fact]
    public void A_switch_reaches_every_owner_also_amid_records_and_deaths() =>
        Gen.Select(Records, Gen.Int[0, 1_000_000], Gen.Int[0, 30]).Sample((records, seed, turns) =>
        {
            var desk = new QueueDesk(_store, seed, undone: 0.1, Small(1));
            Deliver(desk, records[..(records.Length / 2)], seed);
            desk.Run();
            desk.Offer(Shares[0]);
            Deliver(desk, records, seed);
            for (var i = 0; i < turns; i++) desk.Turn();
            desk.Offer(Off);
            for (var i = 0; i < turns / 2; i++) desk.Turn();
            desk.Restart();
            desk.Run();

            foreach (var owner in QueueDesk.Owners) Assert.Equal(QueueModel.Of(records, owner, Today, desk.Now, spring: false), desk.Shown(owner));
            var published = QueueDesk.Owners.Select(desk.Last).OfType<JsonElement>();
            Assert.All(published, data => Assert.Equal(Off.Version, data.GetProperty("bookVersion").GetString()));
        }, iter: 500);

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

    private static QueueOptions Small(int chunk) => new() { BatchRecords = 4, RankChunk = chunk * 3, ActionsInMemory = chunk * 9, RememberDays = 30 };

    // In any order, some of them twice, with tombstones between.
    private static void Deliver(QueueDesk desk, ActionRecord[] records, int seed)
    {
        var random = new Random(seed);
        var shuffled = records.Concat(records.Take(9)).ToArray();
        random.Shuffle(shuffled);
        foreach (var record in shuffled)
        {
            desk.Give(record);
            if (random.Next(5) == 0) desk.Transport.Append(random.Next(3), []);
        }
    }

    // Readers see versions that grow, each with something new.
    private static void NothingTwice(QueueDesk desk)
    {
        foreach (var queue in desk.Transport.Published.GroupBy(p => p.Owner))
        {
            var (version, content) = (0, "");
            foreach (var (_, json) in queue)
            {
                var data = JsonDocument.Parse(json).RootElement.GetProperty("data");
                var said = string.Join(' ', data.EnumerateObject().Where(p => p.Name is not ("version" or "asOf")).Select(p => p.Value.GetRawText()));
                Assert.Equal(version + 1, data.GetProperty("version").GetInt32());
                Assert.NotEqual(content, said);
                (version, content) = (version + 1, said);
            }
        }
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
