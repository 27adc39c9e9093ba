namespace Nba.Host.Demo;

/// <summary>What a person brought along.</summary>
internal static class DemoPersonalPast
{
    private static readonly int[] Terms = [91, 182, 365, 730, 1095];
    private static readonly int[] Insurances = [DemoWords.Insurance, DemoWords.HomeInsurance, DemoWords.FamilyInsurance];

    public static void Add(DemoPast past)
    {
        var (person, today) = (past.Person, past.Today);
        if (person.HasLoan) Loan(past);
        if (person.Risk > 0) past.Put(today - past.Between(10, 370), DemoKind.RiskAssessed, code: person.Risk);
        if (person.Risk > 1 && past.Chance(500)) Wealth(past);
        if (past.Chance(past.By(90, 350, 450))) Policy(past);
        if (person.HasCard && past.Chance(200)) past.Later(today + past.Between(1, 310), DemoStep.ExpireCard);
        for (var i = 0; i < person.Deposits; i++) Deposit(past);
        Retirement(past);
        if (person.Income == 0 || past.IsNew) return;
        foreach (var last in past.MonthEnds(5))
        {
            var payday = past.WorkdayUpTo(last - 30 + DemoPerson.PayDays[person.PayDay]);
            if (payday > person.Since) past.Put(payday, DemoKind.Salary, amount: person.Income * past.Between(980, 1020) / 1000);
        }
    }

    private static void Loan(DemoPast past)
    {
        var (opened, home) = (past.Today - past.Between(20, 300), past.Chance(600));
        past.Put(
            opened, DemoKind.LoanOpened, 1, home ? DemoWords.Mortgage : DemoWords.ConsumerLoan,
            home ? past.Random.Cents(400_000, 3_000_000, 10_000) : past.Random.Cents(30_000, 300_000, 10_000), opened + (home ? 9130 : 1095));
    }

    private static void Wealth(DemoPast past)
    {
        var product = past.Chance(600) || past.Person.Risk < 3 ? DemoWords.Steady : DemoWords.Balanced;
        past.Put(past.Today - past.Between(60, 400), DemoKind.ProductOpened, code: product);
        for (var n = past.Between(1, past.By(1, 2, 3)); n > 0; n--)
        {
            var (key, left, amount) = (past.NextThing(), past.Between(4, 330), past.Random.Cents(30_000, past.By(100_000, 600_000, 1_500_000), 10_000));
            past.Put(past.Today + left - 365, DemoKind.WealthBought, key, product, amount, past.Today + left);
            past.Later(past.Today + left, DemoStep.Redeem, key, product, amount);
        }
    }

    private static void Policy(DemoPast past)
    {
        var (key, code, ends) = (past.NextThing(), past.Random.Pick<int>(Insurances), past.Today + past.Between(5, 360));
        var premium = past.Random.Cents(200, code == DemoWords.FamilyInsurance ? 12_000 : 2_000, 10);
        past.Put(ends - 365, DemoKind.ProductOpened, code: code);
        past.Put(ends - 365, DemoKind.PolicyIssued, key, code, premium, ends);
        past.Later(Math.Max(past.Today + 1, ends - past.Between(0, 18)), DemoStep.EndPolicy, key, ends, premium);
    }

    // Three in a hundred are broken early.
    private static void Deposit(DemoPast past)
    {
        var term = past.Random.Pick<int>(Terms);
        var left = past.Between(5, Math.Min(term, 420));
        var amount = past.Random.Cents(10_000, past.By(60_000, 300_000, 900_000), 5_000);
        var (key, auto, broken) = (past.NextThing(), past.Chance(250), left > 60 && past.Chance(30));
        var product = amount >= 20_000_000 ? DemoWords.LargeCd : past.Chance(150) ? DemoWords.Structured : DemoWords.TimeDeposit;
        past.Put(past.Today + left - term, DemoKind.DepositOpened, key, product, amount, past.Today + left, auto);
        past.Later(past.Today + (broken ? left / 3 : left + (auto ? 0 : past.Random.Below(7))), DemoStep.Deposit, key, broken ? 2 : auto ? 1 : 0, amount);
    }

    private static void Retirement(DemoPast past)
    {
        var sixty = DateOnly.FromDayNumber(past.Person.Born).AddYears(60).DayNumber;
        if (past.Person.Income > 0 && sixty >= past.Today) past.Later(sixty, DemoStep.Retire);
    }
}
