using System.Globalization;
using Nba.Engine.Sources;
using Nba.Engine.Statistics;
using Nba.Host.Stages;

namespace Nba.Host.Api;

/// <summary>The statistics that the rule book declares, as committed.</summary>
/// <param name="Statistics">One after another, in the order of the file.</param>
public sealed record StatisticsAnswer(IReadOnlyList<StatisticAnswer> Statistics);

/// <summary>One statistic.</summary>
/// <param name="Id">Its name in addresses.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Language">Language of the names.</param>
/// <param name="Book">Version of the rule book in force.</param>
/// <param name="Today">The bank's day as of which something is overdue.</param>
/// <param name="From">First day of receipt that counts; null for no first.</param>
/// <param name="To">Last day of receipt that counts; null for no last.</param>
/// <param name="Promise">How long after receipt an answer is due, as 3wd; null where none is promised.</param>
/// <param name="Note">What counts as what; null where the file does not say.</param>
/// <param name="Total">All of them.</param>
/// <param name="Classes">By class.</param>
/// <param name="Months">By month of receipt.</param>
/// <param name="ClassMonths">By class and month.</param>
/// <param name="Stray">Answered or closed without a receipt in the log; counted nowhere else.</param>
public sealed record StatisticAnswer(
    string Id, string Name, string Language, string Book, string Today, string? From, string? To, string? Promise, string? Note, StatisticCounts Total,
    IReadOnlyList<StatisticRowAnswer> Classes, IReadOnlyList<StatisticRowAnswer> Months, IReadOnlyList<StatisticRowAnswer> ClassMonths, int Stray);

/// <summary>A row.</summary>
/// <param name="Class">The word of the class; null where none was said, and in rows by month alone.</param>
/// <param name="Name">What people call the class.</param>
/// <param name="Month">The month, as 2026-03; null in rows by class alone.</param>
/// <param name="Counts">How many.</param>
public sealed record StatisticRowAnswer(string? Class, string? Name, string? Month, StatisticCounts Counts);

/// <summary>A period of days in the bank's zone; null for no end on a side.</summary>
public readonly record struct Period(DateOnly? From, DateOnly? To)
{
    private const string Form = "yyyy-MM-dd";

    /// <summary>What must be written.</summary>
    public static readonly Sentence Rule = Sentence.Of($"'from' and 'to' must be days as 2026-03-02, the first not after the last");

    /// <summary>Reads both ends; null when one is no day or they are the wrong way round.</summary>
    public static Period? Read(string? from, string? to) =>
        Day(from) is (true, var first) && Day(to) is (true, var last) && !(first > last) ? new Period(first, last) : null;

    /// <summary>A day as it is written.</summary>
    public static string Write(DateOnly day) => day.ToString(Form, CultureInfo.InvariantCulture);

    private static (bool Good, DateOnly? Day) Day(string? text) =>
        text is null ? (true, null)
        : DateOnly.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? (true, day) : (false, null);
}

/// <summary>Answers with the statistics of the book in force, from committed rows. Thread-safe.</summary>
public sealed class StatisticsQueries(Queries queries, StatisticsReader reader)
{
    /// <summary>Why there is no statistic of that name, with the nearest one; null when there is, or before the first commit. Counts nothing.</summary>
    public Sentence? Objection(string name) => queries.Book() is not { } book || book.Statistics.Find(name) is not null
        ? null
        : Sentence.Of($"the rule book in force declares no statistic '{name}'{NearMiss.Hint(name, book.Statistics.All.Select(s => s.Id))}");

    /// <summary>All statistics of a period; null before the first commit.</summary>
    /// <param name="period">Days of receipt that count.</param>
    /// <param name="language">Language of names.</param>
    /// <param name="counted">Is told how many of how many activities are read; null for nobody.</param>
    /// <param name="stop">Gives up.</param>
    public StatisticsAnswer? All(Period period, string language, Action<long, long>? counted = null, CancellationToken stop = default)
    {
        if (queries.Standing() is not var (head, book, now)) return null;
        var today = book.Calendar.DateOf(now);
        return reader.Read(
            book, head.NextPosition,
            counter => new StatisticsAnswer([.. book.Statistics.All.Select(s => Answer(counter.Table(s, period.From, period.To, today), book.Version, language))]), counted, stop);
    }

    private static StatisticAnswer Answer(StatisticTable table, string book, string language)
    {
        var statistic = table.Statistic;
        StatisticRowAnswer Row(StatisticRow row) =>
            new(row.Class, row.Class is { } word ? statistic.ClassName(word, language) : null, row.Month is { } month ? Period.Write(month)[..7] : null, row.Counts);
        return new StatisticAnswer(
            statistic.Id, statistic.Name.In(language), language, book, Period.Write(table.Today), Day(table.From), Day(table.To), statistic.Promise?.Due.ToString(),
            statistic.Note?.In(language), table.Total, [.. table.ByClass.Select(Row)], [.. table.ByMonth.Select(Row)], [.. table.ByClassAndMonth.Select(Row)], table.Stray);
    }

    private static string? Day(DateOnly? day) => day is { } there ? Period.Write(there) : null;
}
