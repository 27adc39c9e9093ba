using Microsoft.Extensions.Logging.Abstractions;
using Nba.Host.Settings;
using Nba.Host.Transport.Kafka;
using Nba.Kafka.Tests.Mock;

namespace Nba.Kafka.Tests.Transport.Kafka;

/// <summary>A member that comes to a group for a moment: what it answers when the group dealt anew, and when it could not.</summary>
public sealed class PassingMemberTests
{
    private const string Topic = "bank.control";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_group_that_deals_anew_leaves_nothing_to_say()
    {
        using var cluster = new MockCluster();
        cluster.Create(Topic, 1);
        Assert.Null(await Member(cluster.Bootstrap, Patience).Visit(KafkaClients.Decide, CancellationToken.None));
    }

    [Fact]
    public async Task A_cluster_that_does_not_answer_is_given_up_after_a_while()
    {
        var said = await Member("127.0.0.1:1", Soon).Visit(KafkaClients.Decide, CancellationToken.None);
        Assert.Equal("the group did not end its dealing within 1 s", said);
    }

    [Fact]
    public async Task A_topic_that_is_not_there_is_told_as_the_cluster_tells_it()
    {
        using var cluster = new MockCluster();
        var said = await Member(cluster.Bootstrap, Soon, ("allow.auto.create.topics", "false")).Visit(KafkaClients.Decide, CancellationToken.None);
        Assert.Contains(Topic, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_is_stopping_does_not_wait()
    {
        using var stopping = new CancellationTokenSource();
        var visit = Member("127.0.0.1:1", Patience).Visit(KafkaClients.Decide, stopping.Token);
        await stopping.CancelAsync();
        Assert.Equal("this worker is stopping", await visit);
    }

    [Fact]
    public async Task What_the_client_library_refuses_is_told_without_secrets()
    {
        var said = await Member("127.0.0.1:1", Soon, ("sasl.password", "hush"), ("security.protocol", "hush")).Visit(KafkaClients.Decide, CancellationToken.None);
        Assert.Contains("***", said, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", said, StringComparison.Ordinal);
    }

    private static PassingMember Member(string bootstrap, TimeSpan patience, params (string Name, string Value)[] client)
    {
        var options = new KafkaOptions { Bootstrap = bootstrap, Prefix = "bank" };
        foreach (var (name, value) in client) options.Client[name] = value;
        return new PassingMember(new KafkaClients(options, NullLogger.Instance), Topic, patience, TimeProvider.System);
    }
}
