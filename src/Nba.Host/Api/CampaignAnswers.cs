using System.Globalization;
using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Engine.Campaigns;
using Nba.Engine.Vocabulary;
using Nba.Host.Campaigns;

namespace Nba.Host.Api;

/// <summary>The campaigns in force.</summary>
/// <param name="AsOf">The moment asked about.</param>
/// <param name="Book">Version of the rule book in force.</param>
/// <param name="Campaigns">The campaigns, by id.</param>
public sealed record CampaignsAnswer(string AsOf, string Book, IReadOnlyList<CampaignAnswer> Campaigns)
{
    /// <summary>The moment on the bank's clock, to the minute.</summary>
    public string? AsOfOn { get; init; }
}

/// <summary>One campaign.</summary>
/// <param name="Id">Its id: the name of its flag.</param>
/// <param name="Enabled">Whether the switch is on.</param>
/// <param name="On">Whether its flag is on for the customer asked about, hold-outs apart; null when none was.</param>
public sealed record CampaignAnswer(string Id, bool Enabled, bool? On)
{
    /// <summary>Its name in Chinese.</summary>
    public string Zh { get; init; } = "";

    /// <summary>Its name in English.</summary>
    public string En { get; init; } = "";

    /// <summary><c>on</c>, <c>off</c>, <c>not-yet</c> or <c>over</c>, on the day asked about.</summary>
    public string State { get; init; } = "";

    /// <summary>First day; null for no start.</summary>
    public string? From { get; init; }

    /// <summary>Last day; null for no end.</summary>
    public string? To { get; init; }

    /// <summary>Share of the customers, 0 to 100; null for all.</summary>
    public int? Percentage { get; init; }

    /// <summary>Branches; null for all.</summary>
    public IReadOnlyList<string>? Branches { get; init; }

    /// <summary>Segments; null for all.</summary>
    public IReadOnlyList<string>? Segments { get; init; }

    /// <summary>Weight on its actions.</summary>
    public decimal Lever { get; init; }

    /// <summary>Share of the customers kept out of it, in percent.</summary>
    public int HoldOut { get; init; }

    /// <summary>What becomes of open actions when it ends: <c>withdraw</c> or <c>keep</c>.</summary>
    public string WhenOff { get; init; } = "";

    /// <summary>Whether a change waits for a second person.</summary>
    public bool Approval { get; init; }

    /// <summary>Contacts it may cost; null for no limit.</summary>
    public int? Budget { get; init; }

    /// <summary>Ids of its actions.</summary>
    public IReadOnlyList<string> Actions { get; init; } = [];

    /// <summary>Whether something is set over what its file says.</summary>
    public bool Set { get; init; }

    /// <summary>How many of its actions stand in each queue; null where that was not counted.</summary>
    public IReadOnlyDictionary<string, int>? Queues { get; init; }

    /// <summary>A campaign of a book on a day.</summary>
    internal static CampaignAnswer Of(RuleBook book, Campaign campaign, DateOnly today, bool? on)
    {
        CampaignFilter? Filter(CampaignFilterKind kind) => campaign.Filters.FirstOrDefault(f => f.Kind == kind);
        var window = Filter(CampaignFilterKind.Window);
        return new CampaignAnswer(campaign.Id, campaign.Enabled, on)
        {
            Zh = campaign.Zh, En = campaign.En,
            State = !campaign.Enabled ? "off" : campaign.AnyOf ? "on" : today < window?.From ? "not-yet" : today > window?.To ? "over" : "on",
            From = Day(window?.From), To = Day(window?.To), Percentage = Filter(CampaignFilterKind.Percentage)?.Percentage, Branches = Filter(CampaignFilterKind.Branch)?.Branches,
            Segments = Filter(CampaignFilterKind.Segment) is { } filter ? Names(book, filter.Segments) : null,
            Lever = campaign.Lever / 1_000_000m, HoldOut = campaign.HoldOut, WhenOff = campaign.KeepWhenOff ? "keep" : "withdraw", Approval = campaign.NeedsApproval, Budget = campaign.Budget?.Contacts,
            Actions = [.. book.Rules.Rules.Where(r => r.Action.CampaignId == campaign.Id).Select(r => r.Action.Id).Distinct().Order(StringComparer.Ordinal)],
            Set = book.Campaigns.Switches?.Settings.ContainsKey(campaign.Id) == true,
        };
    }

    private static IReadOnlyList<string> Names(RuleBook book, long bits) =>
        [.. (book.Vocabulary.Fact(BuiltIn.Segment)?.Type.Codes?.Values ?? []).Where((_, code) => (bits & (1L << code)) != 0)];

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>What was ever asked for campaigns.</summary>
/// <param name="Changes">The changes, the latest first.</param>
public sealed record CampaignHistoryAnswer(IReadOnlyList<CampaignChangeAnswer> Changes);

/// <summary>One change.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Change">What was asked for: <c>on</c>, <c>off</c>, <c>schedule</c>, <c>roll-out</c>, <c>lever</c> or <c>roll-back</c>.</param>
/// <param name="State"><c>in-force</c>, <c>waiting</c>, <c>rejected</c> or <c>overtaken</c>.</param>
/// <param name="By">Who asked.</param>
/// <param name="At">When.</param>
/// <param name="Why">The reason given.</param>
/// <param name="Settings">What is set after it, by campaign.</param>
/// <param name="Of">For a roll-back, the change it went back to.</param>
/// <param name="Verdict">The second person's; null for none.</param>
/// <param name="Effects">Where it took effect; null where that was not asked for.</param>
public sealed record CampaignChangeAnswer(
    long Number, string Change, string State, string By, string At, string Why, IReadOnlyDictionary<string, CampaignSettingAnswer> Settings, long? Of, CampaignVerdictAnswer? Verdict, IReadOnlyList<CampaignEffect>? Effects)
{
    /// <summary>When, on the bank's clock, to the minute.</summary>
    public string? AtOn { get; init; }

    internal static CampaignChangeAnswer From(CampaignHistory history, IReadOnlyList<CampaignEffect>? effects, BankCalendar calendar)
    {
        var entry = history.Entry;
        return new CampaignChangeAnswer(entry.Number, CampaignWords.Of(entry.Change!.Value), CampaignWords.Of(history.State), entry.By, entry.At.ToString(), entry.Why,
            CampaignSettingAnswer.Of(entry.Settings), entry.Of,
            history.Verdict is { } verdict ? new CampaignVerdictAnswer(verdict.Kind == CampaignEntryKind.Approval ? "approved" : "rejected", verdict.By, verdict.At.ToString(), verdict.Why) { AtOn = Moment.Local(verdict.At, calendar) } : null,
            // A book that only has other files holds the same change as the one before it.
            effects is null ? null : [.. effects.Where(e => e.Change == entry.Number).GroupBy(e => e.Partition).Select(p => p.MinBy(e => e.Entry)!).OrderBy(e => e.Partition).Select(e => e with { AtOn = ActionHistory.Local(e.At, calendar) })])
        {
            AtOn = Moment.Local(entry.At, calendar),
        };
    }
}

/// <summary>All that is set for a campaign over what its file says; what is null is as the file says, so without anything all of it is.</summary>
/// <param name="Enabled">Whether it is switched on.</param>
/// <param name="Days">The days it runs on; without any of the two it is every day.</param>
/// <param name="Percentage">Share of the customers, 0 to 100.</param>
/// <param name="Branches">Branches; none is all.</param>
/// <param name="Segments">Segments; none is all.</param>
/// <param name="Lever">Weight on its actions.</param>
public sealed record CampaignSettingAnswer(bool? Enabled, CampaignDaysAnswer? Days, int? Percentage, IReadOnlyList<string>? Branches, IReadOnlyList<string>? Segments, decimal? Lever)
{
    internal static IReadOnlyDictionary<string, CampaignSettingAnswer> Of(IReadOnlyDictionary<string, CampaignSetting> settings) =>
        new SortedDictionary<string, CampaignSettingAnswer>(settings.ToDictionary(s => s.Key, s => Of(s.Value)), StringComparer.Ordinal);

    private static CampaignSettingAnswer Of(CampaignSetting set) =>
        new(set.Enabled, set.Window is { } window ? CampaignDaysAnswer.Of(window) : null, set.Percentage, set.Branches, set.Segments, set.Lever / 1_000_000m);
}

/// <summary>Days a campaign runs on.</summary>
/// <param name="From">First day; null for no start.</param>
/// <param name="To">Last day; null for no end.</param>
public sealed record CampaignDaysAnswer(string? From, string? To)
{
    internal static CampaignDaysAnswer Of(CampaignWindow window) =>
        new(window.From?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), window.To?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
}

/// <summary>What a second person said of a change.</summary>
/// <param name="Verdict"><c>approved</c> or <c>rejected</c>.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <param name="Why">The reason given.</param>
public sealed record CampaignVerdictAnswer(string Verdict, string By, string At, string Why)
{
    /// <summary>When, on the bank's clock, to the minute.</summary>
    public string? AtOn { get; init; }
}

/// <summary>What became of a request.</summary>
/// <param name="Change">The change it made, or was about.</param>
/// <param name="Book">Version of the rule book that follows.</param>
public sealed record CampaignChangedAnswer(CampaignChangeAnswer Change, string Book);

/// <summary>What a change would do to queues at once, if it were made now.</summary>
/// <param name="AsOf">The moment.</param>
/// <param name="Settings">What would be set, by campaign.</param>
/// <param name="NeedsApproval">Whether it would wait for a second person.</param>
/// <param name="Comes">Actions that would come, in all queues.</param>
/// <param name="Goes">Actions that would go.</param>
/// <param name="Moves">Actions that would stay with another score.</param>
/// <param name="Queues">The same by owner, without those where nothing changes.</param>
public sealed record CampaignDryRunAnswer(string AsOf, IReadOnlyDictionary<string, CampaignSettingAnswer> Settings, bool NeedsApproval, long Comes, long Goes, long Moves, IReadOnlyList<QueueEffect> Queues)
{
    /// <summary>The moment on the bank's clock, to the minute.</summary>
    public string? AsOfOn { get; init; }
}

/// <summary>Words of the control log.</summary>
internal static class CampaignWords
{
    public static string Of(CampaignChangeKind kind) => kind switch
    {
        CampaignChangeKind.RollOut => "roll-out",
        CampaignChangeKind.RollBack => "roll-back",
        _ => kind.ToString().ToLowerInvariant(),
    };

    public static string Of(CampaignChangeState state) => state == CampaignChangeState.InForce ? "in-force" : state.ToString().ToLowerInvariant();
}
