using System.Collections.Frozen;
using Nba.Engine.Catalogue;
using Nba.Engine.Expressions;

namespace Nba.Engine.Rules;

/// <summary>Several actions offered as one: while enough of them pass together, they stand in the queue as one action. Immutable.</summary>
public sealed record Bundle
{
    /// <summary>Its id, which is the id of the action it stands as.</summary>
    public required string Id { get; init; }

    /// <summary>Name in Chinese.</summary>
    public required string Zh { get; init; }

    /// <summary>Name in English.</summary>
    public required string En { get; init; }

    /// <summary>Ids of the actions it merges, as written.</summary>
    public required IReadOnlyList<string> Members { get; init; }

    /// <summary>How many different ones must pass together.</summary>
    public required int Min { get; init; }

    /// <summary>Price terms of them together; the first whose lines hold is the price.</summary>
    public required IReadOnlyList<PriceTerm> Prices { get; init; }

    /// <summary>The rule it stands by: no lines, and the definition of its action.</summary>
    public required ActionRule Rule { get; init; }

    /// <summary>The price for this customer on this day, or null.</summary>
    public PriceTerm? PriceFor(Frame frame, DateOnly today) => PriceTerm.First(Prices, frame, today);
}

/// <summary>All bundles of a book. Immutable; safe for any thread.</summary>
public sealed class BundleBook
{
    private readonly FrozenDictionary<string, Bundle> _byId;

    internal BundleBook(IReadOnlyList<Bundle> bundles) => (All, _byId) = (bundles, bundles.ToFrozenDictionary(b => b.Id, StringComparer.Ordinal));

    /// <summary>The bundles by id, ordinal.</summary>
    public IReadOnlyList<Bundle> All { get; }

    /// <summary>The bundle of that id, or null.</summary>
    public Bundle? Find(string id) => _byId.GetValueOrDefault(id);
}
