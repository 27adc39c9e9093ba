using Nba.Engine.Vocabulary;

namespace Nba.Engine.Campaigns;

/// <summary>The days a campaign runs on. Immutable.</summary>
/// <param name="From">First day, in the bank's zone; null for no start.</param>
/// <param name="To">Last day; null for no end.</param>
public sealed record CampaignWindow(DateOnly? From, DateOnly? To);

/// <summary>
/// What product owners set for a campaign while the bank runs, over what its file says. Null leaves the file's. Whatever is set must hold beside the file's
/// other filters: it takes the place of those of its kind. Immutable.
/// </summary>
public sealed record CampaignSetting
{
    /// <summary>Nothing: as the file says.</summary>
    public static readonly CampaignSetting None = new();

    /// <summary>Whether the switch is on.</summary>
    public bool? Enabled { get; init; }

    /// <summary>When it runs; a window without days is any day.</summary>
    public CampaignWindow? Window { get; init; }

    /// <summary>Share of the customers it is for, 0 to 100.</summary>
    public int? Percentage { get; init; }

    /// <summary>Branches it is for; none is all.</summary>
    public IReadOnlyList<string>? Branches { get; init; }

    /// <summary>Segments it is for, as the vocabulary names them; none is all.</summary>
    public IReadOnlyList<string>? Segments { get; init; }

    /// <summary>Weight on its actions, in millionths.</summary>
    public long? Lever { get; init; }

    /// <summary>Whether nothing is set.</summary>
    public bool IsNone => this is { Enabled: null, Window: null, Percentage: null, Branches: null, Segments: null, Lever: null };

    /// <summary>Whether it says of whom or when beyond the switch and the lever.</summary>
    internal bool Filters => this is not { Window: null, Percentage: null, Branches: null, Segments: null };

    /// <summary>This one with all that another sets.</summary>
    public CampaignSetting With(CampaignSetting other) => new()
    {
        Enabled = other.Enabled ?? Enabled, Window = other.Window ?? Window, Percentage = other.Percentage ?? Percentage,
        Branches = other.Branches ?? Branches, Segments = other.Segments ?? Segments, Lever = other.Lever ?? Lever,
    };

    /// <inheritdoc/>
    public bool Equals(CampaignSetting? other) => other is not null && Enabled == other.Enabled && Window == other.Window && Percentage == other.Percentage && Lever == other.Lever
        && Same(Branches, other.Branches) && Same(Segments, other.Segments);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Enabled, Window, Percentage, Branches?.Count, Segments?.Count, Lever);

    /// <summary>What the file says with this over it.</summary>
    /// <param name="campaign">As its file says.</param>
    /// <param name="vocabulary">Names the segments.</param>
    internal Campaign Over(Campaign campaign, VocabularyBook vocabulary)
    {
        var filters = campaign.Filters.ToList();
        if (Window is { } window) Put(filters, CampaignFilterKind.Window, window == new CampaignWindow(null, null) ? null : Empty(CampaignFilterKind.Window) with { From = window.From, To = window.To });
        if (Segments is { } segments) Put(filters, CampaignFilterKind.Segment, segments.Count == 0 ? null : Empty(CampaignFilterKind.Segment) with { Segments = Bits(segments, vocabulary) });
        if (Branches is { } branches) Put(filters, CampaignFilterKind.Branch, branches.Count == 0 ? null : Empty(CampaignFilterKind.Branch) with { Branches = branches });
        if (Percentage is { } share) Put(filters, CampaignFilterKind.Percentage, Empty(CampaignFilterKind.Percentage) with { Percentage = share });
        return campaign with { Enabled = Enabled ?? campaign.Enabled, Lever = Lever ?? campaign.Lever, Filters = filters };
    }

    private static CampaignFilter Empty(CampaignFilterKind kind) => new(kind, null, null, 0, [], 100);

    // In the place of the first of its kind, else last.
    private static void Put(List<CampaignFilter> filters, CampaignFilterKind kind, CampaignFilter? filter)
    {
        var place = filters.FindIndex(f => f.Kind == kind);
        filters.RemoveAll(f => f.Kind == kind);
        if (filter is not null) filters.Insert(place < 0 ? filters.Count : place, filter);
    }

    private static long Bits(IReadOnlyList<string> segments, VocabularyBook vocabulary)
    {
        var codes = vocabulary.Fact(BuiltIn.Segment)?.Type.Codes;
        return segments.Select(s => codes?.IndexOf(s) ?? -1).Where(code => code >= 0).Aggregate(0L, (bits, code) => bits | (1L << code));
    }

    private static bool Same(IReadOnlyList<string>? one, IReadOnlyList<string>? other) => one is null ? other is null : other is not null && one.SequenceEqual(other);
}
