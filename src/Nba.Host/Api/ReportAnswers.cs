using Nba.Engine.Reports;
using Nba.Engine.Sources;
using Nba.Host.Stages;

namespace Nba.Host.Api;

/// <summary>A report, and what is needed to read it.</summary>
/// <param name="AsOf">The moment the store stands at.</param>
/// <param name="Book">Version of the rule book in force then.</param>
/// <param name="LogFrom">First day that the log holds, in the bank's zone.</param>
/// <param name="LogTo">Last day.</param>
/// <param name="Names">Names of owners, where the directory knows them.</param>
/// <param name="Place">How a customer's place is found: whoever has the ids can recompute the arms.</param>
/// <param name="Report">The report.</param>
public sealed record ReportAnswer(string AsOf, string Book, DateOnly LogFrom, DateOnly LogTo, IReadOnlyDictionary<string, string> Names, string Place, Report Report);

/// <summary>Answers with reports from committed rows. Thread-safe.</summary>
public sealed class ReportQueries(Queries queries, ReportReader reader)
{
    /// <summary>Days without a care contact that make a customer overlooked, unless told.</summary>
    public const int CareDays = 90;

    /// <summary>Care contacts are kept this long.</summary>
    public const int MostCareDays = Engine.Policies.ContactLedger.KeptDays;

    /// <summary>What must be written for the days without care.</summary>
    public static readonly Sentence CareRule = Sentence.Of($"the days without a care contact must be a whole number from 1 to 400: contacts are kept no longer");

    /// <summary>How a customer's place is computed, in one line.</summary>
    public const string PlaceRule = "place = XXH3_64(customer, seed = XXH3_64(name, seed = XXH3_64(purpose, seed = 0))) mod 100, each text as UTF-16LE; kept out when place < share";

    /// <summary>The same in Chinese, for people.</summary>
    public const string PlaceRuleInChinese = "位次 = XXH3_64(客户编号, 种子 = XXH3_64(名称, 种子 = XXH3_64(用途, 种子 = 0))) mod 100，各文本按 UTF-16LE 编码；位次 < 比例者留出";

    /// <summary>Why there is no report on a period, with what would help; null when there is one, or before the first commit.</summary>
    public Sentence? Objection(Period period)
    {
        if (queries.Standing() is not var (head, book, _)) return null;
        if (reader.Days(book, head) is not var (first, last)) return Sentence.Of($"the log holds no activity yet: there is nothing to report on");
        return period.From > last || period.To < first
            ? Sentence.Of($"the log holds {Period.Write(first)} to {Period.Write(last)}: choose days of these")
            : null;
    }

    /// <summary>The report on a period, cut to what the log holds; null before the first commit and where there is nothing.</summary>
    public ReportAnswer? Of(Period period, int careDays, Action<long, long>? read = null, CancellationToken stop = default)
    {
        if (queries.Standing() is not var (head, book, _) || reader.Days(book, head) is not var (first, last)) return null;
        var report = reader.Read(book, head, period.From is { } from && from > first ? from : first, period.To is { } to && to < last ? to : last, careDays, read, stop);
        var names = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in book.Directory.Entries) names[entry.Id] = entry.Name;
        return new ReportAnswer(ReportReader.AsOf(book, head).ToString(), head.Book, first, last, names, PlaceRule, report);
    }
}
