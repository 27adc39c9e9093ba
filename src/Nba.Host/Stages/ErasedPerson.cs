using Nba.Host.State;

namespace Nba.Host.Stages;

/// <summary>Whom an erasure is of, and where they stand. Immutable.</summary>
/// <param name="Customers">Ids of the customers.</param>
/// <param name="Actions">Ids of all actions that were theirs.</param>
/// <param name="Positions">Positions of their activities in the log, and of letters that name them.</param>
/// <param name="Looked">The log was looked through up to this position.</param>
/// <param name="Rows">Keys of their rows in the other tables.</param>
internal sealed record ErasedPerson(IReadOnlyList<string> Customers, IReadOnlySet<UInt128> Actions, IReadOnlyList<long> Positions, long Looked, IReadOnlyList<(Table Table, byte[] Key)> Rows);
