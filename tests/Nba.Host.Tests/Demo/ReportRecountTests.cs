using System.Text.Json;
using Nba.Engine.Calendars;
using Nba.Engine.Reports;
using Nba.Host.State;
using Nba.Host.Tests.Stages;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Tests.Demo;

/// <summary>
/// Reports of the demo bank's year against a second count of the same records, made in another way: all records of all customers laid out as one table of steps,
/// sorted and grouped, instead of folded customer by customer.
/// </summary>
[Collection(DemoYearFixture.Name)]
public sealed class ReportRecountTests(DemoYearFixture demo)
{
    private static readonly string[] Held = ["cool-down", "cap", "held-by-policy", "lost-conflict", "not-yet", "snoozed", "not-yet-turn", "in-bundle", "source-behind", "plan-paused"];

    private sealed record Step(string Id, long At, int Order, string Kind, string? Reason, string? Action);

    [Fact]
    public void Prompts_of_random_periods_are_those_of_the_second_count()
    {
        var (steps, random) = (Steps(), new Random(20260));
        for (var i = 0; i < 6; i++)
        {
            var from = DemoYearFixture.Options.From.AddDays(i == 0 ? 0 : random.Next(0, 330));
            var to = i == 0 ? DemoYearFixture.Options.To : from.AddDays(random.Next(0, 60));
            var report = Of(from, to);
            var counted = Prompts(steps, report.From, report.To);

            Assert.True(i > 0 || counted.Values.Sum(v => v.Values.Sum()) > 1000, "the year has hardly a prompt");
            Assert.Equal(counted.Keys.Order(StringComparer.Ordinal), report.Prompts.Actions.Select(a => a.Key));
            Assert.All(report.Prompts.Actions, a => Assert.Equal(
                [.. counted[a.Key].OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => (p.Key, p.Value))],
                Ends(a).Where(e => e.Count > 0).OrderBy(e => e.End, StringComparer.Ordinal)));
        }
    }

    [Fact]
    public void Candidates_of_rules_are_those_of_the_second_count()
    {
        var report = Of(new DateOnly(2025, 9, 1), new DateOnly(2026, 1, 31));
        var rows = from record in Records()
                   where Day(record.Now) >= report.From && Day(record.Now) <= report.To
                   from candidate in record.Json.GetProperty("candidates").EnumerateArray()
                   where candidate.GetProperty("reason").GetString() is not ("no-longer-holds" or "rule-removed" or "met") && candidate.TryGetProperty("rules", out _)
                   from rule in candidate.GetProperty("rules").EnumerateArray()
                   select (Rule: rule.GetString()!, Id: candidate.GetProperty("id").GetString()!, record.Customer, Passes: candidate.GetProperty("answer").GetString() == "pass");
        var counted = rows.GroupBy(r => r.Rule).ToDictionary(
            g => g.Key, g => (Candidates: g.Select(r => r.Id).Distinct().Count(), Passed: g.Where(r => r.Passes).Select(r => r.Id).Distinct().Count(), Customers: g.Select(r => r.Customer).Distinct().Count()));

        Assert.True(counted.Count > 50, $"only {counted.Count} rules proposed anything");
        Assert.All(report.Rules, r => Assert.Equal(counted.GetValueOrDefault(r.Rule), (r.Candidates, r.Passed, r.Customers)));
    }

    private Report Of(DateOnly from, DateOnly to) => ReportBank.Of(demo.Year.Store, from.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), to.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)).Report;

    private DateOnly Day(long at) => demo.Year.Book.Calendar.DateOf(new Instant(at));

    // By action: how many prompts ended how.
    private Dictionary<string, Dictionary<string, int>> Prompts(IReadOnlyList<Step> steps, DateOnly from, DateOnly to)
    {
        var counted = new Dictionary<string, Dictionary<string, int>>(StringComparer.Ordinal);
        foreach (var ofOne in steps.Where(s => Day(s.At) <= to).GroupBy(s => s.Id))
        {
            var chain = ofOne.OrderBy(s => s.At).ThenBy(s => s.Order).ToList();
            var starts = Enumerable.Range(0, chain.Count).Where(i => chain[i].Kind == "raised").ToList();
            for (var s = 0; s < starts.Count; s++)
            {
                var life = chain[starts[s]..(s + 1 < starts.Count ? starts[s + 1] : chain.Count)];
                if (Day(life[0].At) < from) continue;
                var ends = counted.TryGetValue(life[0].Action!, out var known) ? known : counted[life[0].Action!] = [];
                var end = End(life);
                ends[end] = ends.GetValueOrDefault(end) + 1;
            }
        }
        return counted;
    }

    private static string End(List<Step> life)
    {
        bool Said(string answer) => life.Exists(s => s.Kind == "answer" && s.Reason == answer);
        // What is held from a new beginning says nothing more of what was given.
        var moves = life.TakeWhile(s => s.Kind != "hidden").Where(s => s.Kind is "raised" or "stands" or "leaves").ToList();
        var gone = moves[^1].Kind == "leaves" ? moves[^1].Reason : null;
        if (Said("done") || gone == "done") return "done";
        if (Said("declined") || gone == "declined") return "declined";
        if (Said("accepted")) return "accepted";
        if (gone is null || Held.Contains(gone)) return "open";
        return gone is "met" or "expired" ? gone : "withdrawn";
    }

    private static IEnumerable<(string End, int Count)> Ends(PromptRow row) =>
        [("done", row.Done), ("accepted", row.Accepted), ("declined", row.Declined), ("met", row.Met), ("expired", row.Expired), ("withdrawn", row.Withdrawn), ("open", row.Open)];

    private List<Step> Steps()
    {
        List<Step> steps = [];
        foreach (var (_, now, json) in Records())
        {
            foreach (var change in json.GetProperty("changes").EnumerateArray())
            {
                var (id, reason) = (change.GetProperty("id").GetString()!, change.GetProperty("reason").GetString()!);
                var (isOwned, isWithdrawn) = (change.TryGetProperty("owner", out _), change.TryGetProperty("withdrawn", out _));
                if (reason is "reassigned" or "gone" or "claimed" or "claim-ended" or "already-claimed" or "not-claimable" or "not-of-team") continue;
                var kind = isOwned && !isWithdrawn ? (reason == "raised" ? "raised" : "stands") : reason == "held" && !isOwned ? "hidden" : "leaves";
                // Told to each owner, raised once.
                if (kind == "raised" && steps.Count > 0 && steps[^1] is { Kind: "raised" } last && last.Id == id && last.At == now) continue;
                steps.Add(new Step(id, now, steps.Count, kind, reason, change.TryGetProperty("action", out var action) ? action.GetString() : null));
            }
        }
        foreach (var record in new PastLog(demo.Year.Store, 0).Before(long.MaxValue))
        {
            using var json = JsonDocument.Parse(record.Value);
            if (json.RootElement.GetProperty("type").GetString() != "action.outcome") continue;
            var data = json.RootElement.GetProperty("data");
            steps.Add(new Step(data.GetProperty("action").GetString()!, record.Arrival.UnixMilliseconds, int.MaxValue, "answer", data.GetProperty("outcome").GetString(), null));
        }
        return steps;
    }

    private IEnumerable<(string Customer, long Now, JsonElement Json)> Records()
    {
        using var rows = demo.Year.Store.Scan(new Keys(0).Prefix(Table.Decisions));
        while (rows.MoveNext())
        {
            using var json = JsonDocument.Parse(rows.Value.ToArray());
            Assert.True(Instant.TryParse(json.RootElement.GetProperty("now").GetString(), out var now));
            yield return (json.RootElement.GetProperty("customer").GetString()!, now.UnixMilliseconds, json.RootElement.Clone());
        }
    }
}
