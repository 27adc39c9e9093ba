using System.Buffers.Binary;
using Nba.Engine;

namespace Nba.Host.Stages;

/// <summary>The row of a customer: the journal stamp, then the state, so that two states can be compared, and a stamp be read, without the other.</summary>
internal static class CustomerRow
{
    private const int StampLength = 8;

    /// <summary>Number of the last journal entry applied.</summary>
    public static long Stamp(ReadOnlySpan<byte> row) => BinaryPrimitives.ReadInt64BigEndian(row);

    /// <summary>The state alone: what two stores must agree on.</summary>
    public static ReadOnlySpan<byte> State(ReadOnlySpan<byte> row) => row[StampLength..];

    /// <summary>Reads a row into a state laid out for the book.</summary>
    public static void Read(RuleBook book, string customer, ReadOnlySpan<byte> row, CustomerState into)
    {
        into.Reset(customer);
        into.Stamp = Stamp(row);
        book.Codec.Read(State(row), into);
    }

    /// <summary>Writes a state as a row, in place of what the writer held.</summary>
    public static void Write(RuleBook book, CustomerState state, StateWriter into)
    {
        into.Clear();
        Span<byte> stamp = stackalloc byte[StampLength];
        BinaryPrimitives.WriteInt64BigEndian(stamp, state.Stamp);
        into.Raw(stamp);
        book.Codec.Write(state, into);
    }
}
