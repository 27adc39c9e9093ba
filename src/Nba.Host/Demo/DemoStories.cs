namespace Nba.Host.Demo;

/// <summary>How stories go on when their day has come.</summary>
internal static class DemoStories
{
    // By step; what needs an office waits for a working day.
    private static readonly (DemoStep Step, Action<DemoRun, DemoNote, DemoRandom> GoOn, bool InOffice)[] Table =
    [
        (DemoStep.Join, Join, false), (DemoStep.Deposit, DemoTerms.Deposit, false), (DemoStep.Pay, DemoTerms.Pay, false), (DemoStep.Repay, DemoTerms.Repay, true),
        (DemoStep.FindJob, DemoLives.FindJob, false), (DemoStep.Retire, DemoLives.Retire, false), (DemoStep.MoveMoney, DemoMoney.MoveMoney, false),
        (DemoStep.Honeymoon, DemoLives.Honeymoon, false), (DemoStep.AskForMortgage, DemoLives.AskForMortgage, false), (DemoStep.Open, DemoTerms.Open, false),
        (DemoStep.Accept, DemoService.Accept, true), (DemoStep.Classify, DemoService.Classify, true), (DemoStep.Submit, DemoService.Submit, true),
        (DemoStep.Progress, DemoService.Progress, true), (DemoStep.Reply, DemoService.Reply, true), (DemoStep.CloseComplaint, DemoService.CloseComplaint, true),
        (DemoStep.Rate, DemoService.Rate, false), (DemoStep.CorrectAddress, DemoService.CorrectAddress, true), (DemoStep.RenewDocument, DemoService.RenewDocument, true),
        (DemoStep.Visit, DemoMeetings.Meet, true), (DemoStep.Process, DemoService.Process, true), (DemoStep.Notify, DemoService.Notify, true),
        (DemoStep.TryAgain, DemoService.TryAgain, false), (DemoStep.Book, DemoMeetings.Book, true), (DemoStep.PayStatement, DemoTerms.PayStatement, false),
        (DemoStep.ExpireCard, DemoTerms.ExpireCard, false), (DemoStep.RenewCard, DemoTerms.RenewCard, true), (DemoStep.Redeem, DemoTerms.Redeem, false),
        (DemoStep.EndPolicy, DemoTerms.EndPolicy, false), (DemoStep.RunOrder, DemoMoney.RunOrder, false), (DemoStep.ReviewLine, DemoTerms.ReviewLine, true),
        (DemoStep.FilePapers, DemoTerms.FilePapers, true), (DemoStep.NoteVisit, DemoMeetings.NoteVisit, true), (DemoStep.KeepPromise, DemoMeetings.KeepPromise, true),
        (DemoStep.Renovate, DemoMoney.Renovate, false), (DemoStep.MoveBack, DemoMoney.MoveBack, true), (DemoStep.Queue, DemoService.Queue, true),
    ];

    public static void GoOn(DemoRun run, in DemoNote note)
    {
        var (_, goOn, inOffice) = Table[(int)note.Step];
        if (inOffice && !run.Day.IsWorkday) run.Later(1, note);
        else goOn(run, note, DemoRandom.For(run.Options.Seed, DemoPurpose.Story + ((ulong)note.Step * 16), (ulong)note.Customer, (ulong)(run.Day.Number + ((long)note.Key << 20))));
    }

    private static void Join(DemoRun run, DemoNote note, DemoRandom random) => DemoOpening.Add(run, note.Customer);
}
