namespace Nba.Host.Demo;

/// <summary>What persons, companies and prospects brought along: answers about consent, balances, talks, and what was going on when the bank is first seen.</summary>
internal static class DemoCommonPast
{
    private const int KnownToAVisit = 8, AgreedDays = 6, LeftTooLate = 7;

    public static void Add(DemoPast past)
    {
        var prospect = past.Person.Sort == DemoSort.Prospect;
        if (!prospect) Consents(past);
        if (past.IsNew) return;
        if (!prospect) Balances(past);
        if (past.Chance(past.By(120, 700, 950))) past.Put(past.Today - past.Between(3, past.By(600, 170, 60)), DemoKind.Contact, code: 0);
        if (past.Chance(past.By(20, 400, 600))) past.Put(past.Today - past.Between(20, 500), DemoKind.NeedsReviewed);
        if (prospect && past.Chance(400)) past.Put(past.Today - past.Between(1, 90), DemoKind.Interest, past.Between(0, 3), DemoWords.CurrentAccount);
        GoingOn(past);
    }

    // Most agreed to greetings and offers, some refused, some were never asked.
    private static void Consents(DemoPast past)
    {
        for (var purpose = 0; purpose < 2; purpose++)
        {
            var lot = past.Random.Below(1000);
            if (lot >= (purpose == 0 ? 850 : 850)) continue;
            var granted = lot < (purpose == 0 ? 770 : 700);
            var day = past.Today - past.Between(30, 700);
            for (var channel = 0; channel < DemoWords.ContactChannels.Length; channel++) past.Put(day, DemoKind.Consent, purpose, channel, flag: granted);
        }
    }

    // As often as they are reported later, and the closed months of those we know well.
    private static void Balances(DemoPast past)
    {
        var person = past.Person;
        past.Put(past.Today - past.Between(1, 60), DemoKind.Balance, amount: person.Balance);
        if (person.Class == DemoClass.Quiet) return;
        var back = 3;
        foreach (var last in past.MonthEnds(3))
        {
            past.Put(last - 14, DemoKind.Balance, amount: person.Balance * (98 + back) / 100);
            past.Put(last, DemoKind.MonthClosed, amount: person.Balance * (98 + back--) / 100);
        }
    }

    private static void GoingOn(DemoPast past)
    {
        var today = past.Today;
        if (past.Chance(past.By(5, 8, 8)) && past.Person.Sort != DemoSort.Prospect)
        {
            var (key, left, type) = (past.NextThing(), past.Between(5, 58), past.Person.Sort == DemoSort.Corporate ? 1 : 0);
            past.Put(today - 20, DemoKind.DocumentExpiring, key, type, day: today + left);
            // Most of those that had to be renewed before the first day were.
            if (left < LeftTooLate && past.Chance(800)) past.Put(today - past.Between(1, 15), DemoKind.DocumentRenewed, key, type, day: today + (type == 1 ? 1826 : 3652));
            else past.Later(today + past.Between(2, left), DemoStep.RenewDocument, key, type);
        }
        // Every manager has agreed some visits, for one working day after the other. Those of the first had to be prepared before it, and hardly any is left to do.
        var agreed = past.Person.Class == DemoClass.Known && past.Person.Place % KnownToAVisit == 0;
        if (agreed || past.Chance(past.By(1, 10, 40)))
        {
            var (key, day) = (past.NextThing(), agreed ? past.Workday(2 + (past.Person.Place / KnownToAVisit % AgreedDays)) : past.Workday(past.Between(1, 6)));
            past.Put(today - 3, DemoKind.Booked, key, past.Between(0, DemoWords.Topics.Length - 1), past.Between(18, 32) * 30, day);
            past.Later(day, DemoStep.Visit, key);
        }
    }
}
