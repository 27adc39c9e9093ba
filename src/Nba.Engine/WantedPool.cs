using Nba.Engine.Actions;
using Nba.Engine.Arbitration;
using Nba.Engine.Policies;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>Reuses wanted actions from one decision to the next.</summary>
internal sealed class WantedPool
{
    private readonly List<Wanted> _all = [];
    private int _used;

    public void Reset() => _used = 0;

    public Wanted Take(UInt128 id, ActionRule rule, string? subject, long episode, (long At, ulong Id) occurred, OpenAction? open)
    {
        if (_used == _all.Count) _all.Add(new Wanted());
        var wanted = _all[_used++];
        (wanted.Id, wanted.Rule, wanted.Subject, wanted.Episode, wanted.OccurredAt, wanted.OccurredId) = (id, rule, subject, episode, occurred.At, occurred.Id);
        (wanted.Stands, wanted.Accepted, wanted.SourceBehind) = (open is not null, open?.Accepted ?? false, false);
        (wanted.NotBefore, wanted.Due, wanted.Escalate, wanted.Expires, wanted.Score, wanted.Verdict, wanted.ScoreToday) = (null, null, null, null, default, Verdict.Passed, 0);
        (wanted.RaisedOn, wanted.SnoozedUntil, wanted.Answers, wanted.Price) = (open?.RaisedOn, open?.SnoozedUntil, default, null);
        wanted.Members.Clear();
        wanted.Rules.Clear();
        wanted.Rules.Add(rule);
        wanted.Arguments.Clear();
        wanted.Kept.Clear();
        return wanted;
    }

    /// <summary>A standing action that may not stand any longer.</summary>
    public Wanted Stopped(OpenAction open, ActionRule? rule, Reason reason)
    {
        var wanted = Take(open.Id, rule!, open.Subject, open.Episode, (open.OccurredAt, open.OccurredId), open);
        if (rule is null) wanted.Rules.Clear();
        wanted.Verdict = new Verdict(GateAnswer.Stop, reason);
        return wanted;
    }

    /// <summary>Two rules want the same action: one that passes wins, then the better score, then the earlier name; all reasons are kept.</summary>
    public static void Merge(Wanted into, Wanted other)
    {
        var better = Better(other, into);
        into.SourceBehind &= other.SourceBehind;
        if (better)
        {
            (into.Rule, into.Score, into.ScoreToday, into.Verdict, into.OccurredAt, into.OccurredId) = (other.Rule, other.Score, other.ScoreToday, other.Verdict, other.OccurredAt, other.OccurredId);
            (into.NotBefore, into.Due, into.Escalate, into.Expires, into.Answers, into.Price) = (other.NotBefore, other.Due, other.Escalate, other.Expires, other.Answers, other.Price);
            Replace(into.Arguments, other.Arguments);
            Replace(into.Kept, other.Kept);
        }
        if (into.Rules.Contains(other.Rules[0])) return;
        into.Rules.Add(other.Rules[0]);
        into.Rules.Sort((a, b) => a == b ? 0 : a == into.Rule ? -1 : b == into.Rule ? 1 : string.CompareOrdinal(a.Name, b.Name));
    }

    private static bool Better(Wanted a, Wanted b)
    {
        if (a.Verdict.Answer != b.Verdict.Answer) return a.Verdict.Answer < b.Verdict.Answer;
        if (a.Score.Base != b.Score.Base) return a.Score.Base > b.Score.Base;
        return string.CompareOrdinal(a.Rule.Name, b.Rule.Name) < 0;
    }

    private static void Replace<T>(List<T> into, List<T> from)
    {
        into.Clear();
        into.AddRange(from);
    }
}
