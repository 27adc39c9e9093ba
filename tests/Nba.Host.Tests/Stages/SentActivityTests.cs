using System.Text;
using Nba.Engine.Calendars;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Tests.Stages;

/// <summary>What a decision about one customer sends to another is logged right behind its cause, in the same commit.</summary>
public sealed class SentActivityTests : IDisposable
{
    private readonly SimulatedBank _bank = new();

    public void Dispose() => _bank.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void The_size_of_batches_never_shows_in_a_log_with_merges_and_a_household(int batch)
    {
        using var one = Live("one", new StageOptions());
        using var other = Live("other", new StageOptions { BatchActivities = batch, SweepChunk = 1, CustomerCacheMiB = 1 });

        Assert.Null(Replay.Compare(one, other, [Table.Log, Table.Journal, Table.Customers, Table.Actions, Table.Decisions]).First);
        Assert.Equal(10, Sent(one));
    }

    [Fact]
    public void A_replay_takes_what_was_sent_from_the_log_and_sends_nothing_again()
    {
        using var recorded = Live("live", new StageOptions());
        using var replayed = _bank.Empty("replayed");
        Replay.Run(recorded, replayed, new StageOptions());

        Assert.Null(Replay.Compare(recorded, replayed).First);
    }

    // Two merges, each followed by one activity for the old key; then contacts of two who are of one household.
    private Store Live(string name, StageOptions options)
    {
        var book = SimulatedBank.Rules();
        using (var run = Simulation.Open(new StoreOptions { Directory = Path.Combine(_bank.Folder, name), Fsync = false }, book, options))
        {
            var time = new Instant(1_772_409_600_000);
            string[] customers = ["a", "b", "c", "d"];
            foreach (var customer in customers)
            {
                Feed(run, time, customer, "customer.registered", """{"name": "张", "kind": "personal"}""", "r");
                Feed(run, time, customer, "customer.assigned", """{"a": "rm01"}""", "s");
                Feed(run, time, customer, "mail.returned", """{"what": "statement"}""", "m");
            }
            Feed(run, time.Plus(500), "c", "relation.noted", """{"relation": "1", "with": "d", "kind": "spouse", "sameHousehold": true}""", "relation-c");
            Feed(run, time.Plus(600), "d", "relation.noted", """{"relation": "1", "with": "a", "kind": "spouse", "sameHousehold": true}""", "relation-d");
            Feed(run, time.Plus(1000), "a", "customer.merged", """{"into": "b"}""", "merge-a");
            Feed(run, time.Plus(2000), "a", "login.mobile", "{}", "late-a");
            run.AdvanceTo(time.Plus(86_400_000));
            Feed(run, time.Plus(90_000_000), "b", "customer.merged", """{"into": "c"}""", "merge-b");
            Feed(run, time.Plus(90_001_000), "b", "login.mobile", "{}", "late-b");
            run.AdvanceTo(time.Plus(2 * 86_400_000));
            Feed(run, time.Plus(180_000_000), "a", "contact.made", """{"purpose": "sales", "channel": "phone"}""", "told-a");
            Feed(run, time.Plus(180_001_000), "d", "contact.made", """{"purpose": "sales", "channel": "phone"}""", "told-d");
            run.AdvanceTo(time.Plus(3 * 86_400_000));
        }
        return Store.OpenReadOnly(Path.Combine(_bank.Folder, name));
    }

    private static void Feed(Simulation run, Instant time, string customer, string type, string data, string id) => run.Feed(
        Encoding.UTF8.GetBytes($$"""{"specversion":"1.0","id":"{{customer}}-{{id}}","source":"test","subject":"{{customer}}","type":"{{type}}","time":"{{time}}","data":{{data}}}"""), time.UnixMilliseconds);

    private static int Sent(Store store)
    {
        var sent = 0;
        using var rows = store.Scan(new Keys(0).Prefix(Table.Log));
        while (rows.MoveNext()) sent += EmbeddedLog.Row(rows.Key, rows.Value).IsSent ? 1 : 0;
        return sent;
    }
}
