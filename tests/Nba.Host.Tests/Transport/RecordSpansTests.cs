using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Nba.Host.State;
using Nba.Host.Tests.State;
using Nba.Host.Transport;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Tests.Transport;

/// <summary>Spans of the embedded log, step by step: who has one, how it ends, and what it costs whoever does not look.</summary>
[Collection(WatchedSpans.Collection)]
public sealed class RecordSpansTests : IDisposable
{
    private const string Process = "process nba.activity";
    private const int Times = 1_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly StoreFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.Zero));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_span_lasts_from_when_a_record_is_taken_up_until_it_is_durable()
    {
        using var watched = new WatchedSpans();
        using var store = _folder.Open();
        using var transport = Assigned(store);
        var chunk = Chunk(watched.Header, "{}");
        _ = transport.Submit(chunk, TestContext.Current.CancellationToken);
        var record = Assert.Single(Polled(transport));
        Assert.Equal(0, watched.Started);

        var transaction = transport.Begin(0, 1);
        transaction.Consume(record);
        Assert.Equal((1, 0), (watched.Started, watched.Ended.Count));
        transaction.Commit();
        await chunk.Outcome.WaitAsync(Patience, TestContext.Current.CancellationToken);

        Assert.Equal(ActivityStatusCode.Unset, Assert.Single(watched.Of(Process)).Status);
    }

    [Fact]
    public async Task What_is_given_back_failed_and_has_another_span_when_it_is_taken_up_again()
    {
        using var watched = new WatchedSpans();
        using var store = _folder.Open();
        using var transport = Assigned(store);
        var chunk = Chunk(watched.Header, "{}");
        _ = transport.Submit(chunk, TestContext.Current.CancellationToken);
        var first = transport.Begin(0, 1);
        first.Consume(Assert.Single(Polled(transport)));
        first.Abort();

        Assert.Equal((ActivityStatusCode.Error, "rolled-back"), Outcome(Assert.Single(watched.Ended)));

        var second = transport.Begin(0, 1);
        second.Consume(Assert.Single(Polled(transport)));
        second.Commit();
        await chunk.Outcome.WaitAsync(Patience, TestContext.Current.CancellationToken);

        Assert.Equal([(ActivityStatusCode.Error, "rolled-back"), (ActivityStatusCode.Unset, null)], watched.Of(Process).Select(Outcome));
        Assert.Equal(2, watched.Ended.Select(s => s.SpanId).Distinct().Count());
    }

    [Fact]
    public void What_is_open_when_everything_stops_failed()
    {
        using var watched = new WatchedSpans();
        using var store = _folder.Open();
        using (var transport = Assigned(store))
        {
            _ = transport.Submit(Chunk(watched.Header, "{}"), TestContext.Current.CancellationToken);
            transport.Begin(0, 1).Consume(Assert.Single(Polled(transport)));
        }

        Assert.Equal((ActivityStatusCode.Error, "stopped"), Outcome(Assert.Single(watched.Ended)));
    }

    [Theory]
    [InlineData("00-{0}-{1}-00")]
    [InlineData("00-{0}-0000000000000000-01")]
    [InlineData("00-{0}")]
    public void A_trace_that_is_not_sampled_or_none_has_no_span(string form)
    {
        using var watched = new WatchedSpans();
        var trace = string.Format(System.Globalization.CultureInfo.InvariantCulture, form, watched.Trace, watched.Sender);

        Assert.Null(new RecordSpans("nba", "x", "p").Process(Encoding.ASCII.GetBytes(trace), 0, 0));
        Assert.Null(new RecordSpans("nba", "x", "p").Process(null, 0, 0));
        Assert.NotNull(new RecordSpans("nba", "x", "p").Process(watched.Header, 0, 0));
    }

    [Fact]
    public void A_span_that_no_collector_will_have_is_nobodys_parent()
    {
        using (var watched = new WatchedSpans(ActivitySamplingResult.PropagationData)) Assert.Null(new RecordSpans("nba", "x", "p").Process(watched.Header, 0, 0));
        using (var watched = new WatchedSpans(ActivitySamplingResult.AllData))
        {
            var span = new RecordSpans("nba", "x", "p").Process(watched.Header, 0, 0);
            Assert.NotNull(span);
            Assert.Null(span.TraceParent);
        }
    }

    [Fact]
    public void Spans_are_never_the_ambient_one_of_a_thread_and_leave_the_one_that_is()
    {
        using var watched = new WatchedSpans();
        using var ambient = new Activity("test").Start();
        var spans = new RecordSpans("nba", "x", "p");
        var (one, two) = (spans.Process(watched.Header, 0, 0)!, spans.Process(watched.Header, 0, 1)!);

        Assert.Same(ambient, Activity.Current);
        one.End();
        two.Fail("why");
        Assert.Same(ambient, Activity.Current);
        Assert.All(watched.Ended, s => Assert.Equal(watched.Sender, s.ParentSpanId));
    }

    [Fact]
    public void A_commit_is_a_child_of_the_first_record_and_links_to_the_others()
    {
        using var watched = new WatchedSpans();
        var spans = new RecordSpans("kafka", "x", "p", "g", "c");
        var open = new OpenSpans();
        Assert.Null(spans.Commit(open, 4));
        for (var i = 0; i < 3; i++) open.Add(spans.Process(watched.Header, 0, i));
        open.Add(spans.Commit(open, 7));
        open.End();

        var commit = Assert.Single(watched.Of("commit x"));
        Assert.Equal((ActivityKind.Client, open.All.Count), (commit.Kind, 0));
        Assert.Equal(watched.Ended[0].SpanId, commit.ParentSpanId);
        Assert.Equal(watched.Ended.Skip(1).Take(2).Select(s => s.SpanId), commit.Links.Select(l => l.Context.SpanId));
        Assert.Equal("""
            messaging.batch.message_count=7
            messaging.client.id=c
            messaging.consumer.group.name=g
            messaging.destination.name=x
            messaging.operation.name=commit
            messaging.operation.type=settle
            messaging.system=kafka
            """, WatchedSpans.Tags(commit));
    }

    [Fact]
    public void Without_a_listener_a_traced_record_costs_nothing()
    {
        Assert.False(RecordSpans.IsWatched, "somebody listens: a test that does must be in the same collection");
        var trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"u8.ToArray();
        var spans = new RecordSpans("nba", "x", "p");
        Assert.Equal(0, Bytes(_ => Assert.Null(spans.Process(trace, 0, 0))));

        using var store = _folder.Open();
        using var transport = Assigned(store);
        var json = """{"traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}""";
        var record = new LogRecord(0, default, Encoding.UTF8.GetBytes(json), null, Chunk(trace, json));
        var transaction = transport.Begin(0, 1);
        Assert.Equal(0, Bytes(_ => transaction.Consume(record)));
        transaction.Abort();
    }

    private static (ActivityStatusCode, object?) Outcome(Activity span) => (span.Status, span.GetTagItem("error.type"));

    private static IntakeChunk Chunk(byte[]? trace, string json)
    {
        var chunk = new IntakeChunk { Trace = trace };
        chunk.Add(Encoding.UTF8.GetBytes(json));
        return chunk;
    }

    private EmbeddedTransport Assigned(Store store)
    {
        var transport = new EmbeddedTransport(store, _time);
        Assert.Equal(PollKind.Assigned, transport.Poll([], 1, TimeSpan.Zero).Kind);
        return transport;
    }

    private static List<LogRecord> Polled(EmbeddedTransport transport)
    {
        var records = new List<LogRecord>();
        transport.Poll(records, 10, Patience);
        return records;
    }

    // The first half warms up.
    private static long Bytes(Action<int> run)
    {
        for (var i = 0; i < Times; i++) run(i);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Times; i++) run(i);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
