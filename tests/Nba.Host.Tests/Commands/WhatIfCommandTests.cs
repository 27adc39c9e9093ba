using Nba.Host.Commands;
using Nba.Host.Tests.Api;
using Nba.Host.Tests.Readme;
using Nba.Host.Tests.Stages;

namespace Nba.Host.Tests.Commands;

/// <summary><c>nba what-if</c> and <c>nba replay --rules</c> as they are called, and what they say where they cannot answer.</summary>
public sealed class WhatIfCommandTests : IDisposable
{
    private readonly SmallBank _bank = new();

    public WhatIfCommandTests()
    {
        using var run = _bank.Open("lived");
        _bank.Register(run, "2026-03-02", "C1");
        _bank.Feed(run, "2026-03-04", "transfer.out", "C1", """{"amount": 150000}""");
        run.AdvanceTo(SmallBank.At("2026-03-10", 0));
    }

    private string Data => _bank.Place("lived");

    public void Dispose() => _bank.Dispose();

    [Theory]
    [InlineData("--from", "2026-01-01", "the log goes from 2026-03-02 to 2026-03-10: choose --from and --to within")]
    [InlineData("--to", "2026-04-01", "the log goes from 2026-03-02 to 2026-03-10")]
    [InlineData("--from", "yesterday", "--from must be a day, as 2026-02-01, not 'yesterday'")]
    [InlineData("--keep", "direktory.json", "--keep direktory.json: the recorded rules have no such file")]
    [InlineData("--set", "days=4", "--set days=4: there is no parameter 'days'")]
    [InlineData("--campaign", "spring=off", "--campaign spring=off: the rules that are tried have no campaign 'spring'")]
    public async Task A_wrong_call_is_told_what_to_write(string option, string value, string told)
    {
        var (code, _, errors) = await NbaProcess.End("what-if", _bank.Rules, option, value, "--data", Data);

        Assert.Equal(CommandLine.WrongUsage, code);
        Assert.Contains(told, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_other_rules_it_says_what_to_name()
    {
        var (code, _, errors) = await NbaProcess.End("what-if", "--data", Data);

        Assert.Equal(CommandLine.WrongUsage, code);
        Assert.Contains("a folder, a git revision, --set NAME=VALUE or --campaign", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_neither_folder_nor_revision_is_told()
    {
        var (code, _, errors) = await NbaProcess.End("what-if", "no-such-place", "--data", Data);

        Assert.Equal(CommandLine.WrongUsage, code);
        Assert.Contains("no-such-place", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_store_it_says_how_to_come_by_one()
    {
        var (code, _, errors) = await NbaProcess.End("what-if", _bank.Rules, "--data", _bank.Place("nothing"));

        Assert.Equal(CommandLine.CannotStart, code);
        Assert.Contains("name with --data the directory", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_faults_of_the_other_rules_are_told()
    {
        BankRules.Write(_bank.Rules, "care.json", BankRules.Care.Replace("event.amount", "event.amont", StringComparison.Ordinal).Replace("daysSinceTransfer", "daysSinceTransfers", StringComparison.Ordinal));

        var (code, output, errors) = await NbaProcess.End("what-if", _bank.Rules, "--data", Data);

        Assert.Equal(CommandLine.FaultsFound, code);
        Assert.Empty(output);
        Assert.Contains("'amont'", errors, StringComparison.Ordinal);
        Assert.Contains("'daysSinceTransfers'", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-03-02", "2026-03-03")]
    [InlineData("2026-03-05", "2026-03-06")]
    public async Task What_shows_how_far_it_is_ends_at_the_end(string from, string to)
    {
        var (_, _, errors) = await NbaProcess.End("what-if", _bank.Rules, "--data", Data, "--from", from, "--to", to, "--lang", "en");

        Assert.Contains($"100% {to}", errors.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_writes_every_form_that_is_asked_for()
    {
        BankRules.Write(_bank.Rules, "care.json", BankRules.Care.Replace("daysSinceTransfer >= 3", "daysSinceTransfer >= 5", StringComparison.Ordinal));
        var (markdown, html) = (_bank.Place("out/summary.md"), _bank.Place("out/report.html"));

        var output = await NbaProcess.Run("what-if", _bank.Rules, "--data", Data, "--markdown", markdown, "--html", html, "--lang", "en");

        Assert.Contains("follow-up: later: 2026-03-09 instead of 2026-03-07", output, StringComparison.Ordinal);
        Assert.Contains("| follow-up | 1 | 1 | 1 |", await File.ReadAllTextAsync(markdown), StringComparison.Ordinal);
        Assert.StartsWith("<!doctype html>\n<html lang=\"en\">", await File.ReadAllTextAsync(html), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replay_under_other_rules_counts_what_is_the_same_and_keeps_its_queues()
    {
        BankRules.Write(_bank.Rules, "care.json", BankRules.Care.Replace("daysSinceTransfer >= 3", "daysSinceTransfer >= 400", StringComparison.Ordinal));
        var kept = _bank.Place("otherwise");

        var output = await NbaProcess.Run("replay", "--rules", _bank.Rules, "--data", Data, "--out", kept);

        Assert.Contains("decisions 2 replayed 1 same 1", output, StringComparison.Ordinal);
        Assert.Contains("\"follow-up\"", await NbaProcess.Run("queue", "unassigned", "--data", Data, "--json"), StringComparison.Ordinal);
        Assert.DoesNotContain("\"follow-up\"", await NbaProcess.Run("queue", "unassigned", "--data", kept, "--json"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--out and --from belong to a replay under other rules", "--from", "2026-03-05")]
    [InlineData("leave out --verify", "--rules", "rules", "--verify")]
    public async Task A_replay_that_mixes_both_is_told(string told, params string[] options)
    {
        var (code, _, errors) = await NbaProcess.End(["replay", "--data", Data, .. options]);

        Assert.Equal(CommandLine.WrongUsage, code);
        Assert.Contains(told, errors, StringComparison.Ordinal);
    }
}
