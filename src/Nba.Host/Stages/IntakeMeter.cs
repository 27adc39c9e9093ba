using System.Diagnostics.Metrics;

namespace Nba.Host.Stages;

/// <summary>What intakes have done, as instruments of a meter, for each foreign topic.</summary>
internal static class IntakeMeter
{
    /// <summary>Adds the counters of the intakes that run in this process.</summary>
    public static void Observe(Meter meter, Func<IReadOnlyList<IntakeStage>> stages)
    {
        static KeyValuePair<string, object?> Of(IntakeStage stage) => new("messaging.destination.name", stage.Topic);
        IEnumerable<Measurement<long>> Each(params (string Outcome, Func<IntakeCounters, long> Of)[] figures) =>
            stages().SelectMany(s => figures.Select(f => new Measurement<long>(f.Of(s.Counters), Of(s), new KeyValuePair<string, object?>("nba.outcome", f.Outcome))));
        meter.CreateObservableCounter("nba.intake.records", () => Each(("mapped", c => c.Records - c.Ignored - c.Refused), ("ignored", c => c.Ignored), ("refused", c => c.Refused)),
            "{record}", "Records of foreign topics, by what became of them");
        meter.CreateObservableCounter("nba.intake.activities", () => stages().Select(s => new Measurement<long>(s.Counters.Made, Of(s))),
            "{activity}", "Activities made of records of foreign topics");
    }
}
