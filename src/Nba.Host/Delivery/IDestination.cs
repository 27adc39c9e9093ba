using Nba.Engine.Sources;

namespace Nba.Host.Delivery;

/// <summary>What came of one try.</summary>
internal enum DeliveryResult
{
    /// <summary>The receiver has it.</summary>
    Delivered = 1,
    /// <summary>There is nothing to send: the form has no such message.</summary>
    NothingToSend = 2,
    /// <summary>The receiver answered, and it may go better later.</summary>
    TryAgain = 3,
    /// <summary>It never will.</summary>
    Never = 4,
    /// <summary>Nothing came back: the receiver is away, which says nothing of the message.</summary>
    Away = 5,
    /// <summary>It was not sent, for it no longer stands.</summary>
    Withdrawn = 6,
    /// <summary>The owner has no address, so far.</summary>
    NoAddress = 7,
    /// <summary>It was not sent, for the address rests: nothing was learnt.</summary>
    Resting = 8,
}

/// <summary>What came of one try, and why.</summary>
/// <param name="Result">What came of it.</param>
/// <param name="Why">Why it failed, in words without personal data; null for what did not.</param>
/// <param name="After">Not before that time has passed: as the receiver said, or as it rests.</param>
internal readonly record struct DeliveryAnswer(DeliveryResult Result, string? Why = null, TimeSpan? After = null);

/// <summary>A message on its way.</summary>
/// <param name="Owner">Whose it is.</param>
/// <param name="Key">Its idempotency key.</param>
/// <param name="Content">What it says.</param>
/// <param name="StillStands">Whether it is still to be told: asked before every try.</param>
internal sealed record DeliveryMessage(string Owner, string Key, DeliveryContent Content, Func<bool> StillStands);

/// <summary>What keeps messages from an address until somebody mends it.</summary>
/// <param name="Owner">Whose address it is; null for that of all owners.</param>
/// <param name="Words">What is wrong, and what to do.</param>
internal sealed record ToMend(string? Owner, Sentence Words);

/// <summary>Where messages of one subscription go. Failures of the receiver are answers, never exceptions. Thread-safe.</summary>
internal interface IDestination : IDisposable
{
    /// <summary>Sends one message.</summary>
    Task<DeliveryAnswer> Send(DeliveryMessage message, CancellationToken stopping);

    /// <summary>Why nothing is tried at the moment; null while it is.</summary>
    string? Resting { get; }

    /// <summary>What keeps messages away until somebody mends it; empty for nothing.</summary>
    IReadOnlyList<ToMend> ToMend => [];

    /// <summary>Somebody says that it is mended: what rests for that is tried with the next message.</summary>
    void TryNow()
    {
    }
}
