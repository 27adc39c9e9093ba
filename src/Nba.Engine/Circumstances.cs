namespace Nba.Engine;

/// <summary>
/// What all customers of a partition have in common after a journal entry, and what decides with them: whether the bank is live. A function of the
/// journal's entries in order, so that a customer who is brought up to date late is decided under the circumstances of then. Immutable.
/// </summary>
public sealed record Circumstances
{
    /// <summary>Those of a bank that is live and of which nothing else was said.</summary>
    public static readonly Circumstances Live = new();

    private const string AwaitsMark = ", awaits go-live";

    /// <summary>Whether all that is taken in counts as history, and no day raises anything, until go-live.</summary>
    public bool AwaitsGoLive { get; init; }

    /// <summary>The payload of a journal's first entry.</summary>
    public static string Genesis(bool simulated, bool awaitsGoLive) => (simulated ? "simulated" : "live") + (awaitsGoLive ? AwaitsMark : "");

    /// <summary>The circumstances once an entry took effect; the same object when it changed nothing.</summary>
    public Circumstances After(JournalEntry entry) => entry.Kind switch
    {
        JournalKind.Genesis when entry.Payload.EndsWith(AwaitsMark, StringComparison.Ordinal) => this with { AwaitsGoLive = true },
        JournalKind.GoLive when AwaitsGoLive => this with { AwaitsGoLive = false },
        _ => this,
    };
}
