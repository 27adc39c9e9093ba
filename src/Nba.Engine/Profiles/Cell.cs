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
    private static readonly object Present = new();

    // Null: nothing folded yet. Else the buckets, the text, or the mark that there is a value: one reference keeps a cell at 24 bytes.
    private object? _kept;

    /// <summary>Value, sum, count or day number.</summary>
    public long A { readonly get; set; }

    /// <summary>Event time in milliseconds, or count.</summary>
    public long B { readonly get; set; }

    /// <summary>Whether anything was folded yet.</summary>
    public bool Has
    {
        readonly get => _kept is not null;
        set => _kept = value ? _kept ?? Present : null;
    }

    /// <summary>The text, for text facts.</summary>
    public string? Text
    {
        readonly get => _kept as string;
        set => _kept = value ?? (_kept is string ? Present : _kept);
    }

    /// <summary>The buckets, or null.</summary>
    public List<Bucket>? Buckets
    {
        readonly get => _kept as List<Bucket>;
        set => _kept = value;
    }

    internal readonly int Find(int key)
    {
        var buckets = Buckets!;
        var at = buckets.Count;
        while (at > 0 && buckets[at - 1].Key > key) at--;
        return at > 0 && buckets[at - 1].Key == key ? at - 1 : ~at;
    }

    internal void Reset() => (_kept, A, B) = (null, 0, 0);
}
