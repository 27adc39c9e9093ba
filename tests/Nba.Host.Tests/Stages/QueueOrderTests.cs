using System.Text.Json;
using CsCheck;
using Nba.Engine;
using Nba.Engine.Actions;
using Nba.Engine.Rules;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Tests.State;

namespace Nba.Host.Tests.Stages;

/// <summary>What stage 2 publishes last is what a sorted list gives, whatever the order of records, the commits that are undone and the workers that die.</summary>
public sealed class QueueOrderTests : IDisposable
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

    public QueueOrderTests() => _store = Store.Open(new StoreOptions { Directory = _folder.Path, Fsync = false, WriteBufferMiB = 4, BlockCacheMiB = 8 });

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
}
