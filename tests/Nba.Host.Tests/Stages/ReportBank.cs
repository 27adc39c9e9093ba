using System.Globalization;
using Nba.Engine.Actions;
using Nba.Engine.Reports;
using Nba.Host.Api;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Tests.Api;

namespace Nba.Host.Tests.Stages;

/// <summary>
/// The small bank with silent failures seeded on purpose: a rule that never holds, one that waits for what never comes, one that loses its conflict each time, a campaign for nobody,
/// one without rules, and one with half of the customers held out. A card can be taken.
/// </summary>
internal sealed class ReportBank : IDisposable
{
    private const string Again = "\"again\": {\"done\": \"90d\", \"declined\": \"policy\", \"met\": \"0d\", \"withdrawn\": \"7d\", \"expired\": \"30d\"}";

    private readonly SmallBank _bank = new();

    public ReportBank()
    {
        BankRules.Write(_bank.Rules, "vocabulary.json", BankRules.Vocabulary
            .Replace("\"codes\": {", "\"codes\": {\"product\": [\"gold-card\"], ", StringComparison.Ordinal)
            .Replace("\"facts\": {", """
                "facts": {"products": {"id": 30, "type": "set:product", "zh": "产品", "en": "Products", "fold": {"add": ["product.opened.product"]}},
                """, StringComparison.Ordinal)
            .Replace("\"events\": {", """
                "events": {"product.opened": {"id": 30, "zh": "开通", "en": "Opened", "fields": {"product": {"type": "code:product", "required": true, "zh": "产品", "en": "Product"}}},
                  "never.sent": {"id": 31, "zh": "无", "en": "Never", "fields": {}},
                """, StringComparison.Ordinal));
        BankRules.Write(_bank.Rules, "products.json", """{"gold-card": {"class": "card", "zh": "金卡", "en": "gold card", "prices": []}}""");
        BankRules.Write(_bank.Rules, "campaigns.json", """
            {"feature_management": {"feature_flags": [
               {"id": "autumn", "enabled": true},
               {"id": "lonely", "enabled": true},
               {"id": "spring", "enabled": true, "conditions": {"client_filters": [{"name": "Percentage", "parameters": {"value": 0}}]}},
               {"id": "past", "enabled": false}]},
             "campaigns": {"autumn": {"zh": "秋", "en": "Autumn", "holdOut": 50}, "lonely": {"zh": "孤", "en": "Lonely"}, "spring": {"zh": "春", "en": "Spring"}, "past": {"zh": "旧", "en": "Past"}}}
            """);
        BankRules.Write(_bank.Rules, "care.json", BankRules.Care.Replace("\"value\": 1000,", "\"value\": 1000, \"conflict\": \"outflow\",", StringComparison.Ordinal));
        BankRules.Write(_bank.Rules, "seeded.json", $$"""
            {"WorkflowName": "seeded", "Rules": [
              {{Rule("never-holds", "customer.daysSinceTransfer >= 100000", "daily", "never-call", "")}},
              {{Rule("never-told", "event.type != null", "never.sent", "untold-call", "").Replace("\"event.type != null\"", "", StringComparison.Ordinal)}},
              {{Rule("loses", "event.amount >= 1", "transfer.out", "loser-call", "\"conflict\": \"outflow\",")}},
              {{Rule("in-spring", "event.amount >= 1", "transfer.out", "spring-offer", "\"campaign\": \"spring\",")}},
              {{Rule("in-past", "event.amount >= 1", "transfer.out", "past-offer", "\"campaign\": \"past\",")}},
              {{Rule("in-autumn", "event.amount >= 1", "transfer.out", "autumn-offer", "\"campaign\": \"autumn\", \"product\": \"gold-card\",")}}
            ]}
            """);
        BankRules.Write(_bank.Rules, "texts/seeded.json", $$"""{ {{string.Join(',', new[] { "never-call", "untold-call", "loser-call", "spring-offer", "past-offer", "autumn-offer" }.Select(Text))}} }""");
    }

    public string Data => _bank.Place("bank");

    public SmallBank Bank => _bank;

    public Simulation Open() => _bank.Open("bank");

    public void Dispose() => _bank.Dispose();

    public void Answer(Simulation run, string day, string customer, string action, string outcome, string more = "") =>
        _bank.Feed(run, day, "action.outcome", customer, $$"""{"action": "{{ActionIdentity.Format(Standing(run, customer, action))}}", "outcome": "{{outcome}}"{{more}}}""");

    /// <summary>The report on the store of that name.</summary>
    public static ReportAnswer Of(Store store, string? from = null, string? to = null)
    {
        var books = new BookCache(store);
        var queries = new ReportQueries(new Queries(store, books, TimeProvider.System), new ReportReader(store, books.Find));
        return queries.Of(new Period(Day(from), Day(to)), ReportQueries.CareDays) ?? throw new InvalidOperationException("there is no report");
    }

    /// <summary>The one finding about a subject.</summary>
    public static Finding About(ReportAnswer answer, string subject) => Assert.Single(answer.Report.Findings, f => f.Subject == subject);

    private static DateOnly? Day(string? text) => text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static UInt128 Standing(Simulation run, string customer, string action) => QueueReader.Live(run.Store).Single(r => r.Customer == customer && r.Action == action).Id;

    private static string Rule(string name, string line, string on, string action, string more) => $$$"""
        {"RuleName": "{{{name}}}", "Expression": ["{{{line}}}"], "Properties": {"for": ["personal"], "on": ["{{{on}}}"],
          "action": {"id": "{{{action}}}", {{{more}}} "episode": "month", "purpose": "service", "channel": "phone", "propensity": 0.1, "value": 10, "due": "2wd", "expires": "10wd", {{{Again}}} } } }
        """;

    private static string Text(string action)
    {
        const string Parts = "\"reason\": \"r\", \"appeal\": \"a\", \"benefit\": \"b\", \"credibility\": \"c\", \"question\": \"d?\"";
        return $$$"""
            "{{{action}}}": {"zh-CN": {"title": "{{{action}}}", {{{Parts}}} }, "en": {"title": "{{{action}}}", {{{Parts}}} } }
            """;
    }
}
