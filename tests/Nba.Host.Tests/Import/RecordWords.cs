using System.Text;
using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;
using Nba.Host.Import;

namespace Nba.Host.Tests.Import;

/// <summary>A small vocabulary, and mappings and records over it.</summary>
internal static class RecordWords
{
    /// <summary>A mapping of payments, as a bank may write it.</summary>
    public const string Payments = """
        {
          "topic": "core.payments",
          "subject": "account.customer",
          "id": "paymentId",
          "time": {"field": "bookedAt"},
          "data": {"amount": {"field": "amount", "type": "decimal", "required": true}},
          "type": {"fields": ["direction"], "otherwise": "ignore", "events": [
            {"when": ["D"], "event": "transfer.out", "data": {"channel": {"field": "via", "words": {"W": "web", "B": "branch"}}}},
            {"when": ["C"], "event": "transfer.in"}
          ]}
        }
        """;

    public const string Payment = """{"paymentId": "p-7", "account": {"no": "62-1", "customer": "陈雨"}, "direction": "D", "amount": 1200.50, "via": "W", "bookedAt": "2026-03-02T10:15:00+08:00"}""";

    public static VocabularyBook Vocabulary { get; } = RuleBook.Load([new SourceFile("vocabulary.json", """
        {
          "codes": {"kind": ["personal", "corporate", "prospect"], "via": ["web", "branch"]},
          "events": {
            "customer.registered": {"id": 1, "zh": "建档", "en": "Registered", "fields": {"name": {"type": "text", "required": true, "personal": true, "zh": "姓名", "en": "Name"}, "kind": {"type": "code:kind", "required": true, "zh": "类型", "en": "Kind"}}},
            "transfer.out": {"id": 2, "zh": "转出", "en": "Transfer out", "fields": {"amount": {"type": "decimal", "required": true, "zh": "金额", "en": "Amount"}, "channel": {"type": "code:via", "zh": "渠道", "en": "Channel"}}},
            "transfer.in": {"id": 3, "zh": "转入", "en": "Transfer in", "fields": {"amount": {"type": "decimal", "required": true, "zh": "金额", "en": "Amount"}}}
          },
          "facts": {
            "name": {"id": 1, "type": "text", "personal": true, "zh": "姓名", "en": "Name", "fold": {"latest": "customer.registered.name"}},
            "kind": {"id": 2, "type": "code:kind", "zh": "类型", "en": "Kind", "fold": {"latest": "customer.registered.kind"}}
          }
        }
        """)]) is var load && load.Book is { } book ? book.Vocabulary : throw new InvalidOperationException(string.Join('\n', load.Problems));

    /// <summary>A mapping that must be sound.</summary>
    public static RecordMapping Mapping(string text)
    {
        var problems = new ProblemList();
        var mapping = new RecordMappingReader(Vocabulary, ["nba.activity"]).Parse(new SourceFile("intake/payments.json", text), [], problems);
        return mapping ?? throw new InvalidOperationException(string.Join('\n', problems.Sorted()));
    }

    /// <summary>The problems of one that must not be.</summary>
    public static IReadOnlyList<string> Problems(string text)
    {
        var problems = new ProblemList();
        Assert.Null(new RecordMappingReader(Vocabulary, ["nba.activity"]).Parse(new SourceFile("intake/payments.json", text), [], problems));
        return [.. problems.Sorted().Select(p => p.ToString())];
    }

    /// <summary>A record at partition 3, offset 1715.</summary>
    public static ForeignRecord Record(string value, string? key = null, params (string Name, string Value)[] headers) => new(
        3, 1715, new Instant(1_772_415_000_000), key is null ? null : Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(value),
        name => headers.Where(h => h.Name == name).Select(h => Encoding.UTF8.GetBytes(h.Value)).LastOrDefault(), [.. headers.Select(h => h.Name)]);
}
