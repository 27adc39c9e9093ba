namespace Nba.Engine.Statistics;

/// <summary>
/// How many, of the things of a row. Every one received is either answered, unanswered, or closed without an answer; and either open or closed. Null is what
/// the statistic does not count.
/// </summary>
public sealed record StatisticCounts
{
    /// <summary>Received.</summary>
    public required int Received { get; init; }

    /// <summary>Answered at least once.</summary>
    public int? Answered { get; init; }

    /// <summary>Of those answered: on or before the due day of the promise.</summary>
    public int? InTime { get; init; }

    /// <summary>Of those answered: after it.</summary>
    public int? Late { get; init; }

    /// <summary>Neither answered nor closed.</summary>
    public int? Unanswered { get; init; }

    /// <summary>Of those unanswered: past the due day.</summary>
    public int? Overdue { get; init; }

    /// <summary>Not closed, answered or not.</summary>
    public int? Open { get; init; }

    /// <summary>Closed.</summary>
    public int? Closed { get; init; }

    /// <summary>Of those closed: without an answer.</summary>
    public int? ClosedUnanswered { get; init; }

    /// <summary>Working days from receipt to the first answer, the median; null where nothing was answered.</summary>
    public decimal? MedianWorkdays { get; init; }

    /// <summary>The most working days an answer took; null where nothing was answered.</summary>
    public int? WorstWorkdays { get; init; }

    /// <summary>Neither answered nor closed when the day began on which the rule tells the branch head.</summary>
    public int? Escalated { get; init; }

    /// <summary>Not the first of its customer within the days that make a repeat.</summary>
    public int? Repeats { get; init; }
}

/// <summary>A row of a statistic.</summary>
/// <param name="Class">The class; null for those of which none was said, and in rows of all classes.</param>
/// <param name="Month">First day of the month of receipt; null in rows of all months.</param>
/// <param name="Counts">How many.</param>
public sealed record StatisticRow(string? Class, DateOnly? Month, StatisticCounts Counts);

/// <summary>What was counted, by class, by month and by both. Classes stand in the order of their code list, else of their texts; those without one last.</summary>
/// <param name="Statistic">What.</param>
/// <param name="From">First day of receipt that counts, or null.</param>
/// <param name="To">Last day of receipt that counts, or null.</param>
/// <param name="Today">The day as of which something is overdue.</param>
/// <param name="Total">All of them.</param>
/// <param name="ByClass">One row for each class that occurs.</param>
/// <param name="ByMonth">One row for each month that occurs.</param>
/// <param name="ByClassAndMonth">One row for each class and month that occur together, by class, then month.</param>
/// <param name="Stray">Things that were answered, classed or closed and whose receipt no activity reports; they count nowhere else.</param>
public sealed record StatisticTable(
    Statistic Statistic, DateOnly? From, DateOnly? To, DateOnly Today, StatisticCounts Total,
    IReadOnlyList<StatisticRow> ByClass, IReadOnlyList<StatisticRow> ByMonth, IReadOnlyList<StatisticRow> ByClassAndMonth, int Stray);
