namespace Nba.Engine.Network;

/// <summary>
/// What one decision is made on: an encoded value for each attribute of a network. Attributes that cost something are left unread until a rule that is still possible asks for them.
/// Used by one thread at a time.
/// </summary>
public abstract class NetworkInput(int attributes)
{
    private readonly int[] _read = new int[attributes];
    private int _count;
    private ulong[] _scratch = [];
    private int[] _picks = [];

    /// <summary>By attribute; <see cref="Encoding.Unread"/> for what was not asked for yet.</summary>
    internal long[] Values { get; } = new long[attributes];

    /// <summary>The value of an attribute, computed when it was not before.</summary>
    public long this[int attribute]
    {
        get
        {
            var value = Values[attribute];
            return value != Encoding.Unread ? value : Read(attribute);
        }
    }

    /// <summary>Room for bits, kept from one decision to the next; what it holds is nobody's.</summary>
    internal Span<ulong> Scratch(int words)
    {
        if (_scratch.Length < words) _scratch = new ulong[words];
        return _scratch.AsSpan(0, words);
    }

    /// <summary>Room for places of rows, kept from one decision to the next; what it holds is nobody's. Not to be held while a value is computed.</summary>
    internal Span<int> Picks(int count)
    {
        if (_picks.Length < count) _picks = new int[count];
        return _picks.AsSpan(0, count);
    }

    /// <summary>Computes an attribute that was left unread.</summary>
    protected abstract long Compute(int attribute);

    /// <summary>Forgets what was computed for the last decision.</summary>
    protected void Forget()
    {
        for (var i = 0; i < _count; i++) Values[_read[i]] = Encoding.Unread;
        _count = 0;
    }

    private long Read(int attribute)
    {
        _read[_count++] = attribute;
        return Values[attribute] = Compute(attribute);
    }
}

/// <summary>Values that were all computed before. Used by one thread at a time, for it carries the room that decisions work in.</summary>
public sealed class EncodedInput : NetworkInput
{
    /// <summary>Takes the values over as they are, every attribute computed.</summary>
    public EncodedInput(NetworkInput from, int attributes) : base(attributes)
    {
        for (var i = 0; i < attributes; i++) Values[i] = from[i];
    }

    /// <inheritdoc/>
    protected override long Compute(int attribute) => Encoding.Failed;
}
