using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Nba.Host.Settings;
using Nba.Host.Transport.Kafka;

namespace Nba.Host.Tests.Transport.Kafka;

public sealed class KafkaClientsTests
{
    // Nobody listens there; a client is made without asking.
    private const string Nowhere = "127.0.0.1:1";

    [Fact]
    public void A_slot_comes_back_under_its_own_names()
    {
        var clients = Clients(new KafkaOptions { Bootstrap = Nowhere, Prefix = "bank", Instance = "pod-3" });
        var (consumer, producer) = (clients.StageConsumer(KafkaClients.Decide, 2), clients.StageProducer(KafkaClients.Decide, 2));

        Assert.Equal(("bank-decide", "bank-decide-pod-3-2", "bank-decide-pod-3-2"), (consumer.GroupId, consumer.GroupInstanceId, producer.TransactionalId));
    }

    [Fact]
    public void A_consumer_commits_nothing_by_itself_and_reads_what_is_committed()
    {
        var config = Clients(new KafkaOptions { Bootstrap = Nowhere, SessionSeconds = 50 }).StageConsumer(KafkaClients.Queue, 0);

        Assert.Equal((false, false, true, 50_000), (config.EnableAutoCommit, config.EnableAutoOffsetStore, config.EnablePartitionEof, config.SessionTimeoutMs));
        Assert.Equal((IsolationLevel.ReadCommitted, AutoOffsetReset.Error), (config.IsolationLevel, config.AutoOffsetReset));
    }

    [Fact]
    public void Settings_of_the_library_come_last()
    {
        var options = new KafkaOptions { Bootstrap = Nowhere };
        options.Client["linger.ms"] = "7";
        options.Client["security.protocol"] = "ssl";
        var clients = Clients(options);

        Assert.Equal((7, SecurityProtocol.Ssl), (clients.StageProducer(KafkaClients.Decide, 0).LingerMs, clients.PlainProducer("api").SecurityProtocol));
        ClientConfig[] others = [clients.StageConsumer(KafkaClients.Decide, 0), clients.TableReader("tables"), clients.Admin()];
        Assert.All(others, c => Assert.Equal(SecurityProtocol.Ssl, c.SecurityProtocol));
    }

    [Fact]
    public void The_library_takes_every_configuration()
    {
        var clients = Clients(new KafkaOptions { Bootstrap = Nowhere });
        using var consumer = clients.Build<byte[], byte[]>(clients.StageConsumer(KafkaClients.Decide, 0));
        using var reader = clients.Build<byte[], byte[]>(clients.TableReader("tables"));
        using var producer = clients.Build<byte[], byte[]>(clients.StageProducer(KafkaClients.Decide, 0));
        using var plain = clients.Build<byte[], byte[]>(clients.PlainProducer("api"));
        using var admin = clients.Build(clients.Admin());

        Assert.StartsWith("nba-decide-1-0#consumer", consumer.Name, StringComparison.Ordinal);
        Assert.StartsWith("nba-admin-1#", admin.Name, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sasl.pasword", "No such configuration property")]
    [InlineData("linger.ms", "Invalid value for")]
    [InlineData("sasl.jaas.config", "Java JAAS configuration is not supported")]
    public void A_setting_that_the_library_refuses_is_named_without_its_secret(string name, string word)
    {
        var options = new KafkaOptions { Bootstrap = Nowhere };
        options.Client[name] = "s3cret";
        options.ClientFiles[name] = "/run/secrets/x";

        var fault = Assert.Throws<CannotStartException>(() => Clients(options).Build<byte[], byte[]>(Clients(options).StageProducer(KafkaClients.Decide, 0)));

        Assert.Contains(word, fault.Message);
        Assert.DoesNotContain("s3cret", fault.ToString());
    }

    [Fact]
    public void Every_setting_that_is_fixed_is_one_the_library_knows() =>
        Assert.All(KafkaClientNames.Fixed.Keys.Where(n => !n.StartsWith("dotnet.", StringComparison.Ordinal)), name =>
        {
            var settings = new Dictionary<string, string> { ["log_level"] = "0", [name] = "x" };
            var fault = Record.Exception(() => new ProducerBuilder<Null, Null>(settings).Build().Dispose());
            Assert.DoesNotContain("No such configuration property", fault?.Message ?? "");
        });

    private static KafkaClients Clients(KafkaOptions options) => new(options, NullLogger.Instance);
}
