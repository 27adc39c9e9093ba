using Nba.Engine;
using Nba.Engine.Sources;

namespace Nba.Kafka.Tests.Simulation;

/// <summary>A bank whose one action shows how many transfers there were: one that was counted twice, or not, shows in its text.</summary>
internal static class SimRules
{
    private const string Vocabulary = """
        {
          "codes": {"kind": ["personal", "corporate", "prospect"]},
          "events": {
            "customer.registered": {"id": 1, "zh": "建档", "en": "Registered", "fields": {"name": {"type": "text", "required": true, "personal": true, "zh": "姓名", "en": "Name"}, "kind": {"type": "code:kind", "required": true, "zh": "类型", "en": "Kind"}}},
            "transfer.out": {"id": 2, "zh": "转出", "en": "Transfer out", "fields": {"amount": {"type": "decimal", "required": true, "zh": "金额", "en": "Amount"}}}
          },
          "facts": {
            "name": {"id": 1, "type": "text", "personal": true, "zh": "姓名", "en": "Name", "fold": {"latest": "customer.registered.name"}},
            "kind": {"id": 2, "type": "code:kind", "zh": "类型", "en": "Kind", "fold": {"latest": "customer.registered.kind"}},
            "transfers": {"id": 3, "type": "integer", "default": 0, "zh": "转出笔数", "en": "Transfers", "fold": {"count": "transfer.out", "window": "90d"}}
          }
        }
        """;

    private const string Care = """
        {"WorkflowName": "care", "Rules": [
          {"RuleName": "transfers", "Expression": ["customer.transfers >= 1"], "Properties": {"for": ["personal"], "on": ["transfer.out"],
            "action": {"id": "transfers-talk", "episode": "month", "purpose": "service", "channel": "phone", "propensity": 0.5, "value": 1000, "due": "2wd", "expires": "10wd",
              "again": {"done": "90d", "declined": "policy", "met": "0d", "withdrawn": "7d", "expired": "30d"}}}}
        ]}
        """;

    private const string Texts = """
        {"transfers-talk": {
           "zh-CN": {"title": "转出{customer.transfers}笔", "reason": "{customer.name}转出", "appeal": "甲", "benefit": "乙", "credibility": "丙", "question": "丁?"},
           "en": {"title": "{customer.transfers} transfers", "reason": "{customer.name} moved money", "appeal": "A", "benefit": "B", "credibility": "C", "question": "D?"}}}
        """;

    public static RuleBook Book { get; } = Load(Texts);

    /// <summary>Another book, with other words.</summary>
    public static RuleBook Other { get; } = Load(Texts.Replace("moved money", "moved something", StringComparison.Ordinal));

    private static RuleBook Load(string texts) => RuleBook.Load([new SourceFile("vocabulary.json", Vocabulary), new SourceFile("care.json", Care), new SourceFile("texts/care.json", texts)]) is var load && load.Book is { } book
        ? book
        : throw new InvalidOperationException(string.Join('\n', load.Problems));
}
