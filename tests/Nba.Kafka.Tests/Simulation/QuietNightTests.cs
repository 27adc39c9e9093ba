using System.Text;
using Microsoft.Extensions.Time.Testing;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Transport.Embedded;

namespace Nba.Kafka.Tests.Simulation;

/// <summary>A rule book that comes after days on which nothing arrived.</summary>
public sealed class QuietNightTests : IDisposable
{
    private const int MostTurns = 10_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nba-quiet-");
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.FromHours(8)));
    private int _turns;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void It_is_decided_on_the_day_that_the_clock_has_reached_and_withdraws_nothing()
    {
        using var store = Store.Open(new StoreOptions { Directory = _folder.FullName, Fsync = false, WriteBufferMiB = 1, BlockCacheMiB = 4 });
        using var transport = new EmbeddedTransport(store, _time);
        using var stage = new DecisionStage(transport, SimRules.Books[0], new StageOptions { IdleMilliseconds = 1, Lanes = 1 }, _time);
        var chunk = new IntakeChunk();
        chunk.Add(Encoding.UTF8.GetBytes("""{"specversion":"1.0","id":"r","source":"sim","type":"customer.registered","subject":"C","data":{"name":"客户","kind":"personal"}}"""));
        var taken = transport.Submit(chunk);
        while (!taken.IsCompleted) Turn(stage);
        _time.Advance(TimeSpan.FromDays(2));
        while (QueueReader.Live(store).SingleOrDefault() is not { Action: "days-talk", Score.Value: 2_000_000_000 }) Turn(stage);

        stage.Offer(SimRules.Books[1]);
        while (stage.Book != SimRules.Books[1].Version || stage.IsSweeping) Turn(stage);

        Assert.Equal(["days-talk"], QueueReader.Live(store).Select(a => a.Action));
    }

    private void Turn(DecisionStage stage)
    {
        Assert.True(++_turns < MostTurns, "it does not come to an end");
        Assert.True(stage.Turn());
        stage.Settle();
    }
}
