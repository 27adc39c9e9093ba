using System.Globalization;
using Nba.Engine.Actions;
using Nba.Engine.Calendars;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;
using Nba.Host.Settings;

namespace Nba.Host.Demo;

/// <summary>The words of the printed day, in Chinese or English.</summary>
internal sealed class DemoDayWords(string language)
{
    private static readonly string[] ZhWeekdays = ["星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"];

    private readonly bool _zh = language == "zh-CN";

    public string Appeal => Say("开场", "Open with");

    public string Benefit => Say("好处", "Benefit");

    public string Credibility => Say("依据", "Proof");

    public string Question => Say("请教", "Ask");

    /// <summary>What it costs.</summary>
    public string Price => Say("报价", "Price");

    public string Nothing => Say("今天没有要办的事。", "Nothing to do today.");

    public string Nobody => Say("（未署名客户）", "(no name)");

    public string Say(string zh, string en) => _zh ? zh : en;

    public string Purpose(Purpose purpose) => ContactWords.Purpose(BuiltIn.Purposes.Values[(int)purpose], _zh);

    public string Channel(int channel) => ContactWords.Channel(BuiltIn.Channels.Values[channel], _zh);

    public string Date(DateOnly day) => _zh
        ? $"{day.Year}年{day.Month}月{day.Day}日 {ZhWeekdays[(int)day.DayOfWeek]}"
        : day.ToString("dddd, d MMMM yyyy", CultureInfo.InvariantCulture);

    public string Count(int today, int standing) => Say(
        $"今日 {today} 条，共 {standing} 项",
        today == 1 ? $"1 entry today, {Actions(standing)}" : $"{today} entries today, {Actions(standing)}");

    public string Withheld(int entries, int listed) => Say(
        $"另有 {entries} 条待办；今日清单 {listed} 条已排满",
        $"{entries} more wait in the backlog; today's list of {listed} is full");

    public string More(int count) => Say($"另有 {count} 项", $"and {count} more");

    public string Batch(int customers) => Say($"{customers} 位客户", customers == 1 ? "1 customer" : $"{customers} customers");

    /// <summary>Of a morning on which the bank is closed.</summary>
    public string Closed(DateOnly day, DateOnly next) => Say(
        $"{day:yyyy-MM-dd} 不营业，下一个工作日是 {next:yyyy-MM-dd}；以下是当天早上的清单。",
        $"The bank is closed on {day:yyyy-MM-dd}; the next working day is {next:yyyy-MM-dd}. This is how the list stands on that morning.");

    /// <summary>Over what to try next.</summary>
    public string WhereNext => Say("接下来可以看看：", "Where to look next:");

    /// <summary>What to try next, with what it shows.</summary>
    public IReadOnlyList<(string Command, string Shows)> Next(string manager) =>
    [
        ($"nba demo --day 2025-12-31 --manager {manager} --lang {Say("en", "zh-CN")}", Say("另一天早上的清单，用英文显示", "another morning, in Chinese")),
        ("nba replay --verify", Say("把这一年重新决策一遍，逐字节比对", "decide the whole year again and compare every byte")),
        ("nba run --data artifacts/demo", Say("同一家银行继续实时运行，可在浏览器中打开控制台", "the same bank lives on, with a console for your browser")),
        ("rules/retention.json", Say("一条规则和它的用例；改动后运行 nba rules test", "a rule with its cases; edit it and run: nba rules test")),
    ];

    /// <summary>Names of a list, as far as they are shown.</summary>
    public string Names(IEnumerable<string> names, int atMost)
    {
        var all = names.ToList();
        var shown = string.Join(Say("、", ", "), all.Take(atMost));
        return all.Count <= atMost ? shown : shown + Say($" 等 {all.Count} 位", $" and {all.Count - atMost} others");
    }

    /// <summary>By when, as people say it; how pressing: 2 today or late, 1 tomorrow, 0 later or never.</summary>
    public (string Text, int Pressing) When(ActionRecord action, DateOnly today, BankCalendar calendar)
    {
        if (action.AppointmentAt is { } at)
        {
            var day = calendar.DateOf(new Instant(at));
            return (Say("已约 ", "meet ") + Near(day, today), day <= today ? 2 : 0);
        }
        if (action.DueOn is { } due)
        {
            var late = today.DayNumber - due;
            if (late > 0) return (Say($"逾期 {late} 天", late == 1 ? "1 day late" : $"{late} days late"), 2);
            return (Near(DateOnly.FromDayNumber(due), today), late == 0 ? 2 : late == -1 ? 1 : 0);
        }
        return (action.Expires is { } last ? Say("至 ", "until ") + Near(DateOnly.FromDayNumber(last), today) : "", 0);
    }

    /// <summary>What kind of day it is: holiday or working day, the festival it is or the one that comes soon.</summary>
    public string Note(BankCalendar calendar, DateOnly day)
    {
        var words = new List<string>();
        if (calendar.HolidayName(day) is { } holiday) words.Add(Say($"{holiday.Zh}放假", $"{holiday.En} holiday"));
        else if (!calendar.IsWorkday(day)) words.Add(Say("休息日", "day off"));
        else if (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday) words.Add(Say("调休上班", "working weekend"));
        for (var ahead = 0; ahead <= 7; ahead++)
        {
            if (calendar.FestivalsOn(day.AddDays(ahead)) is not [var festival, ..]) continue;
            words.Add(ahead == 0
                ? Say($"今天{festival.Zh}", $"today is {festival.En}")
                : Say($"{Near(day.AddDays(ahead), day)}{festival.Zh}", $"{festival.En} {Near(day.AddDays(ahead), day)}"));
            break;
        }
        return string.Join(Say("，", ", "), words);
    }

    private string Near(DateOnly day, DateOnly today) => (day.DayNumber - today.DayNumber) switch
    {
        0 => Say("今天", "today"),
        1 => Say("明天", "tomorrow"),
        _ => _zh ? $"{day.Month}月{day.Day}日" : day.ToString("d MMM", CultureInfo.InvariantCulture),
    };

    private static string Actions(int count) => count == 1 ? "1 action" : $"{count} actions";
}
