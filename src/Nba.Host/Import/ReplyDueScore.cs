using System.Globalization;
using Nba.Engine.Actions;

namespace Nba.Host.Import;

/// <summary>
/// How many replies to complaints the engine put on the right day: the tenth working day after receipt, as <see cref="FederalHolidays"/> counts. The days of
/// receipt are read from the table anew, past the mapping, and the due days are those of the action records, so that the two sides share nothing but the table.
/// </summary>
/// <param name="Due">Reply actions that got a due day.</param>
/// <param name="Equal">How many of them had the right one whenever they were looked at.</param>
/// <param name="Differences">The first of the others, in words.</param>
internal sealed record ReplyDueScore(int Due, int Equal, IReadOnlyList<string> Differences)
{
    /// <summary>The promise the sample's rule makes; written here a second time on purpose.</summary>
    public const int WorkingDays = 10;

    private const string Reply = "complaint-reply";
    private const int MostDifferences = 10;

    /// <summary>Compares what was seen of replies with the complaints in these files (cfpb's columns, packed or not).</summary>
    public static ReplyDueScore Of(IEnumerable<string> files, IEnumerable<ReplyDue> seen)
    {
        var received = Received(files);
        var differences = new List<string>();
        var (due, equal) = (0, 0);
        foreach (var action in seen.Distinct().GroupBy(s => s.Action).OrderBy(g => g.First().Complaint, StringComparer.Ordinal))
        {
            due++;
            var wrong = action.Select(s => Difference(s, received)).OfType<string>().ToList();
            if (wrong.Count == 0) equal++;
            else if (differences.Count < MostDifferences) differences.Add(wrong[0]);
        }
        return new ReplyDueScore(due, equal, differences);
    }

    /// <summary>What the records of live actions say about replies.</summary>
    public static IEnumerable<ReplyDue> Seen(IEnumerable<ActionRecord> records) =>
        from record in records
        where record.Action == Reply && record.DueOn is not null
        select new ReplyDue(record.Id, record.Customer, DateOnly.FromDayNumber(record.DueOn!.Value));

    private static string? Difference(ReplyDue seen, Dictionary<string, DateOnly> received)
    {
        if (!received.TryGetValue(seen.Complaint, out var day)) return $"complaint {seen.Complaint} is in no file";
        var right = FederalHolidays.AddWorkdays(day, WorkingDays);
        return right == seen.Due ? null : string.Create(CultureInfo.InvariantCulture, $"complaint {seen.Complaint} of {day:yyyy-MM-dd} is due {right:yyyy-MM-dd}; the engine says {seen.Due:yyyy-MM-dd}");
    }

    private static Dictionary<string, DateOnly> Received(IEnumerable<string> files)
    {
        var received = new Dictionary<string, DateOnly>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            using var table = new CsvTable(file);
            var (id, on) = (WorkListScore.Required(table, "Complaint ID"), WorkListScore.Required(table, "Date received"));
            while (table.Next())
            {
                if (table.Count <= Math.Max(id, on) || !DateOnly.TryParseExact(table[on], "MM/dd/yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) continue;
                if (!received.TryGetValue(table[id], out var known) || day < known) received[table[id]] = day;
            }
        }
        return received;
    }
}

/// <summary>A due day that a reply action was seen with.</summary>
internal readonly record struct ReplyDue(UInt128 Action, string Complaint, DateOnly Due);
