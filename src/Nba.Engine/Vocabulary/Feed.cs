namespace Nba.Engine.Vocabulary;

/// <summary>
/// A source of activities that says how far it is complete, as a nightly file does. Once it has said so, it is behind on a day that begins when what it
/// said does not reach the day before by <see cref="LagDays"/>; a source that never said anything is always up to date.
/// </summary>
/// <param name="Index">Position in this book.</param>
/// <param name="Name">Name, as events' <c>source</c> and the subject of <see cref="BuiltIn.FeedComplete"/> write it.</param>
/// <param name="LagDays">How many days before the one that begins it must be complete up to: 1 for the day before.</param>
public sealed record Feed(int Index, string Name, int LagDays)
{
    /// <summary>Most feeds of a vocabulary.</summary>
    public const int Most = 64;

    internal ulong Bit => 1UL << Index;

    /// <summary>Whether a source that is complete up to a day is behind on another.</summary>
    internal bool IsBehind(DateOnly upTo, DateOnly today) => upTo.DayNumber < today.DayNumber - LagDays;
}
