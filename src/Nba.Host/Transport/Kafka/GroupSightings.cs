namespace Nba.Host.Transport.Kafka;

/// <summary>What follows from a look at a group and those before it.</summary>
/// <param name="Orphans">Partitions that nobody has and nobody will be given; empty while it is not certain that there are any.</param>
/// <param name="IsOurTurn">Whether this worker is the one to make the group deal anew.</param>
/// <param name="IsStubborn">Whether others' turns, or our own, came to nothing, so that somebody must look after it.</param>
internal sealed record GroupFinding(IReadOnlyList<int> Orphans, bool IsOurTurn, bool IsStubborn)
{
    /// <summary>All is well, as far as was seen.</summary>
    public static readonly GroupFinding Nothing = new([], false, false);
}

/// <summary>
/// Decides from looks at a group, a session apart, whether partitions of it are given to nobody for good, and whose turn it is to do something about it. Between the two rounds of a
/// rebalance a partition is nobody's for a moment, so what counts is the same sight twice. One member acts, which all choose alike: first the one whose name is the
/// least, and as long as that does not help, with each further look the next, for it may be away. Not thread-safe.
/// </summary>
/// <param name="own">Names of this worker's members of the group.</param>
internal sealed class GroupSightings(IReadOnlyCollection<string> own)
{
    private const int Certain = 2;

    private string? _shape;
    private int _times;

    /// <summary>Takes the next look.</summary>
    public GroupFinding See(GroupSight sight)
    {
        var orphans = sight.Orphans;
        if (orphans.Count == 0)
        {
            _shape = null;
            return GroupFinding.Nothing;
        }
        var shape = sight.Shape;
        _times = shape == _shape ? _times + 1 : 1;
        _shape = shape;
        if (_times < Certain) return GroupFinding.Nothing;
        var names = sight.Members.Select(m => m.Instance).Order(StringComparer.Ordinal).ToList();
        return new GroupFinding(orphans, names.Count > 0 && own.Contains(names[(_times - Certain) % names.Count]), _times > Certain + names.Count);
    }
}
