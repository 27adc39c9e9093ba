using System.Diagnostics;
using System.Text.Json;
using Nba.Engine;
using Nba.Host.Commands;
using Nba.Host.RuleFiles;
using Nba.Host.Tests.Api;
using Nba.Host.Tests.Readme;

namespace Nba.Host.Tests.Commands;

/// <summary>How <c>nba rules test</c> and <c>nba rules check</c> report, to people and to tools.</summary>
public sealed class CaseReportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nba-cases-").FullName;

    public CaseReportTests()
    {
        BankRules.Write(_folder);
        BankRules.Write(_folder, "care.json", BankRules.Care.Replace("\"for\": [\"personal\"], \"on\": [\"daily\"],", """
            "for": ["personal"], "on": ["daily"],
            "cases": [{"name": "on the third day", "given": {"kind": "personal", "lastTransferOn": "2026-02-27", "daysSinceTransfer": 3}, "at": "2026-03-02", "then": {"raise": "follow-up"}}],
            """, StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Coverage_tells_each_gap_with_its_place_and_sums_them_up()
    {
        var (code, text) = Report(new CaseReport(null, HasCoverage: true, IsJson: false));

        Assert.Equal(0, code);
        Assert.Matches(@"(?m)^F/care\.json:\d+:\d+ large-transfer: it has no case$", text);
        Assert.Matches(@"(?m)^F/care\.json:\d+:\d+ follow-up: no case in which 'customer\.daysSinceTransfer >= 3' does not hold$", text);
        Assert.Contains("coverage: rules with cases 1 of 2, lines seen to hold and to fail 0 of 1, alternatives 0 of 0, lines of gates 0 of 0", text, StringComparison.Ordinal);
        Assert.EndsWith("1 case passed, 0 failed", text.TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("follow", 0, "1 case passed, 0 failed")]
    [InlineData("THIRD day", 0, "1 case passed, 0 failed")]
    [InlineData("outflow", 0, "0 cases passed, 0 failed")]
    [InlineData("nobody", 1, "no rule, family, action or case is called like 'nobody'; 'nba rules list' names them")]
    public void A_filter_goes_by_rule_action_and_case_and_fails_where_it_meets_none(string filter, int code, string said)
    {
        var (ended, text) = Report(new CaseReport(filter, HasCoverage: false, IsJson: false));

        Assert.Equal(code, ended);
        Assert.Contains(said, text, StringComparison.Ordinal);
        Assert.Equal(code != 0, text.Contains("is called like", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2026-03-31", "1 case passed, 0 failed")]
    [InlineData("2026-03-01", "it was stopped by campaign-off")]
    public void A_campaign_that_is_switched_off_counts_as_on_within_its_dates(string lastDay, string said)
    {
        BankRules.Write(_folder, "campaigns.json", $$$"""
            {"feature_management": {"feature_flags": [{"id": "spring", "enabled": false, "conditions": {"client_filters": [{"name": "Window", "parameters": {"to": "{{{lastDay}}}"}}]}}]}}
            """);
        BankRules.Write(_folder, "care.json", File.ReadAllText(Path.Combine(_folder, "care.json")).Replace("\"id\": \"follow-up\",", "\"id\": \"follow-up\", \"campaign\": \"spring\",", StringComparison.Ordinal));

        Assert.Contains(said, Report(new CaseReport(null, HasCoverage: false, IsJson: false)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tools_get_the_same_as_json()
    {
        using var json = JsonDocument.Parse(await NbaProcess.Run("rules", "test", _folder, "--coverage", "--json"));

        Assert.Equal((1, 0), (json.RootElement.GetProperty("passed").GetInt32(), json.RootElement.GetProperty("failed").GetInt32()));
        Assert.Equal("on the third day", json.RootElement.GetProperty("cases")[0].GetProperty("name").GetString());
        Assert.Equal(["no-case", "never-fails"], json.RootElement.GetProperty("gaps").EnumerateArray().Select(g => g.GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task Faults_too()
    {
        BankRules.Write(_folder, "care.json", BankRules.Care.Replace("customer.daysSinceTransfer >= 3", "customer.daysSinceTransfr >= 3", StringComparison.Ordinal));
        var (code, output, _) = await NbaProcess.End("rules", "check", _folder, "--json");
        using var json = JsonDocument.Parse(output);

        Assert.Equal(1, code);
        var fault = Assert.Single(json.RootElement.EnumerateArray());
        Assert.Equal(("fault", $"{_folder.Replace('\\', '/')}/care.json"), (fault.GetProperty("kind").GetString(), fault.GetProperty("file").GetString()));
        Assert.Contains("daysSinceTransfer", fault.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_watched_folder_is_checked_again_when_a_file_changes()
    {
        using var watching = NbaProcess.Start("rules", "check", _folder, "--watch");
        try
        {
            await Said(watching, "no faults");
            BankRules.Write(_folder, "care.json", BankRules.Care.Replace("customer.daysSinceTransfer >= 3", "customer.daysSinceTransfr >= 3", StringComparison.Ordinal));
            await Said(watching, "1 fault(s)");
            BankRules.Write(_folder, "care.json", BankRules.Care);
            await Said(watching, "no faults");
        }
        finally
        {
            watching.Kill();
        }
    }

    private static async Task Said(Process process, string words)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.Contains(words, StringComparison.Ordinal)) return;
        }
        Assert.Fail($"it ended without saying '{words}'");
    }

    private (int Code, string Text) Report(CaseReport report)
    {
        using var to = new StringWriter();
        return (report.Text(Book(), "F", Terminal.Plain, to), to.ToString().ReplaceLineEndings("\n"));
    }

    private RuleBook Book()
    {
        var load = RuleFolder.Load(_folder);
        return load.Book ?? throw new InvalidOperationException(string.Join('\n', load.Problems));
    }
}
