using Nba.Engine.Calendars;

namespace Nba.Engine.Campaigns;

/// <summary>What an entry of the control log about campaigns says.</summary>
public enum CampaignEntryKind
{
    /// <summary>Something is set, at once or once a second person approves.</summary>
    Change = 1,
    /// <summary>A change that waited is approved.</summary>
    Approval = 2,
    /// <summary>A change that waited is rejected.</summary>
    Rejection = 3,
}

/// <summary>What a change was asked for as.</summary>
public enum CampaignChangeKind
{
    /// <summary>Switched on.</summary>
    On = 1,
    /// <summary>Switched off.</summary>
    Off = 2,
    /// <summary>Given days to run on.</summary>
    Schedule = 3,
    /// <summary>Rolled out to a share, branches or segments.</summary>
    RollOut = 4,
    /// <summary>Weighted.</summary>
    Lever = 5,
    /// <summary>Put back to what it was after an earlier change, or to what the files say.</summary>
    RollBack = 6,
}

/// <summary>One entry of the control log about campaigns. Immutable.</summary>
/// <param name="Number">Its number, one more than the last entry's, from 1: whoever writes second with a number is not taken.</param>
/// <param name="Kind">What it says.</param>
/// <param name="By">Id of the person who says so.</param>
/// <param name="At">When, by the clock of the host that was asked.</param>
/// <param name="Why">The reason given.</param>
public sealed record CampaignEntry(long Number, CampaignEntryKind Kind, string By, Instant At, string Why)
{
    /// <summary>What a change was asked for as; null for a verdict.</summary>
    public CampaignChangeKind? Change { get; init; }

    /// <summary>For a change: all that is set after it, for each campaign it touches.</summary>
    public IReadOnlyDictionary<string, CampaignSetting> Settings { get; init; } = new Dictionary<string, CampaignSetting>();

    /// <summary>Whether a change waits for a second person.</summary>
    public bool NeedsApproval { get; init; }

    /// <summary>Version of the rule files in view of which it was asked for, without what was set over them; null where that was not kept. Once files are others, it is not taken.</summary>
    public string? Files { get; init; }

    /// <summary>For a verdict, the change it is about; for a roll-back, the change whose state comes back, 0 for that of the files.</summary>
    public long? Of { get; init; }
}

/// <summary>How a change stands.</summary>
public enum CampaignChangeState
{
    /// <summary>It took force.</summary>
    InForce = 1,
    /// <summary>It waits for a second person.</summary>
    Waiting = 2,
    /// <summary>A second person rejected it.</summary>
    Rejected = 3,
    /// <summary>Something else was set meanwhile for a campaign it touches: it can no longer be approved.</summary>
    Overtaken = 4,
}

/// <summary>A change and what became of it. Immutable.</summary>
/// <param name="Entry">The change as asked for.</param>
/// <param name="State">How it stands.</param>
/// <param name="Verdict">The second person's, or null.</param>
/// <param name="Order">Its place among those that took force, from 1; 0 for one that did not.</param>
public sealed record CampaignHistory(CampaignEntry Entry, CampaignChangeState State, CampaignEntry? Verdict, int Order);
