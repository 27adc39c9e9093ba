using Nba.Engine.Events;
using Nba.Engine.Expressions;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>
/// Folds a customer's past anew into some facts and into nothing else. The caller hands in every activity that was ever taken in of the customer, in the
/// order of the log. Not thread-safe.
/// </summary>
public sealed class Backfill
{
    private readonly RuleBook _book;
    private readonly IReadOnlySet<Fact> _facts;
    private readonly HashSet<EventType> _types;
    private readonly HashSet<ulong> _seen = [];
    private readonly Frame _frame = new();

    /// <summary>A backfill of the facts of these keys; keys that the book does not have are passed over.</summary>
    public Backfill(RuleBook book, IReadOnlyList<FactKey> keys)
    {
        (_book, _facts) = (book, book.Vocabulary.Find(keys));
        _types = [.. _facts.SelectMany(f => f.Fold!.Sources).Select(s => s.Event)];
    }

    /// <summary>Whether any of the facts is folded from such activities.</summary>
    public bool Folds(EventType type) => _types.Contains(type);

    /// <summary>Begins a customer: what was folded of the facts so far is forgotten.</summary>
    public void Begin(CustomerState state)
    {
        state.Profile.Reset(_facts, _book.Vocabulary);
        // What was foreseen was foreseen without these facts.
        state.QuietUntil = 0;
        _seen.Clear();
    }

    /// <summary>Folds one activity of the customer begun last; one that was sent again is passed over.</summary>
    public void Fold(CustomerState state, Activity activity)
    {
        if (_seen.Add(activity.IdHash)) _book.Folding.Refold(activity, _book.Calendar.DateOf(activity.Time), state.Profile, _frame, _facts);
    }
}
