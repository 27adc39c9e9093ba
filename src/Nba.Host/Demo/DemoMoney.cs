namespace Nba.Host.Demo;

/// <summary>Stories of money that begin by chance: products asked about and opened, money that leaves or arrives, payments that fail.</summary>
internal static class DemoMoney
{
    private static readonly int[] Personal =
    [
        DemoWords.TimeDeposit, DemoWords.TimeDeposit, DemoWords.Steady, DemoWords.Steady, DemoWords.Balanced, DemoWords.BondFund, DemoWords.CreditCard,
        DemoWords.Insurance, DemoWords.ConsumerLoan, DemoWords.Mortgage, DemoWords.MobileBanking,
    ];

    private static readonly int[] Corporate = [DemoWords.Payroll, DemoWords.CashManagement, DemoWords.WorkingLoan, DemoWords.EBanking];
    private static readonly int[] First = [DemoWords.CurrentAccount, DemoWords.CurrentAccount, DemoWords.TimeDeposit, DemoWords.Mortgage, DemoWords.CreditCard];

    public static void Login(DemoRun run, int customer, DemoRandom random)
    {
        if (run.Lives[customer].HasMobile) run.Add(new(run.At(ref random, 7, 23), customer, DemoKind.Login));
    }

    public static void Purchase(DemoRun run, int customer, DemoRandom random)
    {
        if (run.Lives[customer].HasCard) DemoSpending.Purchase(run, customer, false, 0, ref random);
    }

    public static void Interest(DemoRun run, int customer, DemoRandom random)
    {
        var product = AnyProduct(run.SortOf(customer), ref random);
        run.Add(new(run.At(ref random, 9, 21), customer, DemoKind.Interest, Key: random.Below(4), Code: product));
        if (random.Chance(200) && run.SortOf(customer) != DemoSort.Prospect) run.Later(random.Between(3, 14), new(customer, DemoStep.Open, 0, product));
    }

    public static void NewProduct(DemoRun run, int customer, DemoRandom random) =>
        run.Later(0, new(customer, DemoStep.Open, 0, AnyProduct(run.SortOf(customer), ref random)));

    public static void Assessed(DemoRun run, int customer, DemoRandom random)
    {
        if (run.People[customer].Risk is > 0 and var risk) run.Add(new(run.At(ref random, 9, 20), customer, DemoKind.RiskAssessed, Code: Math.Clamp(risk + random.Between(-1, 1), 1, 5)));
    }

    public static void Leaving(DemoRun run, int customer, DemoRandom random)
    {
        if (run.Lives[customer].Money == 100) run.Later(0, new(customer, DemoStep.MoveMoney, random.Between(2, 4)));
    }

    public static void LumpSum(DemoRun run, int customer, DemoRandom random)
    {
        var most = DemoPerson.By(run.People[customer].Class, 300_000, 1_500_000, 6_000_000);
        run.Add(new(run.At(ref random, 9, 17), customer, DemoKind.FundsReceived, Code: random.Below(DemoWords.Funds.Length), Amount: random.Cents(20_000, most, 1_000)));
    }

    // Some runs in a row fail; then there is money again.
    public static void OrderFails(DemoRun run, int customer, DemoRandom random) =>
        run.Later(0, new(customer, DemoStep.RunOrder, run.NextThing(customer), random.Between(0, 2), random.Cents(300, 9_000, 100)));

    public static void RunOrder(DemoRun run, DemoNote note, DemoRandom random)
    {
        run.Put(note, note.Code >= 0 ? DemoKind.OrderFailed : DemoKind.OrderExecuted, ref random, note.Key, amount: note.Amount);
        if (note.Code >= 0) run.Later(random.Between(3, 20), note with { Code = note.Code - 1 });
    }

    public static void Overdue(DemoRun run, int customer, DemoRandom random)
    {
        ref var life = ref run.Lives[customer];
        if (!life.HasLoan && !life.HasCard) return;
        var product = life.HasCard ? DemoWords.CreditCard : run.SortOf(customer) == DemoSort.Corporate ? DemoWords.WorkingLoan : DemoWords.ConsumerLoan;
        run.Add(new(run.At(ref random, 6, 8), customer, DemoKind.CreditOverdue, Code: product));
    }

    public static void Renovates(DemoRun run, int customer, DemoRandom random)
    {
        if (run.Lives[customer].HasCard) run.Later(0, new(customer, DemoStep.Renovate, random.Between(2, 6)));
    }

    public static void Renovate(DemoRun run, DemoNote note, DemoRandom random)
    {
        if (!run.Lives[note.Customer].HasCard) return;
        run.Put(note, DemoKind.CardUsed, ref random, 1, DemoWords.Home, amount: random.Cents(3_000, 20_000, 10));
        if (note.Key > 1) run.Later(random.Between(2, 9), note with { Key = note.Key - 1 });
    }

    /// <summary>What buyers owe a company, and how long they take.</summary>
    public static void Owed(DemoRun run, int customer, DemoRandom random) => run.Add(new(
        run.At(ref random, 9, 18), customer, DemoKind.Receivables, Code: random.Between(20, 110), Amount: run.People[customer].Income * random.Between(20, 300) / 100));

    /// <summary>A company's business shrinks for some months.</summary>
    public static void Shrinks(DemoRun run, int customer, DemoRandom random)
    {
        if (run.Lives[customer].Income != 100) return;
        run.Lives[customer].Income = (byte)random.Between(25, 60);
        if (random.Chance(700)) run.Later(random.Between(60, 150), new(customer, DemoStep.FindJob));
    }

    public static void MoveMoney(DemoRun run, DemoNote note, DemoRandom random)
    {
        ref var life = ref run.Lives[note.Customer];
        var share = random.Between(15, 45);
        DemoSpending.Transfer(run, note.Customer, run.MoneyOf(note.Customer) * share / 10_000 * 100, true, ref random);
        life.Money = (byte)Math.Max(5, life.Money * (100 - share) / 100);
        if (note.Key > 1) run.Later(random.Between(8, 25), note with { Key = note.Key - 1 });
        else if (life.HasCard && random.Chance(300))
        {
            life.HasCard = false;
            run.Put(note, DemoKind.CardClosed, ref random, 1, DemoWords.CreditCard);
        }
        else if (random.Chance(500)) run.Later(random.Between(30, 120), note with { Step = DemoStep.MoveBack });
    }

    public static void MoveBack(DemoRun run, DemoNote note, DemoRandom random)
    {
        run.Lives[note.Customer].Money = (byte)random.Between(85, 100);
        run.Put(note, DemoKind.Balance, ref random, amount: run.MoneyOf(note.Customer));
    }

    private static int AnyProduct(DemoSort sort, ref DemoRandom random) => random.Pick<int>(sort switch { DemoSort.Corporate => Corporate, DemoSort.Prospect => First, _ => Personal });
}
