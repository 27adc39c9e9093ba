namespace Nba.Kafka.Tests.Stages;

/// <summary>What a made-up bank is like.</summary>
/// <param name="Customers">How many customers.</param>
/// <param name="PerManager">How many of them one manager has.</param>
/// <param name="Hot">Of a hundred activities, how many are the first customer's.</param>
/// <param name="Managed">Whether they have a manager at all.</param>
/// <param name="Reassigned">Whether all of them are given to another manager in the middle.</param>
/// <param name="Switched">Whether a campaign is on and is switched off in the middle.</param>
/// <param name="Split">Whether the first worker ranks queues only and the others decide only.</param>
internal sealed record BankShape(int Customers = 300, int PerManager = 40, int Hot = 0, bool Managed = true, bool Reassigned = false, bool Switched = false, bool Split = false)
{
    /// <summary>What a worker does.</summary>
    public string Roles(int worker) => !Split ? "decide,queue" : worker == 0 ? "queue" : "decide";
}
