using System.IO.Compression;
using Nba.Host.Settings;
using Nba.Host.State;

namespace Nba.Host.Archives;

/// <summary>
/// The file of a partition: rows as length and key, length and value, compressed, and behind them a length of zero and how many there were. A key is that of
/// the store without its partition, so that rows fit a store of any. Both directions stream: memory is that of one row.
/// </summary>
internal static class ArchiveRows
{
    private const int PartitionLength = Keys.PrefixLength - 1;
    private const int BufferBytes = 1 << 16;

    /// <summary>Writes rows into a stream that stays open. Not thread-safe.</summary>
    internal sealed class Writer : IDisposable
    {
        private readonly BinaryWriter _into;

        public Writer(Stream file) =>
            _into = new BinaryWriter(new BufferedStream(new BrotliStream(file, CompressionLevel.Fastest, leaveOpen: true), BufferBytes));

        /// <summary>How many rows were written.</summary>
        public long Count { get; private set; }

        /// <summary>Writes a row under its whole key in the store.</summary>
        public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
        {
            _into.Write7BitEncodedInt(key.Length - PartitionLength);
            _into.Write(key[PartitionLength..]);
            _into.Write7BitEncodedInt(value.Length);
            _into.Write(value);
            Count++;
        }

        /// <summary>Says that these were all, and hands everything to the stream.</summary>
        public void Dispose()
        {
            _into.Write7BitEncodedInt(0);
            _into.Write7BitEncodedInt64(Count);
            _into.Dispose();
        }
    }

    /// <summary>Reads every row: the whole key that it has in partition 0 of a store, and its value; spans are valid during the call. Answers how many there
    /// were.</summary>
    /// <exception cref="InvalidDataException">The bytes are no such rows, or end too early.</exception>
    public static long Read(Stream file, RowTaker take)
    {
        using var from = new BinaryReader(new BufferedStream(new BrotliStream(file, CompressionMode.Decompress, leaveOpen: true), BufferBytes));
        var (key, value) = (new byte[256], new byte[4096]);
        try
        {
            for (var count = 0L; ; count++)
            {
                var length = from.Read7BitEncodedInt();
                if (length == 0)
                    return from.Read7BitEncodedInt64() == count
                        ? count
                        : throw Said.Unusable($"the number of its rows is not what stands at its end");
                Read(from, length, PartitionLength, ref key);
                var bytes = from.Read7BitEncodedInt();
                Read(from, bytes, 0, ref value);
                take(key.AsSpan(0, PartitionLength + length), value.AsSpan(0, bytes));
            }
        }
        catch (Exception broken) when (broken is EndOfStreamException or FormatException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            throw Said.Unusable($"its rows end in the middle of one: {broken.Message.TrimEnd('.')}", broken);
        }
    }

    private static void Read(BinaryReader from, int length, int at, ref byte[] into)
    {
        if (into.Length < at + length) Array.Resize(ref into, Math.Max(into.Length * 2, at + length));
        from.BaseStream.ReadExactly(into.AsSpan(at, length));
    }
}

/// <summary>Takes a row.</summary>
internal delegate void RowTaker(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value);
