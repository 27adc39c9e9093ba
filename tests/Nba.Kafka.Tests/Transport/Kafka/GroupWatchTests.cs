using System.Diagnostics.Metrics;
using Confluent.Kafka;
using Microsoft.Extensions.Time.Testing;
using Nba.Host.Transport.Kafka;

namespace Nba.Kafka.Tests.Transport.Kafka;

/// <summary>What the watch of groups does and says, with a cluster that answers what a test tells it to.</summary>
public sealed class GroupWatchTests : IDisposable
{
    private static readonly WatchedGroup Deciding = new("decide", "bank-decide", "bank.activity", ["bank-decide-a-0"]);
    private static readonly WatchedGroup Ranking = new("queue", "bank-queue", "bank.actions", ["bank-queue-a-0"]);

    private readonly Dictionary<string, Func<GroupSight>> _cluster = [];
    private readonly List<string> _dealt = [];
    private readonly Lines _lines = new();
    private readonly FakeTimeProvider _time = new();
    private readonly GroupWatch _watch;
    private string? _problem;

    public GroupWatchTests()
    {
        _watch = new GroupWatch([Deciding, Ranking], g => Task.Run(() => _cluster[g.Name]()), (g, _) =>
        {
            _dealt.Add(g.Name);
            return Task.FromResult(_problem);
        }, TimeSpan.FromSeconds(40), _time, text => text, _lines);
        _cluster[Deciding.Name] = () => Sight("bank-decide-a-0", 0, 1);
        _cluster[Ranking.Name] = () => Sight("bank-queue-a-0", 0, 1, 2);
    }

    public void Dispose() => _watch.Dispose();

    [Fact]
    public async Task A_group_that_left_a_partition_to_nobody_is_made_to_deal_anew_once_and_no_other_is()
    {
        await Look(2);
        var during = _watch.Orphans;
        _cluster[Deciding.Name] = () => Sight("bank-decide-a-0", 0, 1, 2);
        await Look(3);

        Assert.Equal(["bank-decide"], _dealt);
        Assert.Equal(["the group bank-decide gives partition 2 of bank.activity to nobody"], during);
        Assert.Empty(_watch.Orphans);
        Assert.Equal(["Warning", "Warning", "Information"], _lines.All.Select(l => l.Split(':')[0]));
        Assert.Empty(_watch.Stubborn);
    }

    [Fact]
    public async Task What_dealing_anew_does_not_help_is_said_with_the_remedy_and_tried_again()
    {
        _problem = "the group did not end its dealing";
        await Look(4);

        Assert.Equal(["bank-decide", "bank-decide", "bank-decide"], _dealt);
        Assert.Contains("Kafka:SessionSeconds", Assert.Single(_watch.Stubborn), StringComparison.Ordinal);
        Assert.Contains("Kafka:SessionSeconds", Assert.Single(_lines.All, l => l.StartsWith("Error", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(3, _lines.All.Count(l => l.Contains(_problem, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_cluster_that_does_not_answer_is_said_once_and_stops_nothing()
    {
        _cluster[Deciding.Name] = () => throw new KafkaException(new Error(ErrorCode.Local_TimedOut, "timed out"));
        _cluster[Ranking.Name] = () => Sight("bank-queue-a-0", 0);
        await Look(3);

        Assert.Single(_lines.All, l => l.Contains("bank-decide", StringComparison.Ordinal));
        Assert.Equal(["bank-queue", "bank-queue"], _dealt);
    }

    [Fact]
    public async Task It_looks_once_a_session()
    {
        var looks = new SemaphoreSlim(0);
        _cluster[Ranking.Name] = () =>
        {
            looks.Release();
            return Sight("bank-queue-a-0", 0, 1, 2);
        };
        await _watch.StartAsync(TestContext.Current.CancellationToken);
        for (var session = 0; session < 3; session++)
        {
            _time.Advance(TimeSpan.FromSeconds(39));
            Assert.Equal(0, looks.CurrentCount);
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.True(await looks.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken), "no look came with the session's end");
        }
        await _watch.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_look_that_is_not_answered_does_not_keep_a_worker_from_stopping()
    {
        using var never = new ManualResetEventSlim();
        var began = new SemaphoreSlim(0);
        _cluster[Deciding.Name] = () =>
        {
            began.Release();
            never.Wait();
            return Sight("bank-decide-a-0", 0, 1, 2);
        };
        await _watch.StartAsync(TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(40));
        Assert.True(await began.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken), "no look began");
        var stopping = _watch.StopAsync(TestContext.Current.CancellationToken);
        await Task.WhenAny(stopping, Task.Delay(TimeSpan.FromSeconds(30), TimeProvider.System, TestContext.Current.CancellationToken));
        var stopped = stopping.IsCompletedSuccessfully;
        never.Set();

        Assert.True(stopped, "it waited for the look");
    }

    [Fact]
    public async Task A_meter_tells_of_orphans_and_of_dealings()
    {
        using var meter = new Meter("test-group-watch");
        _watch.Observe(meter);
        await Look(2);
        var told = new List<string>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, l) => { if (instrument.Meter == meter) l.EnableMeasurementEvents(instrument); } };
        void Tell(string name, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => told.Add($"{name} {tags[1].Value} {value}");
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Tell(instrument.Name, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Tell(instrument.Name, value, tags));
        listener.Start();
        listener.RecordObservableInstruments();

        Assert.Equal(["nba.group.redeals bank-decide 1", "nba.group.redeals bank-queue 0", "nba.partitions.orphaned bank-decide 1", "nba.partitions.orphaned bank-queue 0"], told.Order());
    }

    private static GroupSight Sight(string member, params int[] partitions) => new(true, 3, [new SeenMember(member, member + "-1", partitions)]);

    private async Task Look(int times)
    {
        for (var i = 0; i < times; i++) await _watch.Turn(TestContext.Current.CancellationToken);
    }
}
