namespace Nba.Host.Demo;

/// <summary>How stories go on when their day has come.</summary>
internal static class DemoStories
{
    private static readonly int[] Personal =
    [
        DemoWords.TimeDeposit, DemoWords.TimeDeposit, DemoWords.Steady, DemoWords.Steady, DemoWords.Balanced, DemoWords.BondFund, DemoWords.CreditCard,
        DemoWords.Insurance, DemoWords.ConsumerLoan, DemoWords.Mortgage, DemoWords.MobileBanking,
    ];

    private static readonly int[] Corporate = [DemoWords.Payroll, DemoWords.CashManagement, DemoWords.WorkingLoan];

    /// <summary>A product such a customer might ask about.</summary>
    public static int AnyProduct(DemoSort sort, ref DemoRandom random) => random.Pick<int>(sort == DemoSort.Corporate ? Corporate : Personal);

    public static void GoOn(DemoRun run, in DemoNote note)
    {
        var random = DemoRandom.For(run.Options.Seed, DemoPurpose.Story + ((ulong)note.Step * 16), (ulong)note.Customer, (ulong)(run.Day.Number + ((long)note.Key << 20)));
        ref var life = ref run.Lives[note.Customer];
        if (!run.Day.IsWorkday && note.Step is DemoStep.Reply or DemoStep.CloseComplaint or DemoStep.CorrectAddress or DemoStep.Visit or DemoStep.RenewDocument)
        {
            run.Later(1, note);
            return;
        }
        switch (note.Step)
        {
            case DemoStep.Join: DemoOpening.Add(run, note.Customer); break;
            case DemoStep.Deposit: Deposit(run, note, ref random); break;
            case DemoStep.Pay: Pay(run, note, ref random); break;
            case DemoStep.FindJob: life.Income = (byte)random.Between(80, 120); break;
            case DemoStep.Retire: life.Income = (byte)(life.Income > 0 ? 45 : 0); break;
            case DemoStep.MoveMoney: MoveMoney(run, note, ref random); break;
            case DemoStep.Open: Open(run, note, ref random); break;
            case DemoStep.Honeymoon:
                for (var n = 5; life.HasCard && n > 0; n--) DemoSpending.Purchase(run, note.Customer, true, 2, ref random);
                break;
            case DemoStep.AskForMortgage: Put(run, note, DemoKind.Interest, ref random, random.Below(4), DemoWords.Mortgage); break;
            case DemoStep.Rate: Put(run, note, DemoKind.Survey, ref random, 1, note.Code == 1 ? random.Between(7, 10) : random.Between(0, 6)); break;
            case DemoStep.CorrectAddress: Put(run, note, DemoKind.AddressCorrected, ref random); break;
            case DemoStep.RenewDocument: Put(run, note, DemoKind.DocumentRenewed, ref random, note.Key, note.Code, run.Day.Number + 3652); break;
            default: Meet(run, note, ref random); break;
        }
    }

    private static void Put(DemoRun run, in DemoNote note, DemoKind kind, ref DemoRandom random, int key = 0, int code = 0, int day = 0, long amount = 0, bool flag = false) =>
        run.Add(new(run.At(ref random, 9, 18), note.Customer, kind, key, code, amount, day, flag));

    // Complaints and visits.
    private static void Meet(DemoRun run, in DemoNote note, ref DemoRandom random)
    {
        switch (note.Step)
        {
            case DemoStep.Reply:
                Put(run, note, DemoKind.ComplaintReplied, ref random, note.Key);
                run.Later(run.ToWorkday(random.Between(1, 6)), note with { Step = DemoStep.CloseComplaint });
                break;
            case DemoStep.CloseComplaint:
                var satisfied = random.Chance(720);
                run.Lives[note.Customer].OpenComplaint = false;
                Put(run, note, DemoKind.ComplaintClosed, ref random, note.Key, flag: satisfied);
                if (random.Chance(500)) run.Later(random.Between(2, 7), note with { Step = DemoStep.Rate, Code = satisfied ? 1 : 0 });
                break;
            case DemoStep.Visit when note.Code == 0 && random.Chance(80):
                var ahead = run.ToWorkday(random.Between(2, 6));
                run.Add(new(run.At(ref random, 8, 9), note.Customer, DemoKind.Moved, note.Key, Amount: random.Between(18, 32) * 30, Day: run.Day.Number + ahead));
                run.Later(ahead, note with { Code = 1 });
                break;
            case DemoStep.Visit:
                var lot = random.Below(1000);
                Put(run, note, lot < 830 ? DemoKind.Kept : lot < 930 ? DemoKind.Missed : DemoKind.Cancelled, ref random, note.Key);
                break;
        }
    }

    // Half renew; of the rest some take the money to another bank.
    private static void Deposit(DemoRun run, in DemoNote note, ref DemoRandom random)
    {
        if (note.Code == 1 || random.Chance(550))
        {
            var term = random.Chance(700) ? 365 : 182;
            Put(run, note, DemoKind.DepositRenewed, ref random, note.Key, day: run.Day.Number + term, amount: note.Amount, flag: note.Code == 1);
            run.Later(term + (note.Code == 1 ? 0 : random.Below(7)), note);
            return;
        }
        var time = run.At(ref random, 9, 17);
        run.Add(new(time, note.Customer, DemoKind.DepositClosed, note.Key));
        if (random.Chance(300)) run.Add(new(time + 600_000, note.Customer, DemoKind.TransferOut, Amount: note.Amount, Flag: true));
    }

    private static void Pay(DemoRun run, in DemoNote note, ref DemoRandom random)
    {
        ref var life = ref run.Lives[note.Customer];
        if (!life.HasLoan) return;
        life.HasLoan = note.Code == 0;
        Put(run, note, life.HasLoan ? DemoKind.LoanPaid : DemoKind.LoanRepaid, ref random, note.Key, amount: note.Amount);
        if (!life.HasLoan) Put(run, note, DemoKind.ProductClosed, ref random, code: DemoWords.WorkingLoan);
    }

    private static void MoveMoney(DemoRun run, in DemoNote note, ref DemoRandom random)
    {
        ref var life = ref run.Lives[note.Customer];
        DemoSpending.Transfer(run, note.Customer, run.MoneyOf(note.Customer) / 500 * 100, true, ref random);
        life.Money = (byte)(life.Money * 8 / 10);
        if (note.Key > 1) run.Later(random.Between(8, 25), note with { Key = note.Key - 1 });
        else if (life.HasCard && random.Chance(350))
        {
            life.HasCard = false;
            Put(run, note, DemoKind.CardClosed, ref random, 1, DemoWords.CreditCard);
        }
    }

    private static void Open(DemoRun run, in DemoNote note, ref DemoRandom random)
    {
        ref var life = ref run.Lives[note.Customer];
        switch (note.Code)
        {
            case DemoWords.TimeDeposit:
                var (key, amount) = (run.NextThing(note.Customer), random.Cents(10_000, 300_000, 5_000));
                Put(run, note, DemoKind.DepositOpened, ref random, key, note.Code, run.Day.Number + 182, amount);
                run.Later(182 + random.Below(7), new(note.Customer, DemoStep.Deposit, key, 0, amount));
                break;
            case DemoWords.CreditCard when !life.HasCard:
                life.HasCard = true;
                Put(run, note, DemoKind.CardOpened, ref random, 1, note.Code);
                break;
            case DemoWords.MobileBanking:
                life.HasMobile = true;
                Put(run, note, DemoKind.ProductOpened, ref random, code: note.Code);
                break;
            case DemoWords.CreditCard or DemoWords.Mortgage or DemoWords.ConsumerLoan or DemoWords.WorkingLoan: break;
            default: Put(run, note, DemoKind.ProductOpened, ref random, code: note.Code); break;
        }
    }
}
