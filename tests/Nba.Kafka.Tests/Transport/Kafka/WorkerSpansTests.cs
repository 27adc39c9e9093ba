using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using Confluent.Kafka;
using Nba.Host.Api;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Tests.Transport;
using Nba.Host.Transport.Kafka;
using Nba.House;
using Nba.Kafka.Tests.Stages;

namespace Nba.Kafka.Tests.Transport.Kafka;

/// <summary>A whole worker on a real broker: one trace from a request over activity and action to a manager's queue, each record a child of the span before it.</summary>
[Collection(WatchedSpans.Collection)]
public sealed class WorkerSpansTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [BrokerFact]
    public async Task One_trace_goes_from_a_request_to_a_managers_queue()
    {
        using var watched = new WatchedSpans();
        await using var broker = new Broker();
        var folder = Directory.CreateTempSubdirectory("nba-worker-spans-");
        var settings = new HostSettings(new HostOptions { Rules = Path.Combine(Repository.Root, "rules"), Data = folder.FullName, Listen = "127.0.0.1:0" },
            new StoreOptions { Directory = Path.Combine(folder.FullName, "store"), WriteBufferMiB = 1, BlockCacheMiB = 4 }, new StageOptions(), broker.Options);
        try
        {
            await using var host = BankHost.Open(settings, TimeProvider.System);
            await host.StartAsync(TestContext.Current.CancellationToken);
            using var client = new HttpClient { BaseAddress = host.Address };
            await Post(client, null, Event("customer.registered", """{"name":"林夏","kind":"personal"}"""), Event("customer.assigned", """{"a":"rm01"}"""));
            await Post(client, watched.Parent, Event("mail.returned", """{"what":"statement"}"""));

            using var bank = new TestBank(broker);
            Message<byte[], byte[]>? queue = null;
            await bank.Until(() => (queue = bank.Read(broker.Topics.Queues).LastOrDefault(q => Trace(q) is not null)) is not null, Patience, "no queue of the trace was published", () => "");

            var (activity, action) = (broker.Topics.Activity.Name, broker.Topics.Actions.Name);
            Assert.Equal([watched.Parent], bank.Read(broker.Topics.Activity).Select(Trace).OfType<string>());
            var decided = Assert.Single(watched.Of("process " + activity));
            Assert.Equal((ActivityKind.Consumer, watched.Sender, ActivityStatusCode.Unset), (decided.Kind, decided.ParentSpanId, decided.Status));
            Assert.Equal([WatchedSpans.TraceParentOf(decided)], bank.Read(broker.Topics.Actions).Select(Trace));
            Assert.Contains(WatchedSpans.TraceParentOf(decided), bank.Read(broker.Topics.Decisions).Select(Trace));
            var ranked = Assert.Single(watched.Of("process " + action));
            Assert.Equal(decided.SpanId, ranked.ParentSpanId);
            Assert.Equal(WatchedSpans.TraceParentOf(ranked), Trace(queue!));
            Assert.Equal([("commit " + activity, decided.SpanId), ("commit " + action, ranked.SpanId)], watched.Ended.Where(s => s.Kind == ActivityKind.Client).Select(s => (s.DisplayName, s.ParentSpanId)));
            AssertTags(decided, activity, KafkaClients.Decide, broker);
            AssertTags(ranked, action, KafkaClients.Queue, broker);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void AssertTags(Activity span, string topic, string stage, Broker broker)
    {
        var places = topic == broker.Topics.Activity.Name ? Murmur2.Partition("lin-xia", broker.Topics.Activity.Partitions) : Murmur2.Partition("rm01", broker.Topics.Actions.Partitions);
        Assert.Equal($"""
            messaging.client.id={broker.Clients.Slot(stage, 0)}
            messaging.consumer.group.name={broker.Clients.Group(stage)}
            messaging.destination.name={topic}
            messaging.destination.partition.id={places}
            messaging.kafka.offset={span.GetTagItem("messaging.kafka.offset")}
            messaging.operation.name=process
            messaging.operation.type=process
            messaging.system=kafka
            """, WatchedSpans.Tags(span));
        Assert.InRange(Assert.IsType<long>(span.GetTagItem("messaging.kafka.offset")), 0, 10);
    }

    private static string? Trace(Message<byte[], byte[]> message) => message.Headers is { } headers && headers.TryGetLastBytes("traceparent", out var bytes) ? Encoding.ASCII.GetString(bytes) : null;

    private static string Event(string type, string data) => $$"""{"specversion":"1.0","id":"{{type}}","source":"test","type":"{{type}}","subject":"lin-xia","data":{{data}}}""";

    private static async Task Post(HttpClient client, string? trace, params string[] events)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/events") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes($"[{string.Join(',', events)}]")) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/cloudevents-batch+json");
        if (trace is not null) request.Headers.Add("traceparent", trace);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
