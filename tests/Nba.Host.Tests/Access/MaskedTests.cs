using System.Text.Json;
using Nba.Host.Api;
using Nba.Host.RuleFiles;
using Nba.Host.Tests.Api;

namespace Nba.Host.Tests.Access;

/// <summary>What an analyst is not shown, wherever an explanation could hold it.</summary>
public sealed class MaskedTests : IDisposable
{
    private const string Personal = "MARKED";
    private readonly DirectoryInfo _rules = Directory.CreateTempSubdirectory("nba-masked-");
    private readonly Masked _masked;

    public MaskedTests()
    {
        BankRules.Write(_rules.FullName);
        BankRules.Write(_rules.FullName, "vocabulary.json", BankRules.Vocabulary.Replace("\"facts\": {", """
            "facts": {
            "bornOn": {"id": 8, "type": "date", "personal": true, "zh": "生日", "en": "Born on", "fold": {"lastDate": "customer.registered"}},
            "age": {"id": 7, "type": "integer", "zh": "年龄", "en": "Age", "yearsSince": "bornOn"},
            """, StringComparison.Ordinal));
        _masked = new Masked(RuleFolder.Load(_rules.FullName).Book!);
    }

    public void Dispose() => _rules.Delete(recursive: true);

    [Fact]
    public void Values_of_personal_facts_and_fields_are_hidden_in_lines_and_others_stay()
    {
        string[] read = [$"customer.name = \"{Personal}\"", $"event.name = \"{Personal}\"", $"customer.bornOn = {Personal}", $"customer.age = {Personal}", "customer.daysSinceTransfer = 4", "event.amount = 200000"];

        var line = _masked.Of(WhyNot(new ReadLineAnswer("x", "a.json:1:1", read, null), [new ChangeAnswer("customer.name", Personal, "≠"), new ChangeAnswer("customer.daysSinceTransfer", "4", "≥ 5")])).Rules[0];

        Assert.Equal(["customer.name = •••", "event.name = •••", "customer.bornOn = •••", "customer.age = •••", "customer.daysSinceTransfer = 4", "event.amount = 200000"], line.Line!.Values);
        Assert.Equal([("•••", "≠"), ("4", "≥ 5")], line.Changes!.Select(c => (c.From, c.To)));
    }

    [Fact]
    public void So_are_facts_and_whatever_is_computed_from_them()
    {
        FactExplained Fact(string name, string value, params FactExplained[] from) => new(name, name, value, "latest", From: from.Length > 0 ? from : null);

        var facts = _masked.Of(Customer([Fact("customer.name", Personal), Fact("customer.age", Personal), Fact("customer.daysSinceTransfer", "4")])).Facts;

        Assert.Equal(["•••", "•••", "4"], facts.Select(f => f.Value));
        Assert.DoesNotContain(Personal, JsonSerializer.Serialize(facts), StringComparison.Ordinal);
    }

    [Fact]
    public void So_are_facts_in_decision_records()
    {
        var facts = new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["name"] = JsonSerializer.SerializeToElement(Personal), ["daysSinceTransfer"] = JsonSerializer.SerializeToElement(4) };
        var decision = new StoredDecision("C1.1", "C1", new StoredInput(), "", "", [new StoredCandidate("1", "pass", "passed", Facts: facts)], []);

        var masked = _masked.Of(new DecisionExplained(decision, "", null, new Dictionary<string, string>(), new Dictionary<string, string>(), null, null)).Decision.Candidates[0].Facts!;

        Assert.Equal(("•••", "4"), (masked["name"].ToString(), masked["daysSinceTransfer"].ToString()));
    }

    private static WhyNotAnswer WhyNot(ReadLineAnswer line, IReadOnlyList<ChangeAnswer> changes) =>
        new("C1", "x", "", "", "not-proposed", [], [new SilentRuleAnswer("r", "a.json:1:1", "line-failed", null, null, line, 1, changes, null, null, null)]);

    private static CustomerExplained Customer(IReadOnlyList<FactExplained> facts) =>
        new("C1", Personal, "", null, "", null, [], null, facts, 0, [], null, [], [], [], [], [], [], [], [], [], 0, null);
}
