namespace Nba.Host.Demo;

/// <summary>What comes round by itself: salaries, reported balances, month ends, instalments.</summary>
internal static class DemoRoutines
{
    public static void Add(DemoRun run, int customer, in DemoPerson person, ref DemoRandom random)
    {
        var day = run.Day;
        var sort = run.SortOf(customer);
        if (sort == DemoSort.Prospect) return;
        ref var life = ref run.Lives[customer];
        if (person.Sort == DemoSort.Personal && person.Income > 0 && (day.PayMask >> person.PayDay & 1) != 0 && life.Income > 0) Salary(run, customer, person, life.Income, ref random);
        if (Reports(day, customer, person)) run.Add(new(run.At(ref random, 20, 22), customer, DemoKind.Balance, Amount: run.MoneyOf(customer)));
        if (day.EndsMonth && person.Class != DemoClass.Quiet) MonthEnd(run, customer, person, ref random);
        if (day.Date.Day != person.ReportDay) return;
        if (life.HasLoan) Instalment(run, customer, person, ref random);
        if (life.HasCard && person.Class != DemoClass.Quiet && sort == DemoSort.Personal) Statement(run, customer, person, ref random);
    }

    private static bool Reports(in DemoDay day, int customer, in DemoPerson person) => person.Class switch
    {
        DemoClass.Busy => day.IsWorkday,
        DemoClass.Known => day.Date.Day == person.ReportDay,
        _ => day.Date.Day == person.ReportDay && day.Date.Month % 3 == customer % 3,
    };

    // January's pay has the year's bonus in it.
    private static void Salary(DemoRun run, int customer, in DemoPerson person, int share, ref DemoRandom random)
    {
        var usual = person.Income * share / 100;
        var amount = (usual * random.Between(980, 1020) / 1000) + (run.Day.Date.Month == 1 && share == 100 ? usual * (customer % 3) : 0);
        run.Add(new(run.At(ref random, 6, 9), customer, DemoKind.Salary, Amount: amount));
    }

    private static void MonthEnd(DemoRun run, int customer, in DemoPerson person, ref DemoRandom random)
    {
        run.Add(new(run.At(ref random, 22, 24), customer, DemoKind.MonthClosed, Amount: run.MoneyOf(customer)));
        if (person.Sort != DemoSort.Corporate) return;
        DemoCompanyBooks.Month(run, customer, person);
        var share = run.Lives[customer].Income;
        var amount = person.Income * share / 100 * random.Between(85, 115) / 100;
        run.Add(new(run.At(ref random, 22, 24), customer, DemoKind.Settlement, Amount: amount, Code: DemoOpening.Payments(person) + random.Between(-3, 3)));
        if (DemoOpening.PaysStaff(customer)) run.Add(new(run.At(ref random, 22, 24), customer, DemoKind.PayrollClosed, Code: DemoOpening.Staff(person) * (50 + (share / 2)) / 100, Amount: person.Income / 8));
        if (DemoOpening.Trades(customer)) run.Add(new(run.At(ref random, 22, 24), customer, DemoKind.TradeClosed, Amount: amount / 4));
        if (run.Lives[customer].HasLoan) run.Add(new(run.At(ref random, 22, 24), customer, DemoKind.LineUsed, Amount: DemoOpening.Line(person) * random.Between(30, 95) / 100));
    }

    // Nine in ten pay in time, most of the rest within days.
    private static void Statement(DemoRun run, int customer, in DemoPerson person, ref DemoRandom random)
    {
        const int days = 18;
        var amount = random.Cents(300, DemoPerson.By(person.Class, 1, 9_000, 40_000), 10);
        run.Add(new(run.At(ref random, 6, 8), customer, DemoKind.StatementIssued, Key: 1, Amount: amount, Day: run.Day.Number + days));
        run.Later(days + (random.Chance(920) ? -random.Below(9) : random.Between(1, 10)), new(customer, DemoStep.PayStatement, 1, 0, amount));
    }

    private static void Instalment(DemoRun run, int customer, in DemoPerson person, ref DemoRandom random)
    {
        const int notice = 10;
        var amount = person.Sort == DemoSort.Corporate ? (person.Income / 200) + 500_000 : 180_000 + (customer % 60 * 10_000);
        run.Add(new(run.At(ref random, 6, 8), customer, DemoKind.PaymentDue, Key: 1, Amount: amount, Day: run.Day.Number + notice));
        run.Later(notice + (random.Chance(920) ? -random.Below(3) : random.Between(1, 12)), new(customer, DemoStep.Pay, 1, 0, amount));
    }
}
