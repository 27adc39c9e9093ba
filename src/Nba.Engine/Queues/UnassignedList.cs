using Nba.Engine.Actions;

namespace Nba.Engine.Queues;

/// <summary>A customer without a manager for whom something waits.</summary>
/// <param name="Customer">The customer.</param>
/// <param name="Name">The customer's name, or null.</param>
/// <param name="Actions">How many actions wait.</param>
/// <param name="Since">Day number of the earliest.</param>
public sealed record UnassignedCustomer(string Customer, string? Name, int Actions, int Since);

/// <summary>The list that a branch head must empty by assigning: customers without a manager who have actions waiting.</summary>
public static class UnassignedList
{
    /// <summary>The customers among standing actions, those that wait longest first.</summary>
    public static IReadOnlyList<UnassignedCustomer> Of(IEnumerable<ActionRecord> standing) =>
    [
        .. standing.Where(r => r.Unassigned && !r.Withdrawn).GroupBy(r => r.Customer, StringComparer.Ordinal)
            .Select(g => new UnassignedCustomer(g.Key, g.Select(r => r.CustomerName).FirstOrDefault(n => n is not null), g.Select(r => r.Id).Distinct().Count(), g.Min(r => r.RaisedOn)))
            .OrderBy(c => c.Since).ThenBy(c => c.Customer, StringComparer.Ordinal),
    ];
}
