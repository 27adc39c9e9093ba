using System.Diagnostics;
using System.Text;

namespace Nba.Host.Transport;

/// <summary>
/// A span about records, from when they are taken up until that is durable or undone. It is never the ambient one of its thread, for those of a whole batch are open together. Used by one
/// thread at a time.
/// </summary>
internal sealed class RecordSpan
{
    /// <summary>The attribute that says why a span failed, by OpenTelemetry's name.</summary>
    public const string ErrorType = "error.type";

    private readonly Activity _activity;
    private byte[]? _traceParent;

    /// <summary>Begins now.</summary>
    /// <param name="activity">Made, and not started.</param>
    public RecordSpan(Activity activity)
    {
        _activity = activity;
        Quietly(static a => a.Start());
    }

    /// <summary>What its children have as parent.</summary>
    public ActivityContext Context => _activity.Context;

    /// <summary>What goes on with everything made of its record; null where no collector will have the span, so that nobody looks for a parent which is not there.</summary>
    public byte[]? TraceParent => _activity.Recorded ? _traceParent ??= Encoding.ASCII.GetBytes(_activity.Id!) : null;

    /// <summary>Adds an attribute; nothing once it has ended.</summary>
    public void Set(string name, object value)
    {
        if (!_activity.IsStopped) _activity.SetTag(name, value);
    }

    /// <summary>Its record was refused, or set aside: the span goes on, as one that failed.</summary>
    /// <param name="reason">The name of the reason, of which there are few.</param>
    public void Refuse(string reason)
    {
        if (_activity.IsStopped) return;
        _activity.SetStatus(ActivityStatusCode.Error);
        _activity.SetTag(ErrorType, reason);
    }

    /// <summary>What it is about is durable.</summary>
    public void End() => Quietly(static a => a.Stop());

    /// <summary>What it is about did not happen, or nobody knows whether it did.</summary>
    /// <param name="errorType">Why, in one of few words.</param>
    public void Fail(string errorType)
    {
        Refuse(errorType);
        End();
    }

    // The library makes whatever starts or ends the ambient one, or what stood before it.
    private void Quietly(Action<Activity> change)
    {
        var ambient = Activity.Current;
        change(_activity);
        if (Activity.Current != ambient) Activity.Current = ambient;
    }
}
