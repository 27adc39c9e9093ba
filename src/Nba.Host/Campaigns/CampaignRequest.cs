namespace Nba.Host.Campaigns;

/// <summary>What somebody asks for campaigns: the body of <c>POST /campaigns/changes</c>, and what the commands are made into.</summary>
/// <param name="Change"><c>on</c>, <c>off</c>, <c>schedule</c>, <c>rollout</c>, <c>lever</c>, <c>rollback</c>, <c>approve</c> or <c>reject</c>.</param>
/// <param name="Campaign">The campaign; for a roll-back, null for all of them; for a verdict, null.</param>
/// <param name="By">Id of the person who asks.</param>
/// <param name="Why">The reason, for whoever reads the history.</param>
public sealed record CampaignRequest(string? Change, string? Campaign, string? By, string? Why)
{
    /// <summary>For a schedule: the first day, as 2026-03-31; null for no start.</summary>
    public string? From { get; init; }

    /// <summary>For a schedule: the last day; null for no end.</summary>
    public string? To { get; init; }

    /// <summary>For a roll-out: share of the customers, 0 to 100.</summary>
    public int? Percentage { get; init; }

    /// <summary>For a roll-out: branches; none is all, null leaves them as they are.</summary>
    public IReadOnlyList<string>? Branches { get; init; }

    /// <summary>For a roll-out: segments; none is all, null leaves them as they are.</summary>
    public IReadOnlyList<string>? Segments { get; init; }

    /// <summary>For a lever: the factor, 0 to 100.</summary>
    public decimal? Lever { get; init; }

    /// <summary>For a roll-back, the change to go back to, 0 for what the files say; for a verdict, the change it is about.</summary>
    public long? Of { get; init; }
}
