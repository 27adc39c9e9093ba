namespace Nba.Host.Demo;

/// <summary>How a customer's story begins: registered, products opened, looked after. For most that lies before the first day.</summary>
internal static class DemoOpening
{
    private static readonly int[] Terms = [91, 182, 365, 730, 1095];

    /// <summary>Adds the customer's first events in order of time, each at a time of its own.</summary>
    public static void Add(DemoRun run, int customer)
    {
        var person = run.People[customer];
        var random = DemoRandom.For(run.Options.Seed, DemoPurpose.History, (ulong)customer);
        ref var life = ref run.Lives[customer];
        (life.Income, life.Money, life.Here) = (100, 100, true);
        (life.HasCard, life.HasMobile, life.HasLoan) = (person.HasCard, person.HasMobile, person.HasLoan);
        var today = Math.Max(run.Options.From.DayNumber, person.Since);
        var first = run.Drafts.Count;
        var last = person.Since < run.Options.From.DayNumber ? today - 1 : today;
        void Put(int day, DemoDraft draft)
        {
            var time = DemoTime.StartOf(Math.Clamp(day, person.Since, last)) + (9 * 3_600_000) + ((run.Drafts.Count - first) * 120_000);
            run.Drafts.Add(draft with { TimeMs = time, Customer = customer });
        }

        Put(person.Since, new(0, 0, DemoKind.Registered));
        if (person.Sort == DemoSort.Corporate) Company(Put, person, ref random);
        if (person.Sort != DemoSort.Prospect) Put(person.Since, new(0, 0, DemoKind.ProductOpened, Code: DemoWords.CurrentAccount));
        var between = person.Since + ((today - person.Since) / 3);
        if (person.HasCard) Put(between, new(0, 0, DemoKind.CardOpened, Key: 1, Code: DemoWords.CreditCard));
        if (person.HasMobile) Put(between, new(0, 0, DemoKind.ProductOpened, Code: DemoWords.MobileBanking));
        if (person.HasLoan) Loan(run, Put, person, customer, today, ref random);
        if (person.Risk > 1 && random.Chance(600)) Put(today - 200, new(0, 0, DemoKind.ProductOpened, Code: random.Chance(600) || person.Risk < 3 ? DemoWords.Steady : DemoWords.Balanced));
        if (person.Risk > 0) Put(today - random.Between(10, 420), new(0, 0, DemoKind.RiskAssessed, Code: person.Risk));
        Consents(Put, person, today, ref random);
        for (var i = 0; i < person.Deposits; i++) Deposit(run, Put, person, customer, today, ref random);
        if (person.Class != DemoClass.Quiet && person.Since < today - 120) Averages(Put, person, today);
        Put(today - 1, new(0, 0, DemoKind.Assigned, Key: person.Manager, Code: person.Branch, Day: today));
        Retirement(run, person, customer, today);
        run.Drafts.Sort(first, run.Drafts.Count - first, Comparer<DemoDraft>.Create((a, b) => a.TimeMs.CompareTo(b.TimeMs)));
    }

    private static void Company(Action<int, DemoDraft> put, in DemoPerson person, ref DemoRandom random)
    {
        put(person.Since, new(0, 0, DemoKind.Company, Code: random.Between(8, 60) * DemoPerson.By(person.Class, 1, 4, 20), Amount: person.Income * random.Between(10, 30)));
        if (random.Chance(300)) put(person.Since + 60, new(0, 0, DemoKind.ProductOpened, Code: DemoWords.Payroll));
        if (random.Chance(200)) put(person.Since + 90, new(0, 0, DemoKind.ProductOpened, Code: DemoWords.CashManagement));
    }

    private static void Loan(DemoRun run, Action<int, DemoDraft> put, in DemoPerson person, int customer, int today, ref DemoRandom random)
    {
        var opened = today - random.Between(20, 300);
        if (person.Sort == DemoSort.Corporate)
        {
            var (line, matures) = (random.Cents(1_000_000, 40_000_000, 100_000), opened + 365);
            put(opened - 10, new(0, 0, DemoKind.CreditLine, Amount: line, Day: opened + random.Between(330, 390)));
            put(opened, new(0, 0, DemoKind.LoanOpened, Key: 1, Code: DemoWords.WorkingLoan, Amount: line / 2, Day: matures));
            run.Agenda.Add(matures, new DemoNote(customer, DemoStep.Pay, 1, 1, 0));
        }
        else if (random.Chance(600)) put(opened, new(0, 0, DemoKind.LoanOpened, Key: 1, Code: DemoWords.Mortgage, Amount: random.Cents(400_000, 3_000_000, 10_000), Day: opened + 9130));
        else put(opened, new(0, 0, DemoKind.LoanOpened, Key: 1, Code: DemoWords.ConsumerLoan, Amount: random.Cents(30_000, 300_000, 10_000), Day: opened + 1095));
    }

    // Most agreed to greetings and offers, some refused, some were never asked.
    private static void Consents(Action<int, DemoDraft> put, in DemoPerson person, int today, ref DemoRandom random)
    {
        for (var purpose = 0; purpose < 2; purpose++)
        {
            var lot = random.Below(1000);
            if (lot >= (purpose == 0 ? 800 : 850) || person.Sort == DemoSort.Prospect) continue;
            var granted = lot < (purpose == 0 ? 720 : 700);
            var day = today - random.Between(30, 700);
            for (var channel = 0; channel < DemoWords.ContactChannels.Length; channel++) put(day, new(0, 0, DemoKind.Consent, Key: purpose, Code: channel, Flag: granted));
        }
    }

    private static void Deposit(DemoRun run, Action<int, DemoDraft> put, in DemoPerson person, int customer, int today, ref DemoRandom random)
    {
        var term = random.Pick<int>(Terms);
        var left = random.Between(5, Math.Min(term, 420));
        var amount = random.Cents(10_000, DemoPerson.By(person.Class, 60_000, 300_000, 900_000), 5_000);
        var (key, auto) = (run.NextThing(customer), random.Chance(250));
        var product = amount >= 20_000_000 ? DemoWords.LargeCd : random.Chance(150) ? DemoWords.Structured : DemoWords.TimeDeposit;
        put(today + left - term, new(0, 0, DemoKind.DepositOpened, Key: key, Code: product, Amount: amount, Day: today + left, Flag: auto));
        run.Agenda.Add(today + left + (auto ? 0 : random.Below(7)), new DemoNote(customer, DemoStep.Deposit, key, auto ? 1 : 0, amount));
    }

    private static void Averages(Action<int, DemoDraft> put, in DemoPerson person, int today)
    {
        var day = DateOnly.FromDayNumber(today);
        var month = day.AddDays(1 - day.Day);
        for (var back = 3; back >= 1; back--)
        {
            var last = month.AddMonths(1 - back).AddDays(-1);
            put(last.DayNumber, new(0, 0, DemoKind.MonthClosed, Amount: person.Balance * (98 + back) / 100));
            if (person.Sort == DemoSort.Corporate) put(last.DayNumber, new(0, 0, DemoKind.Settlement, Amount: person.Income * (97 + back) / 100, Code: (int)(person.Income % 97) + 20));
        }
    }

    private static void Retirement(DemoRun run, in DemoPerson person, int customer, int today)
    {
        var sixty = DateOnly.FromDayNumber(person.Born).AddYears(60).DayNumber;
        if (person.Income > 0 && person.Sort == DemoSort.Personal && sixty >= today) run.Agenda.Add(sixty, new DemoNote(customer, DemoStep.Retire, 0, 0, 0));
    }
}
