namespace Nba.Host.Demo;

/// <summary>What a company brought along.</summary>
internal static class DemoCompanyPast
{
    public static void Add(DemoPast past)
    {
        var person = past.Person;
        past.Put(person.Since, DemoKind.Company, code: DemoOpening.Staff(person), amount: person.Income * past.Between(10, 30), day: person.Born);
        if (DemoOpening.PaysStaff(past.Customer)) past.Put(person.Since + 60, DemoKind.ProductOpened, code: DemoWords.Payroll);
        if (past.Chance(past.By(250, 600, 850))) past.Put(person.Since + 40, DemoKind.ProductOpened, code: DemoWords.EBanking);
        if (past.Chance(200)) past.Put(person.Since + 90, DemoKind.ProductOpened, code: DemoWords.CashManagement);
        if (past.Chance(past.By(0, 20, 120))) past.Put(person.Since + 30, DemoKind.Group, code: past.Between(2, 6));
        if (person.HasLoan) Loan(past, person);
        if (person.Class == DemoClass.Quiet || past.IsNew) return;
        foreach (var last in past.MonthEnds(4))
        {
            past.Put(last, DemoKind.Settlement, code: DemoOpening.Payments(person), amount: person.Income * past.Between(92, 108) / 100);
            if (DemoOpening.PaysStaff(past.Customer)) past.Put(last, DemoKind.PayrollClosed, code: DemoOpening.Staff(person), amount: person.Income / 8);
            if (DemoOpening.Trades(past.Customer)) past.Put(last, DemoKind.TradeClosed, amount: person.Income / 4);
        }
    }

    private static void Loan(DemoPast past, in DemoPerson person)
    {
        var (line, opened) = (DemoOpening.Line(person), past.Today - past.Between(20, 340));
        var (matures, review, papers) = (opened + 365, past.Today + past.Between(15, 380), past.Today - past.Between(10, 360));
        past.Put(opened - 10, DemoKind.CreditLine, amount: line, day: review);
        past.Later(review - past.Between(-8, 30), DemoStep.ReviewLine, amount: line);
        past.Put(opened, DemoKind.LoanOpened, 1, DemoWords.WorkingLoan, line / 2, matures);
        past.Later(matures - past.Between(0, 12), DemoStep.Repay, 1, DemoWords.WorkingLoan, line / 2);
        past.Put(papers, DemoKind.PapersFiled);
        past.Later(Math.Max(past.Today + 1, papers + past.Between(340, 380)), DemoStep.FilePapers);
    }
}
