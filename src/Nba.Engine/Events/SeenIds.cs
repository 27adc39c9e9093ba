using System.Runtime.InteropServices;
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

    // Two columns and not pairs: an id is looked for in every activity, and a column of ids is searched by the vector.
    private readonly List<long> _times = [];
    private readonly List<ulong> _ids = [];

    /// <summary>Event time up to which ids have been dropped.</summary>
    public long Floor { get; private set; } = long.MinValue;

    /// <summary>How many ids are kept.</summary>
    public int Count => _ids.Count;

    /// <summary>Event times of the kept ids in milliseconds, ascending.</summary>
    public IReadOnlyList<long> Times => _times;

    internal ReadOnlySpan<long> KeptTimes => CollectionsMarshal.AsSpan(_times);

    internal ReadOnlySpan<ulong> Ids => CollectionsMarshal.AsSpan(_ids);

    /// <summary>Whether an activity is new.</summary>
    public Novelty Check(ulong id, Instant time)
    {
        if (Ids.Contains(id)) return Novelty.Duplicate;
        return time.UnixMilliseconds <= Floor ? Novelty.Unverifiable : Novelty.New;
    }

    /// <summary>Remembers an id.</summary>
    public void Add(ulong id, Instant time)
    {
        var entry = (time.UnixMilliseconds, id);
        var at = _ids.Count;
        while (at > 0 && (_times[at - 1], _ids[at - 1]).CompareTo(entry) > 0) at--;
        _times.Insert(at, entry.UnixMilliseconds);
        _ids.Insert(at, id);
    }

    /// <summary>
    /// Drops ids of event times before <paramref name="keepFrom"/> beyond the newest twelve. Called at ticks only: between them what counts as new may
    /// not depend on the order of arrival.
    /// </summary>
    public void Forget(Instant keepFrom)
    {
        var gone = 0;
        while (_ids.Count - gone > KeptAlways && (_times[gone] < keepFrom.UnixMilliseconds || _ids.Count - gone > KeptAtMost)) gone++;
        if (gone == 0) return;
        Floor = Math.Max(Floor, _times[gone - 1]);
        _times.RemoveRange(0, gone);
        _ids.RemoveRange(0, gone);
    }

    /// <summary>Sets the floor and gives the room for so many ids and their times, ascending, to be filled.</summary>
    internal void Restore(long floor, int count, out Span<ulong> ids, out Span<long> times)
    {
        Floor = floor;
        CollectionsMarshal.SetCount(_ids, count);
        CollectionsMarshal.SetCount(_times, count);
        ids = CollectionsMarshal.AsSpan(_ids);
        times = CollectionsMarshal.AsSpan(_times);
    }

    /// <summary>Takes over another customer's ids; what either has dropped can no longer be told.</summary>
    internal void Absorb(SeenIds from)
    {
        Floor = Math.Max(Floor, from.Floor);
        for (var i = 0; i < from.Count; i++)
        {
            if (!Ids.Contains(from._ids[i])) Add(from._ids[i], new Instant(from._times[i]));
        }
    }

    internal void Clear()
    {
        Floor = long.MinValue;
        _times.Clear();
        _ids.Clear();
    }
}
