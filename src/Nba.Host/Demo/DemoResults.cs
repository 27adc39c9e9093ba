using System.Globalization;
using System.Text.Json;
using Nba.Engine.Actions;

namespace Nba.Host.Demo;

/// <summary>What an action that was done brings about in the bank's systems on the same day: an assessment, a note, a product signed.</summary>
internal static class DemoResults
{
    // The type of the activity that follows, and in how many of a thousand cases it does.
    private static readonly Dictionary<string, (string Type, int Often)> Table = new(StringComparer.Ordinal)
    {
        ["risk-assessment-renewal"] = ("risk.assessed", 850), ["risk-assessment-notice"] = ("risk.assessed", 600),
        ["request-result"] = ("request.notified", 1000), ["request-refusal-talk"] = ("request.notified", 1000),
        ["yearly-needs-talk"] = ("needs.reviewed", 900), ["cash-needs-review"] = ("needs.reviewed", 900), ["needs-review"] = ("needs.reviewed", 900),
        ["private-yearly-review"] = ("needs.reviewed", 900), ["company-settling-talk"] = ("needs.reviewed", 900),
        ["visit-note"] = ("visit.noted", 1000), ["visit-follow-up"] = ("promise.kept", 900), ["annual-papers"] = ("company.papers-filed", 400),
        ["address-check"] = ("address.corrected", 600), ["address-in-person"] = ("address.corrected", 800),
    };

    // Sold under the name of the product with "-offer" behind it.
    private static readonly HashSet<string> Products =
    [
        "travel-insurance", "family-insurance", "structured-deposit", "large-cd", "wealth-steady", "wealth-balanced", "bond-fund", "education-savings", "pension-account",
        "foreign-currency", "mobile-banking", "credit-card", "gold-card", "platinum-card", "cash-management", "payroll-service", "e-banking", "deposit-agreement",
        "fx-settlement", "corporate-card", "cash-pooling",
    ];

    private const string Offer = "-offer";

    /// <summary>The type of the activity that follows; null when nothing does.</summary>
    public static string? Of(ActionRecord action, ref DemoRandom random)
    {
        if (Table.TryGetValue(action.Action, out var follows)) return random.Chance(follows.Often) ? follows.Type : null;
        return action.Action.EndsWith(Offer, StringComparison.Ordinal) && Products.Contains(action.Action[..^Offer.Length]) && random.Chance(700) ? "product.opened" : null;
    }

    /// <summary>Writes what it says.</summary>
    public static void Write(Utf8JsonWriter json, string type, ActionRecord action, DemoBankOptions options, DateOnly day, ref DemoRandom random)
    {
        switch (type)
        {
            case "risk.assessed":
                var risk = int.TryParse(action.Customer.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? DemoPerson.Of(options, number - 1).Risk : 2;
                json.WriteString("riskClass"u8, DemoWords.RiskClasses[Math.Max((int)risk, 1)]);
                break;
            case "request.notified": json.WriteString("request"u8, action.Subject); break;
            case "visit.noted":
                json.WriteString("promised"u8, random.Pick<string>(DemoWords.Promises));
                json.WriteString("promisedBy"u8, DemoTime.Date(day.DayNumber + random.Between(4, 14), stackalloc byte[DemoTime.DateLength]));
                break;
            case "product.opened": json.WriteString("product"u8, action.Action[..^Offer.Length]); break;
        }
    }
}
