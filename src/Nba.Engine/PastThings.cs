using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>
/// What activities of the past alone say of a customer's things and of answers to actions, up to the one folded last: what was there when an answer came
/// decides what followed from it. Not thread-safe.
/// </summary>
internal sealed class PastThings
{
    private readonly Dictionary<(EntityType Type, string Key), Thing> _things = [];
    private readonly Dictionary<UInt128, (ActionEnd End, long AnsweredAt)> _ends = [];

    /// <summary>Takes an activity about a thing. An ended one was forgotten when its days were over: true when it begins anew with what comes then.</summary>
    public bool Take(EntityType type, string key, bool ends, DateOnly day, DateOnly arrived)
    {
        var (known, there) = (_things.ContainsKey((type, key)), Has(type, key, arrived));
        var ended = there ? _things[(type, key)].EndedOn : null;
        _things[(type, key)] = new(ends ? Math.Max(ended ?? 0, day.DayNumber) : ended, arrived.DayNumber);
        return known && !there;
    }

    /// <summary>Whether the customer had a thing on a day: an ended one goes when a day begins, so one that something came for that day is still there.</summary>
    public bool Has(EntityType type, string key, DateOnly on) =>
        _things.TryGetValue((type, key), out var thing) && (thing.EndedOn is not { } last || last + type.KeepDays >= on.DayNumber || thing.SpokenOfOn == on.DayNumber);

    /// <summary>Takes an answer that ends an action; one that comes later raises the end in its order.</summary>
    public void Answered(UInt128 action, ActionEnd end, long at)
    {
        if (!_ends.TryGetValue(action, out var known)) _ends[action] = (end, at);
        else if (end < known.End) _ends[action] = (end, Math.Max(known.AnsweredAt, at));
    }

    /// <summary>How an action was answered, and when; null when nothing ended it yet.</summary>
    public (ActionEnd End, long AnsweredAt)? EndOf(UInt128 action) => _ends.TryGetValue(action, out var end) ? end : null;

    /// <summary>Takes over what is known of a customer who is merged into this one on a day.</summary>
    public void Absorb(PastThings other, DateOnly on)
    {
        foreach (var (key, thing) in other._things)
        {
            if (!other.Has(key.Type, key.Key, on)) continue;
            var own = Has(key.Type, key.Key, on) ? _things[key].EndedOn : null;
            _things[key] = new(thing.EndedOn is { } last ? Math.Max(own ?? 0, last) : own, on.DayNumber);
        }
        foreach (var (action, end) in other._ends) Answered(action, end.End, end.AnsweredAt);
    }

    /// <summary>Begins another customer.</summary>
    public void Clear()
    {
        _things.Clear();
        _ends.Clear();
    }

    /// <summary>When a thing ended, and the day on which the last activity about it arrived.</summary>
    private readonly record struct Thing(int? EndedOn, int SpokenOfOn);
}
