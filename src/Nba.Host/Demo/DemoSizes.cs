using System.Globalization;
using System.Text;
using Nba.Engine.Queues;

namespace Nba.Host.Demo;

/// <summary>
/// How many entries managers have in front of them on the mornings of working days: today's list and the backlog together, a list of batch actions as one.
/// Kept as a table, one line for a day and one column for a manager. Not thread-safe.
/// </summary>
public sealed class DemoSizes
{
    private readonly List<string> _managers = [];
    private readonly SortedDictionary<DateOnly, int[]> _days = [];

    /// <summary>A table without mornings, for these managers.</summary>
    public DemoSizes(IReadOnlyList<string> managers) => _managers.AddRange(managers);

    /// <summary>Ids of the managers, in the order of the columns.</summary>
    public IReadOnlyList<string> Managers => _managers;

    /// <summary>The days counted, in order.</summary>
    public IEnumerable<DateOnly> Days => _days.Keys;

    /// <summary>Mornings of managers by the purpose, and by the name, of what they saw; each action counts once a morning.</summary>
    public DemoShares Shares { get; } = new();

    /// <summary>Entries of each manager on a day, in the order of the managers; empty when the day was not counted.</summary>
    public IReadOnlyList<int> On(DateOnly day) => _days.GetValueOrDefault(day) ?? [];

    /// <summary>Entries of every manager on every day, least first.</summary>
    public int[] Sorted() => [.. _days.Values.SelectMany(d => d).Order()];

    /// <summary>Entries in a queue: today's list, and what is not in it.</summary>
    public static int EntriesOf(QueueView queue) => queue.Today.Count + queue.Withheld;

    /// <summary>Counts one manager's morning.</summary>
    public void Add(DateOnly day, QueueView queue)
    {
        if (!_days.TryGetValue(day, out var row)) _days[day] = row = new int[_managers.Count];
        row[_managers.IndexOf(queue.Owner)] = EntriesOf(queue);
        Shares.Add(queue);
    }

    /// <summary>The value that so many percent of a sorted list do not exceed (nearest rank); 0 for an empty list.</summary>
    public static int Percentile(IReadOnlyList<int> sorted, int percent) =>
        sorted.Count == 0 ? 0 : sorted[Math.Clamp(((sorted.Count * percent) + 99) / 100 - 1, 0, sorted.Count - 1)];

    /// <summary>As comma-separated values: <c>day</c> and the managers, then a line for each day.</summary>
    public string ToCsv()
    {
        var text = new StringBuilder("day,").AppendJoin(',', _managers).Append('\n');
        foreach (var (day, row) in _days) text.Append(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).Append(',').AppendJoin(',', row).Append('\n');
        return text.ToString();
    }

    /// <summary>Reads what <see cref="ToCsv"/> wrote; shares are not in it. Throws <see cref="FormatException"/> for anything else.</summary>
    public static DemoSizes FromCsv(string csv)
    {
        var lines = csv.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0 || !lines[0].StartsWith("day,", StringComparison.Ordinal)) throw new FormatException("the first line names the columns: day, then the managers");
        var sizes = new DemoSizes(lines[0].Split(',')[1..]);
        foreach (var line in lines.Skip(1))
        {
            var cells = line.Split(',');
            if (cells.Length != sizes._managers.Count + 1) throw new FormatException($"'{line}' has not one number for each manager");
            sizes._days[DateOnly.ParseExact(cells[0], "yyyy-MM-dd", CultureInfo.InvariantCulture)] = [.. cells.Skip(1).Select(c => int.Parse(c, CultureInfo.InvariantCulture))];
        }
        return sizes;
    }
}
