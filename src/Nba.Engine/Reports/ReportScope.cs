using Nba.Engine.Calendars;
using Nba.Engine.Campaigns;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;
using Directory = Nba.Engine.Routing.Directory;

namespace Nba.Engine.Reports;

/// <summary>A rule book and the days of a period on which it was in force.</summary>
/// <param name="Version">Its version.</param>
/// <param name="From">First day, at the earliest the period's.</param>
/// <param name="To">Last day, at the latest the period's.</param>
/// <param name="Rules">Its rules that propose actions.</param>
/// <param name="Bundles">Its bundles.</param>
/// <param name="Campaigns">Its campaigns and control groups.</param>
/// <param name="Directory">Its people.</param>
/// <param name="Products">The words of its products, by code.</param>
public sealed record ReportedBook(string Version, DateOnly From, DateOnly To, RuleSet Rules, BundleBook Bundles, CampaignBook Campaigns, Directory Directory, CodeList? Products)
{
    /// <summary>Every rule that can propose: those of files, and the ones that bundles stand by.</summary>
    internal IEnumerable<ActionRule> All => Rules.Rules.Concat(Bundles.All.Select(b => b.Rule));
}

/// <summary>What a report is about. Immutable.</summary>
/// <param name="From">First day, in the bank's zone.</param>
/// <param name="To">Last day.</param>
/// <param name="AsOf">The moment that the store stands at, in milliseconds: later records do not count.</param>
/// <param name="Calendar">The bank's days.</param>
/// <param name="Books">The books in force in the period, in order; at least one.</param>
/// <param name="CareDays">Days without a care contact that make a customer overlooked.</param>
/// <param name="EventCounts">How many activities of each type were taken in up to the last day, by name.</param>
/// <param name="SeesAdoptions">Whether products taken can be read from the log.</param>
public sealed record ReportScope(DateOnly From, DateOnly To, long AsOf, BankCalendar Calendar, IReadOnlyList<ReportedBook> Books, int CareDays, IReadOnlyDictionary<string, long> EventCounts, bool SeesAdoptions)
{
    /// <summary>The book in force at the end of the period.</summary>
    internal ReportedBook Last => Books[^1];

    /// <summary>The first moment that does not count any more, in milliseconds.</summary>
    internal long EndsAt { get; } = Math.Min(Calendar.EndOf(To).UnixMilliseconds, AsOf + 1);

    internal int DayOf(long at) => Calendar.DateOf(new Instant(at)).DayNumber;
}
