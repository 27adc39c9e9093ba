using CsCheck;
using Nba.Host.Api;
using Nba.Host.Delivery;

namespace Nba.Host.Tests.Delivery;

/// <summary>What a receiver is told, from what it has and what stands: whatever happens on the way, it ends with what stands.</summary>
public sealed class DeliveryPlanTests
{
    private const string Owner = "rm.1";

    [Fact]
    public void Whatever_fails_and_changes_on_the_way_the_receiver_ends_with_exactly_what_stands() =>
        Gen.Select(Shown.Array[1, 8], Gen.Int[0, 9].Array[40], Gen.Enum<DeliveryPace>()).Sample(t =>
        {
            var (given, luck, pace) = t;
            var levels = Rising(given);
            var (rows, receiver, seen, step) = (new Dictionary<UInt128, DeliveryRow>(), new Dictionary<UInt128, int>(), new HashSet<string>(), 0);
            foreach (var level in levels)
            {
                Run(rows, level, pace, receiver, seen, () => luck[step++ % luck.Length], 3);
            }
            var last = levels[^1];
            Run(rows, last, pace, receiver, seen, () => 9, int.MaxValue);

            // Told one by one are all of them, or the urgent ones, and what was told before and still stands.
            var wanted = last.Where(a => pace == DeliveryPace.Each || (pace == DeliveryPace.UrgentAndDigest && a.IsUrgent) || receiver.ContainsKey(a.Id)).ToDictionary(a => a.Id, a => a.Version);
            return wanted.OrderBy(w => w.Key).SequenceEqual(receiver.OrderBy(r => r.Key));
        });

    [Fact]
    public void What_is_gone_comes_first_and_the_rest_in_the_order_of_the_queue()
    {
        var rows = new Dictionary<UInt128, DeliveryRow> { [1] = Has(1, 1), [2] = Has(2, 1) };

        var plan = DeliveryPlan.Of(rows, [new(3, 1, false), new(2, 2, false), new(4, 1, false)], DeliveryPace.Each, Owner, 0);

        Assert.Equal([(DeliveryKind.Gone, (UInt128)1), (DeliveryKind.Raised, 3), (DeliveryKind.Changed, 2), (DeliveryKind.Raised, 4)], plan.Now.Select(s => (s.Kind, s.Action)));
        Assert.Null(plan.Later);
    }

    [Fact]
    public void One_that_waits_for_its_next_try_holds_up_those_behind_it_and_one_that_was_set_aside_does_not()
    {
        var first = DeliveryPlan.Of(new Dictionary<UInt128, DeliveryRow>(), [new(1, 1, false), new(2, 1, false)], DeliveryPace.Each, Owner, 0).Now[0];

        var waiting = DeliveryPlan.Of(new Dictionary<UInt128, DeliveryRow> { [1] = DeliveryPlan.Failed(first, new DeliveryRow(0), 1000, 0) }, [new(1, 1, false), new(2, 1, false)], DeliveryPace.Each, Owner, 999);
        Assert.Equal((0, 1000L), (waiting.Now.Count, waiting.Later));

        var aside = DeliveryPlan.Of(new Dictionary<UInt128, DeliveryRow> { [1] = DeliveryPlan.Failed(first, new DeliveryRow(0), null, 0) }, [new(1, 1, false), new(2, 1, false)], DeliveryPace.Each, Owner, 999);
        Assert.Equal((UInt128)2, Assert.Single(aside.Now).Action);

        // Another version is another message.
        Assert.Equal(2, DeliveryPlan.Of(new Dictionary<UInt128, DeliveryRow> { [1] = DeliveryPlan.Failed(first, new DeliveryRow(0), null, 0) }, [new(1, 2, false), new(2, 1, false)], DeliveryPace.Each, Owner, 999).Now.Count);
    }

    [Fact]
    public void One_that_was_refused_often_holds_up_nobody_any_more()
    {
        var first = DeliveryPlan.Of(new Dictionary<UInt128, DeliveryRow>(), [new(1, 1, false), new(2, 1, false)], DeliveryPace.Each, Owner, 0).Now[0];
        var row = new DeliveryRow(0);
        for (var tries = 1; tries <= 8; tries++)
        {
            row = DeliveryPlan.Failed(first, row, 1000 + tries, tries);
            var plan = DeliveryPlan.Of(new Dictionary<UInt128, DeliveryRow> { [1] = row }, [new(1, 1, false), new(2, 1, false)], DeliveryPace.Each, Owner, 999);

            Assert.Equal((tries < 8 ? 0 : 1, 1000L + tries), (plan.Now.Count, plan.Later));
        }
        Assert.Equal((1L, 8), (DeliveryPlan.Since(first, row, 999), row.Tries));
    }

    [Fact]
    public void A_key_has_no_point_and_is_another_one_for_each_thing_that_is_told()
    {
        var keys = new[] { new DeliveryStep(DeliveryKind.Raised, Owner, 1, 1, 0), new(DeliveryKind.Gone, Owner, 1, 1, 0), new(DeliveryKind.Raised, Owner, 1, 1, 1), new(DeliveryKind.Changed, Owner, 1, 2, 0), new(DeliveryKind.Raised, "rm2", 1, 1, 0) }.Select(s => s.Key).ToList();

        Assert.Equal(keys.Count, keys.Distinct().Count());
        Assert.DoesNotContain(keys, k => k.Contains('.', StringComparison.Ordinal));
    }

    // A version never goes back.
    private static ShownAction[][] Rising(ShownAction[][] levels)
    {
        var versions = new Dictionary<UInt128, int>();
        return [.. levels.Select(level => level.Select(a => a with { Version = versions[a.Id] = versions.GetValueOrDefault(a.Id, 1) + a.Version - 1 }).ToArray())];
    }

    private static Gen<ShownAction[]> Shown => Gen.Select(Gen.Int[1, 6], Gen.Int[1, 3], Gen.Bool).Array[0, 5].Select(a => a.DistinctBy(x => x.Item1).Select(x => new ShownAction((UInt128)x.Item1, x.Item2, x.Item3)).ToArray());

    // Luck: 0 lost on the way, 1 taken and its answer lost, 2 killed right after sending, else delivered.
    private static void Run(Dictionary<UInt128, DeliveryRow> rows, ShownAction[] shown, DeliveryPace pace, Dictionary<UInt128, int> receiver, HashSet<string> seen, Func<int> luck, int most)
    {
        for (var i = 0; i < Math.Min(most, 100); i++)
        {
            var plan = DeliveryPlan.Of(rows, shown, pace, Owner, long.MaxValue);
            if (plan.Now is not [var step, ..]) return;
            var row = rows.GetValueOrDefault(step.Action) ?? new DeliveryRow(0);
            rows[step.Action] = row = DeliveryPlan.Trying(step, row, step.Kind == DeliveryKind.Gone ? null : Words(step.Version));
            var how = luck();
            if (how != 0 && seen.Add(step.Key))
            {
                if (step.Kind == DeliveryKind.Gone) receiver.Remove(step.Action);
                else receiver[step.Action] = step.Version;
            }
            if (how == 2) continue;
            rows[step.Action] = how <= 1 ? DeliveryPlan.Failed(step, row, 0, 0) : DeliveryPlan.Delivered(step, row, 0);
        }
    }

    private static DeliveryRow Has(int id, int version) => new(version) { Told = Words(version) with { Id = id.ToString(System.Globalization.CultureInfo.InvariantCulture) } };

    private static ActionAnswer Words(int version) => new()
    {
        Id = "1", Version = version, Action = "call", Customer = "C1", Title = "", Reason = "", TalkingPoints = [], Question = "", Purpose = "service", Channel = "phone", RaisedOn = "2026-03-02",
        Score = new ScoreAnswer(1, 1, 1, 1, 1, 1), Rules = [],
    };
}
