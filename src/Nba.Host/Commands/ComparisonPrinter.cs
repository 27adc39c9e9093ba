using Nba.Host.Previews;

namespace Nba.Host.Commands;

/// <summary>Writes which reminders other rules add, remove and move: for a console, or as Markdown.</summary>
internal static class ComparisonPrinter
{
    private const int Examples = 3;

    /// <summary>Plain lines: by rule and owner, with examples, or with every difference.</summary>
    public static void Print(PreviewComparison compared, PreviewWords words, bool all, TextWriter to)
    {
        to.WriteLine(Heading(compared, words));
        Facts(compared, words, to, "");
        if (compared.Differences.Count == 0) to.WriteLine(words.Say("提示没有任何差别。", "No reminder differs."));
        foreach (var rule in compared.Rules.GroupBy(r => r.Rule, StringComparer.Ordinal))
        {
            to.WriteLine();
            to.WriteLine($"{rule.Key}: {Counts(rule, words)}");
            if (rule.Skip(1).Any()) to.WriteLine($"  {string.Join(words.Say("；", "; "), rule.Select(r => $"{r.Name ?? r.Manager} {Counts([r], words)}"))}");
            var differences = compared.Differences.Where(d => d.Rule == rule.Key).ToList();
            foreach (var difference in all ? differences : differences.Take(Examples)) to.WriteLine($"  {Line(difference, words)}");
            if (!all && differences.Count > Examples) to.WriteLine(words.Say($"  … 另有 {differences.Count - Examples} 条（--manager 编号 或 --json 可全部列出）", $"  … and {differences.Count - Examples} more (all of them: --manager ID, or --json)"));
        }
    }

    /// <summary>A table by rule and owner.</summary>
    public static void Markdown(PreviewComparison compared, PreviewWords words, TextWriter to)
    {
        to.WriteLine($"**{Heading(compared, words)}**");
        to.WriteLine();
        Facts(compared, words, to, "\n");
        if (compared.Differences.Count == 0)
        {
            to.WriteLine(words.Say("提示没有任何差别。", "No reminder differs."));
            return;
        }
        to.WriteLine(words.Say("| 规则 | 归属 | 新增 | 减少 | 改期 | 改派 |", "| rule | owner | added | removed | moved | from another queue |"));
        to.WriteLine("|---|---|---:|---:|---:|---:|");
        foreach (var rule in compared.Rules) to.WriteLine($"| `{rule.Rule}` | {Cell(rule.Name ?? rule.Manager)} | {rule.Added} | {rule.Removed} | {rule.Moved} | {rule.Reassigned} |");
    }

    private static string Heading(PreviewComparison compared, PreviewWords words) => words.Say(
        $"规则 {compared.Book} 与 {compared.Against} 的比较 · {compared.From} 至 {compared.To} · 新规则自 {compared.StandsAt} 生效，其间无其他事件时",
        $"Rules {compared.Book} against {compared.Against} · {compared.From} to {compared.To} · the other rules in force from {compared.StandsAt} on, if nothing else happens");

    private static void Facts(PreviewComparison compared, PreviewWords words, TextWriter to, string after)
    {
        if (compared.Files.Count == 0) to.WriteLine(words.Say("规则文件完全相同。", "The rule files are the same.") + after);
        else to.WriteLine(words.Say($"有差别的文件：{string.Join("，", compared.Files.Select(f => $"{f.Path}（{Change(f, true)}）"))}。", $"Files that differ: {string.Join(", ", compared.Files.Select(f => $"{f.Path} ({Change(f, false)})"))}.") + after);
        if (compared.EmptyFacts.Count == 0) return;
        to.WriteLine(words.Say(
            $"新规则才开始计算的信息，生效前的历史不在其中，此处按无值处理：{string.Join("，", compared.EmptyFacts)}。生效后可用 nba backfill 补算。",
            $"Facts that only the other rules fold, and that are null here since nothing of the past is in them: {string.Join(", ", compared.EmptyFacts)}. Once in force, nba backfill folds the past into them.") + after);
    }

    private static string Counts(IEnumerable<ComparedRule> rules, PreviewWords words)
    {
        var parts = new List<string>();
        var (added, removed, moved, reassigned) = (rules.Sum(r => r.Added), rules.Sum(r => r.Removed), rules.Sum(r => r.Moved), rules.Sum(r => r.Reassigned));
        if (added > 0) parts.Add(words.Say($"新增 {added}", $"+{added} added"));
        if (removed > 0) parts.Add(words.Say($"减少 {removed}", $"-{removed} removed"));
        if (moved > 0) parts.Add(words.Say($"改期 {moved}", $"{moved} moved"));
        if (reassigned > 0) parts.Add(words.Say($"改派 {reassigned}", $"{reassigned} from another queue"));
        return string.Join(words.Say("，", ", "), parts);
    }

    private static string Line(PreviewDifference d, PreviewWords words)
    {
        var what = $"{d.Manager} · {(d.Row.Name is null ? d.Row.Customer : $"{d.Row.Name} ({d.Row.Customer})")}: {d.Row.Title}";
        return d.Change switch
        {
            PreviewDifference.Added when d.Row.Stood => $"+ {words.Say($"不再于 {d.Day} 撤下", $"no longer leaves on {d.Day}")} · {what}",
            PreviewDifference.Added => $"+ {d.NewDay} · {what}",
            PreviewDifference.Removed when d.Row.Stood => $"- {words.Say($"{d.NewDay} 撤下", $"taken back on {d.NewDay}")} · {what}",
            PreviewDifference.Removed => $"- {d.Day} · {what}",
            PreviewDifference.Reassigned => $"> {d.NewDay} · {d.FromManager} -> {what}",
            _ => $"~ {Moves(d, words)} · {what}",
        };
    }

    private static string Moves(PreviewDifference d, PreviewWords words)
    {
        var days = d.Day == d.NewDay ? d.NewDay : $"{d.Day ?? words.Say("原已在列", "stood before")} -> {d.NewDay}";
        return d.Due == d.NewDue ? days! : words.Say($"{days}，应办日 {d.Due ?? "无"} -> {d.NewDue ?? "无"}", $"{days}, due {d.Due ?? "no day"} -> {d.NewDue ?? "no day"}");
    }

    private static string Change(DifferingFile file, bool zh) => !zh ? file.Change : file.Change switch { "added" => "新增", "removed" => "缺少", _ => "已改" };

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
