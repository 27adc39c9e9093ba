using Nba.Engine.Arbitration;

namespace Nba.Engine.Actions;

/// <summary>How an action belongs to a bundle.</summary>
public enum MemberState
{
    /// <summary>It is in it, and was when the day began or the bundle was made.</summary>
    Stands,
    /// <summary>It came in since the day began.</summary>
    Joined,
    /// <summary>It fell out since the day began.</summary>
    Left,
}

/// <summary>An action that a bundle shows in its place.</summary>
/// <param name="Id">Its own identity.</param>
/// <param name="Action">Its id in the rule files.</param>
public readonly record struct BundleMember(UInt128 Id, string Action);

/// <summary>A member as the standing bundle remembers it.</summary>
/// <param name="Id">Its own identity.</param>
/// <param name="Action">Its id in the rule files.</param>
/// <param name="State">How it belongs.</param>
public readonly record struct BundledAction(UInt128 Id, string Action, MemberState State)
{
    /// <summary>
    /// Brings the list up to what the bundle shows now. Between two ticks whoever leaves stays noted and whoever joins is told apart, so that an answer to
    /// the whole reaches those that stood when the day began, whatever came between.
    /// </summary>
    internal static void Renew(List<BundledAction> members, IReadOnlyList<Wanted> now, bool stoodThroughTick, bool dayBegins)
    {
        if (dayBegins) members.Clear();
        for (var i = members.Count - 1; i >= 0; i--)
        {
            if (Has(now, members[i].Id)) continue;
            if (members[i].State == MemberState.Joined) members.RemoveAt(i);
            else members[i] = members[i] with { State = MemberState.Left };
        }
        foreach (var one in now)
        {
            var at = members.FindIndex(m => m.Id >= one.Id);
            if (at < 0) at = members.Count;
            if (at < members.Count && members[at].Id == one.Id)
            {
                if (members[at].State == MemberState.Left) members[at] = members[at] with { State = MemberState.Stands };
            }
            else members.Insert(at, new BundledAction(one.Id, one.Rule.Action.Id, stoodThroughTick && !dayBegins ? MemberState.Joined : MemberState.Stands));
        }
    }

    private static bool Has(IReadOnlyList<Wanted> now, UInt128 id)
    {
        for (var i = 0; i < now.Count; i++)
        {
            if (now[i].Id == id) return true;
        }
        return false;
    }
}
