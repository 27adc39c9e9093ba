using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.FeatureManagement;
using Nba.Engine.Campaigns;

namespace Nba.Host.Campaigns;

/// <summary>
/// The <c>feature_management</c> section of one <c>campaigns.json</c> as the library's definitions. The text has passed the engine's reader, so that what is
/// in it is known to be right; names are compared as written. Immutable; safe for any thread.
/// </summary>
internal sealed class CampaignDefinitions : IFeatureDefinitionProvider
{
    private static readonly JsonDocumentOptions Commented = new() { CommentHandling = JsonCommentHandling.Skip };

    private readonly Dictionary<string, FeatureDefinition> _definitions;

    /// <summary>The definitions of a file, with what product owners set over it; none of an absent one.</summary>
    public CampaignDefinitions(string? text, CampaignSwitches? switches)
    {
        using var document = JsonDocument.Parse(text ?? "{}", Commented);
        _definitions = Items(Member(document.RootElement, "feature_management"), "feature_flags").Select(flag => Definition(flag, switches)).ToDictionary(d => d.Name, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public Task<FeatureDefinition> GetFeatureDefinitionAsync(string featureName) => Task.FromResult(_definitions.GetValueOrDefault(featureName)!);

    /// <inheritdoc/>
    public async IAsyncEnumerable<FeatureDefinition> GetAllFeatureDefinitionsAsync()
    {
        foreach (var name in _definitions.Keys.Order(StringComparer.Ordinal)) yield return await Task.FromResult(_definitions[name]).ConfigureAwait(false);
    }

    private static FeatureDefinition Definition(JsonElement flag, CampaignSwitches? switches)
    {
        var id = flag.GetProperty("id").GetString()!;
        var set = switches?.Settings.GetValueOrDefault(id) ?? CampaignSetting.None;
        var enabled = set.Enabled ?? Member(flag, "enabled") is { ValueKind: JsonValueKind.True };
        var conditions = Member(flag, "conditions");
        var filters = Items(conditions, "client_filters").Select(Filter).ToList();
        foreach (var (kind, parameters) in Over(set))
        {
            filters.RemoveAll(f => f.Name == kind.ToString());
            if (parameters.Count > 0) filters.Add(new FeatureFilterConfiguration { Name = kind.ToString(), Parameters = new ConfigurationBuilder().AddInMemoryCollection(parameters).Build() });
        }
        return new FeatureDefinition
        {
            Name = id,
            Status = enabled ? FeatureStatus.Conditional : FeatureStatus.Disabled,
            RequirementType = conditions is { } told && Member(told, "requirement_type") is { } type && type.GetString() == nameof(RequirementType.All) ? RequirementType.All : RequirementType.Any,
            // The library's own name for a flag that asks nothing.
            EnabledFor = !enabled ? [] : filters.Count == 0 ? [new FeatureFilterConfiguration { Name = "AlwaysOn" }] : filters,
        };
    }

    // What takes the place of the file's filters, by kind; without parameters, nothing does.
    private static IEnumerable<(CampaignFilterKind Kind, IReadOnlyDictionary<string, string?> Parameters)> Over(CampaignSetting set)
    {
        if (set.Window is { } window) yield return (CampaignFilterKind.Window, Told(("from", Day(window.From)), ("to", Day(window.To))));
        if (set.Segments is { } segments) yield return (CampaignFilterKind.Segment, Told([.. segments.Select((s, i) => ($"any:{i.ToString(CultureInfo.InvariantCulture)}", s))]));
        if (set.Branches is { } branches) yield return (CampaignFilterKind.Branch, Told([.. branches.Select((b, i) => ($"any:{i.ToString(CultureInfo.InvariantCulture)}", b))]));
        if (set.Percentage is { } share) yield return (CampaignFilterKind.Percentage, Told(("value", share.ToString(CultureInfo.InvariantCulture))));
    }

    private static Dictionary<string, string?> Told(params (string Name, string? Value)[] parameters) => parameters.Where(p => p.Value is not null).ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal);

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static FeatureFilterConfiguration Filter(JsonElement filter)
    {
        using var parameters = new MemoryStream(Encoding.UTF8.GetBytes(filter.GetProperty("parameters").GetRawText()));
        return new FeatureFilterConfiguration { Name = filter.GetProperty("name").GetString(), Parameters = new ConfigurationBuilder().AddJsonStream(parameters).Build() };
    }

    private static IEnumerable<JsonElement> Items(JsonElement? parent, string name) => parent is { } known && Member(known, name) is { } items ? items.EnumerateArray() : [];

    private static JsonElement? Member(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
