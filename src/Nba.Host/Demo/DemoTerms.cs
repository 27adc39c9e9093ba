namespace Nba.Host.Demo;

/// <summary>Stories that run by a date: deposits, wealth products, policies, cards, statements, loans, limits, yearly papers.</summary>
internal static class DemoTerms
{
    // Half renew; of the rest some take the money to another bank. Code 1 renews by itself, 2 is broken early.
    public static void Deposit(DemoRun run, DemoNote note, DemoRandom random)
    {
        if (note.Code == 1 || (note.Code == 0 && random.Chance(550)))
        {
            var term = random.Chance(700) ? 365 : 182;
            run.Put(note, DemoKind.DepositRenewed, ref random, note.Key, day: run.Day.Number + term, amount: note.Amount, flag: note.Code == 1);
            run.Later(term + (note.Code == 1 ? 0 : random.Below(7)), note);
            return;
        }
        var time = run.At(ref random, 9, 17);
        run.Add(new(time, note.Customer, DemoKind.DepositClosed, note.Key, Flag: note.Code == 2));
        if (random.Chance(300)) run.Add(new(time + 600_000, note.Customer, DemoKind.TransferOut, Amount: note.Amount, Flag: true));
    }

    // Most put the money into the next one.
    public static void Redeem(DemoRun run, DemoNote note, DemoRandom random)
    {
        run.Put(note, DemoKind.WealthRedeemed, ref random, note.Key);
        if (random.Chance(650)) Buy(run, note.Customer, note.Code, note.Amount, ref random);
    }

    public static void Buy(DemoRun run, int customer, int product, long amount, ref DemoRandom random)
    {
        var (key, term) = (run.NextThing(customer), random.Pick<int>([91, 182, 365]));
        run.Add(new(run.At(ref random, 18, 20), customer, DemoKind.WealthBought, key, product, amount, run.Day.Number + term));
        run.Later(term, new(customer, DemoStep.Redeem, key, product, amount));
    }

    // Comes three weeks before the end, whose day Code is; once more on that day, without one, for a policy that is not renewed.
    public static void EndPolicy(DemoRun run, DemoNote note, DemoRandom random)
    {
        var ends = note.Code;
        if (ends > 0 && random.Chance(780))
        {
            run.Put(note, DemoKind.PolicyRenewed, ref random, note.Key, day: ends + 365, amount: note.Amount);
            run.Agenda.Add(ends + 365 - random.Below(18), note with { Code = ends + 365 });
        }
        else if (run.Day.Number < ends) run.Agenda.Add(ends, note with { Step = DemoStep.EndPolicy, Code = 0 });
        else run.Put(note, DemoKind.PolicyEnded, ref random, note.Key);
    }

    public static void ExpireCard(DemoRun run, DemoNote note, DemoRandom random)
    {
        if (!run.Lives[note.Customer].HasCard) return;
        run.Put(note, DemoKind.CardExpiring, ref random, 1, day: run.Day.Number + 50);
        if (random.Chance(900)) run.Later(random.Between(15, 45), note with { Step = DemoStep.RenewCard });
    }

    public static void RenewCard(DemoRun run, DemoNote note, DemoRandom random) => run.Put(note, DemoKind.CardRenewed, ref random, 1, day: run.Day.Number + 1826);

    public static void PayStatement(DemoRun run, DemoNote note, DemoRandom random) => run.Put(note, DemoKind.StatementPaid, ref random, 1, amount: note.Amount);

    public static void Pay(DemoRun run, DemoNote note, DemoRandom random)
    {
        if (run.Lives[note.Customer].HasLoan) run.Put(note, DemoKind.LoanPaid, ref random, note.Key, amount: note.Amount);
    }

    // The last of a company's loan; two in three take the next one at once.
    public static void Repay(DemoRun run, DemoNote note, DemoRandom random)
    {
        ref var life = ref run.Lives[note.Customer];
        if (!life.HasLoan) return;
        var time = run.At(ref random, 9, 16);
        run.Add(new(time, note.Customer, DemoKind.LoanRepaid, note.Key));
        if (random.Chance(650))
        {
            var key = run.NextThing(note.Customer);
            run.Add(new(time + 3_600_000, note.Customer, DemoKind.LoanOpened, key, note.Code, note.Amount, run.Day.Number + 365));
            run.Later(365, note with { Key = key });
            return;
        }
        life.HasLoan = false;
        run.Add(new(time + 600_000, note.Customer, DemoKind.ProductClosed, Code: note.Code));
    }

    public static void ReviewLine(DemoRun run, DemoNote note, DemoRandom random)
    {
        run.Put(note, DemoKind.CreditLine, ref random, amount: note.Amount, day: run.Day.Number + 365);
        run.Later(365 - random.Between(0, 30), note);
    }

    public static void FilePapers(DemoRun run, DemoNote note, DemoRandom random)
    {
        run.Put(note, DemoKind.PapersFiled, ref random);
        run.Later(random.Between(340, 380), note);
    }

    public static void Open(DemoRun run, DemoNote note, DemoRandom random)
    {
        ref var life = ref run.Lives[note.Customer];
        switch (note.Code)
        {
            case DemoWords.TimeDeposit:
                var (key, amount) = (run.NextThing(note.Customer), random.Cents(10_000, 300_000, 5_000));
                run.Put(note, DemoKind.DepositOpened, ref random, key, note.Code, run.Day.Number + 182, amount);
                run.Later(182 + random.Below(7), new(note.Customer, DemoStep.Deposit, key, 0, amount));
                break;
            case DemoWords.CreditCard when !life.HasCard:
                life.HasCard = true;
                run.Put(note, DemoKind.CardOpened, ref random, 1, note.Code);
                break;
            case DemoWords.MobileBanking:
                life.HasMobile = true;
                run.Put(note, DemoKind.ProductOpened, ref random, code: note.Code);
                break;
            case DemoWords.Steady or DemoWords.Balanced when run.People[note.Customer].Risk > (note.Code == DemoWords.Steady ? 1 : 2):
                run.Put(note, DemoKind.ProductOpened, ref random, code: note.Code);
                Buy(run, note.Customer, note.Code, random.Cents(50_000, 400_000, 10_000), ref random);
                break;
            case DemoWords.BondFund or DemoWords.Insurance or DemoWords.Payroll or DemoWords.CashManagement or DemoWords.EBanking: run.Put(note, DemoKind.ProductOpened, ref random, code: note.Code); break;
        }
    }
}
