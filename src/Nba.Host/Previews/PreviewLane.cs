using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Previews;

/// <summary>What all customers of a preview have in common.</summary>
/// <param name="InForce">The book their rows are laid out for.</param>
/// <param name="Then">The book that decides the coming days.</param>
/// <param name="Journal">What was journalled so far; read only.</param>
/// <param name="Ticks">What comes.</param>
/// <param name="Switch">The entry by which the other book comes into force; null when it is the same.</param>
/// <param name="Now">The latest moment the store knows.</param>
/// <param name="Keep">What is wanted.</param>
internal sealed record PreviewScene(RuleBook InForce, RuleBook Then, PartitionJournal Journal, ComingTicks Ticks, JournalEntry? Switch, Instant Now, Func<PreviewedChange, bool> Keep);

/// <summary>Previews one customer after the other. Not thread-safe; several work side by side.</summary>
internal sealed class PreviewLane : IDisposable
{
    private readonly PreviewScene _scene;
    private readonly Keys _keys = new(0);
    private readonly Preview _before;
    private readonly Preview _preview;
    private readonly CustomerState _stored;
    private readonly CustomerState _state;
    private readonly StateWriter _bytes = new();

    // Of books that were in force before, where campaigns were switched in the middle of the sweep.
    private readonly Dictionary<RuleBook, (Preview Preview, CustomerState State)> _earlier = [];
    private readonly Circumstances _circumstances;
    private readonly List<PreviewedChange> _told = [];

    public PreviewLane(PreviewScene scene)
    {
        _scene = scene;
        _circumstances = scene.Switch is { } entry ? scene.Journal.Circumstances.After(entry) : scene.Journal.Circumstances;
        (_before, _stored) = (new Preview(scene.InForce), new CustomerState(scene.InForce.Vocabulary));
        (_preview, _state) = scene.Switch is null ? (_before, _stored) : (new Preview(scene.Then), new CustomerState(scene.Then.Vocabulary));
    }

    /// <summary>What comes for a customer, from their row.</summary>
    /// <exception cref="InvalidDataException">The engine failed on them.</exception>
    public List<PreviewedChange> Of(string customer, byte[] row)
    {
        _told.Clear();
        try
        {
            Pass(customer, row);
        }
        catch (Exception failure) when (EngineFailure.Is(failure))
        {
            throw Said.Unusable($"the engine failed ({failure.GetType().Name}) on a coming day of customer '{customer}'; what the preview shows of others would not be whole: mend the rules or the program", failure);
        }
        return _told.FindAll(c => _scene.Keep(c));
    }

    public void Dispose()
    {
        _before.Dispose();
        if (!ReferenceEquals(_before, _preview)) _preview.Dispose();
        foreach (var (preview, _) in _earlier.Values) preview.Dispose();
    }

    private void Pass(string customer, byte[] row)
    {
        CustomerRow.Read(_scene.InForce, customer, row, _stored);
        // A store may stand in the middle of a sweep: what is journalled already is no news.
        var seen = _scene.Journal.SeenBy(_stored.Stamp, _keys.Text(Table.Customers, customer));
        var (book, preview, state) = (_scene.InForce, _before, _stored);
        foreach (var (entry, then, under) in _scene.Journal.Pending)
        {
            if (entry.Number <= seen) continue;
            if (!ReferenceEquals(under, book)) (book, preview, state) = Under(under, book, state);
            preview.Settle(state, entry, then);
        }
        // The last of what is pending was journalled under the book in force.
        if (_scene.Switch is not null) Relay(_scene.InForce, _stored, _scene.Then, _state);
        _preview.Begin(_state, _circumstances, _scene.Now);
        if (_scene.Switch is { } switched) _preview.Pass(_state, switched, _circumstances, _told);
        foreach (var entry in _scene.Ticks.Of(customer)) _preview.Pass(_state, entry, _circumstances, _told);
    }

    private (RuleBook Book, Preview Preview, CustomerState State) Under(RuleBook book, RuleBook from, CustomerState state)
    {
        if (!_earlier.TryGetValue(book, out var under)) under = ReferenceEquals(book, _scene.InForce) ? (_before, _stored) : _earlier[book] = (new Preview(book), new CustomerState(book.Vocabulary));
        Relay(from, state, book, under.State);
        return (book, under.Preview, under.State);
    }

    private void Relay(RuleBook from, CustomerState state, RuleBook book, CustomerState into)
    {
        CustomerRow.Write(from, state, _bytes);
        CustomerRow.Read(book, state.Customer, _bytes.Written, into);
    }
}
