namespace Nba.Host.Demo;

/// <summary>Stories of service: complaints step by step, requests, help with functions, letters, documents, surveys.</summary>
internal static class DemoService
{
    private static readonly int[] PersonalFunctions = [0, 1, 1, 2, 3, 4], CompanyFunctions = [0, 1, 5, 5, 6, 7];

    // Each step has hours of its own, so that two on one day stand in order. The desk confirms on the next working day, classifies and submits on that one or the
    // one after, and is answered then; of a hundred, eight take the unit a week.
    public static void Complaint(DemoRun run, int customer, DemoRandom random)
    {
        ref var life = ref run.Lives[customer];
        if (life.OpenComplaint) return;
        life.OpenComplaint = true;
        var (key, code) = (run.NextThing(customer), random.Below(DemoWords.Complaints.Length));
        run.Add(new(run.At(ref random, 9, 18), customer, DemoKind.ComplaintReceived, Key: key, Code: code));
        run.Later(run.ToWorkday(random.Chance(950) ? 1 : 2), new(customer, DemoStep.Accept, key, code));
    }

    public static void Suggestion(DemoRun run, int customer, DemoRandom random) =>
        run.Add(new(run.At(ref random, 9, 20), customer, DemoKind.Suggestion, Key: random.Below(4), Flag: random.Chance(500)));

    public static void Survey(DemoRun run, int customer, DemoRandom random) =>
        run.Add(new(run.At(ref random, 10, 20), customer, DemoKind.Survey, Key: random.Below(4), Code: random.Chance(90) ? random.Between(2, 6) : random.Between(7, 10)));

    public static void Mail(DemoRun run, int customer, DemoRandom random)
    {
        run.Add(new(run.At(ref random, 9, 17), customer, DemoKind.MailReturned, Code: random.Below(DemoWords.Letters.Length)));
        if (random.Chance(850)) run.Later(run.ToWorkday(random.Between(3, 14)), new(customer, DemoStep.CorrectAddress));
    }

    public static void Document(DemoRun run, int customer, DemoRandom random)
    {
        var (key, left) = (run.NextThing(customer), random.Between(45, 90));
        var type = run.SortOf(customer) == DemoSort.Corporate ? 1 : random.Chance(150) ? 2 : 0;
        run.Add(new(run.At(ref random, 7, 9), customer, DemoKind.DocumentExpiring, Key: key, Code: type, Day: run.Day.Number + left));
        run.Later(run.ToWorkday(random.Chance(930) ? random.Between(5, left) : left + random.Between(5, 45)), new(customer, DemoStep.RenewDocument, key, type));
    }

    public static void Request(DemoRun run, int customer, DemoRandom random)
    {
        var company = run.SortOf(customer) == DemoSort.Corporate;
        var (key, about) = (run.NextThing(customer), (company ? DemoWords.Requests.Length : 0) + random.Below(company ? DemoWords.CompanyRequests.Length : DemoWords.Requests.Length));
        run.Add(new(run.At(ref random, 9, 18), customer, DemoKind.RequestSubmitted, Key: key, Code: about));
        run.Later(run.ToWorkday(random.Between(1, 9)), new(customer, DemoStep.Process, key, about));
    }

    // Tries some times; most get through later, with or without help.
    public static void Function(DemoRun run, int customer, DemoRandom random)
    {
        var function = random.Pick<int>(run.SortOf(customer) == DemoSort.Corporate ? CompanyFunctions : PersonalFunctions);
        var time = run.At(ref random, 8, 22);
        for (var n = random.Between(1, 4); n > 0; n--) run.Add(new(time + (n * 90_000), customer, DemoKind.FunctionFailed, Code: function));
        if (random.Chance(800)) run.Later(random.Between(1, 6), new(customer, DemoStep.TryAgain, 0, function));
    }

    // Who comes once comes now and then; who has no mobile banking comes again and again.
    public static void Counter(DemoRun run, int customer, DemoRandom random) =>
        run.Later(0, new(customer, DemoStep.Queue, random.Chance(run.Lives[customer].HasMobile ? 40 : 250) ? random.Between(4, 7) : 1));

    public static void Queue(DemoRun run, DemoNote note, DemoRandom random)
    {
        run.Put(note, DemoKind.CounterServed, ref random, fromHour: 9, toHour: 17);
        if (note.Key > 1) run.Later(random.Between(4, 18), note with { Key = note.Key - 1 });
    }

    public static void Accept(DemoRun run, DemoNote note, DemoRandom random)
    {
        run.Put(note, DemoKind.ComplaintAccepted, ref random, note.Key, fromHour: 9, toHour: 11);
        run.Later(run.ToWorkday(random.Chance(700) ? 0 : 1), note with { Step = DemoStep.Classify });
    }

    public static void Classify(DemoRun run, DemoNote note, DemoRandom random)
    {
        var code = random.Chance(850) ? note.Code : random.Below(DemoWords.Complaints.Length);
        run.Put(note, DemoKind.ComplaintClassified, ref random, note.Key, code, fromHour: 11, toHour: 13);
        run.Later(run.ToWorkday(random.Chance(850) ? 0 : 1), note with { Step = DemoStep.Submit, Code = code });
    }

    public static void Submit(DemoRun run, DemoNote note, DemoRandom random)
    {
        run.Put(note, DemoKind.ComplaintSubmitted, ref random, note.Key, random.Below(DemoWords.Units.Length), fromHour: 13, toHour: 15);
        var late = random.Chance(80);
        if (late) run.Later(run.ToWorkday(random.Between(2, 3)), note with { Step = DemoStep.Progress });
        run.Later(run.ToWorkday(late ? random.Between(4, 9) : random.Chance(600) ? 0 : 1), note with { Step = DemoStep.Reply });
    }

    public static void Progress(DemoRun run, DemoNote note, DemoRandom random) => run.Put(note, DemoKind.ComplaintProgressed, ref random, note.Key, fromHour: 10, toHour: 12);

    public static void Reply(DemoRun run, DemoNote note, DemoRandom random)
    {
        run.Put(note, DemoKind.ComplaintReplied, ref random, note.Key, fromHour: 15, toHour: 18);
        run.Later(run.ToWorkday(random.Between(1, 5)), note with { Step = DemoStep.CloseComplaint });
    }

    public static void CloseComplaint(DemoRun run, DemoNote note, DemoRandom random)
    {
        var satisfied = random.Chance(780);
        run.Lives[note.Customer].OpenComplaint = false;
        run.Put(note, DemoKind.ComplaintClosed, ref random, note.Key, flag: satisfied);
        if (random.Chance(400)) run.Later(random.Between(2, 7), note with { Step = DemoStep.Rate, Code = satisfied ? 1 : 0 });
    }

    public static void Rate(DemoRun run, DemoNote note, DemoRandom random) =>
        run.Put(note, DemoKind.Survey, ref random, 1, note.Code == 1 ? random.Between(7, 10) : random.Between(0, 6));

    public static void Process(DemoRun run, DemoNote note, DemoRandom random)
    {
        run.Put(note, DemoKind.RequestProcessed, ref random, note.Key, note.Code, amount: random.Chance(120) ? 3 : random.Below(3));
        // The app or the hotline tells most at once; the rest is the manager's.
        if (random.Chance(600)) run.Later(0, note with { Step = DemoStep.Notify });
        else if (random.Chance(500)) run.Later(run.ToWorkday(random.Between(1, 6)), note with { Step = DemoStep.Notify });
    }

    public static void Notify(DemoRun run, DemoNote note, DemoRandom random) => run.Add(new(run.At(ref random, 18, 20), note.Customer, DemoKind.RequestNotified, note.Key));

    public static void TryAgain(DemoRun run, DemoNote note, DemoRandom random) => run.Put(note, DemoKind.FunctionUsed, ref random, code: note.Code);

    public static void CorrectAddress(DemoRun run, DemoNote note, DemoRandom random) => run.Put(note, DemoKind.AddressCorrected, ref random);

    public static void RenewDocument(DemoRun run, DemoNote note, DemoRandom random) =>
        run.Put(note, DemoKind.DocumentRenewed, ref random, note.Key, note.Code, run.Day.Number + (note.Code == 1 ? 1826 : 3652));
}
