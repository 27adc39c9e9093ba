using CsCheck;
using Nba.Engine.Calendars;
using Nba.Engine.Campaigns;

namespace Nba.Engine.Tests.Campaigns;

/// <summary>The control log of campaigns: who may change what, what waits, what was, and that all who read it agree.</summary>
public sealed class CampaignLogTests
{
    private static readonly CampaignSetting Off = new() { Enabled = false };
    private static readonly CampaignSetting Half = new() { Percentage = 50 };

    [Fact]
    public void A_change_takes_force_and_says_who_made_it()
    {
        var log = CampaignLog.Empty.Take(Change(1, "anna", Off));

        Assert.Equal(Off, log.Of("spring"));
        Assert.Equal(new CampaignChange(1, "anna", new Instant(1), "because", null), log.Switches!.Change);
        Assert.Equal(CampaignChangeState.InForce, Assert.Single(log.Changes).State);
    }

    [Fact]
    public void One_that_needs_approval_waits_for_somebody_else()
    {
        var log = CampaignLog.Empty.Take(Change(1, "anna", Off, approval: true));

        Assert.Equal((CampaignSetting.None, null), (log.Of("spring"), log.Switches));
        Assert.Contains("somebody other than 'anna'", log.Refusal(Verdict(2, "anna", 1))!.ToString(), StringComparison.Ordinal);
        Assert.Same(log, log.Take(Verdict(2, "anna", 1)));

        var approved = log.Take(Verdict(2, "bert", 1));
        Assert.Equal((Off, "anna", "bert"), (approved.Of("spring"), approved.Switches!.Change.By, approved.Switches.Change.ApprovedBy));
        Assert.Contains("in force already", approved.Refusal(Verdict(3, "carl", 1))!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_was_rejected_stays_so_and_whoever_asked_may_take_it_back()
    {
        var log = CampaignLog.Empty.Take(Change(1, "anna", Off, approval: true)).Take(Verdict(2, "anna", 1, CampaignEntryKind.Rejection));

        Assert.Equal(CampaignChangeState.Rejected, log.Changes[0].State);
        Assert.Null(log.Switches);
        Assert.Contains("was rejected", log.Refusal(Verdict(3, "bert", 1))!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_waits_is_overtaken_by_another_change_of_its_campaign_and_by_no_other()
    {
        var log = CampaignLog.Empty.Take(Change(1, "anna", Off, approval: true));

        var other = log.Take(Change(2, "bert", Half, "autumn"));
        Assert.Equal(CampaignChangeState.Waiting, other.Changes[0].State);

        var same = other.Take(Change(3, "bert", Half));
        Assert.Equal(CampaignChangeState.Overtaken, same.Changes[0].State);
        Assert.Contains("since change 1 was asked for", same.Refusal(Verdict(4, "carl", 1))!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_writes_second_with_a_number_changes_nothing_and_is_told()
    {
        var (first, second) = (Change(1, "anna", Off), Change(1, "bert", Half));
        var log = CampaignLog.Empty.Take(first).Take(second);

        Assert.Equal((Off, 1), (log.Of("spring"), log.Last));
        Assert.Equal((true, false), (log.Has(first), log.Has(second)));
        Assert.Contains("at the same time", log.Refusal(second)!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_set_after_a_change_can_be_told_in_the_order_in_which_changes_took_force()
    {
        // The first waits until after the third.
        var log = CampaignLog.Empty.Take(Change(1, "anna", Off, approval: true)).Take(Change(2, "bert", Half, "autumn")).Take(Change(3, "bert", Off, "autumn")).Take(Verdict(4, "carl", 1));

        Assert.Empty(log.After(0)!);
        Assert.Equal([("autumn", Half)], Pairs(log.After(2)));
        Assert.Equal([("autumn", Off)], Pairs(log.After(3)));
        Assert.Equal([("autumn", Off), ("spring", Off)], Pairs(log.After(1)));
        Assert.Null(log.After(4));
        Assert.Equal(1, log.Latest!.Entry.Number);
    }

    [Fact]
    public void Every_worker_folds_the_same_entries_to_the_same_and_what_is_set_is_what_after_says()
    {
        var entries = Gen.Select(Gen.Int[1, 3], Gen.OneOf("anna", "bert"), Gen.OneOf("spring", "autumn"), Gen.Int[0, 2], Gen.Bool, Gen.Int[1, 12]).Array[1, 25];
        var (inForce, overtaken) = (0, 0);
        entries.Sample(made =>
        {
            var (log, number) = (CampaignLog.Empty, 0L);
            var model = new SortedDictionary<string, CampaignSetting>(StringComparer.Ordinal);
            foreach (var (kind, by, campaign, what, approval, of) in made)
            {
                var set = what == 0 ? CampaignSetting.None : what == 1 ? Off : Half;
                var entry = kind == 1 ? Change(number + 1, by, set, campaign, approval) : Verdict(number + 1, by, of, (CampaignEntryKind)kind);
                var next = log.Take(entry);
                if (ReferenceEquals(next, log)) continue;
                (log, number) = (next, number + 1);
                var (id, then) = kind == 1 ? (campaign, set) : log.Changes.First(c => c.Entry.Number == of).Entry.Settings.Select(s => (s.Key, s.Value)).First();
                if (kind == 3 || (kind == 1 && approval)) continue;
                if (then.IsNone) model.Remove(id);
                else model[id] = then;
            }
            Assert.Equal(model.Select(m => (m.Key, m.Value)), Pairs(log.After(log.Latest?.Entry.Number ?? 0)));
            Assert.All(["spring", "autumn"], id => Assert.Equal(model.GetValueOrDefault(id, CampaignSetting.None), log.Of(id)));
            Interlocked.Add(ref inForce, log.Changes.Count(c => c.State == CampaignChangeState.InForce));
            Interlocked.Add(ref overtaken, log.Changes.Count(c => c.State == CampaignChangeState.Overtaken));
        }, iter: 2000);
        Assert.True(inForce > 1000 && overtaken > 100, $"{inForce} in force and {overtaken} overtaken show little");
    }

    private static CampaignEntry Change(long number, string by, CampaignSetting set, string campaign = "spring", bool approval = false) => new(number, CampaignEntryKind.Change, by, new Instant(number), "because")
    {
        Change = CampaignChangeKind.Off, Settings = new Dictionary<string, CampaignSetting> { [campaign] = set }, NeedsApproval = approval,
    };

    private static CampaignEntry Verdict(long number, string by, long of, CampaignEntryKind kind = CampaignEntryKind.Approval) => new(number, kind, by, new Instant(number), "seen") { Of = of };

    private static IEnumerable<(string, CampaignSetting)> Pairs(IReadOnlyDictionary<string, CampaignSetting>? settings) => settings!.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => (s.Key, s.Value));
}
