namespace Nba.Host.Transport.Kafka;

/// <content>Spans of the records that were taken up, until the broker has what was made of them.</content>
public sealed partial class KafkaTransport
{
    // Of records that the stage committed, and the broker not yet.
    private readonly OpenSpans _passed = new();
    private long _passedRecords;

    /// <summary>Begins spans of what it consumes.</summary>
    internal RecordSpans Spans { get; }

    private void Pass(KafkaTransaction transaction)
    {
        _passed.TakeFrom(transaction.Spans);
        _passedRecords += transaction.Taken;
    }

    private void EndSpans()
    {
        _passed.End();
        _passedRecords = 0;
    }

    // Those of transactions too that the stage has still open: none of them can be committed any more.
    private void FailSpans(string errorType)
    {
        foreach (var owned in _owned.Values) owned.Transaction.Spans.Fail(errorType);
        _passed.Fail(errorType);
        _passedRecords = 0;
    }
}
