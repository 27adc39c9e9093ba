using Nba.Host.Tests.Api;
using Nba.Host.Tests.Readme;

namespace Nba.Host.Tests.Commands;

public sealed class ExitCodeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nba-cli-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Faultless_rules_are_0()
    {
        BankRules.Write(_folder);

        var (code, output, _) = await NbaProcess.End("rules", "check", _folder);

        Assert.Equal(0, code);
        Assert.StartsWith("no faults: book ", output);
    }

    [Fact]
    public async Task Faults_are_1_and_printed_as_editors_open_them()
    {
        BankRules.Write(_folder);
        BankRules.Write(_folder, "care.json", BankRules.Care.Replace("daysSinceTransfer", "daysSinceTransfr", StringComparison.Ordinal));

        var (code, output, _) = await NbaProcess.End("rules", "check", _folder);

        Assert.Equal(1, code);
        Assert.Matches(@"(?m)^NBA\d{4} .*/care\.json:5:\d+ .*did you mean 'daysSinceTransfer'\?", output);
    }

    [Fact]
    public async Task A_command_line_that_says_nothing_is_2() => Assert.Equal(2, (await NbaProcess.End("rules", "chek")).Code);

    [Fact]
    public async Task Settings_that_keep_it_from_starting_are_3_with_all_faults()
    {
        var (code, _, error) = await NbaProcess.End("run", "--listen", "0.0.0.0:80", "--set", "Stage:SweepChunk=0");

        Assert.Equal(3, code);
        Assert.Contains("2 settings are wrong", error);
    }

    [Fact]
    public async Task A_queue_of_no_store_is_3() => Assert.Equal(3, (await NbaProcess.End("queue", "M1", "--data", Path.Combine(_folder, "none"))).Code);
}
