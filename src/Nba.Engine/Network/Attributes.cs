namespace Nba.Engine.Network;

/// <summary>What a network is told of the attributes of its input. Immutable.</summary>
/// <param name="lazy">By attribute: whether its value is computed only when a rule that is still possible asks for it.</param>
public sealed class Attributes(IReadOnlyList<bool> lazy)
{
    /// <summary>How many there are.</summary>
    public int Count => lazy.Count;

    /// <summary>Whether the value of one is computed only when asked for.</summary>
    public bool IsLazy(int attribute) => lazy[attribute];
}
