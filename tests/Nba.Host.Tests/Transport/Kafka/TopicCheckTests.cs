using Microsoft.Extensions.Logging.Abstractions;
using Nba.Host.Settings;
using Nba.Host.Transport.Kafka;

namespace Nba.Host.Tests.Transport.Kafka;

public sealed class TopicCheckTests
{
    [Fact]
    public async Task A_broker_that_does_not_answer_is_named_when_time_is_up()
    {
        var options = new KafkaOptions { Bootstrap = "127.0.0.1:1" };
        var clients = new KafkaClients(options, NullLogger.Instance);
        using var admin = clients.Build(clients.Admin());
        var start = TimeProvider.System.GetTimestamp();

        var wait = new TopicWait(TimeProvider.System, TimeSpan.FromSeconds(2), () => clients.Problem);
        var fault = await Assert.ThrowsAsync<CannotStartException>(
            () => KafkaTopics.EnsureAsync(admin, options, wait, NullLogger.Instance, TestContext.Current.CancellationToken));

        Assert.StartsWith("Kafka at 127.0.0.1:1 was not ready within 2 s: ", fault.Message);
        Assert.Contains("check Nba:Kafka:Bootstrap", fault.Message);
        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(8));
    }
}
