using Nba.Engine.Calendars;

namespace Nba.Engine.Events;

/// <summary>What the kept ids say of an activity.</summary>
public enum Novelty
{
    /// <summary>Not applied before.</summary>
    New,
    /// <summary>Applied before.</summary>
    Duplicate,
    /// <summary>Older than the kept ids reach: only folds that may be repeated run.</summary>
    Unverifiable,
}

/// <summary>
/// The ids of the activities applied to one customer: the newest by event time, so that what is kept depends on the set of activities and not on
/// their order. The slice of this room. Not thread-safe.
/// </summary>
public sealed class SeenIds
{
    private const int KeptAlways = 12;
    private const int KeptAtMost = 512;
    private readonly List<(long Time, ulong Id)> _kept = [];

    /// <summary>Event time up to which ids have been dropped.</summary>
    public long Floor { get; private set; } = long.MinValue;

    /// <summary>The kept ids with their event times in milliseconds, ascending.</summary>
    public IReadOnlyList<(long Time, ulong Id)> Kept => _kept;

    /// <summary>Whether an activity is new.</summary>
    public Novelty Check(ulong id, Instant time)
    {
        foreach (var kept in _kept)
        {
            if (kept.Id == id) return Novelty.Duplicate;
        }
        return time.UnixMilliseconds <= Floor ? Novelty.Unverifiable : Novelty.New;
    }

    /// <summary>Remembers an id.</summary>
    public void Add(ulong id, Instant time)
    {
        var entry = (time.UnixMilliseconds, id);
        var at = _kept.Count;
        while (at > 0 && _kept[at - 1].CompareTo(entry) > 0) at--;
        _kept.Insert(at, entry);
    }

    /// <summary>
    /// Drops ids of event times before <paramref name="keepFrom"/> beyond the newest twelve. Called at ticks only: between them what counts as new may
    /// not depend on the order of arrival.
    /// </summary>
    public void Forget(Instant keepFrom)
    {
        while (_kept.Count > KeptAlways && (_kept[0].Time < keepFrom.UnixMilliseconds || _kept.Count > KeptAtMost))
        {
            Floor = Math.Max(Floor, _kept[0].Time);
            _kept.RemoveAt(0);
        }
    }

    internal void Restore(long floor, ReadOnlySpan<(long Time, ulong Id)> kept)
    {
        Floor = floor;
        _kept.Clear();
        _kept.AddRange(kept);
    }

    internal void Append(long time, ulong id) => _kept.Add((time, id));

    internal void Clear()
    {
        Floor = long.MinValue;
        _kept.Clear();
    }
}
