using Nba.Engine.Calendars;
using Nba.Engine.Events;
using Nba.Engine.Expressions;
using Nba.Engine.Profiles;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>
/// Folds a customer's past anew into some facts and into nothing else. The caller hands in every activity that was ever taken in of the customer and of all
/// who were merged into them, in the order of the log. What followed from answers is found again. Not thread-safe.
/// </summary>
public sealed class Backfill
{
    private readonly RuleBook _book;
    private readonly IReadOnlySet<Fact> _facts;
    private readonly HashSet<EventType> _types;
    private readonly bool _follows;
    private readonly HashSet<EntityType> _things;
    private readonly Following _following;
    private readonly EventField _gone;
    private readonly Frame _frame = new();
    private readonly PastCustomer _own = new();
    private readonly Dictionary<string, PastCustomer> _others = new(StringComparer.Ordinal);

    /// <summary>A backfill of the facts of these keys; keys that the book does not have are passed over.</summary>
    public Backfill(RuleBook book, IReadOnlyList<FactKey> keys)
    {
        (_book, _facts) = (book, book.Vocabulary.Find(keys));
        _types = [.. _facts.SelectMany(f => f.Fold!.Sources).Select(s => s.Event)];
        _following = new Following(book.Vocabulary, book.Calendar);
        _follows = _types.Any(t => t.Follows is not null);
        _things = [.. _types.Where(t => t.Follows is not null).Select(t => t.Entity).OfType<EntityType>(), .. book.Vocabulary.Entities.Where(e => e.Facts.Any(_facts.Contains))];
        if (_follows) _types.Add(book.Vocabulary.Event(BuiltIn.Outcome)!);
        _types.Add(book.Vocabulary.Event(BuiltIn.Absorbed)!);
        _gone = book.Vocabulary.Event(BuiltIn.Absorbed)!.Field("customer")!;
    }

    /// <summary>Whether such activities must be handed in.</summary>
    public bool Folds(EventType type) => _types.Contains(type) || (type.Entity is { } entity && _things.Contains(entity));

    /// <summary>The customer who was merged into the one whom an activity is about; null for any other activity.</summary>
    public string? Absorbed(Activity activity) => activity.Type.IsInternal ? activity.Fields.Text(_gone.Index) : null;

    /// <summary>Begins a customer: what was folded of the facts so far is forgotten.</summary>
    public void Begin(CustomerState state)
    {
        state.Profile.Reset(_facts, _book.Vocabulary);
        _own.Begin(state.Profile);
        _others.Clear();
    }

    /// <summary>Folds one activity, of the customer begun last or of one merged into them, that arrived at a time; one that was sent again is passed over.</summary>
    public void Fold(CustomerState state, Activity activity, Instant arrived)
    {
        var past = activity.Customer.SequenceEqual(state.Customer) ? _own : Other(activity.Customer.ToString());
        // What came for a customer after the merge came to the one who stays as well.
        if (past.Profile is not { } profile || !past.Seen.Add(activity.IdHash)) return;
        var today = _book.Calendar.DateOf(arrived);
        One(state, activity, past, profile, today);
        if (_follows)
        {
            foreach (var followed in _following.From(activity, past.Things, today)) One(state, followed, past, profile, today);
        }
        if (Absorbed(activity) is not { } gone) return;
        var other = Other(gone);
        if (other.Profile is { } theirs) Absorbing.Absorb(profile, theirs, _book.Vocabulary, _facts);
        past.Absorb(other, today);
    }

    private void One(CustomerState state, Activity activity, PastCustomer past, Profile profile, DateOnly today)
    {
        var day = _book.Calendar.DateOf(activity.Time);
        if (activity.Type.Entity is { } type && activity.EntityKey is { } key && _things.Contains(type))
        {
            var thing = state.Profile.Find(type, key) is not null ? profile.FindOrAdd(type, key) : null;
            if (past.Things.Take(type, key, activity.Type.EndsEntity, day, today)) thing?.Reset(_facts);
        }
        _book.Folding.Refold(activity, day, profile, _frame, _facts);
    }

    private PastCustomer Other(string customer)
    {
        if (_others.TryGetValue(customer, out var other)) return other;
        _others[customer] = other = new PastCustomer();
        other.Begin(new Profile(_book.Vocabulary));
        return other;
    }

    /// <summary>One customer while their past is folded.</summary>
    private sealed class PastCustomer
    {
        /// <summary>What is folded; null once the customer was merged into another.</summary>
        public Profile? Profile { get; private set; }

        public HashSet<ulong> Seen { get; } = [];

        public PastThings Things { get; } = new();

        public void Begin(Profile profile)
        {
            Profile = profile;
            Seen.Clear();
            Things.Clear();
        }

        public void Absorb(PastCustomer gone, DateOnly on)
        {
            Seen.UnionWith(gone.Seen);
            Things.Absorb(gone.Things, on);
            gone.Profile = null;
        }
    }
}
