namespace Nba.Host.Demo;

/// <summary>The bank in motion: what has changed so far, what is to come, and what happens today. Bounded by the customers and one day.</summary>
internal sealed class DemoRun(DemoBankOptions options, DemoPerson[] people)
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

    /// <summary>Notes what follows in some days.</summary>
    public void Later(int days, in DemoNote note) => Agenda.Add(Day.Number + days, note);

    /// <summary>Days to the first working day that lies at least so many days ahead.</summary>
    public int ToWorkday(int days)
    {
        // Holidays are not looked up ahead; what meets one is put off when its day comes.
        var weekday = (Day.Number + days) % 7;
        return weekday >= 5 ? days + 7 - weekday : days;
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
