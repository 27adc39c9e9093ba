using Nba.Engine.Catalogue;
using Nba.Engine.Policies;
using Nba.Engine.Rules;

namespace Nba.Engine.Arbitration;

/// <summary>
/// An action that rules want to stand for the customer, with what the gates said of it and what it is worth. Reused between decisions; not thread-safe.
/// </summary>
public sealed class Wanted
{
    /// <summary>Identity: customer, action, subject and episode.</summary>
    public UInt128 Id { get; set; }

    /// <summary>The rule with the best score; gives text and parts. Null only for a standing action that no rule of the book proposes any more.</summary>
    public ActionRule Rule { get; set; } = null!;

    /// <summary>Every rule that proposes it, best first and then by name.</summary>
    public List<ActionRule> Rules { get; } = [];

    /// <summary>Key of the entity it is about, or null.</summary>
    public string? Subject { get; set; }

    /// <summary>Which occasion, as a number.</summary>
    public long Episode { get; set; }

    /// <summary>Verdict of the gates.</summary>
    public Verdict Verdict { get; set; }

    /// <summary>Score of the best rule.</summary>
    public Score Score { get; set; }

    /// <summary>The customer's answers in its category that the score has learned from.</summary>
    public InterestAnswers Answers { get; set; }

    /// <summary>The price of what it offers, for this customer today; null when it offers nothing that has one.</summary>
    public Quote? Price { get; set; }

    /// <summary>The base times the factor of the day.</summary>
    public long ScoreToday { get; set; }

    /// <summary>Whether it stands already.</summary>
    public bool Stands { get; set; }

    /// <summary>Whether the manager accepted it.</summary>
    public bool Accepted { get; set; }

    /// <summary>Event time of what gave rise to it, in milliseconds.</summary>
    public long OccurredAt { get; set; }

    /// <summary>Id of that activity, or 0.</summary>
    public ulong OccurredId { get; set; }

    /// <summary>First day, as day number.</summary>
    public int? NotBefore { get; set; }

    /// <summary>When it is due, in milliseconds since 1970 UTC.</summary>
    public long? Due { get; set; }

    /// <summary>Day number on which the branch head is told.</summary>
    public int? Escalate { get; set; }

    /// <summary>Last day number on which it stands.</summary>
    public int? Expires { get; set; }

    /// <summary>Day number on which it was raised; null when it does not stand yet.</summary>
    public int? RaisedOn { get; set; }

    /// <summary>Day number until which its owner snoozed it, or null.</summary>
    public int? SnoozedUntil { get; set; }

    /// <summary>The candidates it stands for, when it is a bundle.</summary>
    public List<Wanted> Members { get; } = [];

    /// <summary>Whether a source that what it was raised for needs is behind: it stays as it is, and is not escalated.</summary>
    public bool SourceBehind { get; set; }

    /// <summary>Arguments of its text.</summary>
    public List<TextArgument> Arguments { get; } = [];

    /// <summary>Fields of the activity that are read later.</summary>
    public List<KeptField> Kept { get; } = [];

    /// <summary>Whether it competes in a conflict group: its own, or for a bundle those of its members.</summary>
    internal bool Competes(string group)
    {
        if (Members.Count == 0) return Rule?.Action.Conflict == group;
        foreach (var member in Members)
        {
            if (member.Rule.Action.Conflict == group) return true;
        }
        return false;
    }

    /// <summary>Whether the two compete in a group.</summary>
    internal bool SharesGroup(Wanted other)
    {
        if (Members.Count == 0) return Rule?.Action.Conflict is { } own && other.Competes(own);
        foreach (var member in Members)
        {
            if (member.Rule.Action.Conflict is { } group && other.Competes(group)) return true;
        }
        return false;
    }
}

/// <summary>A field of an activity, kept by name for later.</summary>
public readonly record struct KeptField(string Name, long Value, string? Text);

/// <summary>The order in which actions come: overdue duty, duty, the rest; then score, due day and id, never chance.</summary>
public readonly record struct Precedence(int Tier, long Score, long Due, UInt128 Id) : IComparable<Precedence>
{
    /// <summary>The precedence of an action at a moment; a due time that is null comes last.</summary>
    public static Precedence Of(Purpose purpose, long score, long? due, UInt128 id, long now) =>
        new(purpose != Purpose.Duty ? 2 : due < now ? 0 : 1, score, due ?? long.MaxValue, id);

    /// <summary>Less than zero when this comes first.</summary>
    public int CompareTo(Precedence other)
    {
        var c = Tier.CompareTo(other.Tier);
        if (c == 0) c = other.Score.CompareTo(Score);
        if (c == 0) c = Due.CompareTo(other.Due);
        return c == 0 ? Id.CompareTo(other.Id) : c;
    }

    /// <inheritdoc/>
    public static bool operator <(Precedence left, Precedence right) => left.CompareTo(right) < 0;

    /// <inheritdoc/>
    public static bool operator >(Precedence left, Precedence right) => left.CompareTo(right) > 0;

    /// <inheritdoc/>
    public static bool operator <=(Precedence left, Precedence right) => left.CompareTo(right) <= 0;

    /// <inheritdoc/>
    public static bool operator >=(Precedence left, Precedence right) => left.CompareTo(right) >= 0;
}
