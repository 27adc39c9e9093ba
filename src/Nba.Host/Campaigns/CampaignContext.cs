using Nba.Engine.Calendars;

namespace Nba.Host.Campaigns;

/// <summary>Whom a campaign's flag is asked about, and when: everything its filters read. There is no clock behind it.</summary>
/// <param name="Customer">The customer's id.</param>
/// <param name="Segment">The customer's segment, or null.</param>
/// <param name="Branch">The customer's branch, or null.</param>
/// <param name="Now">The moment asked about.</param>
public sealed record CampaignContext(string Customer, string? Segment, string? Branch, Instant Now);
