using Nba.Engine.Campaigns;

namespace Nba.Engine.Queues;

/// <summary>
/// What one owner has spent of the campaigns' budgets: the identities of the actions over which customers were contacted, whatever version of the
/// campaign was in force. A set, so that order and repetition do not show. Not thread-safe.
/// </summary>
internal sealed class BudgetShares(string owner)
{
    private readonly SortedDictionary<string, HashSet<UInt128>> _spent = new(StringComparer.Ordinal);

    /// <summary>Counts a contact; false when it was counted before.</summary>
    public bool Spend(string campaign, UInt128 action)
    {
        if (!_spent.TryGetValue(campaign, out var actions)) _spent[campaign] = actions = [];
        return actions.Add(action);
    }

    /// <summary>How many contacts were made for a campaign.</summary>
    public int Spent(string campaign) => _spent.TryGetValue(campaign, out var actions) ? actions.Count : 0;

    /// <summary>
    /// Of actions in the order of their ranks, those that the shares still pay for. What the manager accepted is a promise: it stays, and takes its place
    /// before all others.
    /// </summary>
    public List<QueuedAction> Within(CampaignBook campaigns, List<QueuedAction> ranked)
    {
        var left = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var action in ranked)
        {
            if (action.Record.Campaign is not { } campaign || campaigns.ShareOf(campaign, owner) is not { } share) continue;
            left.TryAdd(campaign, share - Spent(campaign));
            if (action.Record.Accepted) left[campaign]--;
        }
        return left.Count == 0 ? ranked : [.. ranked.Where(a => a.Record.Campaign is not { } campaign || !left.TryGetValue(campaign, out var places) || a.Record.Accepted || (left[campaign] = places - 1) >= 0)];
    }
}
