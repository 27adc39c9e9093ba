using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.FeatureManagement;

namespace Nba.Host.Campaigns;

/// <summary>
/// The <c>feature_management</c> section of one <c>campaigns.json</c> as the library's definitions. The text has passed the engine's reader, so that what is
/// in it is known to be right; names are compared as written. Immutable; safe for any thread.
/// </summary>
internal sealed class CampaignDefinitions : IFeatureDefinitionProvider
{
    private static readonly JsonDocumentOptions Commented = new() { CommentHandling = JsonCommentHandling.Skip };

    private readonly Dictionary<string, FeatureDefinition> _definitions;

    /// <summary>The definitions of a file; none of an absent one.</summary>
    public CampaignDefinitions(string? text)
    {
        using var document = JsonDocument.Parse(text ?? "{}", Commented);
        _definitions = Items(Member(document.RootElement, "feature_management"), "feature_flags").Select(Definition).ToDictionary(d => d.Name, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public Task<FeatureDefinition> GetFeatureDefinitionAsync(string featureName) => Task.FromResult(_definitions.GetValueOrDefault(featureName)!);

    /// <inheritdoc/>
    public async IAsyncEnumerable<FeatureDefinition> GetAllFeatureDefinitionsAsync()
    {
        foreach (var name in _definitions.Keys.Order(StringComparer.Ordinal)) yield return await Task.FromResult(_definitions[name]).ConfigureAwait(false);
    }

    private static FeatureDefinition Definition(JsonElement flag)
    {
        var enabled = Member(flag, "enabled") is { ValueKind: JsonValueKind.True };
        var conditions = Member(flag, "conditions");
        var filters = Items(conditions, "client_filters").Select(Filter).ToList();
        return new FeatureDefinition
        {
            Name = flag.GetProperty("id").GetString(),
            Status = enabled ? FeatureStatus.Conditional : FeatureStatus.Disabled,
            RequirementType = conditions is { } told && Member(told, "requirement_type") is { } type && type.GetString() == nameof(RequirementType.All) ? RequirementType.All : RequirementType.Any,
            // The library's own name for a flag that asks nothing.
            EnabledFor = !enabled ? [] : filters.Count == 0 ? [new FeatureFilterConfiguration { Name = "AlwaysOn" }] : filters,
        };
    }

    private static FeatureFilterConfiguration Filter(JsonElement filter)
    {
        using var parameters = new MemoryStream(Encoding.UTF8.GetBytes(filter.GetProperty("parameters").GetRawText()));
        return new FeatureFilterConfiguration { Name = filter.GetProperty("name").GetString(), Parameters = new ConfigurationBuilder().AddJsonStream(parameters).Build() };
    }

    private static IEnumerable<JsonElement> Items(JsonElement? parent, string name) => parent is { } known && Member(known, name) is { } items ? items.EnumerateArray() : [];

    private static JsonElement? Member(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
