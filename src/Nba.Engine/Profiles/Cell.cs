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
    // The buckets or the text: a fact has one of the two at most. A list outlives its customer, so that the next one's buckets find room.
    private object? _kept;

    /// <summary>Value, sum, count or day number.</summary>
    public long A { readonly get; set; }

    /// <summary>Event time in milliseconds, or count.</summary>
    public long B { readonly get; set; }

    /// <summary>Whether anything was folded yet.</summary>
    public bool Has { readonly get; set; }

    /// <summary>The text, for text facts.</summary>
    public string? Text
    {
        readonly get => _kept as string;
        set => _kept = value ?? (_kept is string ? null : _kept);
    }

    /// <summary>The buckets, or null where there never were any.</summary>
    public readonly List<Bucket>? Buckets => _kept as List<Bucket>;

    /// <summary>The buckets, made when they are missing.</summary>
    public List<Bucket> MakeBuckets()
    {
        if (_kept is List<Bucket> known) return known;
        var made = new List<Bucket>(4);
        _kept = made;
        return made;
    }

    internal readonly int Find(int key)
    {
        var buckets = Buckets!;
        var at = buckets.Count;
        while (at > 0 && buckets[at - 1].Key > key) at--;
        return at > 0 && buckets[at - 1].Key == key ? at - 1 : ~at;
    }

    internal void Reset()
    {
        if (_kept is List<Bucket> buckets) buckets.Clear();
        else _kept = null;
        (A, B, Has) = (0, 0, false);
    }
}
