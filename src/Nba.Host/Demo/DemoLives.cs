namespace Nba.Host.Demo;

/// <summary>The turns of a life, as far as the bank hears of them.</summary>
internal static class DemoLives
{
    private const int MovedHome = 2, BoughtHome = 6, Graduated = 4;

    public static void JobLost(DemoRun run, int customer, DemoRandom random)
    {
        if (run.People[customer].Income == 0 || run.Lives[customer].Income != 100) return;
        run.Lives[customer].Income = 0;
        if (random.Chance(600)) run.Later(random.Between(80, 220), new(customer, DemoStep.FindJob));
    }

    public static void FindJob(DemoRun run, DemoNote note, DemoRandom random) => run.Lives[note.Customer].Income = (byte)random.Between(80, 120);

    public static void Retire(DemoRun run, DemoNote note, DemoRandom random)
    {
        ref var life = ref run.Lives[note.Customer];
        life.Income = (byte)(life.Income > 0 ? 45 : 0);
        if (random.Chance(300)) run.Put(note, DemoKind.LifeEvent, ref random, code: 5);
    }

    public static void Married(DemoRun run, int customer, DemoRandom random)
    {
        if (run.Options.From.DayNumber - run.People[customer].Born is < 22 * 365 or > 42 * 365) return;
        for (var n = random.Between(2, 5); run.Lives[customer].HasCard && n > 0; n--)
            run.Add(new(run.At(ref random, 10, 21), customer, DemoKind.CardUsed, Key: 1, Code: DemoWords.Dining, Amount: random.Cents(3_000, 30_000, 10)));
        if (random.Chance(400)) run.Add(new(run.At(ref random, 10, 18), customer, DemoKind.LifeEvent, Code: 1));
        run.Later(random.Between(10, 30), new(customer, DemoStep.Honeymoon));
        run.Later(random.Between(30, 80), new(customer, DemoStep.AskForMortgage));
    }

    public static void Honeymoon(DemoRun run, DemoNote note, DemoRandom random)
    {
        for (var n = 5; run.Lives[note.Customer].HasCard && n > 0; n--) DemoSpending.Purchase(run, note.Customer, true, 2, ref random);
    }

    public static void AskForMortgage(DemoRun run, DemoNote note, DemoRandom random) => run.Put(note, DemoKind.Interest, ref random, random.Below(4), DemoWords.Mortgage);

    public static void Child(DemoRun run, int customer, DemoRandom random)
    {
        if (run.Options.From.DayNumber - run.People[customer].Born is < 23 * 365 or > 45 * 365) return;
        run.Add(new(run.At(ref random, 9, 18), customer, DemoKind.LifeEvent));
    }

    // Moved or graduated; who moves may have bought the home.
    public static void Turn(DemoRun run, int customer, DemoRandom random)
    {
        var what = run.Options.From.DayNumber - run.People[customer].Born < 26 * 365 ? Graduated : random.Between(MovedHome, MovedHome + 1);
        var time = run.At(ref random, 9, 18);
        run.Add(new(time, customer, DemoKind.LifeEvent, Code: what));
        if (what == MovedHome && random.Chance(300)) run.Add(new(time + 60_000, customer, DemoKind.LifeEvent, Code: BoughtHome));
    }
}
