using System.Buffers;
using System.Text;
using Nba.Host.Transport;

namespace Nba.Kafka.Tests.Simulation;

/// <summary>Queues that can't be put into words: each of their letters is of the record that led to it.</summary>
public sealed class QueueLetterTests : IDisposable
{
    private readonly CalmBank _bank = new(1);

    public void Dispose() => _bank.Dispose();

    [Fact]
    public void A_letter_holds_the_record_of_the_owner_whose_queue_failed()
    {
        (byte[] Key, byte[] Value)[] records = [Record("anna"), Record("bo"), Record("cy")];
        foreach (var (key, value) in records) _bank.Cluster.Log(_bank.Topics.Actions.Name, 0).Append(key, value, null, _bank.Cluster.Now, null);

        _bank.RunQueues(stage => stage.Counters.Failed >= 2 && _bank.Committed.GetValueOrDefault(0) == 3,
            (view, _, _, _, _) => view.Owner == "cy" ? 0 : throw new FormatException("客户"));

        var letters = _bank.Cluster.Log(_bank.Topics.DeadLetter.Name, 0).Committed.ToList();
        Assert.Equal(["0 queue-failed", "1 queue-failed"], letters.Select(l => $"{Header(l, "nba-offset")} {Header(l, "nba-reason")}"));
        Assert.Equal(records[..2].Select(r => (Encoding.UTF8.GetString(r.Key), Encoding.UTF8.GetString(r.Value))), letters.Select(l => (Encoding.UTF8.GetString(l.Key!), Encoding.UTF8.GetString(l.Value!))));
        Assert.Equal(2, _bank.Lines.All.Count(l => l.Contains("System.FormatException", StringComparison.Ordinal)));
        Assert.DoesNotContain(_bank.Lines.All, l => l.Contains("客户", StringComparison.Ordinal));
    }

    [Fact]
    public void A_queue_that_fails_on_a_new_day_is_no_letter()
    {
        var (key, value) = Record("anna");
        _bank.Cluster.Log(_bank.Topics.Actions.Name, 0).Append(key, value, null, _bank.Cluster.Now, null);
        _bank.RunQueues(stage => stage.Counters.Published == 1 && _bank.Committed.GetValueOrDefault(0) == 1, (_, _, _, _, _) => 0);
        _bank.Time.Advance(TimeSpan.FromDays(1));

        // And some turns more, so that what it wrote is committed.
        var turns = 0;
        _bank.RunQueues(stage => stage.Counters.Failed > 0 && ++turns > 20, (_, _, _, _, _) => throw new FormatException());

        Assert.Empty(_bank.Cluster.Log(_bank.Topics.DeadLetter.Name, 0).Committed);
        Assert.Contains(_bank.Lines.All, l => l.Contains("A queue of partition 0 could not be put into words", StringComparison.Ordinal));
    }

    // An action that a bank of its own raised, for another owner.
    private static (byte[] Key, byte[] Value) Record(string owner)
    {
        using var bank = new CalmBank(1);
        bank.Feed(owner, "a", transfers: 1);
        bank.Run(_ => bank.Committed.GetValueOrDefault(0) == bank.End(0));
        var raised = ActionEvents.Read(bank.Cluster.Log(bank.Topics.Actions.Name, 0).Committed.First().Value!) with { Owner = owner };
        var json = new ArrayBufferWriter<byte>();
        ActionEvents.Write(raised, null, json);
        return (Encoding.UTF8.GetBytes(ActionEvents.Key(owner, raised.Id)), json.WrittenSpan.ToArray());
    }

    private static string Header(SimRecord letter, string name) => Encoding.UTF8.GetString(letter.Headers!.GetLastBytes(name));
}
