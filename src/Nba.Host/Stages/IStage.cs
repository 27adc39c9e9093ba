using Nba.Engine;

namespace Nba.Host.Stages;

/// <summary>A stage for one slot. One thread runs it; <see cref="Offer"/> and what it tells of itself may be used by others.</summary>
public interface IStage : IDisposable
{
    /// <summary>One turn: poll, work, commit. False when the input is closed.</summary>
    bool Turn();

    /// <summary>Waits until everything done is durable.</summary>
    void Settle();

    /// <summary>Offers a book; it comes into force as soon as the stage can take it.</summary>
    void Offer(RuleBook book);

    /// <summary>Version of the book in force; null before there is one.</summary>
    string? Book { get; }

    /// <summary>Whether ticks or books are still to reach somebody.</summary>
    bool IsSweeping { get; }

    /// <summary>Records taken since it began.</summary>
    long Taken { get; }

    /// <summary>Commits begun since then.</summary>
    long Commits { get; }
}
