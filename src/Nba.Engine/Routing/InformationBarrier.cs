namespace Nba.Engine.Routing;

/// <summary>
/// An information barrier: customers behind it are seen only by those on its list, whatever else they may see, and their actions lie with nobody else.
/// Immutable; safe for any thread.
/// </summary>
/// <param name="Id">Id, as assignments name it.</param>
/// <param name="Name">Name for people.</param>
/// <param name="People">Ids of people, teams and channels, in the order written; none for a barrier that the directory does not list, which nobody sees behind.</param>
public sealed record InformationBarrier(string Id, string Name, IReadOnlyList<string> People)
{
    /// <summary>What the owner of actions is called whom nobody on the list can take: nobody's queue.</summary>
    public const string OwnerPrefix = "barrier:";

    /// <summary>Whether that person, team or channel is on the list itself.</summary>
    public bool Admits(string owner) => People.Contains(owner);

    /// <summary>Those of an action's owners who are on the list; where none is, the first on it; where it is empty, nobody's queue.</summary>
    internal Owners Within(in Owners owners)
    {
        var first = Admits(owners.First) ? owners.First : owners.Second is { } other && Admits(other) ? other : People.Count > 0 ? People[0] : OwnerPrefix + Id;
        string? Else(string? owner) => owner is not null && owner != first && Admits(owner) ? owner : null;
        return new Owners(first, Else(owners.Second), Else(owners.Escalation));
    }
}
