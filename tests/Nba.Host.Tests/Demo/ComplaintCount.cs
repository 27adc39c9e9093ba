using System.Globalization;
using System.Text.Json;
using Nba.Host.State;
using Nba.Host.Transport.Embedded;
using Nba.House;

namespace Nba.Host.Tests.Demo;

/// <summary>A complaint as the bytes of the log tell it.</summary>
internal sealed class LoggedComplaint
{
    public DateOnly? Received { get; set; }

    public DateOnly? Replied { get; set; }

    public DateOnly? Closed { get; set; }

    public (string Time, string Word) Class { get; set; }
}

/// <summary>
/// A count of complaints that shares nothing with the engine: the log's JSON read as it came, Shanghai's clock as eight hours ahead, working days walked one by
/// one over the calendar file. Knows no duplicates and no refusals: the demo has none.
/// </summary>
internal sealed class ComplaintCount
{
    private readonly Dictionary<string, string> _into = [];
    private readonly Dictionary<(string Customer, string Complaint), LoggedComplaint> _complaints = [];
    private readonly HashSet<DateOnly> _off = [];
    private readonly HashSet<DateOnly> _worked = [];

    public ComplaintCount(Store store)
    {
        Calendar();
        using var rows = store.Scan(new Keys(0).Prefix(Table.Log));
        var events = new List<JsonElement>();
        while (rows.MoveNext())
        {
            using var json = JsonDocument.Parse(EmbeddedLog.Row(rows.Key, rows.Value).Value);
            var type = json.RootElement.GetProperty("type").GetString()!;
            if (type == "customer.merged") _into[json.RootElement.GetProperty("subject").GetString()!] = json.RootElement.GetProperty("data").GetProperty("into").GetString()!;
            else if (type.StartsWith("complaint.", StringComparison.Ordinal)) events.Add(json.RootElement.Clone());
        }
        foreach (var one in events) Take(one);
    }

    public IReadOnlyCollection<LoggedComplaint> All => _complaints.Values;

    /// <summary>Working days after a day, up to and with another.</summary>
    public int Workdays(DateOnly from, DateOnly to)
    {
        var count = 0;
        for (var day = from.AddDays(1); day <= to; day = day.AddDays(1)) count += IsWorked(day) ? 1 : 0;
        return count;
    }

    /// <summary>The third working day after a day.</summary>
    public DateOnly Due(DateOnly from)
    {
        var day = from;
        for (var left = 3; left > 0;) left -= IsWorked(day = day.AddDays(1)) ? 1 : 0;
        return day;
    }

    /// <summary>How many are not the first of their customer in 365 days.</summary>
    public int Repeats() => _complaints.GroupBy(c => c.Key.Customer).Sum(customer =>
    {
        var days = customer.Select(c => c.Value.Received!.Value).Order().ToList();
        return Enumerable.Range(1, Math.Max(0, days.Count - 1)).Count(i => days[i].DayNumber - days[i - 1].DayNumber <= 364);
    });

    private void Take(JsonElement one)
    {
        var (customer, data, time) = (one.GetProperty("subject").GetString()!, one.GetProperty("data"), one.GetProperty("time").GetString()!);
        while (_into.TryGetValue(customer, out var into)) customer = into;
        var moment = DateTimeOffset.Parse(time, CultureInfo.InvariantCulture).UtcDateTime;
        var day = DateOnly.FromDateTime(moment.AddHours(8));
        var key = (customer, data.GetProperty("complaint").GetString()!);
        if (!_complaints.TryGetValue(key, out var complaint)) _complaints[key] = complaint = new LoggedComplaint();
        switch (one.GetProperty("type").GetString())
        {
            case "complaint.received": complaint.Received = Earlier(complaint.Received, day); break;
            case "complaint.replied": complaint.Replied = Earlier(complaint.Replied, day); break;
            case "complaint.closed": complaint.Closed = Earlier(complaint.Closed, day); break;
        }
        var stamp = moment.ToString("O", CultureInfo.InvariantCulture);
        if (data.TryGetProperty("class", out var word) && string.CompareOrdinal(stamp, complaint.Class.Time) >= 0) complaint.Class = (stamp, word.GetString()!);
    }

    private static DateOnly Earlier(DateOnly? known, DateOnly day) => known < day ? known.Value : day;

    private bool IsWorked(DateOnly day) => _worked.Contains(day) || (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !_off.Contains(day));

    private void Calendar()
    {
        using var json = JsonDocument.Parse(Repository.Read("rules/calendars/china.json"), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        foreach (var holiday in json.RootElement.GetProperty("years").EnumerateArray().SelectMany(y => y.GetProperty("holidays").EnumerateArray()))
        {
            foreach (var range in holiday.GetProperty("off").EnumerateArray().Select(r => r.GetString()!.Split("..")))
            {
                for (var day = Day(range[0]); day <= Day(range[^1]); day = day.AddDays(1)) _off.Add(day);
            }
            if (holiday.TryGetProperty("work", out var worked)) _worked.UnionWith(worked.EnumerateArray().Select(w => Day(w.GetString()!)));
        }
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
