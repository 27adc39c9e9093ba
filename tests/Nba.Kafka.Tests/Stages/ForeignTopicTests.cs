using System.Globalization;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Nba.Host.Settings;
using Nba.Host.Transport.Kafka;

namespace Nba.Kafka.Tests.Stages;

/// <summary>Topics of a bank's own on a real broker, brought in by a worker that is killed meanwhile: from a record keyed by nothing to a manager's queue.</summary>
public sealed class ForeignTopicTests
{
    private const int Returned = 6000;
    private const int Slice = 3000;
    private const string Trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [BrokerFact]
    public async Task Foreign_records_become_activities_once_each_and_reach_the_queue_although_the_worker_is_killed()
    {
        await using var broker = new Broker();
        var folder = Directory.CreateTempSubdirectory("nba-foreign-");
        var (post, crm) = ($"{broker.Options.Prefix}.foreign.post", $"{broker.Options.Prefix}.foreign.crm");
        try
        {
            await broker.Create(post, 4);
            await broker.Create(crm, 2);
            var intake = Mappings(folder, post, crm);
            using var worker = new WorkerProcess(broker.Options, "w", folder.FullName, "intake,decide,queue");
            using var bank = new TestBank(broker);
            using var producer = broker.Clients.Build<byte[], byte[]>(broker.Clients.PlainProducer("bank"));
            worker.Start($"Kafka:Intake={intake}");
            for (var c = 0; c < 10; c++) await Register(producer, crm, $"C{c}");
            await Until("the customers are there", () => Count(bank, broker.Topics.Activity) >= 20, worker);

            for (var i = 0; i < Returned; i += Slice)
            {
                await Trickle(producer, post, i, i + (Slice / 2));
                worker.Kill();
                await Trickle(producer, post, i + (Slice / 2), i + Slice);
                var before = Count(bank, broker.Topics.Activity);
                worker.Start($"Kafka:Intake={intake}");
                await Until("records come in again", () => Count(bank, broker.Topics.Activity) > before, worker);
            }
            await Until("every record came in or is a dead letter", () => Count(bank, broker.Topics.Activity) + Count(bank, broker.Topics.DeadLetter) >= Returned + 20, worker);
            // Stage 1 has no letters here: its own would be more.
            Check(broker, bank, post);
            await Until("the action stands in the queue", () => bank.Read(broker.Topics.Queues).LastOrDefault() is { } queue && Encoding.UTF8.GetString(queue.Value).Contains("\"C1\"", StringComparison.Ordinal), worker);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [BrokerFact]
    public async Task A_topic_that_is_not_there_is_told_with_its_place_and_the_nearest_one()
    {
        await using var broker = new Broker();
        var (folder, topic) = (Directory.CreateTempSubdirectory("nba-foreign-"), $"{broker.Options.Prefix}.foreign.payments");
        try
        {
            await broker.Create(topic, 1);
            File.WriteAllText(Path.Combine(folder.FullName, "a.json"), $$"""{"topic": "{{topic.Replace("payments", "paymnets", StringComparison.Ordinal)}}", "records": "cloudevents"}""");
            broker.Options.Intake = folder.FullName;
            using var never = new ManualResetEventSlim();
            var asking = new Again(TimeProvider.System, TimeSpan.FromSeconds(30), pause => never.Wait(pause));
            var told = Assert.Throws<CannotStartException>(() => ForeignTopics.Load(broker.Options, broker.Topics, BankRules.Shipped().First, () => ForeignTopics.Known(broker.Clients, asking))).Message;
            Assert.Contains("a.json:1:11 '", told, StringComparison.Ordinal);
            Assert.EndsWith($"is no topic that the cluster shows to this worker; did you mean '{topic}'?", told, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Mappings(DirectoryInfo folder, string post, string crm)
    {
        var intake = folder.CreateSubdirectory("intake").FullName;
        File.WriteAllText(Path.Combine(intake, "crm.json"), $$"""{"topic": "{{crm}}", "records": "cloudevents"}""");
        File.WriteAllText(Path.Combine(intake, "post.json"), $$$$"""
            {"topic": "{{{{post}}}}", "subject": "client.id", "data": {"what": {"field": "item", "words": {"S": "statement"}}},
             "type": {"fields": ["status"], "otherwise": "ignore", "events": [{"when": ["back"], "event": "mail.returned"}]}}
            """);
        return intake;
    }

    // Attributes in headers, keyed by something else than the customer.
    private static async Task Register(IProducer<byte[], byte[]> producer, string topic, string customer)
    {
        foreach (var (type, data) in new[] { ("customer.registered", """{"name":"林夏","kind":"personal"}"""), ("customer.assigned", """{"a":"rm01"}""") })
        {
            var headers = new Headers();
            foreach (var (name, value) in new[] { ("ce_specversion", "1.0"), ("ce_id", $"{type}/{customer}"), ("ce_source", "crm"), ("ce_type", type), ("ce_subject", customer), ("content-type", "application/json") })
                headers.Add(name, Encoding.UTF8.GetBytes(value));
            await producer.ProduceAsync(topic, new Message<byte[], byte[]> { Key = "batch-7"u8.ToArray(), Value = Encoding.UTF8.GetBytes(data), Headers = headers }, TestContext.Current.CancellationToken);
        }
    }

    // While the worker is busy with those before, so that a kill meets it in the middle of a transaction.
    private static async Task Trickle(IProducer<byte[], byte[]> producer, string topic, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            var headers = new Headers { { "traceparent", Encoding.ASCII.GetBytes(Trace) } };
            producer.Produce(new TopicPartition(topic, i % 4), new Message<byte[], byte[]> { Key = null!, Value = Encoding.UTF8.GetBytes(Letter(i)), Headers = headers });
            if (i % 50 == 0) await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }
        producer.Flush(Patience);
    }

    // One in a hundred names nobody.
    private static string Letter(int number) => number % 100 == 99
        ? $$"""{"number": {{number}}, "status": "back", "item": "S"}"""
        : string.Create(CultureInfo.InvariantCulture, $$$"""{"number": {{{number}}}, "client": {"id": "C{{{number % 10}}}"}, "status": "back", "item": "S"}""");

    private static int Count(TestBank bank, KafkaTopic topic) => bank.Read(topic).Count();

    private static void Check(Broker broker, TestBank bank, string post)
    {
        var ids = new List<string>();
        foreach (var message in bank.Read(broker.Topics.Activity))
        {
            using var json = JsonDocument.Parse(message.Value);
            Assert.Equal(Encoding.UTF8.GetString(message.Key), json.RootElement.GetProperty("subject").GetString());
            if (json.RootElement.GetProperty("source").GetString() != post) continue;
            Assert.Equal(Trace, Encoding.ASCII.GetString(message.Headers.GetLastBytes("traceparent")));
            ids.Add(json.RootElement.GetProperty("id").GetString()!);
        }
        var letters = bank.Read(broker.Topics.DeadLetter).ToList();
        Assert.All(letters, l => Assert.Equal(("no-subject", post), (Header(l, "nba-reason"), Header(l, "nba-topic"))));
        Assert.All(letters, l => Assert.EndsWith("\"status\": \"back\", \"item\": \"S\"}", Encoding.UTF8.GetString(l.Value), StringComparison.Ordinal));
        ids.AddRange(letters.Select(l => $"{post}-{Header(l, "nba-partition")}-{Header(l, "nba-offset")}"));
        Assert.Equal(Returned / 100, letters.Count);
        Assert.Equal(Returned, ids.Count);
        Assert.Equal(Returned, ids.Distinct(StringComparer.Ordinal).Count());
    }

    private static string Header(Message<byte[], byte[]> message, string name) => Encoding.UTF8.GetString(message.Headers.GetLastBytes(name));

    private static async Task Until(string signal, Func<bool> isSo, WorkerProcess worker)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!IsSo(isSo))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < Patience, $"the signal did not come: {signal}; the worker said:\n{worker.Words}");
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    // Topics that the worker has still to make cannot be read.
    private static bool IsSo(Func<bool> isSo)
    {
        try
        {
            return isSo();
        }
        catch (KafkaException)
        {
            return false;
        }
    }
}
