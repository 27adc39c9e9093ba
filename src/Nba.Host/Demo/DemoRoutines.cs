namespace Nba.Host.Demo;

/// <summary>What comes round by itself: salaries, reported balances, month ends, instalments.</summary>
internal static class DemoRoutines
{
    public static void Add(DemoRun run, int customer, in DemoPerson person, ref DemoRandom random)
    {
        var day = run.Day;
        if (person.Sort == DemoSort.Prospect) return;
        ref var life = ref run.Lives[customer];
        if (person.Sort == DemoSort.Personal && person.Income > 0 && (day.PayMask >> person.PayDay & 1) != 0 && life.Income > 0) Salary(run, customer, person, life.Income, ref random);
        if (Reports(day, customer, person)) run.Add(new(run.At(ref random, 20, 22), customer, DemoKind.Balance, Amount: run.MoneyOf(customer)));
        if (day.EndsMonth && person.Class != DemoClass.Quiet) MonthEnd(run, customer, person, ref random);
        if (life.HasLoan && day.Date.Day == person.ReportDay) Instalment(run, customer, person, ref random);
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
        var amount = person.Income * random.Between(85, 115) / 100;
        run.Add(new(run.At(ref random, 22, 24), customer, DemoKind.Settlement, Amount: amount, Code: (int)(person.Income % 97) + random.Between(15, 25)));
    }

    private static void Instalment(DemoRun run, int customer, in DemoPerson person, ref DemoRandom random)
    {
        const int notice = 10;
        var amount = person.Sort == DemoSort.Corporate ? (person.Income / 200) + 500_000 : 180_000 + (customer % 60 * 10_000);
        run.Add(new(run.At(ref random, 6, 8), customer, DemoKind.PaymentDue, Key: 1, Amount: amount, Day: run.Day.Number + notice));
        run.Later(notice + (random.Chance(920) ? -random.Below(3) : random.Between(1, 12)), new(customer, DemoStep.Pay, 1, 0, amount));
    }
}
