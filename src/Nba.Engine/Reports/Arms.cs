using Nba.Engine.Campaigns;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Reports;

/// <summary>
/// Customers kept out against the others whom the same rules reached, for one campaign or control group. A customer comes in with
/// the first candidate ever that the campaign's own flag let through, if it lies in the period: before it neither arm knew anything of the campaign. Both arms are
/// looked at in the same way afterwards, whatever a later gate said.
/// </summary>
internal sealed class Arms(string name, string purpose, int percent, IReadOnlySet<string> actions, long products, Reason kept)
{
    /// <summary>Fewest customers in an arm, and fewest takers in both together, for a verdict.</summary>
    public const int FewestCustomers = 30, FewestTakers = 5;

    private int _keptOut, _others, _strays;
    private (int Reached, int Took) _held, _rest;

    /// <summary>One customer, with what was recorded of them in the period and what they took afterwards.</summary>
    public void Add(CustomerHistory history, Func<long, bool> inPeriod, long endsAt)
    {
        var isKept = CampaignBook.Share(name, purpose, history.Who.Customer) < percent;
        if (isKept) _keptOut++;
        else _others++;
        foreach (var decision in history.Decisions)
        {
            if (decision.Now >= endsAt || Recorded(decision) is not { } wasKept) continue;
            // Whoever came in before the period belongs to an earlier one.
            if (!inPeriod(decision.Now)) return;
            // The share was another one then, or another customer's past came along.
            if (wasKept != isKept) _strays++;
            var took = history.Adoptions.Any(a => a.At > decision.Now && a.At < endsAt && (products & (1L << a.Product)) != 0);
            ref var arm = ref wasKept ? ref _held : ref _rest;
            arm = (arm.Reached + 1, arm.Took + (took ? 1 : 0));
            return;
        }
    }

    public HoldOutRow Row(ReportScope scope)
    {
        var measured = scope.SeesAdoptions && products != 0;
        var (held, rest) = (Proportion.Of95(_held.Took, _held.Reached), Proportion.Of95(_rest.Took, _rest.Reached));
        var difference = measured ? Proportion.Less(rest, held) : null;
        return new HoldOutRow(
            name, purpose, percent, _keptOut, _others, _held.Reached, _rest.Reached, _strays, Words(scope), measured ? held : null, measured ? rest : null, difference, Verdict(measured, difference));
    }

    private string Verdict(bool measured, ShareDifference? difference)
    {
        if (!measured) return "not-measurable";
        if (difference is null || Math.Min(_held.Reached, _rest.Reached) < FewestCustomers || _held.Took + _rest.Took < FewestTakers) return "too-few";
        return difference.Low > 0 ? "more" : difference.High < 0 ? "fewer" : "no-difference-shown";
    }

    // Whether the customer was kept out, by the first candidate that says; null for none.
    private bool? Recorded(RecordedDecision decision)
    {
        foreach (var candidate in decision.Candidates)
        {
            if (candidate.Action is null || !actions.Contains(candidate.Action)) continue;
            if (candidate.Reason == kept) return true;
            // What the flag stopped, nobody was held out of; a control group is asked before a campaign's own hold-out.
            if (candidate.Reason is Reason.CampaignOff or Reason.CampaignNotForCustomer or Reason.InControlGroup) continue;
            return false;
        }
        return null;
    }

    private IReadOnlyList<string> Words(ReportScope scope) => scope.Last.Products is { } words ? [.. words.Values.Where((_, code) => code < 64 && (products & (1L << code)) != 0)] : [];

    /// <summary>The arms of a book: its control groups in force on a day of the period, and its campaigns with a hold-out.</summary>
    public static IReadOnlyList<Arms> Of(ReportScope scope)
    {
        var rules = scope.Last.All.Where(r => r.Action.Campaign is not null).ToList();
        List<Arms> all = [];
        foreach (var group in scope.Last.Campaigns.ControlGroups.Where(g => g.Percent > 0 && !(scope.To < g.From) && !(scope.From > g.To)))
            all.Add(new Arms(group.Name, "control-group", group.Percent, Actions(rules), Products(rules), Reason.InControlGroup));
        foreach (var campaign in scope.Last.Campaigns.All.Where(c => c.HoldOut > 0))
        {
            var own = rules.Where(r => r.Action.CampaignId == campaign.Id).ToList();
            all.Add(new Arms(campaign.Id, "hold-out", campaign.HoldOut, Actions(own), Products(own), Reason.HeldOut));
        }
        return all;
    }

    private static HashSet<string> Actions(IEnumerable<ActionRule> rules) => [.. rules.Select(r => r.Action.Id)];

    private static long Products(IEnumerable<ActionRule> rules)
    {
        var bits = 0L;
        foreach (var action in rules.Select(r => r.Action))
        {
            if (action.Product is { } product) bits |= 1L << product.Code;
            foreach (var part in action.Contains) bits |= 1L << part.Code;
        }
        return bits;
    }
}

/// <summary>Customers kept out of a campaign, or of all, against those it reached.</summary>
/// <param name="Name">The campaign or control group: with the purpose, what draws the customers.</param>
/// <param name="Purpose"><c>hold-out</c> or <c>control-group</c>.</param>
/// <param name="Percent">Places below this are kept out.</param>
/// <param name="KeptOut">Customers of the bank whose place is below it.</param>
/// <param name="Others">The other customers of the bank.</param>
/// <param name="HeldReached">Kept out, and a rule of the campaign proposed something for them, for the first time and while its flag was on for them, in the period.</param>
/// <param name="RestReached">Not kept out, and the same.</param>
/// <param name="Strays">Customers who were recorded in the other arm than their place says.</param>
/// <param name="Products">What the campaign offers: taking one of these after that first moment is what is measured.</param>
/// <param name="HeldTook">How many of those kept out took one; null when it cannot be measured.</param>
/// <param name="RestTook">How many of the others did.</param>
/// <param name="Difference">The others' share less the share of those kept out.</param>
/// <param name="Verdict"><c>more</c>, <c>fewer</c>, <c>no-difference-shown</c>, <c>too-few</c> or <c>not-measurable</c>.</param>
public sealed record HoldOutRow(
    string Name, string Purpose, int Percent, int KeptOut, int Others, int HeldReached, int RestReached, int Strays, IReadOnlyList<string> Products, Proportion? HeldTook, Proportion? RestTook,
    ShareDifference? Difference, string Verdict);
