using Confluent.Kafka.Admin;
using Nba.Host.Settings;
using Nba.Host.Transport.Kafka;

namespace Nba.Kafka.Tests.Transport.Kafka;

/// <summary>A broker that asks for a password, and lets only one of its users make topics.</summary>
public sealed class PasswordTests : IAsyncLifetime
{
    private const string Password = "s3cret-0f-the-bank";

    private readonly OwnBroker _own = new();
    private readonly string _file = Path.GetTempFileName();

    [OwnBrokerFact]
    public async Task A_log_in_is_taken_refused_or_not_enough_and_a_broker_that_comes_later_is_waited_for()
    {
        var early = Clients("bank", Password, "early");
        var waiting = Ensure(early, 90);
        bool IsWaiting() => early.Lines.All.Any(l => l.StartsWith($"Information: Waiting for Kafka at 127.0.0.1:{_own.PasswordPort}: ", StringComparison.Ordinal));
        Assert.True(SpinWait.SpinUntil(IsWaiting, TimeSpan.FromSeconds(60)), "nothing said that it waits");
        await _own.Start(
            $"listeners=PLAINTEXT://{_own.Address},CONTROLLER://127.0.0.1:{_own.Port + 100},SASL_PLAINTEXT://127.0.0.1:{_own.PasswordPort}",
            $"advertised.listeners=PLAINTEXT://{_own.Address},SASL_PLAINTEXT://127.0.0.1:{_own.PasswordPort}",
            "sasl.enabled.mechanisms=PLAIN",
            "listener.name.sasl_plaintext.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required "
                + $"user_bank=\"{Password}\" user_guest=\"{Password}\";",
            "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer", "super.users=User:ANONYMOUS;User:bank");

        Assert.Equal(9, (await waiting).Count);

        var wrong = Clients("bank", Password + "x", "wrong");
        var refused = await Assert.ThrowsAsync<CannotStartException>(() => Ensure(wrong, 60));
        Assert.StartsWith($"Kafka at 127.0.0.1:{_own.PasswordPort} refuses the log-in: ", refused.Message);

        var guest = Clients("guest", Password, "guest");
        var forbidden = await Assert.ThrowsAsync<CannotStartException>(() => Ensure(guest, 60));
        Assert.EndsWith("allow this user Describe and DescribeConfigs on topics that begin with 'guest.'", forbidden.Message);

        await Allow(early, "guest", "guest.", AclOperation.Describe);
        var commands = await Until<CannotStartException>(
            () => Ensure(guest, 60), f => f.Message.Contains("does not let this user make topics", StringComparison.Ordinal));
        Assert.Contains($"kafka-topics.sh --bootstrap-server 127.0.0.1:{_own.PasswordPort} --create --topic guest.control --partitions 1 "
            + "--replication-factor 1 --config cleanup.policy=delete --config retention.bytes=-1 --config retention.ms=-1 ", commands.Message);
        Assert.Equal(10, commands.Message.Split('\n').Length);

        string[] said = [.. early.Lines.All, .. wrong.Lines.All, .. guest.Lines.All, refused.ToString(), forbidden.ToString(), commands.ToString()];
        Assert.DoesNotContain(Password, string.Join('\n', said));
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _own.DisposeAsync();
        File.Delete(_file);
    }

    private (KafkaOptions Options, KafkaClients Clients, Lines Lines) Clients(string user, string password, string prefix)
    {
        File.WriteAllText(_file, password + "\n");
        var load = SettingsReader.Read(HostConfiguration.Build(new Dictionary<string, string?>
        {
            ["Nba:Kafka:Bootstrap"] = $"127.0.0.1:{_own.PasswordPort}",
            ["Nba:Kafka:Prefix"] = prefix,
            ["Nba:Kafka:Client:security.protocol"] = "SASL_PLAINTEXT",
            ["Nba:Kafka:Client:sasl.mechanism"] = "PLAIN",
            ["Nba:Kafka:Client:sasl.username"] = user,
            ["Nba:Kafka:ClientFiles:sasl.password"] = _file,
        }, Path.GetTempPath()));
        var lines = new Lines();
        return (load.Settings!.Kafka, new KafkaClients(load.Settings.Kafka, lines), lines);
    }

    private static async Task Allow((KafkaOptions Options, KafkaClients Clients, Lines Lines) super, string user, string prefix, AclOperation operation)
    {
        using var admin = super.Clients.Build(super.Clients.Admin());
        await admin.CreateAclsAsync(
        [
            new AclBinding
            {
                Pattern = new ResourcePattern { Type = ResourceType.Topic, Name = prefix, ResourcePatternType = ResourcePatternType.Prefixed },
                Entry = new AccessControlEntry { Principal = "User:" + user, Host = "*", Operation = operation, PermissionType = AclPermissionType.Allow },
            },
        ]);
    }

    // A right counts a moment after it was given.
    private static async Task<T> Until<T>(Func<Task> work, Func<T, bool> wanted) where T : Exception
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var fault = await Assert.ThrowsAsync<T>(work);
            if (wanted(fault)) return fault;
            if (TimeProvider.System.GetElapsedTime(start) > TimeSpan.FromSeconds(30)) throw new TimeoutException("still not as wanted", fault);
        }
    }

    private static async Task<IReadOnlyList<string>> Ensure((KafkaOptions Options, KafkaClients Clients, Lines Lines) worker, int seconds)
    {
        using var admin = worker.Clients.Build(worker.Clients.Admin());
        var wait = new TopicWait(TimeProvider.System, TimeSpan.FromSeconds(seconds), () => worker.Clients.Problem);
        return await KafkaTopics.EnsureAsync(admin, worker.Options, wait, worker.Lines, TestContext.Current.CancellationToken);
    }
}
