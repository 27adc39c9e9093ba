using Nba.Engine.Calendars;
using Nba.Engine.Sources;

namespace Nba.Host.Demo;

/// <summary>
/// A made-up bank that lives through its span day by day: five customers in a hundred cause four in five of the events. Keeps some bytes for each
/// customer and the events of one day, so that a million customers stream as well as five thousand. Not thread-safe.
/// </summary>
public sealed class DemoBank(DemoBankOptions options, BankCalendar calendar)
{
    private readonly DemoStaff _staff = new(options);

    /// <summary>What was asked for.</summary>
    public DemoBankOptions Options => options;

    /// <summary>Ids of the managers, in order.</summary>
    public IReadOnlyList<string> Managers => _staff.Managers;

    /// <summary>The text of <c>directory.json</c>: managers, branch heads, teams and branches.</summary>
    public SourceFile DirectoryFile() => _staff.DirectoryFile();

    /// <summary>The rules' campaigns, with what one of them may cost here.</summary>
    public SourceFile CampaignsFile(SourceFile shipped) => DemoBudget.Shared(shipped, _staff.Owners);

    /// <summary>The id that events call a customer by, from its number from 0.</summary>
    public static string CustomerId(int customer)
    {
        Span<byte> id = stackalloc byte[16];
        return System.Text.Encoding.ASCII.GetString(id[..DemoEventWriter.Customer(customer, id)]);
    }

    /// <summary>
    /// All events in the order they arrive: first what customers brought along, marked as history, then day after day. Each call begins anew and gives
    /// the same bytes; an event's bytes hold until the next is asked for.
    /// </summary>
    public IEnumerable<DemoEvent> Events()
    {
        var people = new DemoPerson[options.Customers];
        for (var i = 0; i < people.Length; i++) people[i] = DemoPerson.Of(options, i);
        var run = new DemoRun(options, people, calendar);
        using var writer = new DemoEventWriter(options, people, run.Lives, _staff);
        foreach (var written in History(run, writer)) yield return written;
        for (var date = options.From; date <= options.To; date = date.AddDays(1))
        {
            Live(run, DemoDay.Of(calendar, date));
            for (var i = 0; i < run.Drafts.Count; i++)
            {
                var draft = run.Drafts[i];
                yield return new DemoEvent(writer.Write(draft, history: false), draft.TimeMs);
            }
        }
    }

    // Arrives in the first five hours of the first day, one customer after the other; their own times are those of the past.
    private static IEnumerable<DemoEvent> History(DemoRun run, DemoEventWriter writer)
    {
        var start = DemoTime.StartOf(run.Options.From.DayNumber);
        for (var customer = 0; customer < run.People.Length; customer++)
        {
            if (run.People[customer].Since >= run.Options.From.DayNumber)
            {
                run.Agenda.Add(run.People[customer].Since, new DemoNote(customer, DemoStep.Join, 0, 0, 0));
                continue;
            }
            run.Drafts.Clear();
            DemoOpening.Add(run, customer);
            var arrival = start + (5L * 3_600_000 * customer / run.People.Length);
            for (var i = 0; i < run.Drafts.Count; i++) yield return new DemoEvent(writer.Write(run.Drafts[i], history: true), arrival);
        }
    }

    private static void Live(DemoRun run, DemoDay day)
    {
        run.Day = day;
        run.Drafts.Clear();
        for (var customer = 0; customer < run.People.Length; customer++)
        {
            if (!run.Lives[customer].Here) continue;
            ref readonly var person = ref run.People[customer];
            var random = DemoRandom.For(run.Options.Seed, DemoPurpose.Day, (ulong)customer, (ulong)day.Number);
            DemoRoutines.Add(run, customer, person, ref random);
            if (person.Class != DemoClass.Quiet) DemoSpending.Add(run, customer, person, ref random);
            DemoHappenings.Add(run, customer, person, ref random);
            if (run.Options.ExtraComplaints > 0 && random.Chance(run.Options.ExtraComplaints)) DemoService.Complaint(run, customer, random);
        }
        // What follows at once is noted for today, and taken in the next round.
        while (run.Agenda.Take(day.Number) is { Count: > 0 } notes)
        {
            foreach (var note in notes) DemoStories.GoOn(run, note);
        }
        run.Drafts.Sort(InOrder);
    }

    // No two drafts of a day are equal in all of these and yet differ, so that the order does not hang on the sort.
    private static int InOrder(DemoDraft a, DemoDraft b)
    {
        var order = a.TimeMs.CompareTo(b.TimeMs);
        if (order == 0) order = a.Customer.CompareTo(b.Customer);
        if (order == 0) order = a.Kind.CompareTo(b.Kind);
        if (order == 0) order = a.Key.CompareTo(b.Key);
        if (order == 0) order = a.Code.CompareTo(b.Code);
        if (order == 0) order = a.Amount.CompareTo(b.Amount);
        if (order == 0) order = a.Day.CompareTo(b.Day);
        return order == 0 ? a.Flag.CompareTo(b.Flag) : order;
    }
}
