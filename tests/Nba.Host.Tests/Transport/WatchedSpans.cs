using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Nba.Host.Tests.Transport;

/// <summary>Listens to the host's spans of one trace, as a collector does; nobody else's show. Tests that listen run one after the other, for some see what is done when nobody does.</summary>
[CollectionDefinition(Collection)]
public sealed class WatchedSpans : IDisposable
{
    /// <summary>What every test that listens, or must not be listened to, names.</summary>
    public const string Collection = "spans";

    private readonly ActivityListener _listener;
    private readonly ConcurrentQueue<Activity> _ended = new();
    private int _started;

    public WatchedSpans(ActivitySamplingResult sampling = ActivitySamplingResult.AllDataAndRecorded, string? alsoOf = null)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Nba" || source.Name == alsoOf,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) => options.Parent.TraceId == Trace ? sampling : ActivitySamplingResult.None,
            ActivityStarted = span => { if (span.TraceId == Trace) Interlocked.Increment(ref _started); },
            ActivityStopped = span => { if (span.TraceId == Trace) _ended.Enqueue(span); },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>The trace.</summary>
    public ActivityTraceId Trace { get; } = ActivityTraceId.CreateRandom();

    /// <summary>The span of whoever sends.</summary>
    public ActivitySpanId Sender { get; } = ActivitySpanId.CreateRandom();

    /// <summary>What whoever sends puts beside its records.</summary>
    public string Parent => $"00-{Trace}-{Sender}-01";

    /// <summary><see cref="Parent"/> as a header holds it.</summary>
    public byte[] Header => Encoding.ASCII.GetBytes(Parent);

    /// <summary>Spans that ended, in that order.</summary>
    public IReadOnlyList<Activity> Ended => [.. _ended];

    /// <summary>How many began.</summary>
    public int Started => Volatile.Read(ref _started);

    /// <summary>The ended ones of a name, in the order in which they ended.</summary>
    public IReadOnlyList<Activity> Of(string name) => [.. _ended.Where(s => s.DisplayName == name)];

    /// <summary>What goes on with what is made of a span's record.</summary>
    public static string TraceParentOf(Activity span) => $"00-{span.TraceId}-{span.SpanId}-01";

    /// <summary>All attributes, by name, one to a line.</summary>
    public static string Tags(Activity span) =>
        string.Join('\n', span.TagObjects.Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.Key}={t.Value}")).Order(StringComparer.Ordinal));

    public void Dispose() => _listener.Dispose();
}
