namespace Nba.Engine.Network;

/// <summary>Those rules of a network that are possible for some values of the attribute it is divided by. Immutable; safe for any thread.</summary>
internal abstract class RulePartition
{
    /// <summary>Writes the numbers of the rules that hold, ascending, and answers how many.</summary>
    public abstract int Match(NetworkInput input, int[] into);
}

/// <summary>No rule is possible.</summary>
internal sealed class EmptyPartition : RulePartition
{
    public static EmptyPartition Instance { get; } = new();

    public override int Match(NetworkInput input, int[] into) => 0;
}
