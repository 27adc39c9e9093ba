using Nba.Engine.Arbitration;
using Nba.Engine.Policies;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>
/// What gates keep from a customer's queues, day by day: what was kept the day before, for the same reason, is no news. An ended action that may not come back yet is none of it, nor
/// what the customer did already or a bundle stands for. Not thread-safe.
/// </summary>
internal sealed class PreviewedStops(RuleBook book)
{
    private readonly HashSet<(string Action, string? Subject, Reason Reason)> _today = [];
    private readonly HashSet<(string Action, string? Subject, Reason Reason)> _before = [];
    private int _day;

    /// <summary>Forgets a customer.</summary>
    public void Clear()
    {
        _today.Clear();
        _before.Clear();
        _day = 0;
    }

    /// <summary>Takes in what one decision wanted; what is news is told, with the rule that wants it.</summary>
    public void Take(IReadOnlyList<Wanted> wanted, int day, Action<Wanted, ActionRule>? news)
    {
        if (day != _day)
        {
            _before.Clear();
            if (day == _day + 1) _before.UnionWith(_today);
            _today.Clear();
            _day = day;
        }
        foreach (var one in wanted)
        {
            if (one.Verdict.Answer == GateAnswer.Pass || one.Stands || Tells(one.Verdict.Reason) is false || one.Rule is not { } rule || book.Definition(rule.Action.Id) is null) continue;
            var stop = (rule.Action.Id, one.Subject, one.Verdict.Reason);
            if (_today.Add(stop) && !_before.Contains(stop)) news?.Invoke(one, rule);
        }
    }

    private static bool Tells(Reason reason) => reason is not (Reason.Again or Reason.Met or Reason.NoLongerHolds or Reason.RuleRemoved or Reason.Expired or Reason.InBundle);
}
