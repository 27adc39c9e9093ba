namespace Nba.Host.WhatIf;

/// <summary>A table of a comparison: the first column names what the others count.</summary>
/// <param name="Title">What it counts by.</param>
/// <param name="Heads">Heads of the columns.</param>
/// <param name="Rows">Its rows, those with most differences first.</param>
/// <param name="Left">How many more rows have differences and are not shown.</param>
internal sealed record WhatIfTable(string Title, IReadOnlyList<string> Heads, IReadOnlyList<IReadOnlyList<string>> Rows, int Left)
{
    /// <summary>Columns to show: the first three, and of the others those in which anything is counted.</summary>
    public IReadOnlyList<int> Used => [.. Enumerable.Range(0, Heads.Count).Where(c => c < 3 || Rows.Any(r => r[c] != "0"))];
}

/// <summary>The tables of a comparison, which all its forms show: only what is different, and of that what matters most.</summary>
/// <param name="answer">The comparison.</param>
/// <param name="words">The language.</param>
/// <param name="most">Rows of a table at most.</param>
internal sealed class WhatIfTables(WhatIfAnswer answer, WhatIfWords words, int most)
{
    /// <summary>All tables that have rows.</summary>
    public IReadOnlyList<WhatIfTable> All() =>
    [
        .. new[]
        {
            Counted(words.Say("By rule", "按规则"), words.Say("Rule", "规则"), answer.Rules.Select(g => (g.Key, g.Actions))),
            Counted(words.Say("By rule family", "按规则族"), words.Say("Family", "规则族"), answer.Families.Select(g => (g.Key, g.Actions))),
            Counted(words.Say("By customer segment", "按客群"), words.Say("Segment", "客群"), answer.Segments.Select(g => (g.Key, g.Actions))),
            Counted(words.Say("By branch", "按网点"), words.Say("Branch", "网点"), answer.Branches.Select(g => (g.Key, g.Actions))),
            Counted(words.Say("By queue", "按队列"), words.Say("Owner", "归属"), answer.Queues.Select(q => (words.Owner(q), q.Actions))),
            Loads(),
        }.Where(t => t.Rows.Count > 0),
    ];

    /// <summary>What the day's lists would hold, over all owners that have a person's day.</summary>
    public (WhatIfLoad Recorded, WhatIfLoad Other) Load() => People().Aggregate((new WhatIfLoad(0, 0, 0, 0, 0), new WhatIfLoad(0, 0, 0, 0, 0)), (sum, q) => (sum.Item1 + q.Recorded, sum.Item2 + q.Other));

    private WhatIfTable Counted(string title, string head, IEnumerable<(string Name, Tally Actions)> groups)
    {
        var different = groups.Where(g => g.Actions.Changed + g.Actions.OtherPlace > 0).ToList();
        return new WhatIfTable(
            title,
            [head, words.Say("Before", "原有"), words.Say("After", "现有"), words.Say("New", "新增"), words.Say("Gone", "减少"), words.Say("Earlier", "提前"), words.Say("Later", "推迟"),
                words.Say("Sooner gone", "提早结束"), words.Say("Stays longer", "保留更久"), words.Say("Other owner", "归属变化"), words.Say("Place only", "仅排位")],
            [.. different.Take(most).Select(g => Cells(g.Name, g.Actions))], Math.Max(0, different.Count - most));
    }

    private static IReadOnlyList<string> Cells(string name, Tally t) =>
        [name, .. ((int[])[t.Baseline, t.Alternative, t.Appears, t.Disappears, t.Earlier, t.Later, t.Shorter, t.Longer, t.OtherOwner, t.OtherPlace]).Select(n => WhatIfWords.Number(n))];

    private WhatIfTable Loads()
    {
        var different = People().Where(q => q.Recorded != q.Other)
            .OrderByDescending(q => Math.Abs(q.Other.Withheld - q.Recorded.Withheld) + Math.Abs(q.Other.Entries - q.Recorded.Entries)).ThenBy(q => q.Owner, StringComparer.Ordinal).ToList();
        return new WhatIfTable(
            words.Say("Capacity: today's lists over the working days", "容量：工作日的今日清单"),
            [words.Say("Owner", "归属"), words.Say("Places a day", "每日名额"), words.Say("Entries", "清单条目"), words.Say("Withheld", "未列入"), words.Say("Days over capacity", "超额天数"), words.Say("Duty places", "必办占位"), words.Say("Care places", "关怀占位")],
            [.. different.Take(most).Select(Cells)], Math.Max(0, different.Count - most));
    }

    private IReadOnlyList<string> Cells(WhatIfQueue queue)
    {
        var (a, b) = (queue.Recorded, queue.Other);
        return [words.Owner(queue), WhatIfWords.Number(queue.Capacity), Both(a.Entries, b.Entries), Both(a.Withheld, b.Withheld), Both(a.DaysOver, b.DaysOver), Both(a.Duty, b.Duty), Both(a.Care, b.Care)];
    }

    // Nobody's day is filled by an electronic channel.
    private IEnumerable<WhatIfQueue> People() => answer.Queues.Where(q => !q.Owner.StartsWith("channel:", StringComparison.Ordinal));

    /// <summary>A figure before and after; one where it did not change.</summary>
    public static string Both(int before, int after) => before == after ? WhatIfWords.Number(before) : $"{WhatIfWords.Number(before)} → {WhatIfWords.Number(after)}";
}
