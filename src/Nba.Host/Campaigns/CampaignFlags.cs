using Microsoft.FeatureManagement;
using Nba.Engine;

namespace Nba.Host.Campaigns;

/// <summary>
/// The campaigns of one rule book as feature flags of Microsoft.FeatureManagement. The engine decides by its own <c>CampaignBook</c>; tests hold that both
/// give the same answer, hold-outs apart, which no flag has. Immutable; safe for any thread.
/// </summary>
public sealed class CampaignFlags
{
    private const string File = "campaigns.json";

    /// <summary>The flags of a book, in the bank's zone.</summary>
    public CampaignFlags(RuleBook book)
    {
        var definitions = new CampaignDefinitions(book.Files.FirstOrDefault(f => f.Path == File)?.Text, book.Campaigns.Switches);
        Manager = new FeatureManager(definitions, new FeatureManagementOptions { IgnoreMissingFeatureFilters = false, IgnoreMissingFeatures = false })
        {
            FeatureFilters = [new WindowFilter(book.Calendar), new SegmentFilter(), new BranchFilter(), new RollOutFilter()],
        };
    }

    /// <summary>The library's manager; every question needs a <see cref="CampaignContext"/>.</summary>
    internal IFeatureManager Manager { get; }

    /// <summary>Whether a campaign's flag is on for a customer at a moment.</summary>
    public Task<bool> IsOn(string campaign, CampaignContext context) => Manager.IsEnabledAsync(campaign, context);
}
