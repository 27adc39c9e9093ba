namespace Nba.Engine.Network;

/// <summary>
/// Those rules of a network that are possible for some values of the attribute it is divided by: writes the numbers of the rules that hold, ascending, and answers how many. Safe for any thread.
/// </summary>
internal delegate int RulePartition(NetworkInput input, int[] into);
