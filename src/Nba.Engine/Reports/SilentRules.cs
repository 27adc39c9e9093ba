using Nba.Engine.Campaigns;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Reports;

/// <summary>Finds what is silent or one-sided among the rules and campaigns of a period. What each kind means is a number here, so that it can be said.</summary>
internal sealed class SilentRules(ReportScope scope, IReadOnlyList<RuleActivity> rules)
{
    /// <summary>A rule that fired on fewer days than this has no usual gap.</summary>
    public const int FewestDays = 5;

    /// <summary>Silence is longer than usual when it is more than this many times the longest gap before, and lasts at least <see cref="LeastSilence"/> days.</summary>
    public const int TimesLonger = 2;

    /// <summary>Shorter silences are never told.</summary>
    public const int LeastSilence = 14;

    /// <summary>A rule that fired only within so many days has a season rather than a habit.</summary>
    public const int SeasonDays = 31;

    /// <summary>From this many percent of the customers it is for, and this many customers, a rule fires for all.</summary>
    public const int AllPercent = 90, FewestCustomers = 20;

    /// <summary>Of fewer candidates than this, or prompts, nothing is said.</summary>
    public const int FewestCandidates = 3, FewestPrompts = 5;

    public IEnumerable<Finding> Find() => [.. Never(), .. Stopped(), .. ForAll(), .. Losing(), .. Campaigns(), .. NeverAccepted(), .. NeverAnswered()];

    private IEnumerable<Finding> Never() =>
        from rule in rules
        where rule.Candidates == 0 && rule.StoodBefore == 0 && !HasStopped(rule)
        let why = WhySilent(rule)
        select Of(rule, rule.Days.Count == 0 ? "never-fired" : "not-in-period", why.Remedy) with { About = why.About };

    private (string Remedy, IReadOnlyList<string>? About) WhySilent(RuleActivity rule)
    {
        if (scope.Last.Bundles.Find(rule.Rule.Action.Id) is { } bundle) return ("bundle-members", bundle.Members);
        if (rule.For == 0) return ("no-such-customer", null);
        var on = rule.Rule.Events.Select(e => e.Name).ToList();
        if (on.Count > 0 && !rule.Rule.Daily && !rule.Rule.Hourly && on.TrueForAll(e => scope.EventCounts.GetValueOrDefault(e) == 0)) return ("event-never-came", on);
        return rule.Rule.PlanOnly ? ("plan-step", null) : ("ask-why-not", null);
    }

    private IEnumerable<Finding> Stopped() =>
        from rule in rules
        where HasStopped(rule)
        let campaign = rule.Rule.Action.Campaign
        let off = campaign is not null && CampaignBook.IsOff(campaign, scope.To)
        select Of(rule, "stopped-firing", off ? "campaign-ended" : IsSeason(rule) ? "season" : "sources") with
        {
            SilentDays = Silence(rule),
            LongestGap = rule.LongestGap(),
            About = off ? [campaign!.Id] : null,
        };

    private bool HasStopped(RuleActivity rule) =>
        rule.Days.Count >= FewestDays && Silence(rule) >= LeastSilence && Silence(rule) > TimesLonger * rule.LongestGap();

    private static bool IsSeason(RuleActivity rule) => rule.Days.Last() - rule.Days.First() <= SeasonDays;

    private int Silence(RuleActivity rule) => scope.To.DayNumber - rule.Days.Last();

    private IEnumerable<Finding> ForAll() =>
        rules.Where(r => r.For >= FewestCustomers && r.Customers * 100L >= (long)r.For * AllPercent).Select(r => Of(r, "fires-for-all", "narrow-lines"));

    private IEnumerable<Finding> Losing() =>
        from rule in rules
        where rule.Candidates >= FewestCandidates && rule.Passed == 0
        let stops = rule.Stops()
        let first = stops[0]
        select Of(rule, "always-loses", Remedy(first.Reason)) with { About = About(rule, stops) };

    private static string Remedy(string reason) => ReasonNames.Find(reason) switch
    {
        Reason.LostConflict => "conflict",
        Reason.InBundle => "in-bundle",
        Reason.Cap or Reason.CoolDown or Reason.HeldByPolicy => "contact-policy",
        Reason.ConsentUnknown or Reason.ConsentRefused => "consent",
        Reason.CampaignOff or Reason.CampaignNotForCustomer or Reason.HeldOut or Reason.InControlGroup => "campaign",
        Reason.UnknownFact => "unknown-fact",
        Reason.SourceBehind => "source-behind",
        Reason.NotYet => "not-yet",
        Reason.MissingPrerequisite => "prerequisite",
        Reason.HasProduct => "has-product",
        _ => "gate-lines",
    };

    // Whom it loses to stands in the detail; the group is the rule's own.
    private static IReadOnlyList<string>? About(RuleActivity rule, IReadOnlyList<StopCount> stops) =>
        stops[0].Reason == ReasonNames.Of(Reason.LostConflict) && rule.Rule.Action.Conflict is { } group
            ? [group, .. stops.Where(s => s.Reason == stops[0].Reason && s.Detail is not null).Select(s => s.Detail!)]
            : stops[0].Detail is { } detail ? [detail] : null;

    private IEnumerable<Finding> Campaigns()
    {
        foreach (var campaign in scope.Last.Campaigns.All.Where(IsOn))
        {
            var own = rules.Where(r => r.Rule.Action.CampaignId == campaign.Id).ToList();
            if (own.Exists(r => r.Prompts.Row("").Given > 0)) continue;
            List<StopCount> stops =
            [
                .. own.SelectMany(r => r.Stops()).GroupBy(s => (s.Reason, s.Detail)).Select(g => new StopCount(g.Key.Reason, g.Key.Detail, g.Sum(s => s.Count)))
                    .OrderByDescending(s => s.Count).ThenBy(s => s.Reason, StringComparer.Ordinal).ThenBy(s => s.Detail, StringComparer.Ordinal),
            ];
            var remedy = own.Count == 0 ? "campaign-without-rules"
                : campaign.Filters.Any(f => f is { Kind: CampaignFilterKind.Percentage, Percentage: 0 }) ? "campaign-share-zero"
                : stops.Count == 0 ? "campaign-rules-silent" : Remedy(stops[0].Reason);
            yield return new Finding("campaign-silent", campaign.Id, [.. own.Select(r => r.Rule.Mark.ToString())], remedy)
            {
                Candidates = own.Sum(r => r.Candidates), Stops = stops, About = own.Count == 0 ? null : [.. own.Select(r => r.Rule.Name)],
            };
        }
    }

    // On for somebody on a day of the period under the last book.
    private bool IsOn(Campaign campaign)
    {
        for (var day = scope.Last.From; day <= scope.Last.To; day = day.AddDays(1))
        {
            if (!CampaignBook.IsOff(campaign, day)) return true;
        }
        return false;
    }

    private IEnumerable<Finding> NeverAccepted() =>
        from action in rules.GroupBy(r => r.Rule.Action.Id, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
        let rows = action.Select(r => r.Prompts.Row("")).ToList()
        let ended = rows.Sum(r => r.Declined + r.Expired)
        where ended >= FewestPrompts && rows.TrueForAll(r => r.Done + r.Accepted + r.Met == 0)
        select new Finding("never-accepted", action.Key, [.. action.Select(r => r.Rule.Mark.ToString())], rows.Sum(r => r.Declined) > rows.Sum(r => r.Expired) ? "declined" : "expired")
        {
            Candidates = ended,
            Stops =
            [
                .. rows.SelectMany(r => r.DeclineReasons).GroupBy(d => d.Key, StringComparer.Ordinal).Select(g => new StopCount(ReasonNames.Of(Reason.Declined), g.Key, g.Sum(d => d.Value)))
                    .Append(new StopCount(ReasonNames.Of(Reason.Expired), null, rows.Sum(r => r.Expired))).Where(s => s.Count > 0)
                    .OrderByDescending(s => s.Count).ThenBy(s => s.Detail, StringComparer.Ordinal),
            ],
        };

    private IEnumerable<Finding> NeverAnswered() =>
        from action in rules.GroupBy(r => r.Rule.Action.Id, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
        let rows = action.Select(r => r.Prompts.Row("")).ToList()
        let withdrawn = rows.Sum(r => r.Withdrawn)
        where withdrawn >= FewestPrompts && rows.TrueForAll(r => r.Given == r.Withdrawn + r.Open)
        select new Finding("never-answered", action.Key, [.. action.Select(r => r.Rule.Mark.ToString())], "unanswered")
        {
            Candidates = withdrawn,
            Stops =
            [
                .. rows.SelectMany(r => r.WithdrawnReasons).GroupBy(w => w.Key, StringComparer.Ordinal).Select(g => new StopCount(g.Key, null, g.Sum(w => w.Value)))
                    .OrderByDescending(s => s.Count).ThenBy(s => s.Reason, StringComparer.Ordinal),
            ],
        };

    private static Finding Of(RuleActivity rule, string kind, string remedy) => new(kind, rule.Rule.Name, [rule.Rule.Mark.ToString()], remedy)
    {
        For = rule.For, Customers = rule.Customers, Candidates = rule.Candidates, Stops = rule.Stops(), LastOn = rule.Days.Count == 0 ? null : DateOnly.FromDayNumber(rule.Days.Last()),
    };
}
