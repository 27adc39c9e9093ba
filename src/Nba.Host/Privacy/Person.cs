using Nba.Engine.Actions;
using Nba.Host.Api;
using Nba.Host.State;

namespace Nba.Host.Privacy;

/// <summary>Who a person is in the rows of a bank: the customer's id, those merged with it, and the ids of all actions that ever were theirs as far as rows tell. Immutable.</summary>
/// <param name="Customers">The id that was asked for first, then those merged into it and those it was merged into.</param>
/// <param name="Actions">Ids of actions: open, ended, and those that decision records name.</param>
internal sealed record Person(IReadOnlyList<string> Customers, IReadOnlySet<UInt128> Actions)
{
    /// <summary>Finds the person of a customer; one whom nobody knows is a person of that id alone.</summary>
    public static Person Of(Store store, Queries queries, string customer)
    {
        var customers = Past.Family(queries, customer);
        var actions = new HashSet<UInt128>();
        foreach (var one in customers)
        {
            if (queries.State(one) is { } state)
            {
                actions.UnionWith(state.Actions.Open.Select(a => a.Id));
                actions.UnionWith(state.Actions.Ended.Select(e => e.Id));
            }
            foreach (var record in Decisions(store, one))
            {
                foreach (var change in StoredDecision.Read(record).Changes)
                {
                    if (ActionIdentity.TryParse(change.Id, out var id)) actions.Add(id);
                }
            }
        }
        return new Person(customers, actions);
    }

    /// <summary>Whether a customer's id is one of theirs.</summary>
    public bool Is(string? customer) => customer is not null && Customers.Contains(customer);

    /// <summary>A customer's decision records as stored, in order.</summary>
    public static IEnumerable<byte[]> Decisions(Store store, string customer)
    {
        var keys = new Keys(0);
        var length = keys.TextPrefix(Table.Decisions, customer).Length + 4;
        using var rows = store.Scan(keys.TextPrefix(Table.Decisions, customer));
        while (rows.MoveNext())
        {
            // An id may be the beginning of another's.
            if (rows.Key.Length == length) yield return rows.Value.ToArray();
        }
    }
}
