using System.Diagnostics;
using System.Globalization;

namespace Nba.Host.Transport;

/// <summary>
/// Begins the spans of what one slot consumes, by OpenTelemetry's conventions for messaging (https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/). None of them names a
/// customer: keys and event ids are left out. Without a listener it costs nothing. Thread-safe.
/// </summary>
/// <param name="system">What carries the records.</param>
/// <param name="destination">Name of what is consumed.</param>
/// <param name="offset">Name of the attribute that holds a record's position.</param>
/// <param name="group">The group that it is consumed by; null for none.</param>
/// <param name="client">Name of the client; null for none.</param>
internal sealed class RecordSpans(string system, string destination, string offset, string? group = null, string? client = null)
{
    /// <summary>The name of the source of all spans of the host.</summary>
    public const string SourceName = "Nba";

    /// <summary>What a span failed of whose record the stage gave back, to take it up again.</summary>
    public const string RolledBack = "rolled-back";

    /// <summary>What a span failed of whose partition another worker has now.</summary>
    public const string PartitionLost = "partition-lost";

    /// <summary>What a span failed of that was open when the slot's clients were made anew.</summary>
    public const string ClientsRenewed = "clients-renewed";

    /// <summary>What a span failed of that was open when the slot ended.</summary>
    public const string Stopped = "stopped";

    // What collectors keep of one span unless they are told otherwise.
    private const int MostLinks = 128;

    private static readonly ActivitySource Source = new(SourceName);

    private readonly string _process = "process " + destination;
    private readonly string _commit = "commit " + destination;

    /// <summary>Whether anybody listens.</summary>
    public static bool IsWatched => Source.HasListeners();

    /// <summary>A record was taken up: the span is a child of who sent it, and links to it as those of a batch do. Null where nobody listens, or its trace is not sampled.</summary>
    /// <param name="trace">The record's trace, as <see cref="TraceParent"/>; null for none.</param>
    /// <param name="partition">Its partition.</param>
    /// <param name="position">Its place in the partition.</param>
    public RecordSpan? Process(byte[]? trace, int partition, long position)
    {
        if (!IsWatched || trace is null || !TraceParent.TryRead(trace, out var sender) || !sender.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)) return null;
        var tags = Tags("process", "process");
        tags.Add("messaging.destination.partition.id", partition.ToString(CultureInfo.InvariantCulture));
        tags.Add(offset, position);
        return Begin(Source.CreateActivity(_process, ActivityKind.Consumer, sender, tags, [new ActivityLink(sender)]));
    }

    /// <summary>A commit began: a child of the first of the records' spans, with links to the others. Null where there are none.</summary>
    /// <param name="of">The spans of the records that it makes durable.</param>
    /// <param name="records">How many records that are, with or without a span.</param>
    public RecordSpan? Commit(OpenSpans of, long records)
    {
        if (of.All is not [var first, ..]) return null;
        var tags = Tags("commit", "settle");
        tags.Add("messaging.batch.message_count", records);
        return Begin(Source.CreateActivity(_commit, ActivityKind.Client, first.Context, tags, of.All.Skip(1).Take(MostLinks).Select(s => new ActivityLink(s.Context))));
    }

    private ActivityTagsCollection Tags(string name, string type)
    {
        var tags = new ActivityTagsCollection
        {
            { "messaging.system", system }, { "messaging.operation.name", name }, { "messaging.operation.type", type }, { "messaging.destination.name", destination },
        };
        if (group is not null) tags.Add("messaging.consumer.group.name", group);
        if (client is not null) tags.Add("messaging.client.id", client);
        return tags;
    }

    // One that a sampler wants for its context alone holds nothing, and is seen by nobody.
    private static RecordSpan? Begin(Activity? made) => made is { IsAllDataRequested: true } ? new RecordSpan(made) : null;
}
