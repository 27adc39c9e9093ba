using System.Globalization;

namespace Nba.Host.Transport.Kafka;

/// <summary>A member of a group, as the group's coordinator knows it.</summary>
/// <param name="Instance">The name of its client, which stays over restarts and is that of its slot.</param>
/// <param name="Id">What the coordinator calls it: another one after each start.</param>
/// <param name="Partitions">What it was given of the group's topic, in order.</param>
internal sealed record SeenMember(string Instance, string Id, IReadOnlyList<int> Partitions);

/// <summary>What one look at a group found. Immutable.</summary>
/// <param name="IsAtRest">Whether its partitions are dealt out, and nobody joins or leaves.</param>
/// <param name="Partitions">How many partitions its topic has.</param>
/// <param name="Members">Who is in it, in the order of their ids.</param>
internal sealed record GroupSight(bool IsAtRest, int Partitions, IReadOnlyList<SeenMember> Members)
{
    /// <summary>Partitions that no member was given, in order; none while the group is dealing them out, or has no members.</summary>
    public IReadOnlyList<int> Orphans => IsAtRest && Members.Count > 0 ? [.. Enumerable.Range(0, Partitions).Except(Members.SelectMany(m => m.Partitions))] : [];

    /// <summary>Who has what: the same text as long as nobody came, left or was given another partition. Whoever starts again under a name has what the name had.</summary>
    public string Shape => string.Join(' ', Members.OrderBy(m => m.Instance, StringComparer.Ordinal).Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Instance}[{string.Join(',', m.Partitions)}]")).Prepend(string.Create(CultureInfo.InvariantCulture, $"{Partitions}")));
}
