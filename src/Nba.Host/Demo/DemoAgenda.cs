namespace Nba.Host.Demo;

/// <summary>What a story goes on with on a later day.</summary>
internal enum DemoStep : byte
{
    Join, Deposit, Pay, Repay, FindJob, Retire, MoveMoney, Honeymoon, AskForMortgage, Open,
    Accept, Classify, Submit, Progress, Reply, CloseComplaint, Rate, CorrectAddress, RenewDocument, Visit, Process, Notify, TryAgain, Book,
    PayStatement, ExpireCard, RenewCard, Redeem, EndPolicy, RunOrder, ReviewLine, FilePapers, NoteVisit, KeepPromise, Renovate, MoveBack, Queue,
}

/// <summary>One note on the agenda.</summary>
internal readonly record struct DemoNote(int Customer, DemoStep Step, int Key = 0, int Code = 0, long Amount = 0);

/// <summary>What is to happen on days to come; days gone by are let go. Only open stories are kept.</summary>
internal sealed class DemoAgenda(int first, int last)
{
    private readonly List<DemoNote>?[] _days = new List<DemoNote>?[last - first + 1];

    /// <summary>Notes for a day; dropped when the demo ends before it.</summary>
    public void Add(int day, in DemoNote note)
    {
        if (day >= first && day <= last) (_days[day - first] ??= []).Add(note);
    }

    /// <summary>The notes of a day, in the order they were made; they are then let go.</summary>
    public List<DemoNote> Take(int day)
    {
        var notes = _days[day - first] ?? [];
        _days[day - first] = null;
        return notes;
    }
}
