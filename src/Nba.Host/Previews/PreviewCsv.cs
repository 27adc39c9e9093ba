using CsvHelper;

namespace Nba.Host.Previews;

/// <summary>A preview as a table in RFC 4180 text.</summary>
internal static class PreviewCsv
{
    /// <summary>Names of the columns.</summary>
    public static readonly IReadOnlyList<string> Columns =
        ["day", "manager", "managerName", "queue", "customer", "name", "what", "action", "title", "rule", "subject", "purpose", "due", "expires", "channel", "consent", "preferredWay", "reason", "stoppedBecause", "until", "stoodBefore", "id"];

    // A spreadsheet would compute a name that begins like a formula.
    private static readonly CsvWriterOptions Options = new() { Injection = CsvInjection.Escape };

    /// <summary>Writes the rows in their order, below the names of the columns.</summary>
    public static void Write(IEnumerable<PreviewRow> rows, TextWriter to)
    {
        using var csv = CsvWriter.Create(to, Options, leaveOpen: true);
        foreach (var column in Columns) csv.WriteField(column);
        csv.EndRecord();
        foreach (var row in rows)
        {
            foreach (var field in Fields(row)) csv.WriteField(field ?? "");
            csv.EndRecord();
        }
        csv.Flush();
    }

    private static string?[] Fields(PreviewRow r) =>
    [
        r.Day, r.Manager, r.ManagerName, r.Queue, r.Customer, r.Name, r.What, r.Action, r.Title, string.Join(" + ", r.Rules), r.Subject, r.Purpose, r.Due, r.Expires, r.Channel, r.Consent, r.Preferred,
        r.Because, r.Why, r.Until, r.Stood ? "true" : "false", r.Id,
    ];
}
