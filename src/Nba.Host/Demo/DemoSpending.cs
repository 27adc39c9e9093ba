namespace Nba.Host.Demo;

/// <summary>What fills the days of the busy and, now and then, of the well known: logins, cards, trips, transfers.</summary>
internal static class DemoSpending
{
    public static void Add(DemoRun run, int customer, in DemoPerson person, ref DemoRandom random)
    {
        var busy = person.Class == DemoClass.Busy;
        var life = run.Lives[customer];
        if (life.HasMobile)
        {
            for (var n = busy ? random.Below(6) * person.Pace / 100 : random.Below(1000) < 36 ? 1 : 0; n > 0; n--) run.Add(new(run.At(ref random, 7, 23), customer, DemoKind.Login));
        }
        if (busy && person.Sort == DemoSort.Corporate && run.Day.IsWorkday) Payments(run, customer, person, ref random);
        else if (busy && random.Chance(280)) Transfer(run, customer, random.Cents(200, 30_000, 100), random.Chance(150), ref random);
        if (!life.HasCard) return;
        var trip = TripOf(run, customer, person);
        for (var n = Purchases(busy, trip > 0, person.Pace, ref random); n > 0; n--) Purchase(run, customer, busy, trip, ref random);
    }

    /// <summary>A card payment: on a trip mostly for the trip.</summary>
    public static void Purchase(DemoRun run, int customer, bool busy, int trip, ref DemoRandom random)
    {
        var travels = random.Chance(trip > 0 ? 600 : 15);
        var category = travels ? DemoWords.Travel : trip > 0 ? DemoWords.Dining : random.Between(DemoWords.Dining, DemoWords.Spending.Length - 1);
        var amount = random.Cents(15, category == DemoWords.Travel ? 6_000 : busy ? 2_500 : 900) + random.Below(100);
        var declined = trip > 1 && random.Chance(customer % 29 == 0 ? 350 : 15);
        run.Add(new(run.At(ref random, 8, 23), customer, declined ? DemoKind.CardDeclined : DemoKind.CardUsed, Key: 1, Code: category, Amount: amount, Flag: trip > 1));
    }

    /// <summary>Money that leaves.</summary>
    public static void Transfer(DemoRun run, int customer, long amount, bool own, ref DemoRandom random) =>
        run.Add(new(run.At(ref random, 8, 22), customer, DemoKind.TransferOut, Amount: amount, Flag: own));

    private static int Purchases(bool busy, bool away, int pace, ref DemoRandom random) =>
        busy ? random.Below(away ? 12 : 8) * pace / 100 : random.Below(1000) < (away ? 550 : 20) ? 1 : 0;

    private static void Payments(DemoRun run, int customer, in DemoPerson person, ref DemoRandom random)
    {
        var most = (int)Math.Min(person.Income / 1500, 3_000_000) + 10_000;
        for (var n = random.Below(11) * person.Pace / 100; n > 0; n--) Transfer(run, customer, random.Cents(2_000, most, 100), false, ref random);
    }

    // 0 at home, 1 away, 2 abroad. Trips go by the long holidays and by a week or so of summer.
    private static int TripOf(DemoRun run, int customer, in DemoPerson person)
    {
        var day = run.Day;
        if (day.Holiday != 0)
        {
            var holiday = DemoRandom.For(run.Options.Seed, DemoPurpose.Trip, (ulong)customer, (ulong)day.Holiday);
            return holiday.Chance(DemoPerson.By(person.Class, 20, 160, 350)) ? Where(ref holiday) : 0;
        }
        if (day.Date.Month is not (7 or 8)) return 0;
        var summer = DemoRandom.For(run.Options.Seed, DemoPurpose.Trip, (ulong)customer, (ulong)day.Date.Year);
        if (!summer.Chance(DemoPerson.By(person.Class, 20, 200, 400))) return 0;
        var since = day.Number - new DateOnly(day.Date.Year, 7, 1).DayNumber - summer.Below(54);
        return since >= 0 && since < summer.Between(5, 9) ? Where(ref summer) : 0;
    }

    private static int Where(ref DemoRandom trip) => trip.Chance(300) ? 2 : 1;
}
