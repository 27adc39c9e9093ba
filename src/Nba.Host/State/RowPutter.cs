namespace Nba.Host.State;

/// <summary>Writes many rows into a store, some thousands in a batch; what is left over is written by <see cref="Write"/>. Not thread-safe.</summary>
internal sealed class RowPutter(Store into) : IDisposable
{
    private const int BatchRows = 2000;

    private readonly StoreBatch _batch = into.NewBatch();

    /// <summary>Puts a row.</summary>
    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        _batch.Put(key, value);
        if (_batch.Count >= BatchRows) Write();
    }

    /// <summary>Puts a row as it is stored elsewhere: of a sealed one, the sealed bytes.</summary>
    public void PutStored(ReadOnlySpan<byte> key, ReadOnlySpan<byte> stored)
    {
        _batch.PutStored(key, stored);
        if (_batch.Count >= BatchRows) Write();
    }

    /// <summary>Removes a row.</summary>
    public void Delete(ReadOnlySpan<byte> key)
    {
        _batch.Delete(key);
        if (_batch.Count >= BatchRows) Write();
    }

    /// <summary>Writes what was put so far.</summary>
    public void Write()
    {
        into.Write(_batch);
        _batch.Clear();
    }

    public void Dispose() => _batch.Dispose();
}
