using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Nba.Host.Api;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Transport.Kafka;
using Nba.House;
using Nba.Kafka.Tests.Stages;

namespace Nba.Kafka.Tests.Transport.Kafka;

/// <summary>A whole worker on a real broker: what its page of health says of its slots, and a trace from a source to a reader.</summary>
public sealed class WorkerTellsTests
{
    private const string Trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    [BrokerFact]
    public async Task Slots_have_their_partitions_and_fall_to_no_lag_and_a_trace_goes_through()
    {
        await using var broker = new Broker();
        var folder = Directory.CreateTempSubdirectory("nba-worker-tells-");
        var settings = new HostSettings(new HostOptions { Rules = Path.Combine(Repository.Root, "rules"), Data = folder.FullName, Listen = "127.0.0.1:0" },
            new StoreOptions { Directory = Path.Combine(folder.FullName, "store"), WriteBufferMiB = 1, BlockCacheMiB = 4 }, new StageOptions(), broker.Options);
        try
        {
            await using var host = BankHost.Open(settings, TimeProvider.System);
            await host.StartAsync(TestContext.Current.CancellationToken);
            using var client = new HttpClient { BaseAddress = host.Address };
            using var producer = broker.Clients.Build<byte[], byte[]>(broker.Clients.PlainProducer("test"));
            foreach (var (type, data) in new[] { ("customer.registered", """{"name":"林夏","kind":"personal"}"""), ("customer.assigned", """{"a":"rm01"}"""), ("mail.returned", """{"what":"statement"}""") })
            {
                var key = "lin-xia"u8.ToArray();
                var json = $$"""{"specversion":"1.0","id":"{{type}}","source":"test","type":"{{type}}","subject":"lin-xia","data":{{data}}}""";
                await producer.ProduceAsync(new TopicPartition(broker.Topics.Activity.Name, Murmur2.Partition(key, broker.Topics.Activity.Partitions)),
                    new Message<byte[], byte[]> { Key = key, Value = Encoding.UTF8.GetBytes(json), Headers = new Headers { { "traceparent", Encoding.ASCII.GetBytes(Trace) } } }, TestContext.Current.CancellationToken);
            }

            await Until(client, "every partition runs and nothing is behind", health => string.Join(' ', health.GetProperty("slots").EnumerateArray()
                .Select(s => $"{s.GetProperty("name").GetString()}:{string.Join(',', s.GetProperty("partitions").EnumerateArray())}:{s.GetProperty("lag").GetInt64()}")) == "decide-0:0,1,2:0 queue-0:0,1:0"
                && health.GetProperty("counts").GetProperty("activities").GetInt64() == 3);

            using var bank = new TestBank(broker);
            var actions = new List<Message<byte[], byte[]>>();
            for (var tries = 0; actions.Count == 0 && tries < 30; tries++) actions = [.. bank.Read(broker.Topics.Actions)];
            Assert.Equal(Trace, Encoding.ASCII.GetString(Assert.Single(actions).Headers.GetLastBytes("traceparent")));
            Assert.All(bank.Read(broker.Topics.Decisions), d => Assert.Equal(Trace, Encoding.ASCII.GetString(d.Headers.GetLastBytes("traceparent"))));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task Until(HttpClient client, string signal, Func<JsonElement, bool> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            using var response = await client.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken);
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            using var health = JsonDocument.Parse(text);
            if (isSo(health.RootElement)) return;
            Assert.False(limit.IsCancellationRequested, $"the signal did not come: {signal}; health says {text}");
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
