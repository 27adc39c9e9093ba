namespace Nba.Engine.Policies;

/// <summary>What an answer says of interest. Of several to one action the greatest counts, whatever order they came in.</summary>
public enum InterestSign : byte
{
    /// <summary>Nothing.</summary>
    None,
    /// <summary>The customer agreed to go on.</summary>
    Agreed,
    /// <summary>The customer is not interested.</summary>
    Refused,
    /// <summary>It was done.</summary>
    Done,
}

/// <summary>Answers in a category whose actions are forgotten.</summary>
public readonly record struct InterestCount(ulong Category, int Yes, int No);

/// <summary>The answer that counts of an action still remembered.</summary>
public readonly record struct InterestAnswer(UInt128 Action, ulong Category, InterestSign Sign);

/// <summary>How often one customer said yes and no in each category of actions: each action counts once. A slice of this room. Not thread-safe.</summary>
public sealed class InterestLedger
{
    internal List<InterestCount> Settled { get; } = [];

    internal List<InterestAnswer> Recent { get; } = [];

    /// <summary>Whether no answer counts.</summary>
    public bool IsEmpty => Settled.Count + Recent.Count == 0;

    /// <summary>The answers in a category, under the hash of its name (<see cref="Gates.ScopeHash"/>).</summary>
    public InterestAnswers Of(ulong category)
    {
        var (yes, no) = (0, 0);
        foreach (var count in Settled)
        {
            if (count.Category == category) (yes, no) = (count.Yes, count.No);
        }
        foreach (var answer in Recent)
        {
            if (answer.Category != category) continue;
            if (answer.Sign == InterestSign.Refused) no++;
            else yes++;
        }
        return new InterestAnswers(yes, no);
    }

    /// <summary>An answer to an action; <see cref="InterestSign.None"/> takes back that the customer agreed.</summary>
    internal void Add(UInt128 action, ulong category, InterestSign sign)
    {
        var at = Recent.FindIndex(a => a.Action >= action);
        if (at < 0) at = Recent.Count;
        var known = at < Recent.Count && Recent[at].Action == action;
        if (sign == InterestSign.None)
        {
            if (known && Recent[at].Sign == InterestSign.Agreed) Recent.RemoveAt(at);
        }
        else if (!known) Recent.Insert(at, new InterestAnswer(action, category, sign));
        else if (sign > Recent[at].Sign) Recent[at] = new InterestAnswer(action, category, sign);
    }

    /// <summary>The action of an answer is forgotten: the answer stays as a count.</summary>
    internal void Settle(int at)
    {
        var answer = Recent[at];
        Recent.RemoveAt(at);
        Settle(answer.Sign == InterestSign.Refused ? new InterestCount(answer.Category, 0, 1) : new InterestCount(answer.Category, 1, 0));
    }

    /// <summary>Takes over another customer's answers: counts add, and one action under two keys is one.</summary>
    /// <param name="from">The other's.</param>
    /// <param name="current">The identity under which an action stands now.</param>
    internal void Absorb(InterestLedger from, Func<UInt128, UInt128> current)
    {
        foreach (var count in from.Settled) Settle(count);
        foreach (var answer in from.Recent) Add(current(answer.Action), answer.Category, answer.Sign);
    }

    internal void Clear()
    {
        Settled.Clear();
        Recent.Clear();
    }

    private void Settle(InterestCount count)
    {
        var at = Settled.FindIndex(c => c.Category >= count.Category);
        if (at < 0) Settled.Add(count);
        else if (Settled[at].Category != count.Category) Settled.Insert(at, count);
        else Settled[at] = new InterestCount(count.Category, Settled[at].Yes + count.Yes, Settled[at].No + count.No);
    }
}
