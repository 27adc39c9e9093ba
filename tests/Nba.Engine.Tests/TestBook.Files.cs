namespace Nba.Engine.Tests;

/// <summary>The files of the test book: a small bank whose words and rules no shipped file can change.</summary>
internal static partial class TestBook
{
    public const string Vocabulary = """
        {
          "codes": {
            "kind": ["personal", "corporate", "prospect"],
            "segment": ["mass", "private"],
            "product": ["account", "card", "fund", "loan"],
            "riskClass": ["C1", "C2", "C3"],
            "spend": ["travel", "dining", "other"]
          },
          "entities": {
            "deposit": {"id": 1, "keepDays": 30, "facts": {
              "amount": {"id": 1, "type": "decimal", "zh": "金额", "en": "Amount", "fold": {"latest": "deposit.opened.amount"}},
              "maturesOn": {"id": 2, "type": "date", "zh": "到期", "en": "Matures on", "fold": {"latest": "deposit.opened.maturesOn"}},
              "daysToMaturity": {"id": 3, "type": "integer", "zh": "天数", "en": "Days to maturity", "daysUntil": "maturesOn"},
              "closed": {"id": 4, "type": "boolean", "default": false, "zh": "已结", "en": "Closed", "fold": {"latest": {"deposit.opened": false, "deposit.closed": true}}}
            }}
          },
          "events": {
            "registered": {"id": 1, "staleAfterDays": 10, "fields": {
              "name": {"type": "text", "required": true, "personal": true}, "kind": {"type": "code:kind", "required": true}, "bornOn": {"type": "date"}}},
            "salary.credited": {"id": 2, "fields": {"amount": {"type": "decimal", "required": true}}},
            "balance.reported": {"id": 3, "fields": {"balance": {"type": "decimal", "required": true}}},
            "deposit.opened": {"id": 4, "entity": "deposit", "key": "deposit", "fields": {
              "deposit": {"type": "text"}, "amount": {"type": "decimal", "required": true}, "maturesOn": {"type": "date", "required": true}}},
            "deposit.closed": {"id": 5, "entity": "deposit", "key": "deposit", "ends": true, "fields": {"deposit": {"type": "text"}}},
            "complaint.received": {"id": 6, "fields": {}},
            "complaint.closed": {"id": 7, "fields": {}},
            "card.used": {"id": 8, "fields": {
              "amount": {"type": "decimal", "required": true}, "category": {"type": "code:spend"}, "merchant": {"type": "text"}, "abroad": {"type": "boolean", "required": true}}},
            "product.opened": {"id": 9, "fields": {"product": {"type": "code:product", "required": true}}},
            "product.closed": {"id": 10, "fields": {"product": {"type": "code:product", "required": true}}},
            "risk.assessed": {"id": 11, "fields": {"riskClass": {"type": "code:riskClass", "required": true}}},
            "interest.shown": {"id": 12, "fields": {"product": {"type": "code:product", "required": true}}},
            "page.viewed": {"id": 13, "fields": {"page": {"type": "integer"}}},
            "probe": {"id": 14, "fields": {
              "truth": {"type": "boolean"}, "whole": {"type": "integer"}, "money": {"type": "decimal"}, "day": {"type": "date"}, "moment": {"type": "instant"},
              "word": {"type": "code:spend"}, "words": {"type": "set:spend"}, "text": {"type": "text"}}}
          },
          "facts": {
            "name": {"id": 1, "type": "text", "personal": true, "zh": "姓名", "en": "Name", "fold": {"latest": "registered.name"}},
            "kind": {"id": 2, "type": "code:kind", "zh": "类型", "en": "Kind", "fold": {"latest": "registered.kind"}},
            "bornOn": {"id": 3, "type": "date", "zh": "生日", "en": "Born on", "fold": {"latest": "registered.bornOn"}},
            "daysToBirthday": {"id": 4, "type": "integer", "zh": "距生日", "en": "Days to the birthday", "daysToAnniversary": "bornOn"},
            "segment": {"id": 5, "type": "code:segment", "zh": "分层", "en": "Segment", "rule": true},
            "contribution": {"id": 6, "type": "decimal", "default": 0, "zh": "贡献", "en": "Contribution", "rule": true},
            "products": {"id": 10, "type": "set:product", "zh": "产品", "en": "Products", "fold": {"add": "product.opened.product", "remove": "product.closed.product"}},
            "riskClass": {"id": 11, "type": "code:riskClass", "freshForDays": 365, "zh": "风险", "en": "Risk class", "fold": {"latest": "risk.assessed.riskClass"}},
            "balance": {"id": 12, "type": "decimal", "freshForDays": 45, "zh": "余额", "en": "Balance", "fold": {"latest": "balance.reported.balance"}},
            "lastSalaryDate": {"id": 20, "type": "date", "zh": "最近工资", "en": "Last salary on", "fold": {"lastDate": "salary.credited"}},
            "firstSalaryDate": {"id": 21, "type": "date", "zh": "首次工资", "en": "First salary on", "fold": {"firstDate": "salary.credited"}},
            "daysSinceSalary": {"id": 22, "type": "integer", "zh": "无工资天数", "en": "Days since salary", "daysSince": "lastSalaryDate"},
            "salaryBaseline": {"id": 23, "type": "decimal", "zh": "月薪", "en": "Salary baseline", "fold": {"median": "salary.credited.amount", "periods": 6, "minPeriods": 3}},
            "salaries": {"id": 24, "type": "integer", "default": 0, "zh": "笔数", "en": "Salaries", "fold": {"count": "salary.credited"}},
            "salaryTotal": {"id": 25, "type": "decimal", "zh": "合计", "en": "Salary in all", "fold": {"sum": "salary.credited.amount"}},
            "salaryAverage": {"id": 26, "type": "decimal", "zh": "平均", "en": "Average salary", "fold": {"average": "salary.credited.amount"}},
            "salaryLeast": {"id": 27, "type": "decimal", "zh": "最低", "en": "Least salary", "fold": {"min": "salary.credited.amount"}},
            "salaryMost": {"id": 28, "type": "decimal", "zh": "最高", "en": "Greatest salary", "fold": {"max": "salary.credited.amount"}},
            "spend30": {"id": 30, "type": "decimal", "default": 0, "zh": "消费", "en": "Spending", "fold": {"sum": "card.used.amount", "window": "30d"}},
            "uses30": {"id": 31, "type": "integer", "default": 0, "zh": "次数", "en": "Uses", "fold": {"count": "card.used", "window": "30d"}},
            "averageUse30": {"id": 32, "type": "decimal", "zh": "均额", "en": "Average use", "fold": {"average": "card.used.amount", "window": "30d"}},
            "leastUse30": {"id": 33, "type": "decimal", "zh": "最小", "en": "Least use", "fold": {"min": "card.used.amount", "window": "30d"}},
            "mostUse30": {"id": 34, "type": "decimal", "zh": "最大", "en": "Greatest use", "fold": {"max": "card.used.amount", "window": "30d"}},
            "merchants": {"id": 35, "type": "integer", "default": 0, "zh": "商户", "en": "Merchants", "fold": {"distinct": "card.used.merchant"}},
            "merchants30": {"id": 36, "type": "integer", "default": 0, "zh": "近商户", "en": "Merchants in 30 days", "fold": {"distinct": "card.used.merchant", "window": "30d"}},
            "trips": {"id": 37, "type": "integer", "default": 0, "zh": "旅行", "en": "Trips", "fold": {"count": "card.used", "where": "event.category == \"travel\" OR event.abroad"}},
            "hasOpenComplaint": {"id": 40, "type": "boolean", "default": false, "zh": "投诉", "en": "Open complaint", "fold": {"latest": {"complaint.received": true, "complaint.closed": false}}},
            "shownProduct": {"id": 41, "type": "code:product", "zh": "兴趣", "en": "Product shown", "fold": {"latest": "interest.shown.product"}}
          }
        }
        """;

    public const string Parameters = """
        {"gapDays": {"type": "integer", "value": 45, "zh": "天数", "en": "Gap", "bySegment": {"private": 40}},
         "floor": {"type": "decimal", "value": 5000, "zh": "底线", "en": "Floor"}, "share": {"type": "decimal", "value": 0.4, "zh": "份额", "en": "Share"}}
        """;

    public const string Segments = """
        {"WorkflowName": "segments", "Rules": [
          {"RuleName": "private", "Expression": "customer.balance >= 1000000", "Properties": {"fact": {"name": "segment", "value": "private"}}},
          {"RuleName": "mass", "Properties": {"fact": {"name": "segment", "value": "mass"}}},
          {"RuleName": "worth", "Expression": "customer.balance != null", "Properties": {"fact": {"name": "contribution", "value": "customer.balance * 0.01"}}}]}
        """;

    public const string Products = """
        {"card": {"class": "cards", "zh": "卡", "en": "Card", "requires": "account"}, "fund": {"class": "wealth", "risk": 2, "zh": "基金", "en": "Fund"},
         "loan": {"class": "credit", "zh": "贷款", "en": "Loan"}, "account": {"class": "accounts", "zh": "账户", "en": "Account"}}
        """;

    public const string Rules = """
        {"WorkflowName": "book", "Rules": [
          {"RuleName": "salary-stopped",
           "Expression": ["customer.daysSinceSalary >= param.gapDays", "customer.salaryBaseline >= param.floor"],
           "Properties": {"for": "personal", "on": "daily", "action": {"id": "retention-call", "purpose": "service", "channel": "phone", "episode": "customer.lastSalaryDate",
             "met": "customer.daysSinceSalary < param.gapDays", "propensity": 0.5, "value": 1000, "due": "5wd", "escalate": "due+2wd", "expires": "20wd",
             "again": {"done": "90d", "declined": "policy", "met": "0d", "withdrawn": "7d", "expired": "30d"}}}},
          {"RuleName": "deposit-maturing",
           "Expression": ["item.daysToMaturity <= 14", "item.daysToMaturity >= 0", "!item.closed"],
           "Properties": {"on": ["daily"], "each": "deposit", "action": {"id": "maturity-call", "purpose": "service", "channel": "phone", "episode": "item.maturesOn",
             "value": "item.amount * 0.01", "notBefore": "item.maturesOn - 14d", "due": "item.maturesOn - 3d", "expires": "item.maturesOn"}}},
          {"RuleName": "deposit-top-up", "Expression": ["event.amount >= 100000", "!item.closed"],
           "Properties": {"on": "deposit.opened", "each": "deposit", "action": {"id": "top-up", "purpose": "service", "channel": "phone", "episode": "none", "expires": "10d"}}},
          {"RuleName": "fund-asked", "Expression": ["event.product == \"fund\"", "customer.balance >= 1000"],
           "Properties": {"on": "interest.shown", "action": {"id": "fund-offer", "purpose": "sales", "channel": "phone", "product": "fund", "conflict": "offer", "halfLifeDays": 7,
             "episode": "none", "propensity": 0.5, "value": "customer.balance * 0.02", "expires": "10d", "again": {"done": "30d", "declined": "policy"}}}},
          {"RuleName": "card-abroad", "Expression": ["event.abroad", "customer.spend30 >= 500"],
           "Properties": {"on": "card.used", "action": {"id": "card-offer", "purpose": "sales", "channel": "phone", "product": "card", "conflict": "offer",
             "episode": "month", "value": 300, "expires": "15d"}}},
          {"RuleName": "loan-asked", "Expression": "event.product == \"loan\"",
           "Properties": {"on": "interest.shown", "action": {"id": "loan-talk", "purpose": "sales", "channel": "visit", "category": "credit", "episode": "event", "value": 5000, "expires": "30d"}}},
          {"RuleName": "complaint-open", "Expression": "customer.hasOpenComplaint",
           "Properties": {"on": ["complaint.received", "daily"], "action": {"id": "complaint-call", "purpose": "duty", "channel": "phone", "due": "1wd", "escalate": "due+1wd"}}},
          {"RuleName": "birthday", "Expression": "customer.daysToBirthday <= 3",
           "Properties": {"for": "personal", "on": "daily", "action": {"id": "birthday-card", "purpose": "care", "channel": "message", "episode": "year", "batch": true, "expires": "5d"}}},
          {"RuleName": "welcome", "Expression": "customer.kind == \"personal\"",
           "Properties": {"on": "plan", "action": {"id": "welcome-call", "purpose": "service", "channel": "phone", "expires": "30d"}}},
          {"RuleName": "follow-up", "Expression": "customer.kind == \"personal\"",
           "Properties": {"on": "plan", "action": {"id": "follow-up-call", "purpose": "service", "channel": "phone", "expires": "30d"}}},
          {"RuleName": "start-welcome", "Expression": "customer.kind == \"personal\"", "Properties": {"on": "registered", "plan": {"start": "welcome"}}}]}
        """;

    public const string Plans = """
        {"welcome": {"zh": "欢迎", "en": "Welcome", "steps": [
          {"id": "call", "rule": "welcome", "next": {"declined": "end", "expired": "check"}}, {"id": "check", "rule": "follow-up", "after": "7d"}]}}
        """;

    public const string Directory = """
        {"capacity": 10, "people": {"anna": {"name": "Anna", "branch": "west"}, "bo": {"name": "Bo", "branch": "west"}}, "branches": {"west": {"name": "West", "head": "head-west"}}}
        """;

    public const string Contact = """
        {"coolDown": {"sales": {"sales": "14d", "care": "3d"}, "service": {"sales": "2d"}, "care": {"care": "7d"}},
         "caps": [{"scope": "customer", "count": 3, "days": 30}, {"scope": "channel", "purpose": "sales", "count": 1, "days": 60}, {"scope": "category", "purpose": "sales", "count": 1, "days": 90}],
         "holds": [{"name": "open-complaint", "while": "customer.hasOpenComplaint", "purposes": ["sales", "care"]}], "quietHours": {"from": 21, "to": 8},
         "reservedPlaces": {"duty": 1, "care": 1}}
        """;

    public const string Consent = """{"needed": ["care", "sales"], "refusalObeyed": "service"}""";

    public const string Declines = """
        {"declines": [
          {"reason": "bad-time", "scope": "action", "days": 14},
          {"reason": "not-interested", "by": "customer", "scope": "category", "days": 90, "doubling": true},
          {"reason": "not-suitable", "scope": "category", "revivedBy": "risk.assessed"},
          {"reason": "has-it-already", "scope": "action", "revivedBy": ["product.closed"]}]}
        """;
}
