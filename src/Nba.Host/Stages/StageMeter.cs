using System.Diagnostics.Metrics;

namespace Nba.Host.Stages;

/// <summary>What stages have done, as instruments of a meter. They are read when somebody listens and cost nothing else.</summary>
public static class StageMeter
{
    /// <summary>The name of every meter of the host.</summary>
    public const string Name = "Nba";

    /// <summary>Adds a counter for each figure, summed over the stages that run in this process.</summary>
    public static void Observe(Meter meter, Func<IReadOnlyList<DecisionStage>> stages)
    {
        void Counter(string name, string unit, string what, Func<StageCounters, long> of) => meter.CreateObservableCounter(name, () => stages().Sum(s => of(s.Counters)), unit, what);
        Counter("nba.activities", "{activity}", "Activities taken, duplicates included", c => c.Activities);
        Counter("nba.activities.duplicate", "{activity}", "Activities that were applied before", c => c.Duplicates);
        Counter("nba.activities.refused", "{activity}", "Events refused or set aside", c => c.Refused);
        Counter("nba.decisions", "{decision}", "Decisions recorded", c => c.Decisions);
        Counter("nba.changes", "{record}", "Records given to queues", c => c.Changes);
        Counter("nba.customers.swept", "{customer}", "Customers brought up to a tick or a book", c => c.Swept);
        Counter("nba.commits", "{commit}", "Commits begun by stages", c => c.Commits);
    }
}
