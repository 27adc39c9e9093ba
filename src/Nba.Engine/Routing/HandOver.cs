namespace Nba.Engine.Routing;

/// <summary>A colleague's queue that somebody sees beside their own.</summary>
/// <param name="Person">Whose queue.</param>
/// <param name="Until">Last day of the absence.</param>
/// <param name="Of">Null for the whole queue; else only the customers whose B-role manager is one of these.</param>
public sealed record SecondQueue(string Person, DateOnly Until, IReadOnlyList<string>? Of)
{
    /// <summary>Whether a customer with that B-role manager is in sight.</summary>
    public bool Shows(string? managerB) => Of is null || (managerB is not null && Of.Contains(managerB));
}

/// <summary>
/// Who sees whose queue on a day. A named stand-in takes all of it; without one each customer's B-role manager sees theirs. When a stand-in is away too,
/// theirs takes what they would have taken. Immutable; safe for any thread.
/// </summary>
public sealed class HandOver
{
    private readonly IReadOnlyList<Absence> _absences;

    internal HandOver(IReadOnlyList<Absence> absences) => _absences = absences;

    /// <summary>Every absence, in the order written.</summary>
    public IReadOnlyList<Absence> Absences => _absences;

    /// <summary>The queues that somebody sees beside their own on a day, by person (ordinal). A whole queue may be empty of actions; so may a part.</summary>
    public IReadOnlyList<SecondQueue> SeenBy(string viewer, DateOnly day)
    {
        var away = _absences.Where(a => a.Covers(day)).ToList();
        if (away.Count == 0) return [];
        var whole = Whole(viewer, away);
        List<string> roles = [viewer, .. whole.Select(a => a.Person)];
        return [.. whole.Select(a => new SecondQueue(a.Person, a.To, null))
            .Concat(away.Where(a => a.StandIn is null && !roles.Contains(a.Person)).Select(a => new SecondQueue(a.Person, a.To, roles)))
            .OrderBy(s => s.Person, StringComparer.Ordinal)];
    }

    // Whoever stands in for one who is away takes what that one stands in for as well.
    private static List<Absence> Whole(string viewer, List<Absence> away)
    {
        var whole = new List<Absence>();
        for (var at = -1; at < whole.Count; at++)
        {
            var standIn = at < 0 ? viewer : whole[at].Person;
            whole.AddRange(away.Where(a => a.StandIn == standIn && a.Person != viewer && !whole.Contains(a)));
        }
        return whole;
    }
}
