namespace Nba.Host.Demo;

/// <summary>A customer's first events while they are gathered: each at a time of its own, on the day asked for as far as the customer was here.</summary>
internal sealed class DemoPast(DemoRun run, int customer, int today)
{
    private readonly int _first = run.Drafts.Count;
    private DemoRandom _random = DemoRandom.For(run.Options.Seed, DemoPurpose.History, (ulong)customer);

    public int Customer => customer;

    public ulong Seed => run.Options.Seed;

    /// <summary>The first day that is lived through.</summary>
    public int Today => today;

    public ref readonly DemoPerson Person => ref run.People[customer];

    /// <summary>Whether the customer comes today, so that nothing lies before.</summary>
    public bool IsNew => Person.Since >= run.Options.From.DayNumber;

    public ref DemoRandom Random => ref _random;

    public int Between(int least, int most) => _random.Between(least, most);

    public bool Chance(int permille) => _random.Chance(permille);

    /// <summary>A figure by the customer's class.</summary>
    public int By(int quiet, int known, int busy) => DemoPerson.By(Person.Class, quiet, known, busy);

    public int NextThing() => run.NextThing(customer);

    /// <summary>Adds an event.</summary>
    public void Put(int onDay, DemoKind kind, int key = 0, int code = 0, long amount = 0, int day = 0, bool flag = false)
    {
        var last = IsNew ? today : today - 1;
        var time = DemoTime.StartOf(Math.Clamp(onDay, Person.Since, last)) + (9 * 3_600_000) + ((run.Drafts.Count - _first) * 120_000);
        run.Drafts.Add(new(time, customer, kind, key, code, amount, day, flag));
    }

    /// <summary>The last working day up to a day.</summary>
    public int WorkdayUpTo(int day) => run.WorkdayUpTo(day);

    /// <summary>A working day after the first day that is lived through: the first, the second, and so on.</summary>
    public int Workday(int place) => run.WorkdayAfter(today, place);

    /// <summary>Notes what will happen.</summary>
    public void Later(int day, DemoStep step, int key = 0, int code = 0, long amount = 0) => run.Agenda.Add(day, new(customer, step, key, code, amount));

    /// <summary>The last days of so many months before the first day, the earliest first.</summary>
    public IEnumerable<int> MonthEnds(int months)
    {
        var day = DateOnly.FromDayNumber(today);
        var month = day.AddDays(1 - day.Day);
        for (var back = months; back >= 1; back--) yield return month.AddMonths(1 - back).AddDays(-1).DayNumber;
    }
}
