namespace Nba.Engine.Statistics;

/// <summary>Which thing is counted: whose it is and which of theirs, as hashes.</summary>
internal readonly record struct ThingKey(UInt128 Customer, UInt128 Thing);

/// <summary>
/// What is kept of one counted thing. Each part depends on the set of activities and not on their order. Of several answers the first counts: that one kept
/// the promise or broke it.
/// </summary>
internal sealed class CountedThing
{
    public const long Never = long.MaxValue;

    /// <summary>Event times in milliseconds; <see cref="Never"/> for none yet.</summary>
    public long ReceivedAt { get; private set; } = Never;

    public long AnsweredAt { get; private set; } = Never;

    public long ClosedAt { get; private set; } = Never;

    /// <summary>Its class; null while none was said.</summary>
    public string? Class { get; private set; }

    private long ClassAt { get; set; }

    private long ClassCode { get; set; }

    public void Take(StatisticMoment moment, long time)
    {
        switch (moment)
        {
            case StatisticMoment.Received: ReceivedAt = Math.Min(ReceivedAt, time); break;
            case StatisticMoment.Answered: AnsweredAt = Math.Min(AnsweredAt, time); break;
            case StatisticMoment.Closed: ClosedAt = Math.Min(ClosedAt, time); break;
        }
    }

    /// <summary>Takes a class; the latest counts, at equal times the larger code or text, as in a profile.</summary>
    public void Classify(string word, long code, long time)
    {
        if (Class is not null && (time < ClassAt || (time == ClassAt && (code != ClassCode ? code < ClassCode : string.CompareOrdinal(word, Class) <= 0)))) return;
        (Class, ClassAt, ClassCode) = (word, time, code);
    }

    /// <summary>Takes over what is known of the same thing under another customer's name.</summary>
    public void Absorb(CountedThing other)
    {
        ReceivedAt = Math.Min(ReceivedAt, other.ReceivedAt);
        AnsweredAt = Math.Min(AnsweredAt, other.AnsweredAt);
        ClosedAt = Math.Min(ClosedAt, other.ClosedAt);
        if (other.Class is { } word) Classify(word, other.ClassCode, other.ClassAt);
    }
}
