using NodaTime;

namespace Nba.Engine.Calendars;

/// <summary>
/// The offsets of one zone from UTC in order of time, found by halving: no allocation, nothing cached, so nothing to share wrongly.
/// Beyond the listed span the zone itself is asked.
/// </summary>
internal sealed class ZoneOffsets
{
    private const int LastListedYear = 2200;

    private readonly DateTimeZone _zone;
    private readonly long _listedUntil;
    private readonly long[] _starts;
    private readonly int[] _offsets;

    internal ZoneOffsets(DateTimeZone zone)
    {
        var until = NodaTime.Instant.FromUtc(LastListedYear, 1, 1, 0, 0);
        List<long> starts = [];
        List<int> offsets = [];
        foreach (var interval in zone.GetZoneIntervals(Instant.MinValue.ToNoda(), until))
        {
            if (offsets.Count == 0 || offsets[^1] != interval.WallOffset.Milliseconds)
            {
                starts.Add(offsets.Count == 0 ? long.MinValue : interval.Start.ToUnixTimeMilliseconds());
                offsets.Add(interval.WallOffset.Milliseconds);
            }
        }

        _zone = zone;
        _listedUntil = until.ToUnixTimeMilliseconds();
        _starts = [.. starts];
        _offsets = [.. offsets];
    }

    /// <summary>What the wall clock is ahead of UTC at that instant, in milliseconds.</summary>
    internal int At(long unixMilliseconds)
    {
        if (unixMilliseconds >= _listedUntil)
        {
            return _zone.GetUtcOffset(new Instant(unixMilliseconds).ToNoda()).Milliseconds;
        }

        int low = 0, high = _starts.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) >>> 1;
            if (_starts[middle] <= unixMilliseconds)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return _offsets[low];
    }
}
