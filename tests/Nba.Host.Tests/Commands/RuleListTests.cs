using System.Text.Json;
using Nba.Engine;
using Nba.Host.Commands;
using Nba.Host.RuleFiles;
using Nba.Host.Tests.Api;
using Nba.House;

namespace Nba.Host.Tests.Commands;

public sealed class RuleListTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nba-list-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_shipped_library_is_listed_as_agreed() => Golden.Stored(RuleList.Text(Load(Path.Combine(Repository.Root, "rules"))), "rules-list.txt");

    [Fact]
    public void Its_last_line_counts_what_stands_above_it()
    {
        var lines = RuleList.Text(Load(Path.Combine(Repository.Root, "rules"))).TrimEnd('\n').Split('\n');
        var cells = lines[1..^1].Select(l => l.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToList();

        Assert.Equal($"rules {cells.Count} families {cells.Select(c => c[0]).Distinct().Count()} cases {cells.Sum(c => int.Parse(c[6], null))}", lines[^1]);
        Assert.Equal(cells.OrderBy(c => c[0], StringComparer.Ordinal).ThenBy(c => c[1], StringComparer.Ordinal), cells);
    }

    [Fact]
    public void A_rule_that_is_switched_off_is_listed_as_off_keeps_its_texts_and_proposes_nothing()
    {
        BankRules.Write(_folder);
        BankRules.Write(_folder, "care.json", BankRules.Care.Replace("\"RuleName\": \"follow-up\"", "\"RuleName\": \"follow-up\", \"Enabled\": false", StringComparison.Ordinal));

        var book = Load(_folder);

        Assert.DoesNotContain(book.Rules.Rules, r => r.Name == "follow-up");
        Assert.Matches("(?m)^care +follow-up +service +follow-up +personal +off +0$", RuleList.Text(book));
        Assert.Matches("(?m)^care +large-transfer +service +outflow-call +personal +on +0$", RuleList.Text(book));
    }

    [Fact]
    public void A_rule_of_a_campaign_that_is_off_says_so()
    {
        BankRules.Write(_folder);
        BankRules.Write(_folder, "care.json", BankRules.Care.Replace("\"id\": \"follow-up\",", "\"id\": \"follow-up\", \"campaign\": \"spring\",", StringComparison.Ordinal));
        BankRules.Write(_folder, "campaigns.json", """
            {"feature_management": {"feature_flags": [{"id": "spring", "enabled": false}]}, "campaigns": {"spring": {"zh": "春季", "en": "Spring"}}}
            """);

        Assert.Matches("(?m)^care +follow-up .* campaign off +0$", RuleList.Text(Load(_folder)));
    }

    [Fact]
    public void The_answer_for_tools_says_the_same()
    {
        var book = Load(Path.Combine(Repository.Root, "rules"));
        using var json = JsonDocument.Parse(RuleList.AsJson(book, "rules"));
        var first = json.RootElement.EnumerateArray().Single(r => r.GetProperty("rule").GetString() == "document-expiring");

        Assert.Equal(book.Entries.Count, json.RootElement.GetArrayLength());
        Assert.Equal("reminders", first.GetProperty("family").GetString());
        Assert.Equal("duty", first.GetProperty("purpose").GetString());
        Assert.Equal("document-renewal", first.GetProperty("gives").GetString());
        Assert.Equal(["personal", "corporate"], first.GetProperty("for").EnumerateArray().Select(k => k.GetString()!));
        Assert.Equal([1, 9], first.GetProperty("course").EnumerateArray().Select(k => k.GetInt32()));
        Assert.Equal("rules/reminders.json", first.GetProperty("file").GetString());
    }

    private static RuleBook Load(string folder)
    {
        var load = RuleFolder.Load(folder);
        Findings.None(load.Problems.Select(p => p.ToString()));
        return load.Book!;
    }
}
