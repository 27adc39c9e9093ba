using Nba.Engine.Calendars;

namespace Nba.Host.Import;

/// <summary>A record of a foreign topic, as it came.</summary>
/// <param name="Partition">Its partition.</param>
/// <param name="Offset">Its offset there.</param>
/// <param name="Timestamp">Its timestamp.</param>
/// <param name="Key">Its key; null for none.</param>
/// <param name="Value">Its value.</param>
/// <param name="Header">The last value of the header of a name, or null.</param>
/// <param name="HeaderNames">The names of its headers.</param>
internal readonly record struct ForeignRecord(
    int Partition, long Offset, Instant Timestamp, byte[]? Key, ReadOnlyMemory<byte> Value, Func<string, byte[]?> Header, IReadOnlyCollection<string> HeaderNames);

/// <summary>An activity that a foreign record became.</summary>
/// <param name="Customer">Whose it is, and what it is keyed by.</param>
/// <param name="Json">The CloudEvent in JSON; valid until the next record.</param>
/// <param name="IsForAll">Whether it speaks of a source, and so to every partition.</param>
internal readonly record struct MappedEvent(string Customer, ReadOnlyMemory<byte> Json, bool IsForAll);
