namespace Nba.Host.Transport;

/// <summary>Spans of records that were taken up and are not durable yet: they end together. Not thread-safe.</summary>
internal sealed class OpenSpans
{
    private readonly List<RecordSpan> _spans = [];

    /// <summary>In the order in which they began.</summary>
    public IReadOnlyList<RecordSpan> All => _spans;

    /// <summary>Adds one; null is none.</summary>
    public void Add(RecordSpan? span)
    {
        if (span is not null) _spans.Add(span);
    }

    /// <summary>Takes over all of another's.</summary>
    public void TakeFrom(OpenSpans other)
    {
        _spans.AddRange(other._spans);
        other._spans.Clear();
    }

    /// <summary>All of it is durable.</summary>
    public void End()
    {
        foreach (var span in _spans) span.End();
        _spans.Clear();
    }

    /// <summary>None of it happened, or nobody knows whether it did.</summary>
    /// <param name="errorType">Why, in one of few words.</param>
    public void Fail(string errorType)
    {
        foreach (var span in _spans) span.Fail(errorType);
        _spans.Clear();
    }
}
