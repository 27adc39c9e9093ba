using Nba.Engine;
using Nba.Engine.Calendars;

namespace Nba.Host.Stages;

/// <summary>What the passing of time brings: days and hours for everybody by the sweep, stated hours for those who wait, at once.</summary>
internal sealed partial class Partition
{
    /// <summary>Journals the ticks that fall due before a record.</summary>
    public void TickUpTo(Instant now, long position)
    {
        try
        {
            _journal.TickUpTo(now, position, Book, _waiting.Next, _transaction!, Begun);
        }
        catch (Exception failure) when (EngineFailure.Is(failure))
        {
            throw EngineFailure.OfTime(_committed.LastEntry, failure);
        }
    }

    /// <summary>Journals the ticks that fall due while nothing arrives.</summary>
    public void Idle(Instant now) => TickUpTo(now, _journal.Head.NextPosition);

    // A stated hour is decided where it is journalled, after everything that its customers have not seen yet; an hour that a rule asks for reaches them with
    // all others. Answers the next hour that somebody waits for.
    private long? Begun(JournalEntry entry)
    {
        if (entry.Kind != JournalKind.Hour) return _waiting.Next;
        foreach (var customer in _waiting.Take(entry.Now.UnixMilliseconds, _transaction!))
        {
            if (!entry.IsStated) continue;
            var state = _customers.Load(customer, entry.Number);
            CatchUp(state);
            _deciding.Decider.Circumstances = _journal.Circumstances;
            _deciding.Write(state, _deciding.Decider.Decide(state, entry), _transaction!);
            _customers.Save(_transport.Durable);
        }
        return _waiting.Next;
    }
}
