namespace Nba.Host.Demo;

/// <summary>Stories of people who meet: appointments, planned visits, calls, what customers wish, who looks after them.</summary>
internal static class DemoMeetings
{
    public static void Appointment(DemoRun run, int customer, DemoRandom random)
    {
        var (key, ahead) = (run.NextThing(customer), run.Workdays(random.Between(2, 6)));
        var (time, topic, minute) = (run.At(ref random, 9, 18), random.Below(DemoWords.Topics.Length), random.Between(18, 32) * 30);
        run.Add(new(time, customer, DemoKind.Booked, Key: key, Code: topic, Day: run.Day.Number + ahead, Amount: minute));
        run.Later(ahead, new(customer, DemoStep.Visit, key));
    }

    // Decided on, arranged within days, made, noted, and what was promised done: the steps of the visit plan.
    public static void Visit(DemoRun run, int customer, DemoRandom random)
    {
        run.Add(new(run.At(ref random, 9, 12), customer, DemoKind.VisitPlanned, Code: random.Below(DemoWords.VisitTopics.Length)));
        if (!random.Chance(850)) return;
        var (key, arranged, ahead) = (run.NextThing(customer), random.Between(2, 5), random.Between(3, 8));
        var day = arranged + ahead;
        run.Later(run.ToWorkday(arranged), new(customer, DemoStep.Book, key, run.ToWorkday(day), random.Between(18, 32) * 30));
    }

    public static void Book(DemoRun run, DemoNote note, DemoRandom random)
    {
        var ahead = run.Workdays(random.Between(2, 6));
        run.Put(note, DemoKind.Booked, ref random, note.Key, random.Below(DemoWords.Topics.Length), run.Day.Number + ahead, note.Amount);
        run.Later(ahead, new(note.Customer, DemoStep.Visit, note.Key, 2));
    }

    // Code 1 says that it was moved once, 2 that a planned visit is to be noted.
    public static void Meet(DemoRun run, DemoNote note, DemoRandom random)
    {
        if (note.Code == 0 && random.Chance(80))
        {
            var ahead = run.Workdays(random.Between(2, 4));
            run.Add(new(run.At(ref random, 8, 9), note.Customer, DemoKind.Moved, note.Key, Amount: random.Between(18, 32) * 30, Day: run.Day.Number + ahead));
            run.Later(ahead, note with { Code = 1 });
            return;
        }
        var lot = random.Below(1000);
        run.Put(note, lot < 860 ? DemoKind.Kept : lot < 940 ? DemoKind.Missed : DemoKind.Cancelled, ref random, note.Key);
        if (note.Code == 2 && lot < 860) run.Later(run.ToWorkday(random.Between(0, 3)), note with { Step = DemoStep.NoteVisit });
    }

    public static void NoteVisit(DemoRun run, DemoNote note, DemoRandom random)
    {
        var promise = random.Below(DemoWords.Promises.Length);
        run.Add(new(run.At(ref random, 18, 20), note.Customer, DemoKind.VisitNoted, Code: promise, Day: run.Day.Number + random.Between(4, 14)));
        run.Add(new(run.At(ref random, 18, 20), note.Customer, DemoKind.NeedsReviewed));
        run.Later(run.ToWorkday(random.Between(2, 12)), note with { Step = DemoStep.KeepPromise });
    }

    public static void KeepPromise(DemoRun run, DemoNote note, DemoRandom random) => run.Put(note, DemoKind.PromiseKept, ref random);

    /// <summary>The customer rings up, or is met at the branch, about something settled at once.</summary>
    public static void Contact(DemoRun run, int customer, DemoRandom random) => run.Add(new(run.At(ref random, 9, 18), customer, DemoKind.Contact, Key: random.Chance(800) ? 0 : 2));

    public static void Relation(DemoRun run, int customer, DemoRandom random) =>
        run.Add(new(run.At(ref random, 9, 18), customer, DemoKind.RelationContacted, Key: (customer + 1 + random.Below(19)) % run.Options.Customers));

    public static void Consent(DemoRun run, int customer, DemoRandom random)
    {
        var (purpose, granted, time) = (random.Below(2), random.Chance(550), run.At(ref random, 9, 20));
        for (var channel = 0; channel < DemoWords.ContactChannels.Length; channel++) run.Add(new(time + (channel * 1000), customer, DemoKind.Consent, Key: purpose, Code: channel, Flag: granted));
    }

    public static void Preference(DemoRun run, int customer, DemoRandom random) => run.Add(new(run.At(ref random, 9, 20), customer, DemoKind.Preference, Code: random.Below(2)));

    public static void Reassigned(DemoRun run, int customer, DemoRandom random)
    {
        var (manager, branch) = (random.Below(run.Options.Managers), (int)run.People[customer].Branch);
        manager = random.Chance(100) ? -1 : Math.Min((manager / run.Options.Branches * run.Options.Branches) + branch, run.Options.Managers - 1);
        run.Add(new(run.At(ref random, 6, 7), customer, DemoKind.Assigned, Key: manager, Code: manager < 0 ? branch : manager % run.Options.Branches, Day: run.Day.Number));
    }

    /// <summary>A prospect opens the first account.</summary>
    public static void BecomesCustomer(DemoRun run, int customer, DemoRandom random)
    {
        ref var life = ref run.Lives[customer];
        if (life.Became || !run.Day.IsWorkday) return;
        life.Became = true;
        var time = run.At(ref random, 9, 17);
        run.Add(new(time, customer, DemoKind.Registered, Day: run.Day.Number, Flag: true));
        run.Add(new(time + 60_000, customer, DemoKind.ProductOpened, Code: DemoWords.CurrentAccount));
        if (!random.Chance(600)) return;
        life.HasMobile = true;
        run.Add(new(time + 120_000, customer, DemoKind.ProductOpened, Code: DemoWords.MobileBanking));
    }

    /// <summary>A prospect turns out to be a customer whom we know already.</summary>
    public static void TurnsOutKnown(DemoRun run, int customer, DemoRandom random)
    {
        var other = (customer + 1 + random.Below(run.Options.Customers - 1)) % run.Options.Customers;
        if (run.Options.Customers < 2 || !run.Lives[other].Here || run.SortOf(other) != DemoSort.Personal) return;
        run.Lives[customer].Here = false;
        run.Add(new(run.At(ref random, 20, 21), customer, DemoKind.Merged, Key: other));
    }
}
