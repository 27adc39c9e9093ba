using System.Globalization;
using Microsoft.FeatureManagement;
using Nba.Engine.Calendars;
using Nba.Engine.Campaigns;

namespace Nba.Host.Campaigns;

/// <summary>Whether the day of the moment asked about lies within <c>from</c> and <c>to</c>, in the bank's zone.</summary>
[FilterAlias(nameof(CampaignFilterKind.Window))]
internal sealed class WindowFilter(BankCalendar calendar) : IContextualFeatureFilter<CampaignContext>
{
    /// <inheritdoc/>
    public Task<bool> EvaluateAsync(FeatureFilterEvaluationContext featureFilterContext, CampaignContext appContext)
    {
        var today = calendar.DateOf(appContext.Now);
        return Task.FromResult(!(today < Day(featureFilterContext, "from")) && !(today > Day(featureFilterContext, "to")));
    }

    private static DateOnly? Day(FeatureFilterEvaluationContext filter, string name) =>
        filter.Parameters[name] is { Length: > 0 } text ? DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
}

/// <summary>Whether the customer's segment is one of <c>any</c>.</summary>
[FilterAlias(nameof(CampaignFilterKind.Segment))]
internal sealed class SegmentFilter : IContextualFeatureFilter<CampaignContext>
{
    /// <inheritdoc/>
    public Task<bool> EvaluateAsync(FeatureFilterEvaluationContext featureFilterContext, CampaignContext appContext) => Task.FromResult(featureFilterContext.NamesAny(appContext.Segment));
}

/// <summary>Whether the customer's branch is one of <c>any</c>.</summary>
[FilterAlias(nameof(CampaignFilterKind.Branch))]
internal sealed class BranchFilter : IContextualFeatureFilter<CampaignContext>
{
    /// <inheritdoc/>
    public Task<bool> EvaluateAsync(FeatureFilterEvaluationContext featureFilterContext, CampaignContext appContext) => Task.FromResult(featureFilterContext.NamesAny(appContext.Branch));
}

/// <summary>Whether the customer's place in the flag's roll-out is below <c>value</c>: the same place as the engine's, for the same hash gives it.</summary>
[FilterAlias(nameof(CampaignFilterKind.Percentage))]
internal sealed class RollOutFilter : IContextualFeatureFilter<CampaignContext>
{
    /// <inheritdoc/>
    public Task<bool> EvaluateAsync(FeatureFilterEvaluationContext featureFilterContext, CampaignContext appContext) => Task.FromResult(
        CampaignBook.Share(featureFilterContext.FeatureName, "roll-out", appContext.Customer) < decimal.Parse(featureFilterContext.Parameters["value"]!, NumberStyles.Float, CultureInfo.InvariantCulture));
}

/// <summary>Reads the parameters that two filters share.</summary>
internal static class NamedParameters
{
    /// <summary>Whether <c>any</c>, a text or an array of texts, names it.</summary>
    public static bool NamesAny(this FeatureFilterEvaluationContext filter, string? name)
    {
        var any = filter.Parameters.GetSection("any");
        return name is not null && (any.Value == name || any.GetChildren().Any(c => c.Value == name));
    }
}
