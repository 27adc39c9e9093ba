using Nba.Engine.Calendars;
using Nba.Engine.Expressions;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Profiles;

/// <summary>Facts of one thing that replace what is folded of it, for the cases of rule files.</summary>
/// <param name="Type">What kind of thing.</param>
/// <param name="Key">Which one.</param>
/// <param name="Facts">The facts given.</param>
public sealed record GivenThing(EntityType Type, string Key, Row Facts);

/// <summary>A fact over the customer's things, compiled. Immutable; allocates nothing once its frame has rows for the things.</summary>
internal sealed record Aggregate(Over Over, IReadOnlyList<Condition> Where)
{
    /// <summary>Customer facts that must be known before.</summary>
    public IEnumerable<int> Reads => Where.SelectMany(c => c.Reads.Facts);

    /// <summary>Facts of the things that it reads.</summary>
    public IEnumerable<int> ItemReads => Where.SelectMany(c => c.Reads.ItemFacts).Concat(Over.Of is { } of ? [of.Index] : []);

    /// <summary>The value over the things that have not ended; leaves the frame's item as it was.</summary>
    public long? Value(Profile profile, DateOnly today, Instant dayStart, Frame frame, FactReadout readout, GivenThing? given)
    {
        long count = 0, result = 0;
        var (before, row) = (frame.Item, frame.Thing(Over.Entity));
        frame.Item = row;
        for (var i = 0; i < profile.Entities.Count; i++)
        {
            var thing = profile.Entities[i];
            if (thing.Type != Over.Entity || thing.EndedOn is not null) continue;
            readout.FillItem(thing, today, dayStart, row, given is not null && given.Type == thing.Type && given.Key == thing.Key ? given.Facts : null);
            if ((Over.Of is { } of && !row.Has(of.Index)) || !AllHold(frame)) continue;
            var value = Over.Of is null ? 1 : row.Value(Over.Of.Index);
            result = count++ == 0 ? value : Over.Kind switch { OverKind.Min => Math.Min(result, value), OverKind.Max => Math.Max(result, value), _ => Sum(result, value) };
        }
        frame.Item = before;
        return Over.Kind switch
        {
            OverKind.Any => count > 0 ? 1 : 0,
            OverKind.Min or OverKind.Max => count > 0 ? result : null,
            _ => result,
        };
    }

    // Saturates: what cannot be counted is as much as can be.
    private static long Sum(long a, long b) => (long)Int128.Clamp((Int128)a + b, long.MinValue, long.MaxValue);

    private bool AllHold(Frame frame)
    {
        for (var i = 0; i < Where.Count; i++)
        {
            if (!Where[i].Holds(frame)) return false;
        }
        return true;
    }
}
