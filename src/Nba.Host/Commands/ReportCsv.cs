using System.Globalization;
using CsvHelper;
using Nba.Engine.Reports;
using Nba.Host.Api;

namespace Nba.Host.Commands;

/// <summary>A report as CSV, one file for each table, for who calculates on: English heads, shares as fractions, every row.</summary>
internal static class ReportCsv
{
    private const string Between = " | ";

    private static readonly string[] PromptHeads =
        ["given", "done", "accepted", "declined", "met", "expired", "withdrawn", "open", "snoozed", "noAnswer", "declinedByCustomer", "declineReasons", "withdrawnReasons", "medianDays", "precision", "precisionLow", "precisionHigh"];

    /// <summary>Writes all tables and answers the files' paths.</summary>
    public static IReadOnlyList<string> Write(ReportAnswer answer, string directory)
    {
        Directory.CreateDirectory(directory);
        var report = answer.Report;
        return
        [
            One("findings", ["kind", "subject", "places", "remedy", "for", "customers", "candidates", "stops", "lastOn", "silentDays", "longestGap", "about"], report.Findings.Select(Finding)),
            One("prompts", ["by", "key", "name", .. PromptHeads], Groups(answer).SelectMany(g => g.Rows.Select(r => (object?[])[g.By, r.Key, answer.Names.GetValueOrDefault(r.Key), .. Prompts(r)]))),
            One("rules", ["rule", "family", "place", "action", "purpose", "campaign", "for", "customers", "candidates", "passed", "stops", "lastOn", .. PromptHeads], report.Rules.Select(Rule)),
            One("care", ["manager", "name", "customers", "withoutCare"], report.Care.Managers.Select(m => (object?[])[m.Manager, answer.Names.GetValueOrDefault(m.Manager), m.Customers, m.Overlooked])),
            One("customers-without-care", ["customer", "manager", "branch", "lastOn"], report.Care.Customers.Select(c => (object?[])[c.Customer, c.Manager, c.Branch, Day(c.LastOn)])),
            One("hold-outs",
                ["name", "purpose", "percent", "keptOut", "others", "reachedKeptOut", "reachedOthers", "strays", "products", "tookKeptOut", "tookOthers", "rateKeptOut", "rateOthers", "difference", "low", "high", "verdict"],
                report.HoldOuts.Select(HoldOut)),
        ];

        string One(string name, string[] heads, IEnumerable<object?[]> rows) => File(Path.Combine(directory, name + ".csv"), heads, rows);
    }

    private static string File(string path, string[] heads, IEnumerable<object?[]> rows)
    {
        using var csv = CsvWriter.ToFile(path);
        csv.WriteRecord(heads);
        foreach (var row in rows) csv.WriteRecord([.. row.Select(cell => Convert.ToString(cell, CultureInfo.InvariantCulture) ?? "")]);
        csv.Flush();
        return path;
    }

    private static IEnumerable<(string By, IReadOnlyList<PromptRow> Rows)> Groups(ReportAnswer answer)
    {
        var prompts = answer.Report.Prompts;
        return
        [
            ("all", [answer.Report.Total]), ("purpose", prompts.Purposes), ("manager", prompts.Managers), ("branch", prompts.Branches), ("family", prompts.Families), ("category", prompts.Categories),
            ("action", prompts.Actions), ("rule", [.. answer.Report.Rules.Select(r => r.Prompts).Where(p => p.Given > 0)]),
        ];
    }

    private static object?[] Finding(Finding finding) =>
    [
        finding.Kind, finding.Subject, string.Join(Between, finding.Places), finding.Remedy, finding.For, finding.Customers, finding.Candidates, Stops(finding.Stops), Day(finding.LastOn), finding.SilentDays,
        finding.LongestGap, string.Join(Between, finding.About ?? []),
    ];

    private static object?[] Prompts(PromptRow row) =>
    [
        row.Given, row.Done, row.Accepted, row.Declined, row.Met, row.Expired, row.Withdrawn, row.Open, row.Snoozed, row.NoAnswer, row.DeclinedByCustomer, Counts(row.DeclineReasons),
        Counts(row.WithdrawnReasons), row.MedianDays, row.Precision.Rate, row.Precision.Low, row.Precision.High,
    ];

    private static object?[] Rule(RuleRow rule) =>
    [
        rule.Rule, rule.Family, rule.Place, rule.Action, rule.Purpose, rule.Campaign, rule.For, rule.Customers, rule.Candidates, rule.Passed, Stops(rule.Stops), Day(rule.LastOn), .. Prompts(rule.Prompts),
    ];

    private static object?[] HoldOut(HoldOutRow row) =>
    [
        row.Name, row.Purpose, row.Percent, row.KeptOut, row.Others, row.HeldReached, row.RestReached, row.Strays, string.Join(Between, row.Products), row.HeldTook?.Count, row.RestTook?.Count, row.HeldTook?.Rate,
        row.RestTook?.Rate, row.Difference?.Difference, row.Difference?.Low, row.Difference?.High, row.Verdict,
    ];

    private static string Stops(IReadOnlyList<StopCount>? stops) =>
        string.Join(Between, (stops ?? []).Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Reason}{(s.Detail is { } detail ? $" [{detail}]" : "")}: {s.Count}")));

    private static string Counts(IReadOnlyDictionary<string, int> counts) => string.Join(Between, counts.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Key}: {c.Value}")));

    private static string? Day(DateOnly? day) => day is { } there ? Period.Write(there) : null;
}
