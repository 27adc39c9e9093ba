using System.Runtime.InteropServices;
using System.Text.Json;
using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;
using Nba.Host.Commands;
using Nba.Host.Demo;
using Nba.Host.State;
using Nba.Host.Tests.Stages;
using Nba.Host.Transport.Embedded;
using Nba.House;

namespace Nba.Host.Tests.Demo;

/// <summary>
/// Over the whole demo year no customer's offers are seen while they must not be: the recorded decisions say what stood in queues, and a count of its own
/// over the recorded activities says what must not.
/// </summary>
public sealed class SalesPrecisionTests : IDisposable
{
    // Complained about far more often than a bank is, so that many an offer meets a complaint.
    private static readonly DemoBankOptions Options = new() { Customers = 300, Managers = 2, Branches = 1, ExtraComplaints = 6 };

    private readonly string _folder = Directory.CreateTempSubdirectory("nba-precision-").FullName;
    private readonly DemoYear _year;

    public SalesPrecisionTests() =>
        _year = DemoYear.Run(Options, SimulatedBank.Rules(), Options.To, Path.Combine(_folder, "bank"));

    private RuleBook Book => _year.Book;

    public void Dispose()
    {
        _year.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void No_offer_is_seen_by_whom_it_must_not_reach()
    {
        var (faults, offers, heard) = (new List<string>(), 0, 0);
        var (decisions, products) = (Decisions(), Book.Products.Names.ToDictionary(n => Book.Products.Find(n)!.Code));
        foreach (var (customer, activities) in Activities())
        {
            var (oracle, seen) = (new SalesOracle(products), 0);
            Walk(activities, decisions.GetValueOrDefault(customer) ?? [], oracle, (day, id, action) =>
            {
                seen++;
                if (oracle.Objection(id, action, Parts(action), day) is { } objection) faults.Add($"{customer} {day:yyyy-MM-dd} sees {action.Id}: {objection}");
            });
            (offers, heard) = (offers + seen, heard + oracle.Heard);
        }

        Assert.True(offers > 2_000, $"only {offers} looks at offers");
        Assert.True(heard > 1_000, $"only {heard} activities that bear on offers");
        Findings.None(faults.GroupBy(f => f[(f.IndexOf(": ", StringComparison.Ordinal) + 2)..].Split(' ')[0]).SelectMany(g => g.Distinct().Take(4)));
    }

    // Activities and decisions of one customer in the order of decision; between them days pass.
    private void Walk(List<(long Position, string Type, JsonElement Data, Instant Arrival)> activities, List<JsonElement> decisions, SalesOracle oracle, Action<DateOnly, string, ActionDefinition> look)
    {
        var (standing, names, next, last) = (new SortedDictionary<string, HashSet<string>>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal), 0, (DateOnly?)null);
        void Look(DateOnly day)
        {
            foreach (var id in standing.Keys.Where(i => Book.Definition(names[i]) is { Purpose: Purpose.Sales })) look(day, id, Book.Definition(names[id])!);
        }

        void Pass(DateOnly day, bool begins)
        {
            for (var d = last?.AddDays(1) ?? day; d < day || (!begins && d == day); d = d.AddDays(1)) Look(d);
            last = day;
        }

        void Hear(string type, JsonElement data, DateOnly day, bool looks = true)
        {
            Pass(day, begins: false);
            oracle.Hear(type, data, day, id => names.TryGetValue(id, out var name) ? Book.Definition(name) : null);
            if (looks) Look(day);
        }

        foreach (var decision in decisions)
        {
            var input = decision.GetProperty("input");
            var isActivity = input.TryGetProperty("position", out var at);
            Assert.True(Instant.TryParse(decision.GetProperty("now").GetString()!, out var now));
            var today = Book.Calendar.DateOf(now);
            while (next < activities.Count && (isActivity ? activities[next].Position <= at.GetInt64() : activities[next].Arrival.UnixMilliseconds < now.UnixMilliseconds))
            {
                var (position, type, data, arrival) = activities[next++];
                Hear(type, data, Book.Calendar.DateOf(arrival), looks: !isActivity || position < at.GetInt64());
            }
            Pass(today, begins: !isActivity);
            foreach (var change in decision.GetProperty("changes").EnumerateArray()) Apply(change, standing, names);
            Look(today);
        }
        foreach (var (_, type, data, arrival) in activities.Skip(next)) Hear(type, data, Book.Calendar.DateOf(arrival));
    }

    private static void Apply(JsonElement change, SortedDictionary<string, HashSet<string>> standing, Dictionary<string, string> names)
    {
        var id = change.GetProperty("id").GetString()!;
        if (change.TryGetProperty("action", out var action)) names[id] = action.GetString()!;
        if (!change.TryGetProperty("owner", out var owner)) return;
        if (!standing.TryGetValue(id, out var owners)) standing[id] = owners = [];
        if (change.TryGetProperty("withdrawn", out _)) owners.Remove(owner.GetString()!);
        else owners.Add(owner.GetString()!);
        if (owners.Count == 0) standing.Remove(id);
    }

    private List<ActionDefinition> Parts(ActionDefinition action) => Book.Bundles.Find(action.Id) is { } bundle ? [.. bundle.Members.Select(m => Book.Definition(m)!)] : [];

    private Dictionary<string, List<(long Position, string Type, JsonElement Data, Instant Arrival)>> Activities()
    {
        var found = new Dictionary<string, List<(long, string, JsonElement, Instant)>>(StringComparer.Ordinal);
        using var rows = _year.Store.Scan(new Keys(0).Prefix(Table.Log));
        while (rows.MoveNext())
        {
            var record = EmbeddedLog.Row(rows.Key, rows.Value);
            var activity = JsonElement.Parse(record.Value.Span);
            (CollectionsMarshal.GetValueRefOrAddDefault(found, activity.GetProperty("subject").GetString()!, out _) ??= [])
                .Add((record.Position, activity.GetProperty("type").GetString()!, activity.GetProperty("data"), record.Arrival));
        }
        return found;
    }

    private Dictionary<string, List<JsonElement>> Decisions()
    {
        var found = new Dictionary<string, List<JsonElement>>(StringComparer.Ordinal);
        using var rows = _year.Store.Scan(new Keys(0).Prefix(Table.Decisions));
        while (rows.MoveNext())
        {
            var decision = JsonElement.Parse(rows.Value);
            (CollectionsMarshal.GetValueRefOrAddDefault(found, decision.GetProperty("customer").GetString()!, out _) ??= []).Add(decision);
        }
        return found;
    }
}
