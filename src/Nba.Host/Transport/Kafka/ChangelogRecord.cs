using System.IO.Compression;
using Nba.Host.Settings;
using Nba.Host.State;

namespace Nba.Host.Transport.Kafka;

/// <summary>
/// A row as a record of a changelog: the key is the row's key without its partition, so that it is the same in every store; the value is one byte for the format, then
/// the row. Rule books are compressed, for a record holds a mebibyte at most.
/// </summary>
internal static class ChangelogRecord
{
    private const byte Plain = 1;
    private const byte Compressed = 2;
    private const int PartitionLength = Keys.PrefixLength - 1;

    /// <summary>The record's key: table, then the table's own key.</summary>
    public static byte[] Key(ReadOnlySpan<byte> rowKey) => rowKey[PartitionLength..].ToArray();

    /// <summary>The record's value.</summary>
    public static byte[] Value(Table table, ReadOnlySpan<byte> row)
    {
        if (table != Table.Books) return [Plain, .. row];
        using var into = new MemoryStream();
        into.WriteByte(Compressed);
        using (var brotli = new BrotliStream(into, CompressionLevel.Optimal, leaveOpen: true)) brotli.Write(row);
        return into.ToArray();
    }

    /// <summary>The row's key in the store of a partition.</summary>
    public static byte[] RowKey(int partition, ReadOnlySpan<byte> key) => [(byte)(partition >> 8), (byte)partition, .. key];

    /// <summary>The row that a value holds.</summary>
    /// <exception cref="InvalidDataException">The value has a format that this program does not know.</exception>
    public static ReadOnlyMemory<byte> Row(byte[] value)
    {
        switch (value.Length == 0 ? 0 : value[0])
        {
            case Plain:
                return value.AsMemory(1);
            case Compressed:
                using (var into = new MemoryStream())
                {
                    using var brotli = new BrotliStream(new MemoryStream(value, 1, value.Length - 1), CompressionMode.Decompress);
                    brotli.CopyTo(into);
                    return into.ToArray();
                }
            default:
                throw Said.Unusable($"a changelog record has the format {(value.Length == 0 ? "?" : value[0].ToString(System.Globalization.CultureInfo.InvariantCulture))}, and this program knows {Plain} and {Compressed}: a newer one wrote it, so run that");
        }
    }
}
