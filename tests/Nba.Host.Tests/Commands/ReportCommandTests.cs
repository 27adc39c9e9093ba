using System.Text.Json;
using Nba.Host.Tests.Readme;
using Nba.Host.Tests.Stages;
using Nba.House;

namespace Nba.Host.Tests.Commands;

/// <summary><c>nba report</c> over the store of a small bank: for people in both languages, as JSON, as CSV, and what it refuses.</summary>
public sealed class ReportCommandTests : IDisposable
{
    private readonly ReportBank _bank = new();

    public ReportCommandTests()
    {
        using var run = _bank.Open();
        foreach (var customer in new[] { "K1", "K2", "K3", "K4" })
        {
            _bank.Bank.Register(run, "2026-03-02", customer);
            _bank.Bank.Feed(run, "2026-03-03", "transfer.out", customer, """{"amount": 200000}""");
        }
        run.AdvanceTo(SmallBank.At("2026-03-04", 8));
        _bank.Answer(run, "2026-03-04", "K1", "outflow-call", "done");
        run.AdvanceTo(SmallBank.At("2026-03-20", 8));
    }

    public void Dispose() => _bank.Dispose();

    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task What_people_read_is_on_record(string language) => Golden.Stored(await NbaProcess.Run("report", "--data", _bank.Data, "--lang", language), $"report-{language}.txt");

    [Fact]
    public async Task As_json_it_is_whole_and_as_csv_each_table_is_a_file()
    {
        var folder = _bank.Bank.Place("tables");
        var (code, output, errors) = await NbaProcess.End("report", "--data", _bank.Data, "--json", "--csv", folder, "--to", "2026-03-10");
        using var json = JsonDocument.Parse(output);

        Assert.Equal(0, code);
        Assert.Equal("2026-03-10", json.RootElement.GetProperty("report").GetProperty("to").GetString());
        string[] names = ["care.csv", "customers-without-care.csv", "findings.csv", "hold-outs.csv", "prompts.csv", "rules.csv"];
        Assert.Equal(names, Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(names, n => Assert.Contains(n, errors, StringComparison.Ordinal));
        var rules = await File.ReadAllLinesAsync(Path.Combine(folder, "rules.csv"), TestContext.Current.CancellationToken);
        Assert.StartsWith("loses,seeded,seeded.json:6:", Assert.Single(rules, r => r.StartsWith("loses,", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(json.RootElement.GetProperty("report").GetProperty("rules").GetArrayLength() + 1, rules.Length);
    }

    [Theory]
    [InlineData(new[] { "--from", "2026-03-09", "--to", "2026-03-08" }, 2, "the first not after the last")]
    [InlineData(new[] { "--from", "yesterday" }, 2, "must be days as 2026-03-02")]
    [InlineData(new[] { "--from", "2027-01-01" }, 2, "the log holds 2026-03-02 to 2026-03-20: choose days of these")]
    [InlineData(new[] { "--care-days", "500" }, 2, "from 1 to 400")]
    public async Task What_cannot_be_answered_is_told_with_a_remedy(string[] arguments, int code, string words)
    {
        var (ended, output, errors) = await NbaProcess.End(["report", "--data", _bank.Data, .. arguments]);

        Assert.Equal((code, ""), (ended, output));
        Assert.Contains(words, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_store_it_cannot_start()
    {
        var (code, _, errors) = await NbaProcess.End("report", "--data", _bank.Bank.Place("nowhere"));

        Assert.Equal(3, code);
        Assert.StartsWith("nba: ", errors, StringComparison.Ordinal);
    }
}
