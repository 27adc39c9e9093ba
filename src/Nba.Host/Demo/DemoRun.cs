using Nba.Engine.Calendars;

namespace Nba.Host.Demo;

/// <summary>The bank in motion: what has changed so far, what is to come, and what happens today. Bounded by the customers and one day.</summary>
internal sealed class DemoRun(DemoBankOptions options, DemoPerson[] people, BankCalendar calendar)
{
    public DemoBankOptions Options => options;

    public DemoPerson[] People => people;

    public DemoLife[] Lives { get; } = new DemoLife[people.Length];

    public DemoAgenda Agenda { get; } = new(options.From.DayNumber, options.To.DayNumber);

    /// <summary>Today's events, in the order they were thought of.</summary>
    public List<DemoDraft> Drafts { get; } = [];

    public DemoDay Day { get; set; }

    /// <summary>A moment of today between two hours.</summary>
    public long At(ref DemoRandom random, int fromHour, int toHour) => Day.StartMs + (((fromHour * 3600L) + random.Below((toHour - fromHour) * 3600)) * 1000);

    public void Add(in DemoDraft draft) => Drafts.Add(draft);

    /// <summary>An event of a story, between two hours of today.</summary>
    public void Put(
        in DemoNote note, DemoKind kind, ref DemoRandom random, int key = 0, int code = 0, int day = 0, long amount = 0, bool flag = false, int fromHour = 9, int toHour = 18) =>
        Add(new(At(ref random, fromHour, toHour), note.Customer, kind, key, code, amount, day, flag));

    /// <summary>What the customer is today: a prospect may have become a customer.</summary>
    public DemoSort SortOf(int customer) => Lives[customer].Became ? DemoSort.Personal : people[customer].Sort;

    /// <summary>Notes what follows in some days; of a day that is running, it follows at once.</summary>
    public void Later(int days, in DemoNote note) => Agenda.Add(Day.Number + days, note);

    /// <summary>Days to the first working day that lies at least so many days ahead.</summary>
    public int ToWorkday(int days)
    {
        while (!calendar.IsWorkday(DateOnly.FromDayNumber(Day.Number + days))) days++;
        return days;
    }

    /// <summary>Days to a working day: the first one ahead, the second, and so on.</summary>
    public int Workdays(int ahead) => WorkdayAfter(Day.Number, ahead) - Day.Number;

    /// <summary>A working day after a day: the first, the second, and so on.</summary>
    public int WorkdayAfter(int day, int place) => calendar.AddWorkdays(DateOnly.FromDayNumber(day), place).DayNumber;

    /// <summary>The last working day up to a day.</summary>
    public int WorkdayUpTo(int day)
    {
        while (!calendar.IsWorkday(DateOnly.FromDayNumber(day))) day--;
        return day;
    }

    /// <summary>The number of the customer's next thing.</summary>
    public int NextThing(int customer) => ++Lives[customer].Things;

    /// <summary>All the customer's money with us today: their usual, what life made of it, a slow drift and the day's ups and downs.</summary>
    public long MoneyOf(int customer)
    {
        var random = DemoRandom.For(options.Seed, DemoPurpose.Balance, (ulong)customer, (ulong)Day.Number);
        var person = people[customer];
        var usual = person.Balance * Lives[customer].Money / 100;
        var drift = (customer % 31) - 13;
        return usual + (usual * drift * (Day.Number - options.From.DayNumber) / 36_500) + (usual * random.Between(-30, 30) / 1000) + random.Below(10_000);
    }
}
