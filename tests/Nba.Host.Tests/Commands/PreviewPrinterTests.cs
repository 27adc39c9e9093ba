using Nba.Host.Commands;
using Nba.Host.Previews;
using Nba.Host.Tests.Previews;

namespace Nba.Host.Tests.Commands;

/// <summary>How a preview and a comparison read when they are piped, in both languages.</summary>
public sealed class PreviewPrinterTests
{
    private static readonly PreviewSpan Days = new(new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 30), false, null);
    private static readonly DateOnly Stands = new(2026, 2, 28);

    [Fact]
    public void One_owner_in_English() => Assert.Equal("""
        Preview 2026-03-01 to 2026-03-30 · as of 2026-02-28, if nothing else happens
        林雯 (rm01) · 1 comes, 1 of them a greeting, 1 is due, 1 stopped, 1 of them to be asked about first

        2026-03-06 Fri
          王小明 (C1): Birthday ahead: send your wishes (message, agreed)
              due 2026-03-09, birthday-ahead

        2026-03-07 Sat
          [due] C3: Deposit matures on 2026-03-09: call
              deposit-maturing

        Wanted by rules, and kept out of the list:
        2026-03-06 Fri
          李红 (C2): Birthday ahead: send your wishes (message, not asked) — ask first: nobody asked whether greetings are welcome in this way (consent-unknown)

        """, Printed("en", Days, PreviewRows.Greeting, PreviewRows.Due, PreviewRows.AskFirst), ignoreLineEndingDifferences: true);

    [Fact]
    public void A_greeting_plan_goes_by_the_day_of_the_greeting_and_says_what_a_channel_sends() => Assert.Equal("""
        Greeting plan 2026-03 · as of 2026-02-28, if nothing else happens
        林雯 (rm01) · 1 greeting

        2026-03-09 Mon
          王小明 (C1): Birthday ahead: send your wishes (sent by message, agreed, likes phone)
              in the list from 2026-03-06, birthday-ahead

        """, Printed("en", Days with { GreetingsOnly = true }, PreviewRows.Greeting with { Queue = "channel:message", Preferred = "phone" }), ignoreLineEndingDifferences: true);

    [Fact]
    public void In_Chinese()
    {
        var printed = Printed("zh-CN", Days, PreviewRows.Greeting, PreviewRows.Due, PreviewRows.AskFirst);
        foreach (var words in (string[])["预览 2026-03-01 至 2026-03-30 · 数据截至 2026-02-28", "新增 1，其中问候 1，到期 1，拦下 1，其中待征询 1", "2026-03-06 周五", "（消息，已同意）", "【到期】C3", "应办 2026-03-09", "符合规则、但不会进入清单："]) Assert.Contains(words, printed, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_owners_have_a_line_each()
    {
        var printed = Printed("en", Days, PreviewRows.Greeting, PreviewRows.Due with { Manager = "team1", ManagerName = null });

        Assert.Contains("  林雯 (rm01): 1 comes, 1 of them a greeting\n  team1: 1 is due\n", printed.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("--manager ID", printed, StringComparison.Ordinal);
    }

    [Fact]
    public void Days_on_which_nothing_happens_are_told_so() => Assert.Contains("Nothing happens on these days.", Printed("en", Days), StringComparison.Ordinal);

    [Fact]
    public void A_comparison_counts_by_rule_and_owner_and_shows_the_days() => Assert.Equal("""
        Rules b1 against b2 · 2026-03-01 to 2026-03-30 · the other rules in force from 2026-02-28 on, if nothing else happens
        Files that differ: reminders.json (changed).
        Facts that only the other rules fold, and that are null here since nothing of the past is in them: customer.trips. Once in force, nba backfill folds the past into them.

        birthday-ahead: 1 moved, 1 from another queue
          林雯 1 moved; rm02 1 from another queue
          ~ 2026-03-06 -> 2026-03-04, due 2026-03-09 -> 2026-03-07 · rm01 · 王小明 (C1): Birthday ahead: send your wishes
          > 2026-03-06 · rm01 -> rm02 · 李红 (C2): Birthday ahead: send your wishes

        deposit-maturing: -1 removed
          - taken back on 2026-02-28 · rm01 · C3: Deposit matures on 2026-03-09: call

        """, Compared((c, w, to) => ComparisonPrinter.Print(c, w, all: false, to)), ignoreLineEndingDifferences: true);

    [Fact]
    public void As_Markdown_it_is_a_table() =>
        Assert.Contains("| `birthday-ahead` | 林雯 | 0 | 0 | 1 | 0 |\n| `birthday-ahead` | rm02 | 0 | 0 | 0 | 1 |\n| `deposit-maturing` | 林雯 | 0 | 1 | 0 | 0 |\n", Compared(ComparisonPrinter.Markdown).ReplaceLineEndings("\n"), StringComparison.Ordinal);

    private static string Compared(Action<PreviewComparison, PreviewWords, TextWriter> print)
    {
        var second = PreviewRows.Greeting with { Customer = "C2", Name = "李红", Id = new string('d', 32) };
        var differences = PreviewDifference.Between(
            [PreviewRows.Greeting, second],
            [PreviewRows.Greeting with { Day = "2026-03-04", Due = "2026-03-07" }, second with { Manager = "rm02", ManagerName = null }, PreviewRows.Due with { What = "withdrawn", Day = "2026-02-28" }]);
        using var to = new StringWriter();
        print(new PreviewComparison("2026-02-28", "2026-03-01", "2026-03-30", "b1", "b2", [new DifferingFile("reminders.json", "changed")], ["customer.trips"], ComparedRule.Of(differences), differences), new PreviewWords("en"), to);
        return to.ToString();
    }

    private static string Printed(string language, PreviewSpan span, params PreviewRow[] rows)
    {
        using var to = new StringWriter();
        new PreviewPrinter(new PreviewWords(language)).Print(PreviewAnswer.Of(span, Stands, "b1", language, rows), to);
        return to.ToString();
    }
}
