using Microsoft.Extensions.Configuration;
using Nba.Host.Settings;

namespace Nba.Host.Tests.Settings;

public sealed class SettingsReaderTests
{
    [Fact]
    public void Defaults_are_whole_and_the_store_lies_in_the_data_directory()
    {
        var settings = Read(("Nba:Data", "/tmp/bank")).Settings!;

        Assert.Equal(("rules", "127.0.0.1:5080", "/tmp/bank/store"), (settings.Host.Rules, settings.Host.Listen, settings.Store.Directory));
    }

    [Fact]
    public void All_faults_of_all_classes_stand_in_one_message_with_key_value_and_remedy()
    {
        var load = Read(("Nba:Listen", "here"), ("Nba:Language", "fr"), ("Nba:Rulez", "x"), ("Nba:Store:WriteBuffers", "99"), ("Nba:Store:Fsync", "perhaps"), ("Nba:Stage:BatchActivities", "many"));

        Assert.Null(load.Settings);
        Assert.Equal(["Nba:Language", "Nba:Listen", "Nba:Rulez", "Nba:Stage:BatchActivities", "Nba:Store:Fsync", "Nba:Store:WriteBuffers"], load.Faults.Select(f => f.Key));
        Assert.StartsWith("6 settings are wrong:", load.Message.ToString());
        Assert.Contains("Nba:Listen is 'here': it must be an address of this machine", load.Message.ToString());
        Assert.Contains("Nba:Store:WriteBuffers is '99': it must be a whole number from 2 to 16 (environment: NBA__STORE__WRITEBUFFERS)", load.Message.ToString());
        Assert.Contains("did you mean 'Rules'?", load.Message.ToString());
    }

    [Theory]
    [InlineData("ClientSecretFile", "Nba:Access:ClientSecretFile is missing: it must be set where the other of", "Authority=https://login.bank.example", "Audience=nba", "ClientId=nba")]
    [InlineData("ClientId", "Nba:Access:ClientId is missing", "Authority=https://login.bank.example", "Audience=nba", "ClientSecretFile=secret")]
    [InlineData("Authority", "must name the identity provider at which browsers sign in", "ClientId=nba", "ClientSecretFile=secret")]
    [InlineData("ClientScopes", "openid among them", "Authority=https://login.bank.example", "Audience=nba", "ClientId=nba", "ClientSecretFile=secret", "ClientScopes=profile roles")]
    [InlineData("SignInHours", "must be a whole number from 1 to 24", "Authority=https://login.bank.example", "Audience=nba", "ClientId=nba", "ClientSecretFile=secret", "SignInHours=25")]
    [InlineData(null, "", "Authority=https://login.bank.example", "Audience=nba", "ClientId=nba", "ClientSecretFile=secret", "ClientScopes=openid profile", "SignInHours=1")]
    public void What_it_takes_for_browsers_to_sign_in_is_said_by_setting_and_remedy(string? setting, string words, params string[] given)
    {
        var load = Read([.. given.Select(g => ("Nba:Access:" + g.Split('=')[0], g.Split('=')[1]))]);

        Assert.Equal(setting is null ? [] : ["Nba:Access:" + setting], load.Faults.Select(f => f.Key));
        Assert.Contains(words, load.Message.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1:5080", true)]
    [InlineData("localhost:0", true)]
    [InlineData("[::1]:5080", true)]
    [InlineData("127.8.0.1:1", true)]
    [InlineData("0.0.0.0:5080", false)]
    [InlineData("[::]:5080", false)]
    [InlineData("::1:5080", false)]
    [InlineData("192.168.1.2:5080", false)]
    [InlineData("bank.example:5080", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.0.0.1:99999", false)]
    [InlineData("*:5080", false)]
    [InlineData("", false)]
    public void Only_addresses_of_this_machine_are_listened_on(string address, bool taken) => Assert.Equal(taken, ListenAddress.TryParse(address, out _));

    [Theory]
    [InlineData("Nba:Listen", "Nba:Listen=0.0.0.0:5080")]
    [InlineData("Nba:Access:Audience", "Nba:Access:Authority=https://login.bank.example")]
    [InlineData("Nba:Access:Authority", "Nba:Access:Authority=http://login.bank.example", "Nba:Access:Audience=nba")]
    [InlineData("Nba:Access:Authority", "Nba:Access:Authority=login", "Nba:Access:Audience=nba")]
    [InlineData("Nba:Access:RoleNames", "Nba:Access:RoleNames=boss=CEO")]
    [InlineData("Nba:Access:CertificateFile", "Nba:Listen=0.0.0.0:5080", "Nba:Access:KeysFile=keys.json", "Nba:Access:Hosts=nba.bank.example")]
    [InlineData("Nba:Access:Hosts", "Nba:Listen=0.0.0.0:5080", "Nba:Access:KeysFile=keys.json", "Nba:Access:PlainHttp=true")]
    [InlineData("Nba:Access:CertificateKeyFile", "Nba:Access:CertificateFile=a.pem")]
    public void What_does_not_go_together_is_a_fault(string key, params string[] settings) =>
        Assert.Equal([key], Read([.. settings.Select(s => (s[..s.IndexOf('=', StringComparison.Ordinal)], s[(s.IndexOf('=', StringComparison.Ordinal) + 1)..]))]).Faults.Select(f => f.Key));

    [Fact]
    public void Other_machines_are_let_in_once_it_is_said_who_and_under_which_name() =>
        Assert.Equal("0.0.0.0:5080", Read(("Nba:Listen", "0.0.0.0:5080"), ("Nba:Access:KeysFile", "keys.json"), ("Nba:Access:PlainHttp", "true"), ("Nba:Access:Hosts", "nba.bank.example")).Settings!.Host.Listen);

    [Fact]
    public void The_command_line_wins_over_the_file()
    {
        var folder = Directory.CreateTempSubdirectory("nba-settings-");
        File.WriteAllText(Path.Combine(folder.FullName, HostConfiguration.FileName), """{"Nba": {"Rules": "a", "Data": "b"}}""");

        var settings = SettingsReader.Read(HostConfiguration.Build([new("Nba:Rules", "c"), new("Nba:Data", null)], folder.FullName)).Settings!;

        Assert.Equal(("c", "b"), (settings.Host.Rules, settings.Host.Data));
        folder.Delete(recursive: true);
    }

    private static SettingsLoad Read(params (string Key, string Value)[] values) =>
        SettingsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(values.Select(v => new KeyValuePair<string, string?>(v.Key, v.Value))).Build());
}
