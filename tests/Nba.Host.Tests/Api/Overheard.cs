using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Nba.Host.Tests.Transport;

namespace Nba.Host.Tests.Api;

/// <summary>Everything that this process logs, measures and traces while it listens: messages with their values, scopes, failures, tags.</summary>
internal sealed class Overheard : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _said = new();
    private readonly MeterListener _meters = new();
    private readonly ActivityListener? _spans;

    /// <summary>Begins to listen; to spans only where a test of the collection <see cref="WatchedSpans.Collection"/> asks, for others see what is done when nobody does.</summary>
    public Overheard(bool spans = false)
    {
        _meters.InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        _meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Keep(instrument, tags));
        _meters.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Keep(instrument, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Keep(instrument, tags));
        _meters.Start();
        if (!spans) return;
        _spans = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("Nba", StringComparison.OrdinalIgnoreCase), Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => _said.Enqueue($"span {span.DisplayName} {string.Join(' ', span.TagObjects.Concat(span.Events.SelectMany(e => e.Tags)))} {span.StatusDescription}"),
        };
        ActivitySource.AddActivityListener(_spans);
    }

    /// <summary>All of it, in the order heard.</summary>
    public IReadOnlyList<string> Said
    {
        get
        {
            _meters.RecordObservableInstruments();
            return [.. _said];
        }
    }

    public ILogger CreateLogger(string categoryName) => new Listener(this, categoryName);

    public void Dispose()
    {
        _meters.Dispose();
        _spans?.Dispose();
    }

    private void Keep(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) => _said.Enqueue($"meter {instrument.Meter.Name} {instrument.Name} {string.Join(' ', tags.ToArray())}");

    private sealed class Listener(Overheard overheard, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull
        {
            overheard._said.Enqueue($"scope {category} {state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            overheard._said.Enqueue($"log {category} {formatter(state, exception)} {(state is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(' ', values) : "")} {exception}");
    }
}
