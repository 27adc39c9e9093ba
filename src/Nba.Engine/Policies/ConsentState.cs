namespace Nba.Engine.Policies;

/// <summary>What somebody said to being contacted for a purpose by a channel.</summary>
public enum ConsentState
{
    /// <summary>The policy asks for no consent here, and nobody refused.</summary>
    NotNeeded,
    /// <summary>They agreed.</summary>
    Granted,
    /// <summary>They refused.</summary>
    Refused,
    /// <summary>Nobody has asked them.</summary>
    Unknown,
}
