namespace Nba.Host.Demo;

/// <summary>How much a customer does with the bank: of twenty, one is busy, four are known well, fifteen are quiet.</summary>
internal enum DemoClass : byte
{
    Quiet,
    Known,
    Busy,
}

/// <summary>The words of the code list <c>kind</c>.</summary>
internal enum DemoSort : byte
{
    Personal,
    Corporate,
    Prospect,
}

/// <summary>What a customer is by nature; follows from seed and number alone. Money in cents, days as day numbers.</summary>
internal readonly record struct DemoPerson
{
    /// <summary>Days of the month on which employers pay.</summary>
    public static readonly int[] PayDays = [5, 8, 10, 15, 20, 25];

    public DemoClass Class { get; private init; }

    public DemoSort Sort { get; private init; }

    public bool Female { get; private init; }

    /// <summary>Birthday, or the day the company was founded.</summary>
    public int Born { get; private init; }

    /// <summary>The day the customer came; after the first day for those who come within the demo.</summary>
    public int Since { get; private init; }

    public long Balance { get; private init; }

    /// <summary>Salary, or for companies what they settle in a month; 0 when none.</summary>
    public long Income { get; private init; }

    /// <summary>Place in <see cref="PayDays"/>.</summary>
    public byte PayDay { get; private init; }

    /// <summary>Day of the month of reports and of loan payments, 1 to 28.</summary>
    public byte ReportDay { get; private init; }

    public bool HasLoan { get; private init; }

    public bool HasCard { get; private init; }

    public bool HasMobile { get; private init; }

    public byte Deposits { get; private init; }

    /// <summary>Risk class 1 to 5; 0 when never assessed.</summary>
    public byte Risk { get; private init; }

    /// <summary>The A-role manager; -1 when nobody is.</summary>
    public short Manager { get; private init; }

    /// <summary>How many of the class are before this one in the manager's book.</summary>
    public int Place { get; private init; }

    public byte Branch { get; private init; }

    /// <summary>How active within the class, in percent.</summary>
    public byte Pace { get; private init; }

    public static DemoPerson Of(DemoBankOptions options, int index)
    {
        var group = DemoRandom.For(options.Seed, DemoPurpose.Class, (ulong)(index / 20));
        var place = (index + group.Below(20)) % 20;
        var kind = place == 0 ? DemoClass.Busy : place <= 4 ? DemoClass.Known : DemoClass.Quiet;
        var random = DemoRandom.For(options.Seed, DemoPurpose.Person, (ulong)index);
        var lot = random.Below(1000);
        var sort = lot < By(kind, 30, 80, 120) ? DemoSort.Corporate : kind == DemoClass.Quiet && lot < 70 ? DemoSort.Prospect : DemoSort.Personal;
        var personal = sort == DemoSort.Personal;
        var from = options.From.DayNumber;
        var age = sort == DemoSort.Corporate ? random.Between(400, 9000) : random.Between(20 * 366, 78 * 365);
        var since = Joined(options, ref random, age - (sort == DemoSort.Corporate ? 100 : 18 * 365));
        var (dealt, manager) = Math.DivRem(Dealt(index / 20, place), options.Managers);
        return new DemoPerson
        {
            Class = kind, Sort = sort, Female = random.Chance(500), Born = from - age, Since = since,
            Balance = Wealth(kind, sort, ref random), Income = IncomeOf(kind, sort, age / 365, ref random),
            PayDay = (byte)random.Below(PayDays.Length), ReportDay = (byte)random.Between(1, 28),
            HasLoan = sort != DemoSort.Prospect && random.Chance(By(kind, 15, 180, 300)), HasCard = personal && random.Chance(By(kind, 450, 800, 970)),
            HasMobile = sort != DemoSort.Prospect && random.Chance(By(kind, 400, 800, 990)),
            Deposits = (byte)(personal && random.Chance(By(kind, 200, 750, 800)) ? random.Between(1, By(kind, 1, 2, 3)) : 0),
            Risk = (byte)(personal && random.Chance(By(kind, 120, 600, 750)) ? random.Between(1, 4) + random.Below(2) : 0),
            Place = dealt, Manager = (short)(random.Chance(20) ? -1 : manager), Branch = (byte)(manager % options.Branches), Pace = (byte)random.Between(60, 140),
        };
    }

    // Books are dealt evenly: every manager has the same share of the busy, the known and the quiet.
    private static int Dealt(int group, int place) => place == 0 ? group : place <= 4 ? (group * 4) + place - 1 : (group * 15) + place - 5;

    /// <summary>A figure by class.</summary>
    public static int By(DemoClass kind, int quiet, int known, int busy) => kind switch { DemoClass.Busy => busy, DemoClass.Known => known, _ => quiet };

    // Three in a hundred come within the demo.
    private static int Joined(DemoBankOptions options, ref DemoRandom random, int longest)
    {
        var (from, span) = (options.From.DayNumber, options.To.DayNumber - options.From.DayNumber);
        return random.Chance(30) && span > 40 ? from + random.Between(5, span) : from - random.Between(30, Math.Clamp(longest, 60, 18 * 365));
    }

    private static long Wealth(DemoClass kind, DemoSort sort, ref DemoRandom random) => sort switch
    {
        DemoSort.Corporate => random.Cents(By(kind, 50_000, 300_000, 2_000_000), By(kind, 900_000, 9_000_000, 60_000_000)),
        _ => random.Cents(By(kind, 300, 20_000, 80_000), By(kind, 120_000, 1_500_000, 9_000_000)),
    };

    private static long IncomeOf(DemoClass kind, DemoSort sort, int age, ref DemoRandom random) => sort switch
    {
        DemoSort.Corporate => random.Cents(By(kind, 100_000, 800_000, 5_000_000), By(kind, 1_500_000, 12_000_000, 90_000_000), 1000),
        DemoSort.Personal when age < 60 && random.Chance(By(kind, 90, 500, 700)) => random.Cents(4_500, By(kind, 22_000, 30_000, 60_000), 100),
        _ => 0,
    };
}

/// <summary>What changes in a customer's life; one for each customer, a few bytes.</summary>
internal struct DemoLife
{
    /// <summary>Events so far: numbers their ids.</summary>
    public int Count;

    /// <summary>Things so far: numbers deposits, complaints and so on.</summary>
    public short Things;

    /// <summary>Income as a share of the usual, in percent.</summary>
    public byte Income;

    /// <summary>Money as a share of the usual, in percent.</summary>
    public byte Money;

    /// <summary>Whether the customer has come and not gone.</summary>
    public bool Here;

    /// <summary>Whether a prospect has become a customer.</summary>
    public bool Became;

    public bool HasCard, HasMobile, HasLoan, OpenComplaint;
}
