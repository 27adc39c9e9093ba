using CsCheck;
using Nba.Engine.Arbitration;
using Nba.Engine.Policies;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;
using Nba.House;

namespace Nba.Engine.Tests.Arbitration;

/// <summary>Which bundles stand among candidates: a function of the candidates, whatever their order.</summary>
[Course(10)]
public sealed class BundlesTests
{
    private const int Today = 739_700;

    private static readonly string[] Names = ["fund-asked", "card-abroad", "loan-asked", "deposit-top-up", "salary-stopped"];

    private static readonly ActionRule[] Rules = [.. Names.Select(n => TestBook.Default.Rules.Find(n)!)];

    private static readonly Bundle[] Known =
    [
        Bundle("pack", 2, "fund-offer", "loan-talk", "card-offer"), Bundle("pair", 2, "fund-offer", "loan-talk"), Bundle("care", 2, "top-up", "retention-call", "loan-talk"),
    ];

    private static readonly Gen<World> Any = Gen.Select(
        Gen.Select(Gen.Select(Gen.Int[0, 4], Gen.Int[0, 6], Gen.Int[0, 5]), Gen.Select(Gen.Int[0, 3], Gen.Int[0, 5], Gen.Int[0, 5]), (a, b) => new Given(a.Item1, a.Item2, a.Item3, b.Item1 - 1, b.Item2 - 1, b.Item3)).Array[0, 9],
        Gen.Int[0, 3].Array[3], Gen.Int[0, 1_000_000], (all, drafts, seed) => new World(all, drafts, seed));

    [Fact]
    public void The_order_of_candidates_and_of_bundles_does_not_show() => Any.Sample(world =>
    {
        var (straight, shuffled) = (world.Settle(shuffle: false), world.Settle(shuffle: true));
        Assert.Equal(Picture(straight), Picture(shuffled));
    }, iter: 20_000, print: w => w.ToString());

    [Fact]
    public void Every_member_is_held_by_one_bundle_that_stands_and_every_bundle_has_enough() => Any.Sample(world =>
    {
        var settled = world.Settle(shuffle: false);
        var bundles = settled.Where(w => w.Members.Count > 0 && w.Verdict.Answer == GateAnswer.Pass).ToList();
        Assert.Equal(bundles.SelectMany(b => b.Members).Select(m => m.Id).Order(), settled.Where(w => w.Verdict.Reason == Reason.InBundle).Select(w => w.Id).Order());
        foreach (var bundle in bundles)
        {
            var known = Known.Single(k => k.Id == bundle.Rule.Action.Id);
            Assert.True(bundle.Members.Select(m => m.Rule.Action.Id).Distinct().Count() >= known.Min);
            Assert.All(bundle.Members, m => Assert.Contains(m.Rule.Action.Id, known.Members));
            Assert.All(bundle.Members, m => Assert.Equal(known.Id, m.Verdict.Detail));
            Assert.Equal(bundle.Members.Sum(m => m.Score.Value), bundle.Score.Value);
            Assert.Equal(bundle.Members.Max(m => m.Score.Propensity), bundle.Score.Propensity);
        }
    }, iter: 20_000, print: w => w.ToString());

    [Fact]
    public void Of_a_conflict_group_one_stands_where_a_bundle_competes_in_all_groups_of_its_members() => Any.Sample(world =>
    {
        var settled = world.Settle(shuffle: false);
        var offer = settled.Where(w => w.Verdict.Answer == GateAnswer.Pass && w.Competes("offer")).ToList();
        var could = settled.Any(w => w.Competes("offer") && w.Verdict.Reason is Reason.Passed or Reason.LostConflict or Reason.InBundle);
        Assert.True(offer.Count <= 1 || offer.All(w => w.Accepted), $"{offer.Count} stand");
        Assert.True(offer.Count > 0 || !could);
    }, iter: 20_000, print: w => w.ToString());

    [Fact]
    public void A_bundle_that_stood_and_has_too_few_members_is_dissolved()
    {
        var world = new World([new Given(0, 5, 2, -1, -1, 0)], [3, 0, 0], 1);
        var bundle = Assert.Single(world.Settle(shuffle: false), w => w.Rule.Action.Id == "pack");
        Assert.Equal((GateAnswer.Stop, Reason.BundleDissolved), (bundle.Verdict.Answer, bundle.Verdict.Reason));
    }

    [Theory]
    [InlineData(GateAnswer.Pass, 0, 0, true)]
    [InlineData(GateAnswer.Hold, 0, 0, false)]
    [InlineData(GateAnswer.Stop, 0, 0, false)]
    [InlineData(GateAnswer.Pass, 1, 0, false)]
    [InlineData(GateAnswer.Pass, 0, -1, false)]
    public void A_member_counts_when_it_passes_from_its_first_day_to_its_last(GateAnswer answer, int notBefore, int expires, bool stands)
    {
        var fund = One(Given.Of(0), 1);
        var loan = One(Given.Of(2), 2);
        loan.Verdict = answer == GateAnswer.Pass ? Verdict.Passed : new Verdict(answer, answer == GateAnswer.Hold ? Reason.Cap : Reason.NotEligible);
        (loan.NotBefore, loan.Expires) = (Today + notBefore, Today + expires);
        Assert.Equal(stands, Pair(fund, loan).Verdict.Reason == Reason.InBundle);
    }

    [Fact]
    public void A_member_accepted_or_snoozed_for_itself_is_not_merged()
    {
        var (fund, loan) = (One(Given.Of(0), 1), One(Given.Of(2), 2));
        fund.Accepted = true;
        Assert.Equal(Reason.Passed, Pair(fund, loan).Verdict.Reason);
        (fund.Accepted, loan.SnoozedUntil) = (false, Today + 1);
        Assert.Equal(Reason.Passed, Pair(fund, loan).Verdict.Reason);
        loan.SnoozedUntil = Today;
        Assert.Equal(Reason.InBundle, Pair(fund, loan).Verdict.Reason);
    }

    private static Wanted Pair(Wanted fund, Wanted loan)
    {
        (fund.Verdict, loan.Verdict) = (fund.Verdict.Reason == Reason.InBundle ? Verdict.Passed : fund.Verdict, loan.Verdict.Reason == Reason.InBundle ? Verdict.Passed : loan.Verdict);
        Bundles.Settle([new BundleDraft(Known[1], new Wanted { Id = 99, Rule = Known[1].Rule })], [fund, loan], Today, 1_000, _ => Today);
        return fund;
    }

    private static string Picture(IEnumerable<Wanted> settled) =>
        string.Join('\n', settled.OrderBy(w => w.Id).Select(w => $"{w.Id} {w.Verdict} {w.ScoreToday} {w.Due} {w.Expires} {w.OccurredAt} [{string.Join(' ', w.Members.Select(m => m.Id))}]"));

    private static Wanted One(Given given, int id)
    {
        var rule = Rules[given.Rule];
        return new Wanted
        {
            Id = (UInt128)(uint)id, Rule = rule, Score = Score.Of(5_000, 10_000, given.Score * 1_000_000, Score.One), ScoreToday = given.Score * 1_000, Accepted = given.Accepted == 5 && given.Answer > 1,
            Verdict = given.Answer switch { 0 => new Verdict(GateAnswer.Stop, Reason.NotEligible), 1 => new Verdict(GateAnswer.Hold, Reason.Cap), _ => Verdict.Passed },
            NotBefore = given.NotBefore < 0 ? null : Today + given.NotBefore - 1, Expires = given.Expires < 0 ? null : Today + given.Expires, OccurredAt = given.Score,
        };
    }

    private static Bundle Bundle(string id, int min, params string[] members) =>
        new() { Id = id, Zh = id, En = id, Members = members, Min = min, Prices = [], Rule = Rules[0] with { Name = id, Action = Rules[0].Action with { Id = id, Conflict = null, Product = null, HalfLifeDays = 0 } } };

    private sealed record Given(int Rule, int Score, int Answer, int NotBefore, int Expires, int Accepted)
    {
        public static Given Of(int rule) => new(rule, 3, 2, -1, -1, 0);
    }

    /// <summary>Candidates; and of each bundle: 0 passes its gates, 1 is held, 2 is stopped, 3 passes and stands.</summary>
    private sealed record World(Given[] All, int[] Drafts, int Seed)
    {
        public List<Wanted> Settle(bool shuffle)
        {
            var wanted = All.Select((g, i) => One(g, i + 1)).ToArray();
            var drafts = Known.Select((k, i) => new BundleDraft(k, new Wanted
            {
                Id = (UInt128)(uint)(100 + i), Rule = k.Rule, Stands = Drafts[i] == 3,
                Verdict = Drafts[i] switch { 1 => new Verdict(GateAnswer.Hold, Reason.Cap), 2 => new Verdict(GateAnswer.Stop, Reason.ConsentUnknown), _ => Verdict.Passed },
            })).ToArray();
            if (shuffle)
            {
                new Random(Seed).Shuffle(wanted);
                new Random(Seed + 1).Shuffle(drafts);
            }
            List<Wanted> list = [.. wanted];
            Bundles.Settle(drafts, list, Today, 1_000, _ => Today);
            Conflicts.Settle(list, 1_000);
            return list;
        }

        public override string ToString() => $"{string.Join("; ", All.Select(a => a.ToString()))} | {string.Join(' ', Drafts)} | {Seed}";
    }
}
