using System.Text;
using Nba.Engine;
using Nba.Engine.Actions;
using Nba.Engine.Calendars;
using Nba.Host.Archives;
using Nba.Host.Demo;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Tests.Stages;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Tests.Archives;

/// <summary>
/// A small made-up bank under the shipped rules that is archived twice, each time while a sweep is under way, an hour is waited for and letters lie there; customers are merged before, between
/// and after, and tell one another of contacts.
/// </summary>
public sealed class ArchivedBank : IDisposable
{
    /// <summary>Days whose sweep the archives are made in.</summary>
    private static readonly DateOnly[] Cuts = [new(2025, 3, 12), new(2025, 3, 20)];

    private static readonly DemoBankOptions Lived = new() { Customers = 60, Managers = 3, To = new DateOnly(2025, 3, 27) };
    private static readonly StageOptions Small = new() { SweepChunk = 7, BatchActivities = 20, IdleMilliseconds = 1 };

    private readonly string _folder = Directory.CreateTempSubdirectory("nba-archived-").FullName;

    /// <summary>Lives and archives it.</summary>
    public ArchivedBank()
    {
        var (events, next) = (Events(), 0);
        foreach (var cut in Cuts.Append(DateOnly.MaxValue))
        {
            next = Live(events, next, cut);
            if (cut != DateOnly.MaxValue) Heads.Add(Archived(Place(Heads.Count == 0 ? "first" : "second")));
        }
    }

    private ArchivedBank(ArchivedBank other)
    {
        foreach (var file in Directory.GetFiles(other._folder, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_folder, Path.GetRelativePath(other._folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        Heads = other.Heads;
    }

    /// <summary>The live run's store.</summary>
    public string Data => Place("live");

    /// <summary>The earlier archive.</summary>
    public string First => Place("first");

    /// <summary>The later archive.</summary>
    public string Second => Place("second");

    /// <summary>Where the run stood when it was archived.</summary>
    public List<StageHead> Heads { get; } = [];

    /// <summary>One of its own for a test that alters it.</summary>
    public ArchivedBank Copy() => new(this);

    public string Place(string name) => Path.Combine(_folder, name);

    /// <summary>Archives the run as it stands.</summary>
    public StageHead Archived(string into)
    {
        using var store = Store.OpenReadOnly(Data);
        using var run = new EmbeddedRun(store);
        using var writer = ArchiveWriter.Begin(into, TimeProvider.System);
        run.Archive(writer);
        writer.Finish(run.Carrier, run.Prefix);
        return StageHead.Of(store, 0)!;
    }

    /// <summary>The first archive, as a bank of several partitions would have made it of one with a number.</summary>
    public string FirstOf(int partition)
    {
        var place = Place("first-elsewhere");
        using var states = ArchivedRows.Of(First);
        using (var elsewhere = ScratchStore.Empty())
        {
            using (var rows = new RowPutter(elsewhere.Store))
            {
                using var all = states.Store.Scan([]);
                while (all.MoveNext()) rows.Put(new Keys(partition).Own((Table)all.Key[Keys.PrefixLength - 1], all.Key[Keys.PrefixLength..]), all.Value);
                var cursor = new Keys(partition).Own(Table.Customers, Heads[0].Cursor.AsSpan(Keys.PrefixLength)).ToArray();
                rows.Put(new Keys(partition).Prefix(Table.Head), (Heads[0] with { Cursor = cursor }).Write());
                rows.Write();
            }
            using var writer = ArchiveWriter.Begin(place, TimeProvider.System);
            writer.Add(elsewhere.Store, partition, 0, null);
            writer.Finish(ArchiveManifest.Embedded, null);
        }
        return place;
    }

    /// <summary>Replays from an archive, to the end or to another, and compares.</summary>
    public Verification Verify(string from, string? until = null, int chunk = 100)
    {
        using var store = Store.OpenReadOnly(Data);
        using var run = new EmbeddedRun(store);
        return new ArchiveReplay(run, Archive.Open(from), until is null ? null : Archive.Open(until), new StageOptions { SweepChunk = chunk }).Verify(0);
    }

    /// <summary>Changes the live run's store.</summary>
    public void Alter(Action<Store, StoreBatch> change)
    {
        using var store = Store.Open(new StoreOptions { Directory = Data, Fsync = false });
        using var batch = store.NewBatch();
        change(store, batch);
        store.Write(batch);
    }

    /// <summary>Rows of a table in a store.</summary>
    public static int Count(Store store, Table table)
    {
        var count = 0;
        using var rows = store.Scan(new Keys(0).Prefix(table));
        while (rows.MoveNext()) count++;
        return count;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // To the middle of a day's sweep, or to the end of everything; answers the event that comes next.
    private int Live(List<(byte[] Json, long Time)> events, int next, DateOnly cut)
    {
        var book = SimulatedBank.Rules();
        using var store = Store.Open(new StoreOptions { Directory = Data, Fsync = false });
        using var transport = new EmbeddedTransport(store, TimeProvider.System);
        using var stage = new DecisionStage(transport, book, Small, clock: null);
        stage.Turn();
        var snoozed = false;
        for (; next < events.Count; next++)
        {
            var today = book.Calendar.DateOf(new Instant(events[next].Time));
            if (!snoozed && cut != DateOnly.MaxValue && today.AddDays(1) >= cut) snoozed = Hand(stage, transport, Snoozed(store, events[next].Time));
            Hand(stage, transport, events[next]);
            if (today < cut || !stage.IsSweeping) continue;
            for (var chunk = 0; chunk < 2; chunk++)
            {
                stage.Turn();
                stage.Settle();
            }
            return next + 1;
        }
        transport.Close();
        while (stage.Turn())
        {
        }
        stage.Settle();
        return next;
    }

    private static bool Hand(DecisionStage stage, EmbeddedTransport transport, (byte[] Json, long Time) happened)
    {
        var chunk = new IntakeChunk();
        chunk.Add(happened.Json, happened.Time);
        var taken = transport.Submit(chunk);
        // One turn polls and commits it: a loop would sweep more or less, as the other thread is quick.
        stage.Turn();
        stage.Settle();
        Assert.True(taken.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken), "the event did not become durable");
        return true;
    }

    // Some live action is put off for a few days.
    private static (byte[] Json, long Time) Snoozed(Store store, long time)
    {
        using var rows = store.Scan(new Keys(0).Prefix(Table.Actions));
        Assert.True(rows.MoveNext());
        var action = ActionRecordCodec.Read(rows.Value);
        return (Json($"snooze-{time}", action.Customer, "action.outcome", $$"""{"action":"{{ActionIdentity.Format(action.Id)}}","outcome":"snoozed","untilAt":"{{new Instant(time).Plus(3 * 86_400_000L)}}"}""", time), time);
    }

    private static List<(byte[] Json, long Time)> Events()
    {
        var book = SimulatedBank.Rules();
        var events = new DemoBank(Lived, book.Calendar).Events().Select(e => (Json: e.Json.ToArray(), Time: e.TimeMs)).ToList();
        void Add(int day, int minute, string customer, string type, string data)
        {
            var time = book.Calendar.StartOf(new DateOnly(2025, 3, day)).UnixMilliseconds + (minute * 60_000L);
            events.Add((Json($"x{events.Count}", customer, type, data, time), time));
        }
        foreach (var customer in (string[])["a", "b", "c", "d"])
        {
            Add(3, 600, customer, "customer.registered", """{"name": "张", "kind": "personal"}""");
            Add(3, 601, customer, "customer.assigned", """{"a": "rm01"}""");
            Add(3, 602, customer, "mail.returned", """{"what": "statement"}""");
        }
        Add(4, 600, "c", "relation.noted", """{"relation": "1", "with": "d", "kind": "spouse", "sameHousehold": true}""");
        Add(4, 601, "d", "relation.noted", """{"relation": "1", "with": "c", "kind": "spouse", "sameHousehold": true}""");
        foreach (var (day, gone, into) in (ReadOnlySpan<(int, string, string)>)[(11, "a", "b"), (15, "b", "c"), (24, "c", "d")])
        {
            Add(day, 600, gone, "customer.merged", $$"""{"into": "{{into}}"}""");
            Add(day, 700, "a", "login.mobile", "{}");
            Add(day, 800, "d", "contact.made", """{"purpose": "sales", "channel": "phone"}""");
            Add(day, 900, "d", "no.such.type", "{}");
        }
        return [.. events.OrderBy(e => e.Time)];
    }

    private static byte[] Json(string id, string customer, string type, string data, long time) =>
        Encoding.UTF8.GetBytes($$"""{"specversion":"1.0","id":"{{id}}","source":"test","subject":"{{customer}}","type":"{{type}}","time":"{{new Instant(time)}}","data":{{data}}}""");
}
