namespace Nba.Engine.Network;

/// <summary>The rows that the values of one decision pick, one of each column, by where they begin.</summary>
internal ref struct PickedRows
{
    private readonly long[] _values;
    private readonly Span<int> _all;
    private readonly Span<int> _either;
    private readonly Span<int> _doubts;
    private int _allCount;
    private int _eitherCount;
    private int _doubtCount;

    /// <summary>Nothing picked yet.</summary>
    /// <param name="input">The values, and the room for places.</param>
    /// <param name="columns">Columns of which all must leave something.</param>
    /// <param name="alternatives">Columns of alternatives.</param>
    public PickedRows(NetworkInput input, int columns, int alternatives)
    {
        _values = input.Values;
        var most = columns + 1;
        var room = input.Picks(most + alternatives + columns + alternatives);
        _all = room[..most];
        _either = room.Slice(most, alternatives);
        _doubts = room[(most + alternatives)..];
    }

    /// <summary>Rows of which a candidate must be in all; the row of all where nothing is taken away.</summary>
    public readonly ReadOnlySpan<int> All => _all[.._allCount];

    /// <summary>Rows of alternatives, of which a candidate must be in any; empty where that is so for all.</summary>
    public readonly ReadOnlySpan<int> Either => _either[.._eitherCount];

    /// <summary>Rows of candidates that may be impossible all the same.</summary>
    public readonly ReadOnlySpan<int> Doubts => _doubts[.._doubtCount];

    /// <summary>Whether some value was not known.</summary>
    public bool HasUnread { get; private set; }

    /// <summary>Takes rows of values that are known; whether anything stays possible.</summary>
    public bool Take(BitmapColumn[] columns)
    {
        foreach (var column in columns)
        {
            var segment = column.Segments.At(_values[column.Attribute]);
            if (!Add(column.Rows[segment])) return false;
            Doubt(column.Doubts[segment]);
        }
        return true;
    }

    /// <summary>Takes rows of those values that happen to be known; whether anything stays possible.</summary>
    public bool TakeKnown(BitmapColumn[] columns)
    {
        foreach (var column in columns)
        {
            var value = _values[column.Attribute];
            if (value == Encoding.Unread) HasUnread = true;
            else if (!Add(column.Rows[column.Segments.At(value)])) return false;
        }
        return true;
    }

    /// <summary>Takes rows of alternatives; whether anything stays possible. Comes last.</summary>
    public bool TakeEither(BitmapColumn[] columns)
    {
        // Nothing was taken away: the row of all, which stands first.
        if (_allCount == 0) _all[_allCount++] = 0;
        var isForAll = columns.Length == 0;
        foreach (var column in columns)
        {
            var segment = column.Segments.At(_values[column.Attribute]);
            var row = column.Rows[segment];
            if (row == BitmapRows.Everything) isForAll = true;
            else if (row != BitmapRows.Nothing) _either[_eitherCount++] = row;
            Doubt(column.Doubts[segment]);
        }
        if (!isForAll) return _eitherCount > 0;
        _eitherCount = 0;
        return true;
    }

    private bool Add(int row)
    {
        if (row == BitmapRows.Nothing) return false;
        if (row != BitmapRows.Everything) _all[_allCount++] = row;
        return true;
    }

    private void Doubt(int row)
    {
        if (row != BitmapRows.Nothing) _doubts[_doubtCount++] = row;
    }
}
