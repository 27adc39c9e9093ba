using System.Globalization;
using Nba.Engine;
using Nba.Host.State;

namespace Nba.Host.Tests.Previews;

/// <summary>What days did to queues, found by looking at the queues of each day.</summary>
internal sealed class QueueChanges(Store store, Dictionary<(string Owner, UInt128 Id), Shown> before)
{
    private readonly List<string> _told = [];
    private Dictionary<(string Owner, UInt128 Id), Shown> _queues = before;

    /// <summary>Takes in what happened on the day itself, on which what was due is no news.</summary>
    public void Now(DateOnly day)
    {
        Next(day);
        _told.RemoveAll(t => t.EndsWith(" due", StringComparison.Ordinal));
    }

    /// <summary>Takes in how the queues stand a day later.</summary>
    public void Next(DateOnly day)
    {
        var now = AdvancedStore.Queues(store, day);
        foreach (var (key, shown) in now)
        {
            if (!_queues.TryGetValue(key, out var before)) Add(day, "in", key);
            else
            {
                if (shown.Escalated && !before.Escalated) Add(day, "escalated", key);
                if (shown.DueOn == day.DayNumber) Add(day, "due", key);
            }
        }
        foreach (var key in _queues.Keys.Where(k => !now.ContainsKey(k))) Add(day, "out", key);
        _queues = now;
    }

    /// <summary>All of it, in order.</summary>
    public IReadOnlyList<string> Told() => [.. _told.Order(StringComparer.Ordinal)];

    /// <summary>A preview in the same words.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<PreviewedChange> told)
    {
        var heads = told.Where(c => c.Kind == PreviewKind.Raised).Select(c => (c.Action.Owner, c.Action.Id)).ToHashSet();
        return [.. told.Where(c => c.Kind is not (PreviewKind.Stopped or PreviewKind.Appointment)).Select(c => Line(c.On, Word(c, heads), (c.Action.Owner, c.Action.Id))).Order(StringComparer.Ordinal)];
    }

    // To the branch head an escalated action is new; in the queue of who had it, it is marked.
    private static string Word(PreviewedChange change, HashSet<(string, UInt128)> raised) => change.Kind switch
    {
        PreviewKind.Raised => "in",
        PreviewKind.Due => "due",
        PreviewKind.Escalated => change.Stood || raised.Contains((change.Action.Owner, change.Action.Id)) ? "escalated" : "in",
        _ => "out",
    };

    private void Add(DateOnly on, string word, (string Owner, UInt128 Id) key) => _told.Add(Line(on, word, key));

    private static string Line(DateOnly on, string word, (string Owner, UInt128 Id) key) => string.Create(CultureInfo.InvariantCulture, $"{on:yyyy-MM-dd} {key.Owner} {key.Id:x32} {word}");
}
