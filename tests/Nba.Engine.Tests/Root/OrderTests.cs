using CsCheck;
using Nba.House;

namespace Nba.Engine.Tests.Root;

/// <summary>Levels, not edges: what stands follows from the set of activities between two ticks, not from their order or number.</summary>
[Course(1)]
public sealed class OrderTests
{
    private const int Runs = 1_000;

    [Fact]
    public void Permuting_activities_between_two_ticks_changes_no_fact_no_live_action_and_no_rank() =>
        Gen.Select(Worlds.Days, Gen.Int[0, 1_000_000]).Sample((days, seed) =>
        {
            using var straight = Worlds.Begin();
            using var permuted = Worlds.Begin();
            for (var day = 0; day < days.Length; day++)
            {
                Send(straight, day, days[day]);
                Send(permuted, day, days[day], seed + day);
                Tick(straight, day);
                Tick(permuted, day);
                Assert.Equal(Worlds.Picture(straight, day + 1), Worlds.Picture(permuted, day + 1));
            }
        }, iter: Runs, threads: 1, print: Print);

    [Fact]
    public void An_answer_may_come_at_any_place_after_what_it_answers() =>
        Gen.Select(Worlds.Days, Gen.Int[0, 1_000_000], Gen.OneOf("done", "declined", "accepted", "snoozed")).Sample((days, seed, outcome) =>
        {
            using var straight = Worlds.Begin();
            using var permuted = Worlds.Begin();
            for (var day = 0; day < days.Length; day++)
            {
                var answers = Answers(straight, day, outcome);
                Send(straight, day, days[day], more: answers);
                Send(permuted, day, days[day], seed + day, answers);
                Tick(straight, day);
                Tick(permuted, day);
                Assert.Equal(Worlds.Picture(straight, day + 1), Worlds.Picture(permuted, day + 1));
            }
        }, iter: Runs, threads: 1, print: t => $"{t.Item3}\n{Print((t.Item1, t.Item2))}");

    [Fact]
    public void Delivering_again_changes_nothing_to_the_byte_and_beyond_the_kept_ids_nothing_that_shows() =>
        Worlds.Days.Sample(days =>
        {
            using var scene = Worlds.Begin();
            for (var day = 0; day < days.Length; day++)
            {
                Send(scene, day, days[day]);
                foreach (var (given, arrival) in Worlds.Events(scene, day, days[day]))
                {
                    var (before, picture, records) = (scene.Bytes(), Worlds.Picture(scene, day), scene.Records.Count);
                    if (scene.Event(given, arrival).Outcome == Nba.Engine.Vocabulary.Reason.Duplicate) Assert.Equal(before, scene.Bytes());
                    Assert.Equal(picture, Worlds.Picture(scene, day));
                    Assert.Equal(records, scene.Records.Count);
                }
                Tick(scene, day);
            }
        }, iter: Runs, threads: 1, print: d => Print((d, 0)));

    [Fact]
    public void A_state_stored_and_read_between_any_two_decisions_goes_on_as_if_it_had_never_been_stored() =>
        Worlds.Days.Sample(days =>
        {
            using var kept = Worlds.Begin();
            using var stored = Worlds.Begin();
            for (var day = 0; day < days.Length; day++)
            {
                foreach (var (given, arrival) in Worlds.Events(kept, day, days[day]))
                {
                    kept.Event(given, arrival);
                    stored.Store();
                    stored.Event(given, arrival);
                }
                Tick(kept, day);
                stored.Store();
                Tick(stored, day);
                Assert.Equal(kept.Bytes(), stored.Bytes());
            }
        }, iter: Runs, threads: 1, print: d => Print((d, 0)));

    private static void Tick(Scene scene, int day) => scene.Tick(Worlds.FirstDay.AddDays(day + 1).ToString("yyyy-MM-dd", null));

    private static void Send(Scene scene, int day, Happening[] happenings, int? seed = null, IReadOnlyList<GivenEvent>? more = null)
    {
        var events = Worlds.Events(scene, day, happenings).ToList();
        if (events.Count > 0) events.AddRange((more ?? []).Select(m => (m, events[0].Arrival)));
        if (seed is { } s) new Random(s).Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(events));
        foreach (var (given, arrival) in events) scene.Event(given, arrival);
    }

    // Answers to what stood since the last tick.
    private static List<GivenEvent> Answers(Scene scene, int day, string outcome)
    {
        var answers = new List<GivenEvent>();
        foreach (var open in scene.State.Actions.Open.Where(o => o.Published))
        {
            var until = outcome == "snoozed" ? $$""", "until": "{{Worlds.FirstDay.AddDays(day + 2):yyyy-MM-dd}}" """ : outcome == "declined" ? """, "reason": "bad-time", "by": "customer" """ : "";
            answers.Add(new GivenEvent("action.outcome", $$"""{"action": "{{Nba.Engine.Actions.ActionIdentity.Format(open.Id)}}", "outcome": "{{outcome}}"{{until}}}""",
                scene.Book.Calendar.AtLocal(Worlds.FirstDay.AddDays(day), 720), $"answer {day} {open.Id:x}"));
        }
        return answers;
    }

    private static string Print((Happening[][] Days, int Seed) world) =>
        $"seed {world.Seed}\n" + string.Join('\n', world.Days.Select((d, i) => $"day {i}: {string.Join("; ", d.Select(h => h.ToString()))}"));
}
