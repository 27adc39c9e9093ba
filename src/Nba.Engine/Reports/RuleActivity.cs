using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Reports;

/// <summary>What one rule did: on which days it proposed something anew, for how many customers, and what stopped it.</summary>
internal sealed class RuleActivity(ActionRule rule)
{
    private readonly SortedSet<int> _days = [];
    private readonly Dictionary<(Reason Reason, string? Detail), int> _stops = [];

    public ActionRule Rule => rule;

    /// <summary>Customers of the kinds it is for.</summary>
    public int For { get; set; }

    /// <summary>Of them, those it proposed something for in the period.</summary>
    public int Customers { get; set; }

    /// <summary>Different actions proposed in the period.</summary>
    public int Candidates { get; private set; }

    /// <summary>Of them, those that every gate let pass at some time in the period.</summary>
    public int Passed { get; private set; }

    /// <summary>Actions of it that were raised before the period and stood in it.</summary>
    public int StoodBefore { get; set; }

    /// <summary>Prompts of it raised in the period.</summary>
    public PromptTally Prompts { get; } = new();

    /// <summary>Days on which it proposed something anew, up to the last day of the period.</summary>
    public IReadOnlyCollection<int> Days => _days;

    public void Fired(int day) => _days.Add(day);

    /// <summary>One action of it in the period: the last thing that stopped it, or null when it passed.</summary>
    public void Proposed((Reason Reason, string? Detail)? stop)
    {
        Candidates++;
        if (stop is { } by) _stops[by] = _stops.GetValueOrDefault(by) + 1;
        else Passed++;
    }

    /// <summary>What stopped how many, the most first.</summary>
    public IReadOnlyList<StopCount> Stops() =>
    [
        .. _stops.OrderByDescending(s => s.Value).ThenBy(s => s.Key.Reason).ThenBy(s => s.Key.Detail, StringComparer.Ordinal)
            .Select(s => new StopCount(ReasonNames.Of(s.Key.Reason), s.Key.Detail, s.Value)),
    ];

    /// <summary>The longest time between two of its days, in days; 0 with fewer than two.</summary>
    public int LongestGap()
    {
        var (longest, before) = (0, (int?)null);
        foreach (var day in _days)
        {
            if (before is { } last) longest = Math.Max(longest, day - last);
            before = day;
        }
        return longest;
    }

    public RuleRow Row() => new(
        rule.Name, rule.Family, rule.Mark.ToString(), rule.Action.Id, ReportCounter.PurposeOf(rule.Action), rule.Action.CampaignId, For, Customers, Candidates, Passed, Stops(),
        _days.Count == 0 ? null : DateOnly.FromDayNumber(_days.Max), Prompts.Row(rule.Name));
}

/// <summary>How many candidates a gate stopped or held.</summary>
/// <param name="Reason">The gate's answer.</param>
/// <param name="Detail">The line, cap, campaign, hold or winner; null where the reason says it all.</param>
/// <param name="Count">How many.</param>
public sealed record StopCount(string Reason, string? Detail, int Count);

/// <summary>What came of one rule.</summary>
/// <param name="Rule">Its name.</param>
/// <param name="Family">The file it stands in, without ending.</param>
/// <param name="Place">File, line and column.</param>
/// <param name="Action">The action it proposes.</param>
/// <param name="Purpose">Why that is done.</param>
/// <param name="Campaign">The campaign it belongs to, or null.</param>
/// <param name="For">Customers of the kinds it is for.</param>
/// <param name="Customers">Of them, those it proposed something for.</param>
/// <param name="Candidates">Different actions it proposed.</param>
/// <param name="Passed">Of them, those that every gate let pass at some time.</param>
/// <param name="Stops">What stopped the others last, the most first.</param>
/// <param name="LastOn">The last day on which it proposed something anew, up to the period's last; null for never.</param>
/// <param name="Prompts">What became of its prompts.</param>
public sealed record RuleRow(
    string Rule, string Family, string Place, string Action, string Purpose, string? Campaign, int For, int Customers, int Candidates, int Passed, IReadOnlyList<StopCount> Stops, DateOnly? LastOn, PromptRow Prompts);
