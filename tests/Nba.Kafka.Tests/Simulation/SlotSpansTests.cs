using System.Buffers;
using System.Diagnostics;
using System.Text;
using Confluent.Kafka;
using Nba.Engine.Events;
using Nba.Host.State;
using Nba.Host.Tests.Transport;
using Nba.Host.Transport;
using Nba.Host.Transport.Kafka;
using Nba.Kafka.Tests.Mock;
using Span = System.Diagnostics.Activity;

namespace Nba.Kafka.Tests.Simulation;

/// <summary>Spans of a slot's records: whose children they are, what they say, what has them as parent, and how they end when a commit does not happen.</summary>
[Collection(WatchedSpans.Collection)]
public sealed class SlotSpansTests : IDisposable
{
    private const string Process = "process sim.activity", Commit = "commit sim.activity";

    private readonly WatchedSpans _watched = new();
    private readonly CalmBank _bank = new(1);

    public void Dispose()
    {
        _watched.Dispose();
        _bank.Dispose();
    }

    [Fact]
    public void What_a_record_leads_to_has_its_span_as_parent()
    {
        _bank.Feed("C0", "a", transfers: 1, trace: _watched.Header);
        Decide();

        Assert.Equal(2, _watched.Of(Process).Count);
        var span = _watched.Of(Process)[1];
        Assert.Equal((ActivityKind.Consumer, ActivityStatusCode.Unset, _watched.Sender), (span.Kind, span.Status, span.ParentSpanId));
        Assert.Equal(_watched.Sender, Assert.Single(span.Links).Context.SpanId);
        Assert.Equal("""
            messaging.client.id=w
            messaging.consumer.group.name=sim-group
            messaging.destination.name=sim.activity
            messaging.destination.partition.id=0
            messaging.kafka.offset=1
            messaging.operation.name=process
            messaging.operation.type=process
            messaging.system=kafka
            """, WatchedSpans.Tags(span));
        Assert.Equal([WatchedSpans.TraceParentOf(span)], Traces(_bank.Topics.Actions));
        Assert.Equal([WatchedSpans.TraceParentOf(span)], Traces(_bank.Topics.Decisions));
        var commit = Assert.Single(_watched.Of(Commit));
        Assert.Equal((ActivityKind.Client, _watched.Of(Process)[0].SpanId), (commit.Kind, commit.ParentSpanId));
        Assert.Contains("messaging.batch.message_count=2", WatchedSpans.Tags(commit), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_sampled_goes_on_as_it_came_and_has_no_span()
    {
        var came = Encoding.ASCII.GetBytes($"00-{_watched.Trace}-{_watched.Sender}-00");
        _bank.Feed("C0", "a", transfers: 1, trace: came);
        Decide();

        Assert.Equal([Encoding.ASCII.GetString(came)], Traces(_bank.Topics.Actions));
        Assert.Equal(0, _watched.Started);
    }

    [Fact]
    public void A_queue_belongs_to_the_trace_of_the_last_action_that_changed_it()
    {
        byte[] first = Raised("anna"), second = Raised("anna", transfers: 2), other = Raised("bo");
        foreach (var (owner, value, trace) in new[] { ("anna", first, null), ("bo", other, null), ("anna", second, _watched.Header) })
            _bank.Cluster.Log(_bank.Topics.Actions.Name, 0).Append(Encoding.UTF8.GetBytes($"{owner}|x"), value, trace is null ? null : new Headers { { "traceparent", trace } }, _bank.Cluster.Now, null);

        _bank.RunQueues(stage => stage.Counters.Published >= 2 && _bank.Committed.GetValueOrDefault(0) == 3, (view, _, _, _, into) =>
        {
            into.Write(Encoding.UTF8.GetBytes(view.Owner));
            return 0;
        });

        var span = Assert.Single(_watched.Of("process sim.actions"));
        Assert.Equal(2L, span.GetTagItem("messaging.kafka.offset"));
        Assert.Equal([("anna", WatchedSpans.TraceParentOf(span)), ("bo", null)], Committed(_bank.Topics.Queues).Select(r => (Encoding.UTF8.GetString(r.Key!), Trace(r))).OrderBy(q => q.Item1, StringComparer.Ordinal));
    }

    [Fact]
    public void A_transaction_that_is_aborted_fails_its_spans_and_those_of_the_next_one_are_the_parents()
    {
        FailOnce(nameof(IProducer<,>.SendOffsetsToTransaction), new KafkaTxnRequiresAbortException(new Error(ErrorCode.RebalanceInProgress, "rebalance of 客户")));
        _bank.Feed("C0", "a", transfers: 1, trace: _watched.Header);
        Decide();

        AssertTwice("RebalanceInProgress");
    }

    [Fact]
    public void A_commit_of_which_nobody_knows_whether_it_happened_fails_its_spans()
    {
        FailOnce(nameof(IProducer<,>.CommitTransaction), new KafkaException(new Error(ErrorCode.Local_Transport, "connection lost")));
        _bank.Feed("C0", "a", transfers: 1, trace: _watched.Header);
        Decide();

        AssertTwice("Local_Transport");
    }

    [Fact]
    public void A_commit_that_fails_in_an_unknown_way_fails_its_spans()
    {
        FailOnce(nameof(IProducer<,>.CommitTransaction), new InvalidTimeZoneException());
        _bank.Feed("C0", "a", transfers: 1, trace: _watched.Header);

        Assert.Throws<InvalidTimeZoneException>(Decide);

        Assert.Equal(3, _watched.Ended.Count);
        Assert.All(_watched.Ended, s => Assert.Equal((ActivityStatusCode.Error, "System.InvalidTimeZoneException"), Outcome(s)));
    }

    [Fact]
    public void A_record_that_the_engine_fails_on_has_a_span_for_each_attempt_and_the_last_says_the_reason()
    {
        _bank.Feed("C0", "a", transfers: 1, trace: _watched.Header);
        _bank.Run(_ => _bank.Committed.GetValueOrDefault(0) == _bank.End(0), over: inner => new FailingTransport(inner, onRow: (_, table) =>
        {
            if (table == Table.Actions) throw new FormatException();
        }));

        Assert.Equal(["rolled-back", "rolled-back", "rolled-back", "poison"], _watched.Of(Process).Where(s => s.GetTagItem("messaging.kafka.offset") is 1L).Select(s => Outcome(s).Type));
        Assert.Equal(_watched.Started, _watched.Ended.Count);
    }

    [Fact]
    public void Spans_of_a_partition_that_was_lost_before_the_commit_failed()
    {
        _bank.Feed("C0", "a", transfers: 1, trace: _watched.Header);
        _bank.Run(_ =>
        {
            if (_watched.Started < 2) return false;
            Assert.Empty(_watched.Ended);
            _bank.Lose!([new TopicPartitionOffset(_bank.Topics.Activity.Name, 0, 0)]);
            return true;
        });

        Assert.Equal([(ActivityStatusCode.Error, "partition-lost"), (ActivityStatusCode.Error, "partition-lost")], _watched.Ended.Select(Outcome));
    }

    [Fact]
    public void Spans_that_were_open_when_the_clients_were_made_anew_failed()
    {
        var failed = false;
        _bank.CommitPeriod = TimeSpan.FromMinutes(1);
        _bank.OverConsumer = inner => Watched<IConsumer<byte[], byte[]>>.Over(inner, (called, _, call) =>
        {
            if (failed || called != nameof(IConsumer<,>.Consume) || _watched.Started == 0) return call();
            failed = true;
            throw new ConsumeException(new ConsumeResult<byte[], byte[]>(), new Error(ErrorCode.Local_Fatal, "fatal", isFatal: true));
        });
        _bank.Feed("C0", "a", transfers: 1, trace: _watched.Header);
        Decide();

        Assert.Equal([(ActivityStatusCode.Error, "clients-renewed"), (ActivityStatusCode.Error, "clients-renewed"), (ActivityStatusCode.Unset, null), (ActivityStatusCode.Unset, null)], _watched.Of(Process).Select(Outcome));
    }

    [Fact]
    public void A_slot_that_ends_in_the_middle_fails_what_is_open()
    {
        _bank.Feed("C0", "a", transfers: 1, trace: _watched.Header);
        _bank.Run(_ => _watched.Started == 2);

        Assert.Equal([(ActivityStatusCode.Error, "stopped"), (ActivityStatusCode.Error, "stopped")], _watched.Ended.Select(Outcome));
    }

    [Fact]
    public void An_intake_hands_its_span_on_and_refuses_with_its_reason()
    {
        var topics = _bank.Topics;
        using var intake = new SimIntake(_bank.Cluster, topics, _bank.Time, _bank.Time.Advance, "w", 1);
        var foreign = _bank.Cluster.Log(SimIntake.Topic, 0);
        foreach (var json in (string[])["""{"customer":"C0","sum":"7"}""", """{"sum":"7"}"""])
            foreign.Append(null, Encoding.UTF8.GetBytes(json), new Headers { { "traceparent", _watched.Header } }, _bank.Cluster.Now, null);
        for (var turns = 0; _bank.Cluster.Group(SimIntake.Group, SimIntake.Topic, 1).Committed.GetValueOrDefault(0) < 2; turns++)
        {
            Assert.True(turns < 1000, "it did not all come in");
            intake.Turn();
            _bank.Time.Advance(TimeSpan.FromMilliseconds(700));
        }

        var spans = _watched.Of($"process {SimIntake.Topic}");
        Assert.Equal([(ActivityStatusCode.Unset, null), (ActivityStatusCode.Error, "no-subject")], spans.Select(Outcome));
        Assert.Equal([WatchedSpans.TraceParentOf(spans[0])], Traces(topics.Activity));
        // A letter is the record as it came.
        Assert.Equal([_watched.Parent], Traces(topics.DeadLetter));
    }

    [Fact]
    public void What_goes_to_another_customer_belongs_to_the_trace_of_its_cause()
    {
        _bank.Feed("C0", "a", transfers: 0, trace: _watched.Header);
        _bank.Run(_ => _bank.Committed.GetValueOrDefault(0) > 0, over: inner => new FailingTransport(inner, sends: record => record.Position == 0 ? new SentActivity("C1", "{}"u8.ToArray()) : null));

        var span = _watched.Of(Process)[0];
        var sent = Assert.Single(Committed(_bank.Topics.Activity), r => Encoding.UTF8.GetString(r.Key!) == "C1");
        Assert.Equal(WatchedSpans.TraceParentOf(span), Trace(sent));
        Assert.True(sent.Headers!.TryGetLastBytes(DecideTopics.SentHeader, out _));
    }

    [Fact]
    public void No_span_is_left_open_whatever_fails()
    {
        var failed = 0;
        for (var seed = 1; seed <= 40; seed++)
        {
            using var watched = new WatchedSpans();
            using var bank = new CalmBank(2, new Random(seed));
            bank.Cluster.Faults = 30;
            for (var p = 0; p < 2; p++) bank.Feed(bank.Customer(p), "a", transfers: 5, trace: watched.Header);
            bank.Run(_ => Enumerable.Range(0, 2).All(p => bank.Committed.GetValueOrDefault(p) == bank.End(p)));

            Assert.True(watched.Started == watched.Ended.Count, $"seed {seed}: {watched.Started} began and {watched.Ended.Count} ended");
            var parents = watched.Ended.Select(WatchedSpans.TraceParentOf).ToHashSet(StringComparer.Ordinal);
            Assert.All(bank.Cluster.Log(bank.Topics.Actions.Name, 0).Committed, r => Assert.Contains(Trace(r)!, parents));
            Assert.InRange(watched.Ended.Count(s => s.DisplayName == Process && s.Status == ActivityStatusCode.Unset), 0, 12);
            failed += watched.Ended.Count(s => s.Status == ActivityStatusCode.Error);
        }
        Assert.True(failed > 100, $"only {failed} spans failed: too calm to prove anything");
    }

    private void Decide() => _bank.Run(_ => _bank.Committed.GetValueOrDefault(0) == _bank.End(0));

    private void FailOnce(string method, Exception failure)
    {
        var failed = false;
        _bank.Over = inner => Watched<IProducer<byte[], byte[]>>.Over(inner, (called, _, call) =>
        {
            // The first transaction is the book's, and has no record.
            if (failed || called != method || _watched.Started == 0) return call();
            failed = true;
            throw failure;
        });
    }

    // Every span of the first attempt failed of that, those of the second did not, and only theirs are parents.
    private void AssertTwice(string errorType)
    {
        foreach (var name in (string[])[Process, Commit])
        {
            var count = name == Process ? 2 : 1;
            Assert.Equal([.. Enumerable.Repeat((ActivityStatusCode.Error, (string?)errorType), count), .. Enumerable.Repeat((ActivityStatusCode.Unset, (string?)null), count)], _watched.Of(name).Select(Outcome));
        }
        Assert.Equal(_watched.Started, _watched.Ended.Count);
        Assert.Equal([WatchedSpans.TraceParentOf(_watched.Of(Process)[3])], Traces(_bank.Topics.Actions));
    }

    private static (ActivityStatusCode Status, string? Type) Outcome(Span span) => (span.Status, (string?)span.GetTagItem("error.type"));

    private IEnumerable<SimRecord> Committed(KafkaTopic topic) => _bank.Cluster.Log(topic.Name, 0).Committed;

    private IEnumerable<string?> Traces(KafkaTopic topic) => Committed(topic).Select(Trace);

    private static string? Trace(SimRecord record) => record.Headers is { } headers && headers.TryGetLastBytes("traceparent", out var bytes) ? Encoding.ASCII.GetString(bytes) : null;

    // The last action that a bank of its own raised, for another owner.
    private static byte[] Raised(string owner, int transfers = 1)
    {
        using var bank = new CalmBank(1);
        bank.Feed(owner, "a", transfers);
        bank.Run(_ => bank.Committed.GetValueOrDefault(0) == bank.End(0));
        var raised = ActionEvents.Read(bank.Cluster.Log(bank.Topics.Actions.Name, 0).Committed.Last().Value!) with { Owner = owner };
        var json = new ArrayBufferWriter<byte>();
        ActionEvents.Write(raised, null, json);
        return json.WrittenSpan.ToArray();
    }
}
