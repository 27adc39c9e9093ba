using Nba.Engine;
using Nba.Host.Transport;

namespace Nba.Host.Stages;

/// <summary>A customer of a sweep, from the row found to what it became. Reused; used by one thread at a time.</summary>
internal sealed class SweptCustomer
{
    private byte[] _before = new byte[1024];
    private int _length;

    /// <summary>The customer's id.</summary>
    public string Customer { get; private set; } = "";

    /// <summary>The row as it was found.</summary>
    public ReadOnlySpan<byte> Before => _before.AsSpan(0, _length);

    /// <summary>The row as it became.</summary>
    public StateWriter After { get; } = new();

    /// <summary>Whether there is more to it than a new stamp.</summary>
    public bool HasChanged => !CustomerRow.State(Before).SequenceEqual(CustomerRow.State(After.Written));

    /// <summary>What its decisions gave.</summary>
    public RowBuffer Given { get; } = new();

    /// <summary>Begins with a customer as found.</summary>
    public void Begin(string customer, ReadOnlySpan<byte> row)
    {
        Customer = customer;
        if (_before.Length < row.Length) _before = new byte[row.Length * 2];
        row.CopyTo(_before);
        _length = row.Length;
        After.Clear();
        Given.Clear();
    }
}
