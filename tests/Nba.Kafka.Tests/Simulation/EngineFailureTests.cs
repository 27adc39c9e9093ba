using System.Text;
using Nba.Engine;
using Nba.Host.State;
using Nba.Host.Transport;

namespace Nba.Kafka.Tests.Simulation;

/// <summary>Where the engine fails: on a record, which is set aside, or on what time brings, which no record is to blame for.</summary>
public sealed class EngineFailureTests : IDisposable
{
    // What an exception of a parser quotes.
    private const string Quoted = "客户 has 100";

    private readonly CalmBank _bank = new(2);

    public void Dispose() => _bank.Dispose();

    [Fact]
    public void A_record_that_it_fails_on_is_said_three_times_without_what_it_holds_and_set_aside()
    {
        for (var p = 0; p < 2; p++) _bank.Feed(_bank.Customer(p), "a", transfers: 1);

        _bank.Run(_ => IsDone(), over: inner => new FailingTransport(inner, onRow: (partition, table) => Fail(partition == 0 && table == Table.Actions)));

        Assert.Equal(["poison"], Letters());
        var said = _bank.Lines.All.Where(l => l.Contains("The engine failed on the activity at 1 of partition 0", StringComparison.Ordinal)).ToList();
        Assert.Equal(["attempt 1 of 3", "attempt 2 of 3", "attempt 3 of 3"], said.Select(l => l[l.IndexOf("attempt", StringComparison.Ordinal)..][..14]));
        Assert.All(said, l => Assert.Contains("System.FormatException", l, StringComparison.Ordinal));
        Assert.All(said, l => Assert.Contains(nameof(FailingTransport), l, StringComparison.Ordinal));
        Assert.DoesNotContain(_bank.Lines.All, l => l.Contains(Quoted, StringComparison.Ordinal) || l.Contains(_bank.Customer(0), StringComparison.Ordinal));
        Assert.Equal([_bank.Customer(1)], Actions());
    }

    [Fact]
    public void A_tick_that_it_fails_on_stops_the_partition_and_no_other_and_costs_no_record() =>
        Stops(inner => new FailingTransport(inner, onEntry: (partition, entry) => Fail(partition == 0 && entry.Kind == JournalKind.Day)), days: 1);

    [Fact]
    public void A_customer_whose_days_it_fails_on_stops_the_partition_and_costs_no_record() =>
        // The action has expired by then, which the customer's next activity finds first.
        Stops(inner => new FailingTransport(inner, onRow: (partition, table) => Fail(partition == 0 && table == Table.Actions)), days: 40);

    [Fact]
    public void A_sweep_that_it_fails_on_stops_the_partition()
    {
        _bank.Feed(_bank.Customer(0), "a", transfers: 1);
        _bank.Run(_ => IsDone());
        _bank.Time.Advance(TimeSpan.FromDays(40));

        _bank.Run(stage => stage.Held.Count > 0, Look, inner => new FailingTransport(inner, onRow: (_, table) => Fail(table == Table.Actions)));

        Assert.Empty(Letters());
    }

    private void Stops(Func<ITransport, ITransport> over, int days)
    {
        for (var p = 0; p < 2; p++) _bank.Feed(_bank.Customer(p), "a", transfers: 1);
        _bank.Run(_ => IsDone());
        _bank.Time.Advance(TimeSpan.FromDays(days));
        for (var p = 0; p < 2; p++) _bank.Feed(_bank.Customer(p), "b", transfers: 1, registers: false);
        var waits = _bank.Committed[0];

        _bank.Run(stage => stage.Held.Count > 0 && IsDone(1), Look, over);

        Assert.Equal(waits, _bank.Committed[0]);
        Assert.Empty(Letters());
        Assert.Single(_bank.Lines.All, l => l.Contains("Partition 0 is not run by this worker", StringComparison.Ordinal));
        Assert.Contains(_bank.Lines.All, l => l.Contains("on what time brings the customers of partition 0: System.FormatException", StringComparison.Ordinal));
        Assert.DoesNotContain(_bank.Lines.All, l => l.Contains(Quoted, StringComparison.Ordinal));

        // Mended, it goes on where it stood.
        _bank.Run(_ => IsDone(), stage => Assert.Empty(stage.Held));
        Assert.Empty(Letters());
    }

    private static void Look(Host.Stages.DecisionStage stage)
    {
        var (partition, why) = Assert.Single(stage.Held);
        Assert.Equal(0, partition);
        Assert.Contains("System.FormatException", why, StringComparison.Ordinal);
        Assert.DoesNotContain(Quoted, why, StringComparison.Ordinal);
    }

    private static void Fail(bool fails)
    {
        if (fails) throw new FormatException(Quoted);
    }

    private bool IsDone() => IsDone(0) && IsDone(1);

    private bool IsDone(int partition) => _bank.Committed.GetValueOrDefault(partition) == _bank.End(partition);

    private IEnumerable<string> Letters() => Enumerable.Range(0, 2).SelectMany(p => _bank.Cluster.Log(_bank.Topics.DeadLetter.Name, p).Committed).Select(r => Encoding.UTF8.GetString(r.Headers!.GetLastBytes("nba-reason")));

    private IEnumerable<string> Actions() => _bank.Cluster.Log(_bank.Topics.Actions.Name, 0).Committed.Select(r => ActionEvents.Read(r.Value!).Customer);
}
