namespace Nba.Host.Demo;

/// <summary>What begins by chance: complaints, visits, questions, partings, the turns of a life. At most one a day and customer.</summary>
internal static class DemoHappenings
{
    // How often in a thousand years of one customer, by class: quiet, known, busy.
    private static readonly (Action<DemoRun, int, DemoRandom> Begin, int[] Often)[] Personal =
    [
        (DemoMoney.Login, [600, 0, 0]), (DemoMoney.Purchase, [400, 0, 0]), (DemoMoney.Interest, [50, 450, 1200]), (DemoMoney.NewProduct, [15, 120, 300]),
        (DemoMoney.Assessed, [12, 250, 300]), (DemoMoney.Leaving, [6, 60, 60]), (DemoMoney.LumpSum, [8, 130, 250]), (DemoMoney.OrderFails, [15, 70, 70]), (DemoMoney.Overdue, [6, 15, 10]),
        (DemoMoney.Renovates, [3, 25, 30]),
        (DemoService.Complaint, [22, 130, 300]), (DemoService.Suggestion, [4, 40, 80]), (DemoService.Survey, [40, 300, 900]), (DemoService.Mail, [20, 45, 45]),
        (DemoService.Document, [60, 80, 80]), (DemoService.Request, [180, 600, 1200]), (DemoService.Function, [100, 300, 300]), (DemoService.Counter, [200, 400, 200]),
        (DemoMeetings.Appointment, [40, 450, 1400]), (DemoMeetings.Visit, [5, 120, 400]), (DemoMeetings.Contact, [50, 600, 1500]), (DemoMeetings.Relation, [5, 40, 60]),
        (DemoMeetings.Consent, [12, 50, 60]), (DemoMeetings.Preference, [2, 15, 15]), (DemoMeetings.Reassigned, [10, 20, 20]),
        (DemoLives.JobLost, [0, 45, 40]), (DemoLives.Married, [6, 15, 15]), (DemoLives.Child, [4, 15, 20]), (DemoLives.Turn, [6, 20, 20]),
    ];

    private static readonly (Action<DemoRun, int, DemoRandom> Begin, int[] Often)[] Corporate =
    [
        (DemoMoney.Login, [2000, 6000, 0]), (DemoMoney.Interest, [30, 250, 500]), (DemoMoney.NewProduct, [30, 120, 200]), (DemoMoney.Leaving, [15, 50, 40]), (DemoMoney.OrderFails, [15, 60, 60]),
        (DemoMoney.Overdue, [10, 20, 10]), (DemoMoney.Owed, [40, 400, 800]), (DemoMoney.Shrinks, [20, 60, 40]),
        (DemoService.Complaint, [25, 90, 150]), (DemoService.Suggestion, [5, 50, 80]), (DemoService.Survey, [40, 250, 500]), (DemoService.Mail, [20, 40, 40]),
        (DemoService.Document, [60, 70, 70]), (DemoService.Request, [100, 600, 1200]), (DemoService.Function, [40, 200, 300]), (DemoService.Counter, [900, 2000, 1500]),
        (DemoMeetings.Appointment, [40, 500, 1500]), (DemoMeetings.Visit, [15, 250, 600]), (DemoMeetings.Contact, [150, 900, 2000]), (DemoMeetings.Consent, [10, 40, 40]),
        (DemoMeetings.Reassigned, [10, 20, 20]),
    ];

    private static readonly (Action<DemoRun, int, DemoRandom> Begin, int[] Often)[] Prospect =
    [
        (DemoMoney.Interest, [1200, 0, 0]), (DemoService.Request, [80, 0, 0]), (DemoMeetings.Appointment, [120, 0, 0]), (DemoMeetings.Contact, [400, 0, 0]),
        (DemoMeetings.Consent, [500, 0, 0]), (DemoMeetings.BecomesCustomer, [150, 0, 0]), (DemoMeetings.TurnsOutKnown, [20, 0, 0]), (DemoMeetings.Reassigned, [10, 0, 0]),
    ];

    // By sort, then by class: a table of what may begin, and running sums in a million days.
    private static readonly ((Action<DemoRun, int, DemoRandom> Begin, int[] Often)[] Table, int[][] Limits)[] Sorts = [With(Personal), With(Corporate), With(Prospect)];

    public static void Add(DemoRun run, int customer, in DemoPerson person, ref DemoRandom random)
    {
        var (table, byClass) = Sorts[(int)run.SortOf(customer)];
        var limits = byClass[(int)person.Class];
        var lot = random.Below(1_000_000);
        if (lot >= limits[^1]) return;
        var which = 0;
        while (lot >= limits[which]) which++;
        table[which].Begin(run, customer, random);
    }

    private static ((Action<DemoRun, int, DemoRandom> Begin, int[] Often)[] Table, int[][] Limits) With((Action<DemoRun, int, DemoRandom> Begin, int[] Often)[] table) =>
        (table, [.. Enumerable.Range(0, 3).Select(c => Running(table, c))]);

    private static int[] Running((Action<DemoRun, int, DemoRandom> Begin, int[] Often)[] table, int column)
    {
        var sum = 0;
        return [.. table.Select(t => sum += t.Often[column] * 1000 / 365)];
    }
}
