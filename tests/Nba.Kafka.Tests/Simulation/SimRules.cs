using Nba.Engine;
using Nba.Engine.Sources;

namespace Nba.Kafka.Tests.Simulation;

/// <summary>
/// A bank with two actions: one shows in its text how many transfers there were, the other in its value how many days have passed. It has three books, which differ
/// in words alone, so that another book shows in queues and disturbs no count. Where campaigns are switched, there is a third action, of a campaign that is off in the files.
/// </summary>
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
            "transfers": {"id": 3, "type": "integer", "default": 0, "zh": "转出笔数", "en": "Transfers", "fold": {"count": "transfer.out", "window": "90d"}},
            "registeredOn": {"id": 4, "type": "date", "zh": "建档日", "en": "Registered on", "fold": {"lastDate": "customer.registered"}},
            "days": {"id": 5, "type": "integer", "zh": "建档天数", "en": "Days", "daysSince": "registeredOn"}
          }
        }
        """;

    private const string Care = """
        {"WorkflowName": "care", "Rules": [
          {"RuleName": "transfers", "Expression": ["customer.transfers >= 1"], "Properties": {"for": ["personal"], "on": ["transfer.out"],
            "action": {"id": "transfers-talk", "episode": "month", "purpose": "service", "channel": "phone", "propensity": 0.5, "value": 1000, "due": "2wd", "expires": "10wd",
              "again": {"done": "90d", "declined": "policy", "met": "0d", "withdrawn": "7d", "expired": "30d"}}}},
          {"RuleName": "days", "Expression": ["customer.days >= 1"], "Properties": {"for": ["personal"], "on": ["daily"],
            "action": {"id": "days-talk", "purpose": "service", "channel": "phone", "propensity": 0.5, "value": "customer.days * 1000", "expires": "80d",
              "again": {"done": "90d", "declined": "policy", "met": "0d", "withdrawn": "7d", "expired": "30d"}}}}
        ]}
        """;

    private const string Texts = """
        {"transfers-talk": {
           "zh-CN": {"title": "转出{customer.transfers}笔", "reason": "{customer.name}转出", "appeal": "甲", "benefit": "乙", "credibility": "丙", "question": "丁?"},
           "en": {"title": "{customer.transfers} transfers", "reason": "{customer.name} moved money", "appeal": "A", "benefit": "B", "credibility": "C", "question": "D?"}},
         "days-talk": {
           "zh-CN": {"title": "{customer.days}天", "reason": "建档{customer.days}天", "appeal": "甲", "benefit": "乙", "credibility": "丙", "question": "丁?"},
           "en": {"title": "{customer.days} days", "reason": "Registered {customer.days} days ago", "appeal": "A", "benefit": "B", "credibility": "C", "question": "D?"}}}
        """;

    private const string Trial = """
        {"WorkflowName": "trial", "Rules": [{"RuleName": "trial", "Expression": ["customer.kind == \"personal\""], "Properties": {"for": ["personal"], "on": ["daily", "transfer.out"],
          "action": {"id": "trial-offer", "campaign": "trial", "purpose": "service", "channel": "phone", "propensity": 0.5, "value": 100, "expires": "20wd",
            "again": {"done": "90d", "declined": "policy", "met": "0d", "withdrawn": "0d", "expired": "30d"}}}}]}
        """;

    private const string Campaigns = """
        {"feature_management": {"feature_flags": [{"id": "trial", "enabled": false}]}, "campaigns": {"trial": {"zh": "试", "en": "Trial"}}}
        """;

    private const string TrialTexts = """
        {"trial-offer": {"zh-CN": {"title": "试", "reason": "试", "appeal": "甲", "benefit": "乙", "credibility": "丙", "question": "丁?"},
          "en": {"title": "Trial", "reason": "Trial", "appeal": "A", "benefit": "B", "credibility": "C", "question": "D?"}}}
        """;

    /// <summary>Its books; the first is what every worker begins with.</summary>
    public static IReadOnlyList<RuleBook> Books { get; } = [.. Enumerable.Range(1, 3).Select(edition => Load(edition))];

    /// <summary>The same with a campaign, of which every day and every transfer raises an offer once it is switched on.</summary>
    public static IReadOnlyList<RuleBook> WithTrial { get; } =
        [.. Enumerable.Range(1, 3).Select(edition => Load(edition, new SourceFile("trial.json", Trial), new SourceFile("campaigns.json", Campaigns), new SourceFile("texts/trial.json", TrialTexts)))];

    public static RuleBook Book => Books[0];

    /// <summary>Another book, with other words.</summary>
    public static RuleBook Other => Books[1];

    private static RuleBook Load(int edition, params SourceFile[] more)
    {
        var texts = Texts.Replace("\"appeal\": \"A\"", $"\"appeal\": \"A{edition}\"", StringComparison.Ordinal);
        var load = RuleBook.Load([new SourceFile("vocabulary.json", Vocabulary), new SourceFile("care.json", Care), new SourceFile("texts/care.json", texts), .. more]);
        return load.Book ?? throw new InvalidOperationException(string.Join('\n', load.Problems));
    }
}
