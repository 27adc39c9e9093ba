using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Nba.Host.Stages;

namespace Nba.Load;

/// <summary>How long the transactions of each stage took to commit, as the meter tells it. Thread-safe.</summary>
internal sealed class CommitTimes : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<double>> _milliseconds = new();

    public CommitTimes()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == StageMeter.Name && instrument.Name == "messaging.client.operation.duration") listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) => _milliseconds.GetOrAdd(Topic(tags), _ => new()).Enqueue(seconds * 1000));
        _listener.Start();
    }

    /// <summary>Forgets what it heard.</summary>
    public void Clear() => _milliseconds.Clear();

    /// <summary>For each input topic, how many commits and their median and 99th percentile.</summary>
    public IEnumerable<(string Topic, int Count, double P50, double P99)> Told() =>
        _milliseconds.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => (t.Key, t.Value.Order().ToArray())).Select(t => (t.Key, t.Item2.Length, Percentiles.Of(t.Item2, 50), Percentiles.Of(t.Item2, 99)));

    public void Dispose() => _listener.Dispose();

    private static string Topic(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var (name, value) in tags)
        {
            if (name == "messaging.destination.name") return (string)value!;
        }
        return "";
    }
}
