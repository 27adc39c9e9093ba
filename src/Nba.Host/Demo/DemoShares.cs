using Nba.Engine.Queues;
using Nba.Engine.Rules;

namespace Nba.Host.Demo;

/// <summary>What the mornings' actions were for: how many of each purpose and name stood, a batch once. Not thread-safe.</summary>
public sealed class DemoShares
{
    private readonly Dictionary<string, (Purpose Purpose, int Standing)> _actions = new(StringComparer.Ordinal);

    /// <summary>Mornings counted.</summary>
    public int Mornings { get; private set; }

    /// <summary>Each action by name with its purpose and on how many mornings, of any customer, it stood; the commonest first.</summary>
    public IReadOnlyList<(string Action, Purpose Purpose, int Standing)> Actions =>
        [.. _actions.Select(a => (a.Key, a.Value.Purpose, a.Value.Standing)).OrderByDescending(a => a.Standing).ThenBy(a => a.Key, StringComparer.Ordinal)];

    /// <summary>Counts one morning's actions.</summary>
    public void Add(QueueView queue)
    {
        Mornings++;
        foreach (var entry in queue.Today.Concat(queue.Backlog))
        {
            foreach (var action in entry.Customer is null ? entry.Actions.Take(1) : entry.Actions)
                _actions[action.Record.Action] = (action.Record.Purpose, _actions.GetValueOrDefault(action.Record.Action).Standing + 1);
        }
    }
}
