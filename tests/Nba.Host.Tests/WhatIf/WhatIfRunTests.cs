using Nba.Engine;
using Nba.Engine.Campaigns;
using Nba.Host.Archives;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Tests.Stages;
using Nba.Host.WhatIf;

namespace Nba.Host.Tests.WhatIf;

/// <summary>The same log under two books, held against two lives that know nothing of each other.</summary>
public sealed class WhatIfRunTests : IDisposable
{
    private static readonly DateOnly Middle = new(2025, 3, 20);

    private readonly LivedBank _bank = new();

    public void Dispose() => _bank.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Under_the_same_book_nothing_is_different(bool fromTheBeginning)
    {
        _bank.Live("lived", SimulatedBank.Rules());

        using var run = Decide("lived", SimulatedBank.Rules(), fromTheBeginning ? LivedBank.First : Middle);

        var total = run.Comparison.Total();
        Assert.True(total.Baseline > 100, $"only {total.Baseline} actions stood");
        Assert.Equal(new Tally(total.Baseline, total.Baseline, 0, 0, 0, 0, 0, 0, 0, 0), total);
        Assert.Equal(run.Refused.Recorded, run.Refused.Other);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_was_switched_meanwhile_is_switched_under_the_other_rules_too(bool fromTheBeginning)
    {
        var (rules, campaign) = (SimulatedBank.Rules(), SimulatedBank.Rules().Campaigns.All.First(c => c.Enabled).Id);
        _bank.Live("lived", rules, rules, Middle.AddDays(3), new CampaignSetting { Enabled = false }, campaign);

        using var run = Decide("lived", rules, fromTheBeginning ? LivedBank.First : Middle);
        using var under = Under(run.Log.Store, rules);

        var total = run.Comparison.Total();
        Assert.Equal((total.Baseline, 0, 0), (total.Alternative, total.Appears, total.Disappears));
        Assert.False(run.Comparison.Alternative.InForce.Campaigns.Find(campaign)!.Enabled);
        Assert.Null(Replay.Compare(run.Log.Store, under.Store, [Table.Actions]).First);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_queue_shows_every_morning_what_a_life_under_that_book_shows(bool fromTheBeginning)
    {
        var (recorded, other, from) = (SimulatedBank.Rules(), Other(), fromTheBeginning ? LivedBank.First : Middle);
        var lived = _bank.Live("lived", recorded);
        var otherwise = fromTheBeginning ? _bank.Live("otherwise", other) : _bank.Live("otherwise", recorded, other, Middle);

        using var run = Decide("lived", other, from);

        var different = 0;
        foreach (var owner in lived.Keys.Concat(otherwise.Keys).Select(k => k.Owner).Distinct())
        {
            var days = run.Comparison.ByDay(owner);
            for (var i = fromTheBeginning ? 1 : 0; i < days.Count; i++)
            {
                var key = (from.AddDays(i), owner);
                var (was, stands) = (lived.GetValueOrDefault(key) ?? new HashSet<UInt128>(), otherwise.GetValueOrDefault(key) ?? new HashSet<UInt128>());
                Assert.Equal((key, was.Count, stands.Count, stands.Except(was).Count(), was.Except(stands).Count()), (key, days[i].Baseline, days[i].Alternative, days[i].Appears, days[i].Disappears));
                Assert.Equal(days[i].Alternative, days[i].Baseline + days[i].Appears - days[i].Disappears);
                different += days[i].Appears + days[i].Disappears;
            }
        }
        Assert.True(different > 50, $"only {different} differences over all queues and mornings");
    }

    [Fact]
    public void Without_a_rule_exactly_its_actions_disappear()
    {
        const string rule = "deposit-maturing";
        _bank.Live("lived", SimulatedBank.Rules());

        using var run = Decide("lived", LivedBank.Without(rule), LivedBank.First);

        var gone = run.Comparison.Actions.Where(a => a.Fate == Fate.Disappears).ToList();
        Assert.NotEmpty(gone);
        Assert.All(gone, a => Assert.Equal([rule], a.Baseline[0].Trace.First.Rules));
        Assert.Empty(run.Comparison.Actions.Where(a => a.Baseline.Any(o => o.Trace.First.Rules.SequenceEqual([rule]))).Except(gone));
        Assert.DoesNotContain(run.Comparison.Actions, a => a.Fate is not (Fate.Disappears or Fate.Same or Fate.OtherPlace));
    }

    [Fact]
    public void Each_group_adds_up()
    {
        _bank.Live("lived", SimulatedBank.Rules());
        using var run = Decide("lived", Other(), Middle);

        foreach (var group in run.Comparison.ByRule().Concat(run.Comparison.ByFamily()).Concat(run.Comparison.ByOwner()).Concat(run.Comparison.ByCustomer(c => c[^1..])))
            Assert.Equal(group.Actions.Alternative, group.Actions.Baseline + group.Actions.Appears - group.Actions.Disappears);
        Assert.Equal(run.Comparison.Total(), run.Comparison.ByCustomer(c => c[^1..]).Aggregate(default(Tally), (sum, g) => sum + g.Actions));
    }

    [Fact]
    public void A_replay_under_the_recorded_book_decides_everything_the_same()
    {
        _bank.Live("lived", SimulatedBank.Rules());
        using var recorded = _bank.Open("lived");
        using var other = Under(recorded, SimulatedBank.Rules());

        var count = DecisionComparison.Count(recorded, other.Store);

        Assert.True(count.Recorded > 50, $"only {count.Recorded} decisions");
        Assert.Equal(new DecisionCount(count.Recorded, count.Recorded, count.Recorded), count);
    }

    // Documents are told of later, and nobody of deposits.
    private static RuleBook Other()
    {
        var book = LivedBank.Without("deposit-maturing");
        return RuleBook.Load(BookOverrides.Set(book.Files, ["documentNoticeDays=20"], [])).Book!;
    }

    // As nba replay --rules does from a day on.
    private static ScratchStore Under(Store recorded, RuleBook book)
    {
        var log = new RecordedLog(recorded);
        var rules = OtherRules.Of(book, log, Middle);
        var states = log.StateBefore(Middle, new StageOptions());
        Replay.Run(recorded, states.Store, new StageOptions(), new Excerpt { Since = StageHead.Of(states.Store, 0), Instead = rules.At, Books = rules.Find });
        return states;
    }

    private WhatIfRun Decide(string name, RuleBook other, DateOnly from)
    {
        var log = new RecordedLog(_bank.Open(name));
        return WhatIfRun.Decide(log, OtherRules.Of(other, log, from), new Period(from, LivedBank.Last));
    }
}
