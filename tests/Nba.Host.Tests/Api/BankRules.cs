namespace Nba.Host.Tests.Api;

/// <summary>A small bank's rule files in a folder of their own: a large transfer is answered at once, and followed up three days later.</summary>
internal static class BankRules
{
    public const string Vocabulary = """
        {
          "codes": {"kind": ["personal", "corporate", "prospect"]},
          "events": {
            "customer.registered": {"id": 1, "zh": "建档", "en": "Registered", "fields": {"name": {"type": "text", "required": true, "personal": true, "zh": "姓名", "en": "Name"}, "kind": {"type": "code:kind", "required": true, "zh": "类型", "en": "Kind"}}},
            "transfer.out": {"id": 2, "zh": "转出", "en": "Transfer out", "fields": {"amount": {"type": "decimal", "required": true, "zh": "金额", "en": "Amount"}}}
          },
          "facts": {
            "name": {"id": 1, "type": "text", "personal": true, "zh": "姓名", "en": "Name", "fold": {"latest": "customer.registered.name"}},
            "kind": {"id": 2, "type": "code:kind", "zh": "类型", "en": "Kind", "fold": {"latest": "customer.registered.kind"}},
            "lastTransferOn": {"id": 3, "type": "date", "zh": "最近转出日", "en": "Last transfer", "fold": {"lastDate": "transfer.out"}},
            "daysSinceTransfer": {"id": 4, "type": "integer", "zh": "转出天数", "en": "Days since", "daysSince": "lastTransferOn"}
          }
        }
        """;

    public const string Care = """
        {"WorkflowName": "care", "Rules": [
          {"RuleName": "large-transfer", "Expression": ["event.amount >= 100000"], "Properties": {"for": ["personal"], "on": ["transfer.out"],
            "action": {"id": "outflow-call", "episode": "month", "purpose": "service", "channel": "phone", "propensity": 0.5, "value": 1000, "due": "2wd", "expires": "10wd",
              "again": {"done": "90d", "declined": "policy", "met": "0d", "withdrawn": "7d", "expired": "30d"}}}},
          {"RuleName": "follow-up", "Expression": ["customer.daysSinceTransfer >= 3"], "Properties": {"for": ["personal"], "on": ["daily"],
            "action": {"id": "follow-up", "purpose": "service", "channel": "visit", "propensity": 0.2, "value": 500, "due": "5wd", "expires": "20wd",
              "again": {"done": "90d", "declined": "policy", "met": "0d", "withdrawn": "7d", "expired": "30d"}}}}
        ]}
        """;

    public const string Texts = """
        {"outflow-call": {"zh-CN": {"title": "大额转出{event.amount}元", "reason": "{customer.name}转出", "appeal": "甲", "benefit": "乙", "credibility": "丙", "question": "丁?"},
           "en": {"title": "Large transfer of {event.amount}", "reason": "{customer.name} moved money", "appeal": "A", "benefit": "B", "credibility": "C", "question": "D?"}},
         "follow-up": {"zh-CN": {"title": "转出{customer.daysSinceTransfer}天", "reason": "回访", "appeal": "甲", "benefit": "乙", "credibility": "丙", "question": "丁?"},
           "en": {"title": "{customer.daysSinceTransfer} days after the transfer", "reason": "Follow up", "appeal": "A", "benefit": "B", "credibility": "C", "question": "D?"}}}
        """;

    /// <summary>Writes all files into a folder.</summary>
    public static void Write(string folder)
    {
        Write(folder, "vocabulary.json", Vocabulary);
        Write(folder, "care.json", Care);
        Write(folder, "texts/care.json", Texts);
        Write(folder, "policies/contact.json", """{"quietHours": {"from": 20, "to": 9}}""");
    }

    /// <summary>Writes the files of a bank that counts transfers over ninety days, and follows up whose count passes a test.</summary>
    public static void Count(string folder, string test)
    {
        Write(folder, "vocabulary.json", Vocabulary.Replace("\"facts\": {", """
            "facts": {
            "transfers90": {"id": 9, "type": "integer", "default": 0, "zh": "九十天转出", "en": "Transfers in 90 days", "fold": {"count": "transfer.out", "window": "90d"}},
            """, StringComparison.Ordinal));
        Write(folder, "care.json", Care.Replace("customer.daysSinceTransfer >= 3", "customer.transfers90 " + test, StringComparison.Ordinal));
    }

    /// <summary>Writes one file.</summary>
    public static void Write(string folder, string path, string text)
    {
        var file = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
