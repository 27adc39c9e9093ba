using Nba.Engine;
using Nba.Engine.Actions;
using Nba.Engine.Routing;

namespace Nba.Host.Access;

/// <summary>How much of a customer somebody sees.</summary>
public enum View
{
    /// <summary>Nothing, not even that there is one.</summary>
    None,

    /// <summary>Everything but what says who it is.</summary>
    Masked,

    /// <summary>Everything.</summary>
    Whole,
}

/// <summary>
/// Which customers and queues somebody sees on a day, by the assignments, absences and information barriers of now: what was moved is out of sight with the
/// commit that moved it. Immutable; safe for any thread.
/// </summary>
public sealed class Sight
{
    private readonly Caller _caller;
    private readonly RuleBook _book;
    // Those whose whole queue is this person's to work on, the person first; the queues of which they see a part; their teams; the branches that they, or those they stand in for, head.
    private readonly IReadOnlyList<string> _people;
    private readonly IReadOnlyList<SecondQueue> _parts;
    private readonly IReadOnlyList<string> _teams;
    private readonly IReadOnlyList<string> _branches;

    /// <summary>What a caller sees.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="book">The rule book in force, with the bank's directory.</param>
    /// <param name="today">The day in the bank's zone.</param>
    public Sight(Caller caller, RuleBook book, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(book);
        (_caller, _book) = (caller, book);
        // Queues that are nobody's are not those of a person who happens to be called so.
        var isPerson = caller.Kind == CallerKind.Person && caller.Id != Engine.Routing.Directory.Unassigned && !caller.Id.Contains(':', StringComparison.Ordinal);
        var seen = isPerson ? book.Directory.HandOver.SeenBy(caller.Id, today) : [];
        _people = isPerson ? [caller.Id, .. seen.Where(s => s.Of is null).Select(s => s.Person)] : [];
        _parts = [.. seen.Where(s => s.Of is not null)];
        _teams = [.. book.Directory.Entries.Where(e => e.Members.Any(_people.Contains)).Select(e => e.Id)];
        _branches = caller.Has(Roles.BranchHead) ? [.. _people.SelectMany(book.Directory.BranchesOf)] : [];
    }

    /// <summary>Whether an owner's queue is theirs to look at.</summary>
    public bool Queue(string owner)
    {
        if (_caller.Kind == CallerKind.Local) return true;
        if (owner.StartsWith(InformationBarrier.OwnerPrefix, StringComparison.Ordinal)) return false;
        if (_caller.Has(Roles.Integration)) return true;
        if (_caller.Has(Roles.Manager | Roles.BranchHead) && (_people.Contains(owner) || _teams.Contains(owner))) return true;
        return _branches.Count > 0 && (owner == Engine.Routing.Directory.Unassigned || (_book.Directory.Find(owner)?.Branch is { } branch && _branches.Contains(branch)));
    }

    /// <summary>Whether a branch is theirs to look after.</summary>
    public bool Branch(string branch) => _caller.Kind == CallerKind.Local || _branches.Contains(branch);

    /// <summary>Whether no information barrier keeps a customer from them.</summary>
    public bool IsAdmitted(CustomerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return _caller.Kind == CallerKind.Local || CustomerCare.Of(state, _book).Barrier is not { } barrier || Admits(_book.Directory.Barrier(barrier));
    }

    /// <summary>How much of a customer is theirs to look at.</summary>
    public View Customer(CustomerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (_caller.Kind == CallerKind.Local) return View.Whole;
        var care = CustomerCare.Of(state, _book);
        // Whatever else somebody may see: behind a barrier the list alone counts, and who stands in for somebody on it is not on it.
        if (care.Barrier is { } barrier && !Admits(_book.Directory.Barrier(barrier))) return View.None;
        if (_caller.Has(Roles.Integration) || (_caller.Has(Roles.Manager | Roles.BranchHead) && (care.Barrier is not null || Manages(care) || Heads(care) || state.Actions.Open.Any(Holds)))) return View.Whole;
        return _caller.Has(Roles.Analyst) ? View.Masked : View.None;
    }

    // Lists are of people: a machine whose key is called as one of them is not on it.
    private bool Admits(InformationBarrier barrier) =>
        _caller.Kind == CallerKind.Person && (barrier.Admits(_caller.Id) || _book.Directory.Entries.Any(e => barrier.Admits(e.Id) && e.Members.Contains(_caller.Id)));

    private bool Manages(CustomerCare care) =>
        (care.ManagerA is { } manager && (_people.Contains(manager) || _parts.Any(p => p.Person == manager && p.Shows(care.ManagerB)))) || (care.Team is { } team && _teams.Contains(team));

    // Who has neither manager nor branch is every branch head's to assign.
    private bool Heads(CustomerCare care) =>
        _branches.Count > 0
        && ((care.Branch is { } branch && _branches.Contains(branch)) || (care.ManagerA is { } manager && _book.Directory.Find(manager)?.Branch is { } home && _branches.Contains(home))
            || (care.ManagerA is null && _book.Directory.HeadOf(care.Branch) == Engine.Routing.Directory.Unassigned));

    // What lies on somebody's desk is theirs to look at, whoever else looks after the customer.
    private bool Holds(OpenAction action) => action.Published && action.Owners.All().Any(o => _people.Contains(o) || _teams.Contains(o));
}
