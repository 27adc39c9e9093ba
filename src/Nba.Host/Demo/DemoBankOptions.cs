namespace Nba.Host.Demo;

/// <summary>Size and span of a made-up bank. The same options and calendar give the same bytes.</summary>
public sealed record DemoBankOptions
{
    /// <summary>Where all chance comes from.</summary>
    public ulong Seed { get; init; } = 20260302;

    /// <summary>Customers, prospects included.</summary>
    public int Customers { get; init; } = 5000;

    /// <summary>Relationship managers.</summary>
    public int Managers { get; init; } = 20;

    /// <summary>Branches; each has a head, three teams and its share of the managers.</summary>
    public int Branches { get; init; } = 4;

    /// <summary>Entries a manager takes on in a day.</summary>
    public int Capacity { get; init; } = 12;

    /// <summary>Complaints beyond the usual ones, in a thousand days of a customer; 0 for a bank as banks are.</summary>
    public int ExtraComplaints { get; init; }

    /// <summary>First day; what customers had before it comes as history.</summary>
    public DateOnly From { get; init; } = new(2025, 3, 1);

    /// <summary>Last day.</summary>
    public DateOnly To { get; init; } = new(2026, 2, 28);
}

/// <summary>One event of the demo.</summary>
/// <param name="Json">A CloudEvents 1.0 event in JSON; valid until the next event is asked for.</param>
/// <param name="TimeMs">When it arrives, in Unix milliseconds; never falls. Its own time is the same, or earlier for history.</param>
public readonly record struct DemoEvent(ReadOnlyMemory<byte> Json, long TimeMs);
