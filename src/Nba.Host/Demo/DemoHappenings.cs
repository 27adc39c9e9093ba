namespace Nba.Host.Demo;

/// <summary>What begins by chance: complaints, visits, questions, partings, the turns of a life. At most one a day and customer.</summary>
internal static class DemoHappenings
{
    // How often in a thousand years of one customer: quiet, known, busy.
    private static readonly (Action<DemoRun, int, DemoRandom> Begin, int[] Often)[] Table =
    [
        (Login, [600, 0, 0]), (Purchase, [400, 0, 0]), (Complaint, [14, 110, 350]), (Survey, [50, 350, 1500]), (Mail, [25, 60, 60]), (Document, [80, 120, 120]),
        (Interest, [20, 500, 2000]), (Appointment, [8, 500, 2500]), (NewProduct, [15, 120, 350]), (Assessed, [12, 250, 300]), (Consent, [10, 50, 60]),
        (Reassigned, [15, 30, 30]), (JobLost, [0, 50, 40]), (Married, [6, 15, 15]), (Leaving, [8, 80, 60]),
    ];

    private static readonly int[][] Limits = [.. Enumerable.Range(0, 3).Select(c => Running(c))];

    public static void Add(DemoRun run, int customer, in DemoPerson person, ref DemoRandom random)
    {
        var limits = Limits[(int)person.Class];
        var lot = random.Below(1_000_000);
        if (lot >= limits[^1]) return;
        var which = 0;
        while (lot >= limits[which]) which++;
        Table[which].Begin(run, customer, random);
    }

    // In a million days.
    private static int[] Running(int column)
    {
        var sum = 0;
        return [.. Table.Select(t => sum += t.Often[column] * 1000 / 365)];
    }

    private static void Login(DemoRun run, int customer, DemoRandom random)
    {
        if (run.Lives[customer].HasMobile) run.Add(new(run.At(ref random, 7, 23), customer, DemoKind.Login));
    }

    private static void Purchase(DemoRun run, int customer, DemoRandom random)
    {
        if (run.Lives[customer].HasCard) DemoSpending.Purchase(run, customer, false, 0, ref random);
    }

    private static void Complaint(DemoRun run, int customer, DemoRandom random)
    {
        ref var life = ref run.Lives[customer];
        if (life.OpenComplaint || run.People[customer].Sort == DemoSort.Prospect) return;
        life.OpenComplaint = true;
        var key = run.NextThing(customer);
        run.Add(new(run.At(ref random, 9, 18), customer, DemoKind.ComplaintReceived, Key: key, Code: random.Below(DemoWords.Complaints.Length)));
        run.Later(run.ToWorkday(random.Between(1, 5)), new(customer, DemoStep.Reply, key, 0, 0));
    }

    private static void Survey(DemoRun run, int customer, DemoRandom random) =>
        run.Add(new(run.At(ref random, 10, 20), customer, DemoKind.Survey, Key: random.Below(4), Code: random.Chance(120) ? random.Between(2, 6) : random.Between(7, 10)));

    private static void Mail(DemoRun run, int customer, DemoRandom random)
    {
        run.Add(new(run.At(ref random, 9, 17), customer, DemoKind.MailReturned, Code: random.Below(DemoWords.Letters.Length)));
        if (random.Chance(800)) run.Later(run.ToWorkday(random.Between(4, 25)), new(customer, DemoStep.CorrectAddress, 0, 0, 0));
    }

    private static void Document(DemoRun run, int customer, DemoRandom random)
    {
        var (key, left) = (run.NextThing(customer), random.Between(45, 90));
        var type = run.People[customer].Sort == DemoSort.Corporate ? 1 : 0;
        run.Add(new(run.At(ref random, 7, 9), customer, DemoKind.DocumentExpiring, Key: key, Code: type, Day: run.Day.Number + left));
        if (random.Chance(850)) run.Later(run.ToWorkday(random.Between(15, left + 10)), new(customer, DemoStep.RenewDocument, key, type, 0));
    }

    private static void Interest(DemoRun run, int customer, DemoRandom random)
    {
        var product = DemoStories.AnyProduct(run.People[customer].Sort, ref random);
        run.Add(new(run.At(ref random, 9, 21), customer, DemoKind.Interest, Key: random.Below(4), Code: product));
        if (random.Chance(200)) run.Later(random.Between(3, 14), new(customer, DemoStep.Open, 0, product, 0));
    }

    private static void Appointment(DemoRun run, int customer, DemoRandom random)
    {
        var (key, ahead) = (run.NextThing(customer), run.ToWorkday(random.Between(2, 9)));
        var (time, topic, minute) = (run.At(ref random, 9, 18), random.Below(DemoWords.Topics.Length), random.Between(18, 32) * 30);
        run.Add(new(time, customer, DemoKind.Booked, Key: key, Code: topic, Day: run.Day.Number + ahead, Amount: minute));
        run.Later(ahead, new(customer, DemoStep.Visit, key, 0, 0));
    }

    private static void NewProduct(DemoRun run, int customer, DemoRandom random) =>
        run.Later(0, new(customer, DemoStep.Open, 0, DemoStories.AnyProduct(run.People[customer].Sort, ref random), 0));

    private static void Assessed(DemoRun run, int customer, DemoRandom random)
    {
        if (run.People[customer] is not { Sort: DemoSort.Personal, Risk: > 0 and var risk }) return;
        run.Add(new(run.At(ref random, 9, 20), customer, DemoKind.RiskAssessed, Code: Math.Clamp(risk + random.Between(-1, 1), 1, 5)));
    }

    private static void Consent(DemoRun run, int customer, DemoRandom random)
    {
        var (purpose, granted, time) = (random.Below(2), random.Chance(550), run.At(ref random, 9, 20));
        for (var channel = 0; channel < DemoWords.ContactChannels.Length; channel++) run.Add(new(time + (channel * 1000), customer, DemoKind.Consent, Key: purpose, Code: channel, Flag: granted));
    }

    private static void Reassigned(DemoRun run, int customer, DemoRandom random)
    {
        var (manager, branch) = (random.Below(run.Options.Managers), (int)run.People[customer].Branch);
        manager = random.Chance(100) ? -1 : Math.Min((manager / run.Options.Branches * run.Options.Branches) + branch, run.Options.Managers - 1);
        run.Add(new(run.At(ref random, 6, 7), customer, DemoKind.Assigned, Key: manager, Code: manager < 0 ? branch : manager % run.Options.Branches, Day: run.Day.Number));
    }

    private static void JobLost(DemoRun run, int customer, DemoRandom random)
    {
        if (run.People[customer].Sort != DemoSort.Personal || run.Lives[customer].Income != 100) return;
        run.Lives[customer].Income = 0;
        if (random.Chance(600)) run.Later(random.Between(80, 220), new(customer, DemoStep.FindJob, 0, 0, 0));
    }

    private static void Married(DemoRun run, int customer, DemoRandom random)
    {
        if (run.People[customer] is not { Sort: DemoSort.Personal } person || run.Options.From.DayNumber - person.Born is < 22 * 365 or > 42 * 365) return;
        for (var n = random.Between(2, 5); run.Lives[customer].HasCard && n > 0; n--)
            run.Add(new(run.At(ref random, 10, 21), customer, DemoKind.CardUsed, Key: 1, Code: DemoWords.Dining, Amount: random.Cents(3_000, 30_000, 10)));
        run.Later(random.Between(10, 30), new(customer, DemoStep.Honeymoon, 0, 0, 0));
        run.Later(random.Between(30, 80), new(customer, DemoStep.AskForMortgage, 0, 0, 0));
    }

    private static void Leaving(DemoRun run, int customer, DemoRandom random)
    {
        if (run.People[customer].Sort != DemoSort.Prospect && run.Lives[customer].Money == 100) run.Later(0, new(customer, DemoStep.MoveMoney, random.Between(2, 4), 0, 0));
    }
}
