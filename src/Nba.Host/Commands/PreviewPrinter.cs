using System.Globalization;
using Nba.Host.Previews;

namespace Nba.Host.Commands;

/// <summary>Writes a preview for people: of one owner every line, of a bank a line for each owner.</summary>
internal sealed class PreviewPrinter(PreviewWords words)
{
    /// <summary>Writes it.</summary>
    public void Print(PreviewAnswer answer, TextWriter to)
    {
        to.WriteLine(Heading(answer));
        if (answer.Managers.Count == 0) to.WriteLine(Nothing);
        else if (answer.Managers is [var one]) One(answer, one, to);
        else Overview(answer, to);
    }

    /// <summary>Of days on which nothing happens.</summary>
    public string Nothing => words.Say("这些天不会有任何变化。", "Nothing happens on these days.");

    /// <summary>Above what gates stop.</summary>
    public string StoppedHeading => words.Say("符合规则、但不会进入清单：", "Wanted by rules, and kept out of the list:");

    /// <summary>An owner, with how much there is.</summary>
    public string Of(PreviewCounts counts, bool greetings) => $"{Owner(counts)} · {Counts(counts, greetings)}";

    /// <summary>What stops a line, and until when.</summary>
    public string Stop(PreviewRow row) => $"{row.Why}{(row.Until is { } until ? words.Say($"，至 {until}", $", until {until}") : "")}";

    /// <summary>An owner by name and id.</summary>
    public static string Owner(PreviewCounts counts) => counts.Name is null ? counts.Manager : $"{counts.Name} ({counts.Manager})";

    /// <summary>What it is about, in one line.</summary>
    public string Heading(PreviewAnswer answer) => answer.Greetings
        ? words.Say($"问候计划 {answer.From[..7]} · 数据截至 {answer.StandsAt}，其间无其他事件时", $"Greeting plan {answer.From[..7]} · as of {answer.StandsAt}, if nothing else happens")
        : words.Say($"预览 {answer.From} 至 {answer.To} · 数据截至 {answer.StandsAt}，其间无其他事件时", $"Preview {answer.From} to {answer.To} · as of {answer.StandsAt}, if nothing else happens");

    private void One(PreviewAnswer answer, PreviewCounts counts, TextWriter to)
    {
        to.WriteLine(Of(counts, answer.Greetings));
        foreach (var day in answer.Actions.Where(IsShown).GroupBy(r => DayOf(answer, r), StringComparer.Ordinal))
        {
            to.WriteLine();
            to.WriteLine(words.Weekday(day.Key));
            foreach (var row in day) Print(row, answer.Greetings, to);
        }
        if (answer.Stopped.Count == 0) return;
        to.WriteLine();
        to.WriteLine(StoppedHeading);
        foreach (var day in answer.Stopped.GroupBy(r => DayOf(answer, r), StringComparer.Ordinal))
        {
            to.WriteLine(words.Weekday(day.Key));
            foreach (var row in day) to.WriteLine($"  {Customer(row)}: {row.Title}{Greeting(row, answer.Greetings)} — {Stop(row)}");
        }
    }

    /// <summary>Whether a line is for people: what comes and goes again without an answer is told by what comes.</summary>
    public static bool IsShown(PreviewRow row) => row.What is "raised" or "appointment" or "escalated" || row.Stood;

    private void Print(PreviewRow row, bool greetings, TextWriter to)
    {
        var mark = row.What == "raised" ? "" : words.Say($"【{Word(row)}】", $"[{Word(row)}] ");
        to.WriteLine($"  {mark}{Customer(row)}: {row.Title}{Greeting(row, greetings)}");
        var tail = new List<string>();
        if (row.Due is { } due && due != row.Day && row.What is "raised" or "escalated" && !greetings) tail.Add(words.Say($"应办 {row.Due}", $"due {row.Due}"));
        if (greetings && row.What == "raised") tail.Add(words.Say($"{row.Day} 起在清单中", $"in the list from {row.Day}"));
        if (row.Why is { } why) tail.Add(why);
        tail.Add(string.Join(" + ", row.Rules));
        to.WriteLine($"      {string.Join(words.Say("，", ", "), tail)}");
    }

    private string Greeting(PreviewRow row, bool greetings) => Way(row, greetings) is { Length: > 0 } way ? words.Say($"（{way}）", $" ({way})") : "";

    /// <summary>By which channel a greeting goes, what the customer said to that, and the way they like; empty for other actions.</summary>
    public string Way(PreviewRow row, bool greetings)
    {
        if (!greetings && row.Purpose != "care") return "";
        var parts = new List<string> { words.Channel(row.Channel) };
        if (row.Queue != row.Manager && row.Queue.StartsWith("channel:", StringComparison.Ordinal)) parts[0] = words.Say($"由{parts[0]}渠道发送", $"sent by {parts[0]}");
        if (words.Consent(row.Consent) is { } consent) parts.Add(consent);
        if (row.Preferred is { } way && way != row.Channel) parts.Add(words.Say($"偏好{words.Channel(way)}", $"likes {words.Channel(way)}"));
        return string.Join(words.Say("，", ", "), parts);
    }

    private void Overview(PreviewAnswer answer, TextWriter to)
    {
        foreach (var counts in answer.Managers) to.WriteLine($"  {Owner(counts)}: {Counts(counts, answer.Greetings)}");
        to.WriteLine();
        to.WriteLine(More);
    }

    /// <summary>How to see more than an overview.</summary>
    public string More => words.Say("加 --manager 编号 可逐日列出，加 --csv 文件 或 --json 可输出全部。", "Every line of one of them: --manager ID; all of them: --csv FILE or --json.");

    private string Counts(PreviewCounts c, bool greetings)
    {
        var parts = new List<string>();
        void Add(int count, string zh, string one, string more)
        {
            if (count > 0) parts.Add(words.Say($"{zh} {count}", string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : more)}")));
        }
        if (greetings) Add(c.Raised + c.Due, "问候", "greeting", "greetings");
        else
        {
            Add(c.Raised, "新增", "comes", "come");
            Add(c.Greetings, "其中问候", "of them a greeting", "of them greetings");
            Add(c.Due, "到期", "is due", "are due");
            Add(c.Appointments, "预约", "appointment", "appointments");
            Add(c.Escalated, "升级", "escalates", "escalate");
            Add(c.Leaving, "离开", "leaves", "leave");
        }
        Add(c.Stopped, "拦下", "stopped", "stopped");
        Add(c.AskFirst, "其中待征询", "of them to be asked about first", "of them to be asked about first");
        Add(c.Refused, "其中已拒绝", "of them refused", "of them refused");
        return parts.Count == 0 ? words.Say("无", "nothing") : string.Join(words.Say("，", ", "), parts);
    }

    /// <summary>What happens, in one word.</summary>
    public string Word(PreviewRow row) => words.Kind(Enum.Parse<Engine.PreviewKind>(row.What, ignoreCase: true));

    /// <summary>The day under which a line stands.</summary>
    public static string DayOf(PreviewAnswer answer, PreviewRow row) => answer.Greetings ? row.Due ?? row.Day : row.Day;

    /// <summary>The customer by name and id.</summary>
    public static string Customer(PreviewRow row) => row.Name is null ? row.Customer : $"{row.Name} ({row.Customer})";
}
