using CsCheck;
using Nba.Engine.Actions;
using Nba.Engine.Tests.Root;

namespace Nba.Engine.Tests.Campaigns;

/// <summary>What is spent, and what a queue then offers, follows from the set of activities between two ticks, and survives bytes.</summary>
public sealed class SpendingOrderTests
{
    private static readonly RuleBook Book = TestBook.With(
        ("book.json", TestBook.Rules.Replace("\"conflict\": \"offer\"", "\"conflict\": \"offer\", \"campaign\": \"spring\"", StringComparison.Ordinal).Replace("\"category\": \"credit\"", "\"category\": \"credit\", \"campaign\": \"spring\"", StringComparison.Ordinal)),
        ("policies/contact.json", "{}"), ("policies/consent.json", "{}"),
        ("campaigns.json", CampaignFiles.Campaigns(", \"budget\": {\"contacts\": 2, \"perOwner\": {\"anna\": 2}}", filters: "")));

    [Fact]
    public void Permuting_activities_and_answers_between_two_ticks_changes_nothing_that_is_spent_or_offered()
    {
        var spent = 0;
        Gen.Select(Worlds.Days, Gen.Int[0, 1_000_000], Gen.OneOf("done", "declined")).Sample((days, seed, outcome) =>
        {
            using var straight = Worlds.Begin(Book);
            using var permuted = Worlds.Begin(Book);
            for (var day = 0; day < days.Length; day++)
            {
                // Whose a contact is on the day its customer changes hands is the order's to say: see the ADR.
                var events = Worlds.Events(straight, day, [.. days[day].Where(h => h.Type != "customer.assigned")]).Concat(Answers(straight, day, outcome)).ToArray();
                foreach (var (given, arrival) in events) straight.Event(given, arrival);
                new Random(seed + day).Shuffle(events);
                foreach (var (given, arrival) in events) permuted.Event(given, arrival);
                foreach (var scene in new[] { straight, permuted }) scene.Tick(Worlds.FirstDay.AddDays(day + 1).ToString("yyyy-MM-dd", null));
                Assert.Equal(Offered(straight, day + 1), Offered(permuted, day + 1));
            }
            spent = Math.Max(spent, straight.Queues.Single(q => q.Owner == "anna").Spent("spring"));
        }, iter: 600, threads: 1);
        Assert.True(spent > 1, "hardly anything was spent");
    }

    [Fact]
    public void A_record_of_a_campaign_written_and_read_is_equal()
    {
        using var scene = CampaignFiles.Talking(CampaignFiles.Book(", \"budget\": {\"contacts\": 2, \"perOwner\": {\"anna\": 2}}"));
        scene.Answer("2026-03-05T11:00", scene.Open(CampaignFiles.Talk), "accepted");
        scene.Ticks("2026-03-05", "2026-03-11");
        scene.Answer("2026-03-11T11:00", scene.Open(CampaignFiles.Talk), "done");
        Assert.Contains(scene.Records, r => r.Flag is not null);
        Assert.Contains(scene.Records, r => r.ContactMade);
        foreach (var record in scene.Records)
        {
            var writer = new StateWriter();
            ActionRecordCodec.Write(record, writer);
            Assert.Equal(record, ActionRecordCodec.Read(writer.Written) with { Rules = record.Rules, Arguments = record.Arguments });
        }
    }

    private static IEnumerable<(GivenEvent Event, Nba.Engine.Calendars.Instant Arrival)> Answers(Scene scene, int day, string outcome) =>
        from open in scene.State.Actions.Open.Where(o => o.Published).ToList()
        let at = scene.Book.Calendar.AtLocal(Worlds.FirstDay.AddDays(day), 720)
        select (new GivenEvent("action.outcome", $$"""{"action": "{{ActionIdentity.Format(open.Id)}}", "outcome": "{{outcome}}", "reason": "bad-time", "by": "customer"}""", at, $"answer {day} {open.Id:x}"), scene.Book.Calendar.AtLocal(Worlds.FirstDay.AddDays(day), 23 * 60));

    private static string Offered(Scene scene, int day)
    {
        var today = Worlds.FirstDay.AddDays(day);
        return string.Join('\n', scene.Queues.OrderBy(q => q.Owner, StringComparer.Ordinal).Select(q =>
        {
            var view = q.View(today.DayNumber, scene.Book.Calendar.StartOf(today).UnixMilliseconds, 5, scene.Book.Policies.ReservedPlaces, campaigns: scene.Book.Campaigns);
            return $"{q.Owner} {q.Spent("spring")} {view.Withheld} {view.OverBudget}: {string.Join(", ", view.Today.SelectMany(e => e.Actions).Select(a => $"{a.Record.Id:x} {a.Score}"))}";
        }));
    }
}
