using Nba.Engine;
using Nba.Host.RuleFiles;
using Nba.House;

namespace Nba.Kafka.Tests.Stages;

/// <summary>The rules of a shaken bank, where its workers read them: the shipped ones, or a copy that has a campaign besides, which can be switched off while they run.</summary>
internal sealed class BankRules
{
    private const string Campaign = "shaken-spring";

    private const string Rule = """
        {"WorkflowName": "shaken", "Rules": [
          {"RuleName": "much-used", "Expression": ["event.amount >= 300"], "Properties": {"for": ["personal"], "on": ["card.used"],
            "action": {"id": "shaken-offer", "campaign": "shaken-spring", "purpose": "service", "channel": "phone", "propensity": 0.5, "value": 100, "due": "5wd", "expires": "20wd",
              "again": {"done": "90d", "declined": "policy", "met": "0d", "withdrawn": "7d", "expired": "30d"}}}}
        ]}
        """;

    private const string Texts = """
        {"shaken-offer": {
           "zh-CN": {"title": "用卡", "reason": "{customer.name}用卡", "appeal": "甲", "benefit": "乙", "credibility": "丙", "question": "丁?"},
           "en": {"title": "Card used", "reason": "{customer.name} used a card", "appeal": "A", "benefit": "B", "credibility": "C", "question": "D?"}}}
        """;

    private BankRules(string folder) => (Folder, First) = (folder, Load(folder));

    /// <summary>Where they lie.</summary>
    public string Folder { get; }

    /// <summary>The book at the start.</summary>
    public RuleBook First { get; }

    /// <summary>The book without the campaign; null before it was switched off.</summary>
    public RuleBook? Second { get; private set; }

    /// <summary>The book that holds in the end.</summary>
    public RuleBook Last => Second ?? First;

    /// <summary>The shipped rules as they are.</summary>
    public static BankRules Shipped() => new(Path.Combine(Repository.Root, "rules"));

    /// <summary>The shipped rules and a campaign, in a folder of their own.</summary>
    public static BankRules WithCampaign(string folder)
    {
        foreach (var file in Repository.Files("rules")) Write(folder, Path.GetRelativePath("rules", file), Repository.Read(file));
        Write(folder, "shaken.json", Rule);
        Write(folder, "texts/shaken.json", Texts);
        Write(folder, "campaigns.json", Campaigns(on: true));
        return new BankRules(folder);
    }

    /// <summary>Switches the campaign off, as an analyst does: workers see the file change.</summary>
    public void SwitchOff()
    {
        Write(Folder, "campaigns.json", Campaigns(on: false));
        Second = Load(Folder);
    }

    private static RuleBook Load(string folder) => RuleFolder.Load(folder) is var load && load.Book is { } book ? book : throw new InvalidOperationException(string.Join('\n', load.Problems));

    private static string Campaigns(bool on) => Repository.Read("rules/campaigns.json")
        .Replace("\"feature_flags\": [", $"\"feature_flags\": [{{\"id\": \"{Campaign}\", \"enabled\": {(on ? "true" : "false")}}},", StringComparison.Ordinal)
        .Replace("\"campaigns\": {", $"\"campaigns\": {{\"{Campaign}\": {{\"zh\": \"春\", \"en\": \"Spring\", \"whenOff\": \"withdraw\"}},", StringComparison.Ordinal);

    private static void Write(string folder, string path, string text)
    {
        var file = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
