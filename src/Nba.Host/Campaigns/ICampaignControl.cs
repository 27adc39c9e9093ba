using Nba.Engine;
using Nba.Engine.Campaigns;
using Nba.Engine.Sources;

namespace Nba.Host.Campaigns;

/// <summary>The control log of campaigns, wherever it is kept: what was set, and the rule book that follows. Thread-safe.</summary>
internal interface ICampaignControl
{
    /// <summary>All entries taken so far.</summary>
    CampaignLog Campaigns { get; }

    /// <summary>The book that is to be in force: rule files with what is set over them.</summary>
    RuleBook Current { get; }

    /// <summary>Where the changes took effect so far, in no order that matters.</summary>
    /// <exception cref="Settings.CannotStartException">A cluster does not answer.</exception>
    IReadOnlyList<CampaignEffect> Effects();

    /// <summary>Writes an entry, and puts what follows in force. Durable when this returns.</summary>
    /// <returns>Why it was not taken, in words; null when it was.</returns>
    Sentence? Write(CampaignEntry entry);
}

/// <summary>Where a change took effect in one partition: before the activity at this position, with this journal entry.</summary>
/// <param name="Change">Number of the change.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Entry">Number of the entry in its journal.</param>
/// <param name="Position">Position of its input.</param>
/// <param name="At">The entry's time.</param>
public sealed record CampaignEffect(long Change, int Partition, long Entry, long Position, string At)
{
    /// <summary>The entry's time on the bank's clock, to the minute; null where nobody asked for it.</summary>
    public string? AtOn { get; init; }
}
