namespace Nba.Host.Api;

/// <summary>A manager's queue as committed.</summary>
/// <param name="Owner">Whose queue.</param>
/// <param name="Name">Name of the owner, where the directory knows one.</param>
/// <param name="Language">Language of the texts.</param>
/// <param name="AsOf">The moment it is ranked for.</param>
/// <param name="Date">Its day in the bank's zone.</param>
/// <param name="Book">Version of the rule book in force.</param>
/// <param name="Sweeping">Whether a tick or a new book is still being applied to customers.</param>
/// <param name="Capacity">Entries of a day.</param>
/// <param name="Today">Today's list, best first.</param>
/// <param name="Backlog">What follows, best first, as many as were asked for.</param>
/// <param name="Withheld">How many entries are not in today's list.</param>
/// <param name="Second">Queues of absent colleagues that the owner sees too, unmerged; null when there are none.</param>
/// <param name="Unassigned">Customers without a manager that a branch head has to assign; null once none is left.</param>
public sealed record QueueAnswer(
    string Owner, string? Name, string Language, string AsOf, string Date, string Book, bool Sweeping, int Capacity, IReadOnlyList<EntryAnswer> Today, IReadOnlyList<EntryAnswer> Backlog, int Withheld,
    IReadOnlyList<SecondQueueAnswer>? Second = null, UnassignedAnswer? Unassigned = null)
{
    /// <summary>Ids of the customers whom it shows, perhaps of one several times.</summary>
    internal IEnumerable<string> Customers() =>
        Today.Concat(Backlog).Concat(Second?.SelectMany(s => s.Today.Concat(s.Backlog)) ?? []).Concat(Unassigned is { } nobodys ? nobodys.Today.Concat(nobodys.Backlog) : []).SelectMany(e => e.Actions.Select(a => a.Customer))
            .Concat(Unassigned?.Customers.Select(c => c.Customer) ?? []);
}

/// <summary>Customers without a manager for whom actions wait.</summary>
/// <param name="Waiting">How many there are.</param>
/// <param name="Customers">The first of them, the longest waiting first.</param>
/// <param name="Today">Of those without a branch either, today's list.</param>
/// <param name="Backlog">What follows.</param>
public sealed record UnassignedAnswer(int Waiting, IReadOnlyList<UnassignedCustomerAnswer> Customers, IReadOnlyList<EntryAnswer> Today, IReadOnlyList<EntryAnswer> Backlog);

/// <summary>A customer without a manager.</summary>
/// <param name="Customer">The customer.</param>
/// <param name="Name">The customer's name, where known.</param>
/// <param name="Actions">How many actions wait.</param>
/// <param name="Since">Day of the earliest.</param>
public sealed record UnassignedCustomerAnswer(string Customer, string? Name, int Actions, string Since);

/// <summary>A colleague's queue, seen beside one's own.</summary>
/// <param name="Owner">Whose queue.</param>
/// <param name="Name">Name of the owner, where the directory knows one.</param>
/// <param name="Until">Last day of the absence.</param>
/// <param name="Whole">Whether it is all of it, or only the customers whose B-role manager is away or looking.</param>
/// <param name="Capacity">Entries of a day.</param>
/// <param name="Today">Today's list, best first.</param>
/// <param name="Backlog">What follows, best first, as many as were asked for.</param>
/// <param name="Withheld">How many entries are not in today's list.</param>
public sealed record SecondQueueAnswer(string Owner, string? Name, string Until, bool Whole, int Capacity, IReadOnlyList<EntryAnswer> Today, IReadOnlyList<EntryAnswer> Backlog, int Withheld);

/// <summary>One line of a queue: a customer with actions, or a list of batch actions.</summary>
/// <param name="Customer">The customer; null for a batch.</param>
/// <param name="Name">The customer's name, where known.</param>
/// <param name="Actions">The actions, best first.</param>
/// <param name="More">How many more of the customer's actions are not shown.</param>
public sealed record EntryAnswer(string? Customer, string? Name, IReadOnlyList<ActionAnswer> Actions, int More);
