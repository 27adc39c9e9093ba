namespace Nba.Engine.Plans;

/// <summary>A plan under way for one customer: the slice of this room.</summary>
public sealed class PlanInstance
{
    /// <summary>Id of the plan.</summary>
    public required string Plan { get; init; }

    /// <summary>Version of the plan it was started under and goes on under: see <see cref="ServicePlan.Version"/>; 0 for the one in force.</summary>
    public ulong Version { get; init; }

    /// <summary>Day number on which it began; part of the identity of its actions.</summary>
    public required int StartedOn { get; init; }

    /// <summary>Id of the current step; empty when the plan is over.</summary>
    public required string Step { get; set; }

    /// <summary>Day number on which the current step began, moved on by the days of pauses that are over.</summary>
    public required int StepSince { get; set; }

    /// <summary>Day number on which the pause that lasts began; null while it runs.</summary>
    public int? PausedSince { get; set; }

    /// <summary>The day on the step's own clock, which stands still in a pause.</summary>
    public DateOnly Clock(DateOnly today) => PausedSince is { } since ? DateOnly.FromDayNumber(since) : today;

    /// <summary>Begins or ends a pause; in a pause the step's clock stands still.</summary>
    internal void Pause(bool paused, DateOnly today)
    {
        if (paused)
        {
            PausedSince ??= today.DayNumber;
            return;
        }
        StepSince += today.DayNumber - (PausedSince ?? today.DayNumber);
        PausedSince = null;
    }
}
