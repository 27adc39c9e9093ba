using Nba.Engine.Calendars;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Tests.Stages;

/// <summary>What stage 2 publishes while what comes in arose long ago: each queue now and then, and everything in the end.</summary>
public sealed class QueueCatchUpTests : IDisposable
{
    private const int Pause = 1000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nba-catch-up-");
    private readonly Store _store;
    private readonly QueueDesk _desk;

    public QueueCatchUpTests()
    {
        _store = Store.Open(new StoreOptions { Directory = _folder.FullName, Fsync = false, WriteBufferMiB = 1, BlockCacheMiB = 4 });
        _desk = new QueueDesk(_store, options: new QueueOptions { CatchUpMilliseconds = Pause, RankChunk = 3 });
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Queues_of_late_records_are_published_once_in_a_pause_with_all_that_came_meanwhile()
    {
        foreach (var id in Enumerable.Range(1, 30)) Take(id, late: Pause + 1);
        Assert.Equal((1, "c1 1 /  / 0"), (_desk.Times("anna"), _desk.Shown("anna")));
        Assert.Equal(30, _desk.Counters.Records);

        _desk.Clock.Advance(TimeSpan.FromMilliseconds(Pause - 1));
        _desk.Turn();
        Assert.Equal(1, _desk.Times("anna"));

        _desk.Clock.Advance(TimeSpan.FromMilliseconds(1));
        _desk.Run();
        Assert.Equal(2, _desk.Times("anna"));
        Assert.Equal(30, _desk.Last("anna")!.Value.GetProperty("today").GetArrayLength() + _desk.Last("anna")!.Value.GetProperty("backlog").GetArrayLength());
    }

    [Fact]
    public void A_queue_of_fresh_records_is_published_with_each()
    {
        foreach (var id in Enumerable.Range(1, 5)) Take(id, late: Pause);
        Assert.Equal(5, _desk.Times("anna"));
    }

    [Fact]
    public void Who_has_caught_up_publishes_at_once_what_waited()
    {
        foreach (var id in Enumerable.Range(1, 3)) Take(id, late: Pause + 1);
        Take(4, late: 0);
        Assert.Equal((2, "c1 1, c2 2 / c3 3, c4 4 / 2"), (_desk.Times("anna"), _desk.Shown("anna")));
    }

    [Fact]
    public void What_waits_for_the_next_time_is_published_by_a_successor_too()
    {
        foreach (var id in Enumerable.Range(1, 3)) Take(id, late: Pause + 1);
        _desk.Transport.Settle();
        _desk.Restart();
        _desk.Run();
        Assert.Equal("c1 1, c2 2 / c3 3 / 1", _desk.Shown("anna"));
    }

    [Fact]
    public void A_clock_that_is_set_back_keeps_no_queue_waiting()
    {
        Take(1, late: Pause + 1);
        Take(2, late: Pause + 1);
        Assert.Equal(1, _desk.Times("anna"));

        _desk.Clock.AdjustTime(_desk.Clock.GetUtcNow().AddHours(-1));
        _desk.Run();
        Assert.Equal((2, "c1 1, c2 2 /  / 0"), (_desk.Times("anna"), _desk.Shown("anna")));

        Take(3, late: 0);
        Assert.Equal(3, _desk.Times("anna"));
    }

    // One record, and turns until it is taken and what is to be done at once is done.
    private void Take(int id, int late)
    {
        var before = _desk.Counters.Records;
        _desk.Transport.Append(0, QueueDesk.Json(QueueDesk.Record("anna", id), new Instant(_desk.Now - late)));
        while (_desk.Counters.Records == before) _desk.Turn();
        _desk.Turn();
    }
}
