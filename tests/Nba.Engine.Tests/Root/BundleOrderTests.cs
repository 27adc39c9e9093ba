using CsCheck;

namespace Nba.Engine.Tests.Root;

/// <summary>Bundles are levels, not edges: permuting activities and answers between two ticks shows in no action and no rank, and neither does the store.</summary>
public sealed class BundleOrderTests
{
    private const int Runs = 1_000;

    [Fact]
    public void Permuting_activities_between_two_ticks_changes_no_bundle() => Run(null);

    [Fact]
    public void An_answer_to_a_bundle_may_come_at_any_place_after_what_it_answers() => Run(Gen.OneOf("done", "declined", "accepted", "snoozed"));

    private static void Run(Gen<string>? outcomes) =>
        Gen.Select(Worlds.Days, Gen.Int[0, 1_000_000], outcomes ?? Gen.Const("")).Sample((days, seed, outcome) =>
        {
            using var straight = Begin();
            using var permuted = Begin();
            for (var day = 0; day < days.Length; day++)
            {
                var answers = outcome.Length == 0 ? [] : Answers(straight, day, outcome);
                Send(straight, day, days[day], null, answers);
                Send(permuted, day, days[day], seed + day, answers);
                foreach (var scene in new[] { straight, permuted })
                {
                    scene.Tick(Worlds.FirstDay.AddDays(day + 1).ToString("yyyy-MM-dd", null));
                    if (scene == permuted) scene.Store();
                }
                Assert.Equal(Picture(straight, day + 1), Picture(permuted, day + 1));
            }
        }, iter: Runs, threads: 1, print: t => $"seed {t.Item2} {t.Item3}\n" + string.Join('\n', t.Item1.Select((d, i) => $"day {i}: {string.Join("; ", d.Select(h => h.ToString()))}")));

    private static string Picture(Scene scene, int day) => Worlds.Picture(scene, day)
        + string.Join('\n', scene.State.Actions.Open.Where(o => o.IsBundle).Select(o => $"{o.Action} of {string.Join(' ', o.Members.Select(m => $"{m.Action} {m.Id:x} {m.State}"))}"));

    // A customer who may be offered everything, with one offer of each kind standing.
    private static Scene Begin()
    {
        var scene = Worlds.Begin(PackBook.Three);
        scene.Consent("2026-03-01", "sales", "visit", granted: true);
        scene.Event("2026-03-01", "risk.assessed", """{"riskClass": "C3"}""", id: "risk");
        scene.Event("2026-03-01", "balance.reported", """{"balance": 100000}""", id: "balance");
        scene.Event("2026-03-01T11:00", "interest.shown", """{"product": "fund"}""", id: "fund");
        scene.Event("2026-03-01T11:00", "interest.shown", """{"product": "loan"}""", id: "loan");
        scene.Tick("2026-03-02");
        return scene;
    }

    private static void Send(Scene scene, int day, Happening[] happenings, int? seed, IReadOnlyList<GivenEvent> answers)
    {
        var events = Worlds.Events(scene, day, happenings).ToList();
        if (events.Count > 0) events.AddRange(answers.Select(a => (a, events[0].Arrival)));
        if (seed is { } s) new Random(s).Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(events));
        foreach (var (given, arrival) in events) scene.Event(given, arrival);
    }

    private static List<GivenEvent> Answers(Scene scene, int day, string outcome)
    {
        var more = outcome == "snoozed" ? $$""", "until": "{{Worlds.FirstDay.AddDays(day + 2):yyyy-MM-dd}}" """ : outcome == "declined" ? """, "reason": "bad-time", "by": "customer" """ : "";
        return [.. scene.State.Actions.Open.Where(o => o.Published).Select(open => new GivenEvent("action.outcome",
            $$"""{"action": "{{Nba.Engine.Actions.ActionIdentity.Format(open.Id)}}", "outcome": "{{outcome}}"{{more}}}""", scene.Book.Calendar.AtLocal(Worlds.FirstDay.AddDays(day), 720), $"answer {day} {open.Id:x}"))];
    }
}
