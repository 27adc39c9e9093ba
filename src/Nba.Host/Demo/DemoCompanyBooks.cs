namespace Nba.Host.Demo;

/// <summary>
/// A company's accounts one by one, and whom we speak with there. Both have a stream of draws and numbers of their own, so that they move nothing else of
/// the bank. Of companies that hardly ever come nothing of this is known.
/// </summary>
internal static class DemoCompanyBooks
{
    private const int Basic = 1, Second = 2, Foreign = 3, Finance = 1, Head = 2, Successor = 3, Yuan = 0, Dollar = 1;

    /// <summary>What there was before the first day.</summary>
    public static void Add(DemoPast past)
    {
        if (past.Person.Sort != DemoSort.Corporate || past.Person.Class == DemoClass.Quiet) return;
        var (customer, since, from) = (past.Customer, past.Person.Since, past.Today - 1);
        Open(past, Basic, kind: 0, Yuan, since);
        if (HasSecond(customer)) Open(past, Second, kind: 1, Yuan, since + 100);
        if (DemoOpening.Trades(customer)) Open(past, Foreign, kind: 2, Dollar, since + 150);
        var random = DemoRandom.For(past.Seed, DemoPurpose.Company, (ulong)customer);
        past.Put(since, DemoKind.PersonNoted, Finance, code: 0, amount: since, day: Birthday(ref random, from));
        if (past.Person.Class == DemoClass.Busy) past.Put(since, DemoKind.PersonNoted, Head, code: 1, amount: since, day: Birthday(ref random, from));
    }

    /// <summary>The month's report of every account; in one month of two years somebody else takes over the finances.</summary>
    public static void Month(DemoRun run, int customer, in DemoPerson person)
    {
        if (person.Class == DemoClass.Quiet) return;
        var random = DemoRandom.For(run.Options.Seed, DemoPurpose.Company, (ulong)customer, (ulong)run.Day.Number);
        var (money, today) = (run.MoneyOf(customer), run.Day.Number);
        Report(run, customer, Basic, money / 2, today - random.Below(3), ref random);
        if (HasSecond(customer)) Report(run, customer, Second, Rests(customer) ? 1_260_000 : money / 4, Rests(customer) ? RestsSince(run, customer, person) : today - random.Below(20), ref random);
        if (DemoOpening.Trades(customer)) Report(run, customer, Foreign, money / 40, today - random.Below(20), ref random);
        if (customer % 24 != run.Day.Date.Month) return;
        run.Add(new(run.At(ref random, 9, 12), customer, DemoKind.PersonLeft, Finance));
        run.Add(new(run.At(ref random, 13, 17), customer, DemoKind.PersonNoted, Successor, Code: 0, Amount: today, Day: Birthday(ref random, today)));
    }

    private static bool HasSecond(int customer) => customer % 10 < 6;

    private static bool Rests(int customer) => customer % 3 == 0;

    // Spread, so that not all of them reach their tenth month on one day.
    private static int RestsSince(DemoRun run, int customer, in DemoPerson person) => Math.Max(person.Since + 100, run.Options.From.DayNumber - 60 - (customer % 11 * 20));

    private static int Birthday(ref DemoRandom random, int today) => today - random.Between(28 * 366, 58 * 365);

    private static void Open(DemoPast past, int key, int kind, int currency, int day)
    {
        var opened = Math.Min(day, past.IsNew ? past.Today : past.Today - 1);
        past.Put(opened, DemoKind.AccountOpened, key, kind, currency, opened);
    }

    private static void Report(DemoRun run, int customer, int key, long balance, int moved, ref DemoRandom random) =>
        run.Add(new(run.At(ref random, 22, 24), customer, DemoKind.AccountReported, key, Amount: balance, Day: moved));
}
