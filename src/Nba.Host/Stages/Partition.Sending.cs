using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Engine.Events;
using Nba.Host.Transport;

namespace Nba.Host.Stages;

/// <content>What decisions send from one customer to another: handed to the transport, or else logged and decided right behind its cause.</content>
internal sealed partial class Partition
{
    private readonly Queue<SentActivity> _sent = new();
    private int _shift;

    /// <summary>Begins with records newly polled.</summary>
    public void BeginBatch()
    {
        Begin();
        _shift = 0;
    }

    /// <summary>A polled record at its place: what was sent since <see cref="BeginBatch"/> stands before it.</summary>
    public LogRecord Place(in LogRecord polled)
    {
        // Never backwards: what a broker stamped may be older than a tick that the clock brought.
        var last = Math.Max(_journal.LastNow, Math.Max(_journal.Head.LastNow, _lastNow));
        return _shift == 0 && polled.Arrival.UnixMilliseconds >= last ? polled : polled with { Position = polled.Position + _shift, Arrival = new Instant(Math.Max(last, polled.Arrival.UnixMilliseconds)) };
    }

    /// <summary>
    /// What the last decision sent to another customer, as the next record of the log; null when there is nothing more. It is decided at once, so that
    /// the size of a batch never shows. A replayed log has it already.
    /// </summary>
    public LogRecord? NextSent()
    {
        if (!_sent.TryDequeue(out var sent)) return null;
        _shift++;
        return new LogRecord(_consumedTo, new Instant(_lastNow), sent.Json, null, null, IsSent: true);
    }

    private void Send(Decision decision)
    {
        foreach (var sent in decision.Sent)
        {
            if (!_transaction!.TrySend(sent)) _sent.Enqueue(sent);
        }
    }
}
