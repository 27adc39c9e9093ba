using Microsoft.Extensions.Configuration;
using Nba.Host.Settings;

namespace Nba.Host.Tests.Settings;

public sealed class KafkaOptionsTests
{
    [Fact]
    public void Without_brokers_the_embedded_log_carries_everything()
    {
        var kafka = Read().Settings!.Kafka;

        Assert.False(kafka.IsOn);
        Assert.Equal(("nba", "1", 1, 12, 6), (kafka.Prefix, kafka.Instance, kafka.Slots, kafka.ActivityPartitions, kafka.ManagerPartitions));
        Assert.Equal(KafkaRoles.Intake | KafkaRoles.Decide | KafkaRoles.Queue | KafkaRoles.Api, kafka.Runs);
    }

    [Fact]
    public void An_empty_name_of_brokers_is_none() => Assert.False(Read(("Bootstrap", " ")).Settings!.Kafka.IsOn);

    [Fact]
    public void Brokers_roles_and_settings_of_the_library_are_read()
    {
        var load = Read(("Bootstrap", "a:9092, [::1]:9093"), ("Roles", "Queue, api"), ("Client:sasl.mechanism", "PLAIN"), ("Client:LINGER.MS", "5"));
        var kafka = load.Settings!.Kafka;

        Assert.True(kafka.IsOn);
        Assert.Equal(KafkaRoles.Queue | KafkaRoles.Api, kafka.Runs);
        Assert.Equal([("linger.ms", "5"), ("sasl.mechanism", "PLAIN")], kafka.Client.Select(c => (c.Key, c.Value)).Order());
    }

    [Theory]
    [InlineData("Bootstrap", "broker")]
    [InlineData("Bootstrap", "a:9092,,b:9092")]
    [InlineData("Prefix", "my bank")]
    [InlineData("Prefix", "-x")]
    [InlineData("Instance", "pod.1")]
    [InlineData("Roles", "")]
    [InlineData("Roles", "decide,")]
    [InlineData("Slots", "0")]
    [InlineData("ActivityPartitions", "2000")]
    [InlineData("CommitMilliseconds", "9")]
    [InlineData("TransactionSeconds", "61")]
    [InlineData("ActivityRetentionHours", "0")]
    [InlineData("Replication", "three")]
    public void What_cannot_be_is_a_fault(string key, string value) => Assert.Equal(["Nba:Kafka:" + key], Read((key, value)).Faults.Select(f => f.Key));

    [Fact]
    public void A_role_that_is_none_is_told_the_nearest_one() =>
        Assert.Contains("'decid' is none of them; did you mean 'decide'?", Read(("Roles", "decid,api")).Message.ToString());

    [Fact]
    public void A_worker_that_only_takes_in_is_told_from_where() =>
        Assert.Contains("Nba:Kafka:Intake is missing: it must name the folder of the mappings of foreign topics", Read(("Roles", "intake")).Message.ToString());

    [Fact]
    public void Foreign_topics_need_a_cluster() =>
        Assert.Contains("Nba:Kafka:Intake is 'intake': it must not be given without a cluster", Read(("Intake", "intake")).Message.ToString());

    [Fact]
    public void A_session_ends_after_its_transaction() =>
        Assert.Contains("Nba:Kafka:SessionSeconds is '12': it must be more than TransactionSeconds (12)", Read(("SessionSeconds", "12")).Message.ToString());

    [Theory]
    [InlineData("isolation.level")]
    [InlineData("enable.auto.commit")]
    [InlineData("transactional.id")]
    [InlineData("group.id")]
    [InlineData("group.instance.id")]
    [InlineData("Enable.Idempotence")]
    [InlineData("partitioner")]
    [InlineData("bootstrap.servers")]
    public void What_the_program_relies_on_cannot_be_given(string name)
    {
        var fault = Assert.Single(Read(("Client:" + name, "x")).Faults);

        Assert.Equal("Nba:Kafka:Client:" + name, fault.Key);
        Assert.EndsWith("so take it out", fault.Must.ToString());
    }

    [Fact]
    public void All_faults_of_the_section_come_at_once()
    {
        var load = Read(("Slotz", "2"), ("Slots", "99"), ("Client:group.id", "mine"), ("Client:sasl:mechanism", "PLAIN"),
            ("ClientFiles:sasl.password", "/nowhere/at/all"), ("Roles", "intakes"));

        string[] expected = ["Client:group.id", "Client:sasl", "ClientFiles:sasl.password", "Roles", "Slots", "Slotz"];
        Assert.Equal(expected, load.Faults.Select(f => f.Key["Nba:Kafka:".Length..]));
        Assert.Contains("did you mean 'Slots'?", load.Message.ToString());
        Assert.Contains("(environment: NBA__KAFKA__CLIENTFILES__SASL_PASSWORD)", load.Message.ToString());
    }

    [Theory]
    [InlineData("s3cret\n", "s3cret")]
    [InlineData("s3cret\r\n", "s3cret")]
    [InlineData("s3cret\n\n", "s3cret\n")]
    [InlineData(" s3cret ", " s3cret ")]
    public void A_file_gives_all_it_holds_but_the_last_newline(string text, string value)
    {
        using var file = new TextFile(text);

        Assert.Equal(value, Read(("ClientFiles:sasl.password", file.Path)).Settings!.Kafka.Client["sasl.password"]);
    }

    [Fact]
    public void An_empty_file_and_a_value_given_twice_are_faults()
    {
        using var empty = new TextFile("\n");
        using var full = new TextFile("s3cret");

        var load = Read(("ClientFiles:sasl.password", empty.Path), ("ClientFiles:ssl.key.password", full.Path), ("Client:ssl.key.password", "0ther"));

        Assert.Equal(["Nba:Kafka:ClientFiles:sasl.password", "Nba:Kafka:ClientFiles:ssl.key.password"], load.Faults.Select(f => f.Key));
    }

    [Fact]
    public void No_fault_shows_a_secret()
    {
        using var file = new TextFile("s3cret");
        var load = Read(("Slots", "0"), ("sasl.password", "s3cret"), ("Client:sasl.jaas.config:x", "s3cret"), ("Client:group.id", "s3cret"),
            ("Client:ssl.key.password", "s3cret"), ("ClientFiles:ssl.key.password", file.Path), ("ClientFiles:sasl.password", "s3cret"),
            ("ClientFiles:group.id", "s3cret"));

        Assert.Equal(7, load.Faults.Count);
        Assert.DoesNotContain("s3cret", load.Message.ToString());
    }

    [Fact]
    public void A_text_is_shown_without_the_secrets()
    {
        using var file = new TextFile("from-file");
        var load = Read(("Client:sasl.password", "s3cret"), ("Client:sasl.username", "bank"), ("Client:ssl.key.password", ""),
            ("ClientFiles:sasl.oauthbearer.scope", file.Path));
        var kafka = load.Settings!.Kafka;

        Assert.Equal("bank *** ***", kafka.WithoutSecrets("bank s3cret from-file"));
    }

    [Theory]
    [InlineData("sasl.password", true)]
    [InlineData("ssl.key.password", true)]
    [InlineData("ssl.keystore.password", true)]
    [InlineData("sasl.jaas.config", true)]
    [InlineData("ssl.key.pem", true)]
    [InlineData("sasl.oauthbearer.client.secret", true)]
    [InlineData("sasl.mechanism", false)]
    [InlineData("ssl.ca.location", false)]
    public void Passwords_and_keys_are_secret(string name, bool secret) => Assert.Equal(secret, KafkaClientNames.IsSecret(name));

    [Theory]
    [InlineData("NBA__KAFKA__CLIENT__SASL_MECHANISM")]
    [InlineData("NBA__KAFKA__CLIENT__sasl.mechanism")]
    public void A_variable_of_the_environment_wins_over_the_file_however_it_is_written(string variable)
    {
        var folder = Directory.CreateTempSubdirectory("nba-settings-");
        File.WriteAllText(Path.Combine(folder.FullName, HostConfiguration.FileName), """{"Nba": {"Kafka": {"Client": {"sasl.mechanism": "PLAIN"}}}}""");
        Environment.SetEnvironmentVariable(variable, "SCRAM-SHA-512");
        try
        {
            Assert.Equal("SCRAM-SHA-512", SettingsReader.Read(HostConfiguration.Build([], folder.FullName)).Settings!.Kafka.Client["sasl.mechanism"]);
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, null);
            folder.Delete(recursive: true);
        }
    }

    private static SettingsLoad Read(params (string Key, string Value)[] values) =>
        SettingsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(values.ToDictionary(v => "Nba:Kafka:" + v.Key, v => (string?)v.Value)).Build());

    private sealed class TextFile : IDisposable
    {
        public TextFile(string text) => File.WriteAllText(Path, text);

        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }
}
