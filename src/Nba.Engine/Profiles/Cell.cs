namespace Nba.Engine.Profiles;

/// <summary>One entry of a bucketed fold: by day, month or word.</summary>
/// <param name="Key">Day number, month number (12 × year + month - 1) or code.</param>
/// <param name="A">Sum, value, hash or event time, as the fold says.</param>
/// <param name="B">Count, or 1 where a word was removed.</param>
public readonly record struct Bucket(int Key, long A, long B);

/// <summary>
/// What is stored of one folded fact. Which parts are used depends on the fold: <see cref="A"/> the value, sum, count or day; <see cref="B"/> the event
/// time in milliseconds or the count; <see cref="Buckets"/> a window's days, closed months or a set's words, ascending by key.
/// </summary>
internal struct Cell
{
    /// <summary>Whether anything was folded yet.</summary>
    public bool Has;

    /// <summary>Value, sum, count or day number.</summary>
    public long A;

    /// <summary>Event time in milliseconds, or count.</summary>
    public long B;

    /// <summary>The text, for text facts.</summary>
    public string? Text;

    /// <summary>The buckets, or null.</summary>
    public List<Bucket>? Buckets;

    internal readonly int Find(int key)
    {
        var buckets = Buckets!;
        var at = buckets.Count;
        while (at > 0 && buckets[at - 1].Key > key) at--;
        return at > 0 && buckets[at - 1].Key == key ? at - 1 : ~at;
    }

    internal void Reset()
    {
        (Has, A, B, Text) = (false, 0, 0, null);
        Buckets?.Clear();
    }
}
