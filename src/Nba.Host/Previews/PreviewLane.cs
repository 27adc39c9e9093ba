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
    }

    private void Pass(string customer, byte[] row)
    {
        CustomerRow.Read(_scene.InForce, customer, row, _stored);
        // A store may stand in the middle of a sweep: what is journalled already is no news.
        var seen = _scene.Journal.SeenBy(_stored.Stamp, _keys.Text(Table.Customers, customer));
        foreach (var (entry, then) in _scene.Journal.Pending)
        {
            if (entry.Number > seen) _before.Settle(_stored, entry, then);
        }
        if (_scene.Switch is not null)
        {
            CustomerRow.Write(_scene.InForce, _stored, _bytes);
            CustomerRow.Read(_scene.Then, customer, _bytes.Written, _state);
        }
        _preview.Begin(_state, _circumstances, _scene.Now);
        if (_scene.Switch is { } switched) _preview.Pass(_state, switched, _circumstances, _told);
        foreach (var entry in _scene.Ticks.Of(customer)) _preview.Pass(_state, entry, _circumstances, _told);
    }
}
