using Nba.Engine.Queues;
using Nba.Host.Demo;

namespace Nba.Host.Tests.Demo;

public sealed class DemoDayPrinterTests
{
    [Fact]
    public void A_day_in_Chinese() => Assert.Equal("""
        陈静  2026年3月2日 星期一  明天元宵节
        今日 4 条，共 7 项
        ────────────────────────────────────────────────────────────────────────────────────────────────────
         1  王丽芳          工资停发，请问候客户                              服务·电话                 今天
                            工资已有52天未入账；以往每月15日前后到账，金额稳定，余额也随之减少了三成，这在过
                            去一年里没有出现过。
                              开场      最近工作上有没有什么变化？
                              好处      有变化时可以早作安排。
                              依据      我们只看得到入账，不知道原因。
                              请教      接下来几个月您打算怎么安排？
                          ＋元宵节问候                                        关怀·消息                 明天
                            另有 1 项

         2  江南恒信机械制… 工资停发，请问候客户                              服务·电话            逾期 2 天
                            工资已有52天未入账；以往每月15日前后到账，金额稳定，余额也随之减少了三成，这在过
                            去一年里没有出现过。
                              开场      最近工作上有没有什么变化？
                              好处      有变化时可以早作安排。
                              依据      我们只看得到入账，不知道原因。
                              请教      接下来几个月您打算怎么安排？
                              报价      存款利率年1.45%
                                        （内部：最高可至1.55%，更高须报支行行长审批）

         3  李强            ✓ 元宵节问候                                      关怀·消息           至 3月11日
                            客户愿意收到节日问候。
                              开场      元宵节快乐！
                              好处      无
                              依据      无
                              请教      家里都好吗？

         4  2 位客户        元宵节问候                                        关怀·消息
                            张伟、陈静
        ────────────────────────────────────────────────────────────────────────────────────────────────────
        另有 2 条待办；今日清单 4 条已排满
        服务 1  关怀 1
        """, Print("zh-CN").Trim('\n'), ignoreLineEndingDifferences: true);

    [Fact]
    public void A_day_in_English() => Assert.Equal("""
        陈静  Monday, 2 March 2026  Lantern Festival tomorrow
        4 entries today, 7 actions
        ────────────────────────────────────────────────────────────────────────────────────────────────────
         1  王丽芳          Salary stopped: ask how they are                  service·phone            today
                            No salary for 52 days; it used to come about the 15th of each month, and the
                            balance fell by three tenths, which did not happen in the year before.
                              Open with Has anything changed at work?
                              Benefit   We can plan early.
                              Proof     We see only what comes in, not why.
                              Ask       What are your plans for the next months?
                          ＋Lantern Festival greeting                         care·message          tomorrow
                            and 1 more

         2  江南恒信机械制… Salary stopped: ask how they are                  service·phone      2 days late
                            No salary for 52 days; it used to come about the 15th of each month, and the
                            balance fell by three tenths, which did not happen in the year before.
                              Open with Has anything changed at work?
                              Benefit   We can plan early.
                              Proof     We see only what comes in, not why.
                              Ask       What are your plans for the next months?
                              Price     deposit rate 1.45% a year
                                        (internal: up to 1.55%; above that, ask the branch head)

         3  李强            ✓ Lantern Festival greeting                       care·message      until 11 Mar
                            The customer welcomes greetings.
                              Open with Happy Lantern Festival!
                              Benefit   None
                              Proof     None
                              Ask       How is the family?

         4  2 customers     Lantern Festival greeting                         care·message
                            张伟, 陈静
        ────────────────────────────────────────────────────────────────────────────────────────────────────
        2 more wait in the backlog; today's list of 4 is full
        service 1  care 1
        """, Print("en").Trim('\n'), ignoreLineEndingDifferences: true);

    [Fact]
    public void No_line_is_wider_than_a_hundred_columns() =>
        Assert.All((Print("zh-CN") + Print("en")).Split('\n'), line => Assert.InRange(DemoColumns.Width(line), 0, 100));

    [Fact]
    public void Colours_change_nothing_but_colour()
    {
        var colourful = Print("en", color: true);

        Assert.Contains("\u001b[31m", colourful, StringComparison.Ordinal);
        Assert.Equal(Words(Print("en")), Words(System.Text.RegularExpressions.Regex.Replace(colourful, "\u001b\\[[0-9]+m", "")));
    }

    [Fact]
    public void An_empty_day_says_so()
    {
        using var writer = new StringWriter();
        DemoDayPrinter.Write(writer, DemoQueues.Book, new QueueView("rm01", [], [], 0), "陈静", new DateOnly(2026, 2, 17), "en", color: false);

        Assert.Contains("Spring Festival holiday, today is Spring Festival", writer.ToString(), StringComparison.Ordinal);
        Assert.Contains("Nothing to do today.", writer.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "Where to look next:", "--manager rm07 --lang zh-CN    another morning, in Chinese")]
    [InlineData("zh-CN", "接下来可以看看：", "--manager rm07 --lang en    另一天早上的清单，用英文显示")]
    public void Where_to_look_next_is_told_in_the_language_of_the_day(string language, string head, string first)
    {
        using var writer = new StringWriter();
        DemoDayPrinter.WhereNext(writer, "rm07", language);
        var lines = writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(head, lines[0]);
        Assert.EndsWith(first, lines[1], StringComparison.Ordinal);
        Assert.Equal(5, lines.Length);
        Assert.Equal(language == "en", !lines.Skip(1).Any(l => l.Any(c => c > 0x2E80)));
        Assert.All(lines, l => Assert.InRange(DemoColumns.Width(l), 1, 120));
    }

    [Theory]
    [InlineData("en", "The bank is closed on 2026-02-17; the next working day is 2026-02-24.")]
    [InlineData("zh-CN", "2026-02-17 不营业，下一个工作日是 2026-02-24")]
    public void A_day_off_is_told_in_the_language_of_the_day(string language, string told) =>
        Assert.StartsWith(told, new DemoDayWords(language).Closed(new DateOnly(2026, 2, 17), new DateOnly(2026, 2, 24)), StringComparison.Ordinal);

    private static string Print(string language, bool color = false)
    {
        using var writer = new StringWriter();
        DemoDayPrinter.Write(writer, DemoQueues.Book, DemoQueues.View, "陈静", DemoQueues.Day, language, color);
        return writer.ToString();
    }

    private static string[] Words(string text) => text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
}
