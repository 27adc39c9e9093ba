namespace Nba.Host.Demo;

/// <summary>How a customer's story begins: registered, products opened, looked after. For most that lies before the first day.</summary>
internal static class DemoOpening
{
    /// <summary>Adds the customer's first events in order of time, each at a time of its own.</summary>
    public static void Add(DemoRun run, int customer)
    {
        var person = run.People[customer];
        ref var life = ref run.Lives[customer];
        (life.Income, life.Money, life.Here) = (100, 100, true);
        (life.HasCard, life.HasMobile, life.HasLoan) = (person.HasCard, person.HasMobile, person.HasLoan);
        var today = Math.Max(run.Options.From.DayNumber, person.Since);
        var first = run.Drafts.Count;
        var past = new DemoPast(run, customer, today);
        past.Put(person.Since, DemoKind.Registered);
        if (person.Sort == DemoSort.Corporate) DemoCompanyPast.Add(past);
        if (person.Sort != DemoSort.Prospect) Products(past);
        if (person.Sort == DemoSort.Personal) DemoPersonalPast.Add(past);
        DemoCommonPast.Add(past);
        past.Put(today - 1, DemoKind.Assigned, person.Manager, person.Branch, day: today);
        DemoCompanyBooks.Add(past);
        run.Drafts.Sort(first, run.Drafts.Count - first, Comparer<DemoDraft>.Create((a, b) => a.TimeMs.CompareTo(b.TimeMs)));
    }

    /// <summary>Payments that a company makes in a month.</summary>
    public static int Payments(in DemoPerson person) => (int)(person.Income / 100_000 % 280) + DemoPerson.By(person.Class, 12, 40, 120);

    /// <summary>People whom a company employs.</summary>
    public static int Staff(in DemoPerson person) => (int)(person.Income / 100_000 % 53) + DemoPerson.By(person.Class, 8, 40, 160);

    /// <summary>Whether a company pays its people through us.</summary>
    public static bool PaysStaff(int customer) => customer % 10 < 4;

    /// <summary>Whether a company trades with other countries.</summary>
    public static bool Trades(int customer) => customer % 7 == 0;

    /// <summary>The credit line of a company that has one, in cents.</summary>
    public static long Line(in DemoPerson person) => Math.Max(person.Income / 2 / 1_000_000 * 1_000_000, 50_000_000);

    private static void Products(DemoPast past)
    {
        var person = past.Person;
        past.Put(person.Since, DemoKind.ProductOpened, code: DemoWords.CurrentAccount);
        var between = person.Since + ((past.Today - person.Since) / 3);
        if (person.HasCard) past.Put(between, DemoKind.CardOpened, 1, DemoWords.CreditCard);
        if (person.HasMobile) past.Put(between, DemoKind.ProductOpened, code: DemoWords.MobileBanking);
        if (person.HasMobile && !past.IsNew) past.Put(past.Today - past.Between(1, DemoPerson.By(person.Class, 240, 40, 2)), DemoKind.Login);
        if (person.HasCard && !past.IsNew) past.Put(past.Today - past.Between(1, DemoPerson.By(person.Class, 200, 40, 3)), DemoKind.CardUsed, 1, past.Between(1, 8), amount: 12_800);
    }
}
