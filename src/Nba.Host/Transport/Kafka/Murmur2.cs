using System.Buffers.Binary;
using System.Text;

namespace Nba.Host.Transport.Kafka;

/// <summary>
/// Which partition a key belongs to, as every client in Java computes it (<c>org.apache.kafka.common.utils.Utils.murmur2</c>, and its default partitioner):
/// who writes with another client must choose the same one, or a customer's records lie in two partitions. Allocates nothing, but for texts
/// of more than some hundred characters.
/// </summary>
public static class Murmur2
{
    private const uint Seed = 0x9747b28c;
    private const uint Mix = 0x5bd1e995;
    private const int Shift = 24;

    // A customer's id is 128 characters at most.
    private const int MostOnStack = 512;

    /// <summary>The partition of a key, from 0.</summary>
    public static int Partition(ReadOnlySpan<byte> key, int partitions) => (Hash(key) & int.MaxValue) % partitions;

    /// <summary>The partition of a key that is text, in UTF-8.</summary>
    public static int Partition(ReadOnlySpan<char> key, int partitions)
    {
        var most = Encoding.UTF8.GetMaxByteCount(key.Length);
        var utf8 = most <= MostOnStack ? stackalloc byte[most] : new byte[most];
        return Partition(utf8[..Encoding.UTF8.GetBytes(key, utf8)], partitions);
    }

    /// <summary>The hash of a key, signed as Java has it.</summary>
    public static int Hash(ReadOnlySpan<byte> key)
    {
        var hash = Seed ^ (uint)key.Length;
        while (key.Length >= sizeof(uint))
        {
            var word = BinaryPrimitives.ReadUInt32LittleEndian(key) * Mix;
            word ^= word >> Shift;
            hash = (hash * Mix) ^ (word * Mix);
            key = key[sizeof(uint)..];
        }
        if (key.Length == 3) hash ^= (uint)key[2] << 16;
        if (key.Length >= 2) hash ^= (uint)key[1] << 8;
        if (key.Length >= 1) hash = (hash ^ key[0]) * Mix;
        hash ^= hash >> 13;
        hash *= Mix;
        return (int)(hash ^ (hash >> 15));
    }
}
