using System.Globalization;
using Nba.Engine.Calendars;
using Nba.Host.Settings;

namespace Nba.Host.Import;

/// <summary>
/// How well daily work-lists put the loan cases first whose offer was accepted within the next 7 days: the scoring of the BPI Challenge 2012 log that
/// this project's data description fixes. A case is on the list of a weekday, 07:00 UTC, when it had its first O_SENT before an earlier 07:00 and less than 60
/// days ago, and no O_ACCEPTED, A_CANCELLED, A_DECLINED or O_DECLINED yet. Scored are the last 30 % of the days that end at least 7 days before the log.
/// </summary>
/// <param name="Days">Days scored.</param>
/// <param name="First">The first of them.</param>
/// <param name="Last">The last of them.</param>
/// <param name="CaseDays">Open cases over all days.</param>
/// <param name="BaseRate">Share of them that were accepted in time.</param>
/// <param name="LeftOut">Open cases the ranking left out; they count as ranked last, by case id.</param>
/// <param name="Auc">Chance that an accepted case-day stands before another one, over all of them; null when there are not both.</param>
/// <param name="PrecisionAt20">Mean over days of accepted cases in the first 20; days with fewer cases are left out. Null when no day has so many.</param>
/// <param name="PrecisionAt50">The same for the first 50.</param>
internal sealed record WorkListScore(int Days, DateOnly First, DateOnly Last, int CaseDays, double BaseRate, int LeftOut, double? Auc, double? PrecisionAt20, double? PrecisionAt50)
{
    private const long Unranked = 1_000_000_000;

    /// <summary>Scores a ranking against the log in these files (bpic2012's columns, packed or not); null when the log has no day to score.</summary>
    public static WorkListScore? Of(IEnumerable<string> eventFiles, IEnumerable<WorkListRank> ranking)
    {
        var ranks = new Dictionary<(DateOnly, string), long>();
        foreach (var rank in ranking) ranks[(rank.Day, rank.Case)] = rank.Rank;
        var days = WorkListDays.Scored(eventFiles);
        if (days.Count == 0) return null;
        var pairs = new List<(long Rank, bool Hit)>();
        var (leftOut, at20, at50) = (0, new List<double>(), new List<double>());
        foreach (var (day, cases) in days)
        {
            leftOut += cases.Count(c => !ranks.ContainsKey((day, c.Case)));
            var ordered = cases.Select(c => (Rank: ranks.GetValueOrDefault((day, c.Case), Unranked), c.Case, c.Hit))
                .OrderBy(c => c.Rank).ThenBy(c => c.Case, StringComparer.Ordinal).ToList();
            pairs.AddRange(ordered.Select(c => (c.Rank, c.Hit)));
            if (ordered.Count >= 20) at20.Add(ordered.Take(20).Count(c => c.Hit) / 20.0);
            if (ordered.Count >= 50) at50.Add(ordered.Take(50).Count(c => c.Hit) / 50.0);
        }
        var hits = pairs.Count(p => p.Hit);
        return new WorkListScore(days.Count, days[0].Day, days[^1].Day, pairs.Count, (double)hits / pairs.Count, leftOut, AreaUnderCurve(pairs), Mean(at20), Mean(at50));
    }

    /// <summary>Reads a ranking: a table with the columns day (2012-01-17), rank (from 1) and case_id.</summary>
    /// <exception cref="InvalidDataException">A column is missing, or a day or rank is none.</exception>
    public static IEnumerable<WorkListRank> ReadRanking(TextReader text)
    {
        using var table = new CsvTable(text, "ranking");
        var (day, rank, id) = (Required(table, "day"), Required(table, "rank"), Required(table, "case_id"));
        while (table.Next())
        {
            if (!table.IsWhole || !DateOnly.TryParseExact(table[day], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on)
                || !int.TryParse(table[rank], NumberStyles.None, CultureInfo.InvariantCulture, out var place))
                throw Said.Unusable($"ranking line {table.Line} must be a day as 2012-01-17, a rank from 1 and a case");
            yield return new WorkListRank(on, place, table[id]);
        }
    }

    /// <summary>The figures in one line, as the scoring prints them.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Days} days {First:yyyy-MM-dd}..{Last:yyyy-MM-dd}, {CaseDays} case-days, base rate {BaseRate:F3}, left out {LeftOut}: AUC {Auc:F3}  P@20 {PrecisionAt20:F3}  P@50 {PrecisionAt50:F3}");

    internal static int Required(CsvTable table, string column) =>
        table.Column(column) is var at and >= 0 ? at : throw Said.Unusable($"{table.Name} has no column '{column}'");

    private static double? Mean(List<double> values) => values.Count == 0 ? null : values.Sum() / values.Count;

    // Mann and Whitney's U over ranks, ties sharing their mean rank.
    private static double? AreaUnderCurve(List<(long Rank, bool Hit)> pairs)
    {
        double hits = pairs.Count(p => p.Hit), others = pairs.Count - hits;
        if (hits == 0 || others == 0) return null;
        var worstFirst = pairs.OrderByDescending(p => p.Rank).ToList();
        var sum = 0.0;
        for (int i = 0, j; i < worstFirst.Count; i = j)
        {
            for (j = i; j < worstFirst.Count && worstFirst[j].Rank == worstFirst[i].Rank;) j++;
            sum += worstFirst.Skip(i).Take(j - i).Count(p => p.Hit) * (i + j + 1) / 2.0;
        }
        return (sum - (hits * (hits + 1) / 2)) / (hits * others);
    }
}

/// <summary>A place in a day's work-list.</summary>
internal readonly record struct WorkListRank(DateOnly Day, int Rank, string Case);

/// <summary>An open case on a day, and whether its offer was accepted within 7 days.</summary>
internal readonly record struct WorkListCase(string Case, bool Hit);

/// <summary>The work-lists that are scored: which cases were open on which day.</summary>
internal static class WorkListDays
{
    private const long Day = 86_400_000, Opens = 7 * 3_600_000;

    /// <summary>The scored days in order, each with its open cases.</summary>
    public static IReadOnlyList<(DateOnly Day, IReadOnlyList<WorkListCase> Cases)> Scored(IEnumerable<string> eventFiles)
    {
        var histories = new SortedDictionary<string, History>(StringComparer.Ordinal);
        var end = long.MinValue;
        foreach (var file in eventFiles) end = Math.Max(end, Read(file, histories));
        var days = new SortedDictionary<long, List<WorkListCase>>();
        foreach (var (id, history) in histories)
        {
            if (history.Sent is not { } sent) continue;
            var stop = history.Final ?? end;
            var first = (Math.DivRem(sent, Day).Quotient * Day) + Day + Opens;
            for (var at = first; at < stop && (at - sent) / Day < 60; at += Day)
            {
                if (!IsWeekday(at) || at >= end - (7 * Day)) continue;
                if (!days.TryGetValue(at, out var list)) days[at] = list = [];
                list.Add(new WorkListCase(id, history.Accepted <= at + (7 * Day)));
            }
        }
        return [.. days.Skip((int)(days.Count * .7)).Select(d => (DateOf(d.Key), (IReadOnlyList<WorkListCase>)d.Value))];
    }

    private static long Read(string file, SortedDictionary<string, History> histories)
    {
        using var table = new CsvTable(file);
        var (id, time, name) = (WorkListScore.Required(table, "case_id"), WorkListScore.Required(table, "time:timestamp"), WorkListScore.Required(table, "concept:name"));
        var end = long.MinValue;
        while (table.Next())
        {
            if (!table.IsWhole || !Instant.TryParse(table[time].AsSpan(), out var at)) throw Said.Unusable($"{table.Name} line {table.Line} has no time with an offset");
            end = Math.Max(end, at.UnixMilliseconds);
            if (!histories.TryGetValue(table[id], out var history)) histories[table[id]] = history = new History();
            if (table[name] == "O_SENT") history.Sent = Earlier(history.Sent, at);
            if (table[name] == "O_ACCEPTED") history.Accepted = Earlier(history.Accepted, at);
            if (table[name] is "O_ACCEPTED" or "A_CANCELLED" or "A_DECLINED" or "O_DECLINED") history.Final = Earlier(history.Final, at);
        }
        return end;
    }

    private static long Earlier(long? known, Instant at) => Math.Min(known ?? long.MaxValue, at.UnixMilliseconds);

    private static DateOnly DateOf(long at) => DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(at).UtcDateTime);

    private static bool IsWeekday(long at) => DateOf(at).DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    private sealed class History
    {
        public long? Sent { get; set; }

        public long? Accepted { get; set; }

        public long? Final { get; set; }
    }
}
