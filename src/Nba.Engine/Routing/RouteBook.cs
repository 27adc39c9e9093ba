using Nba.Engine.Expressions;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Routing;

/// <summary>Where a route leads.</summary>
public enum RouteTarget
{
    /// <summary>The customer's A-role manager; the branch head's unassigned list when there is none.</summary>
    Manager,
    /// <summary>The customer's team: a wealth centre or outlet.</summary>
    Team,
    /// <summary>The head of the customer's branch.</summary>
    BranchHead,
    /// <summary>The electronic channel of the action: no person.</summary>
    Channel,
}

/// <summary>A route rule; the first whose lines hold, in the order written, gives the owners.</summary>
public sealed record RouteRule(string Name, IReadOnlyList<Condition> Lines, long Kinds, long Purposes, IReadOnlyList<RouteTarget> To);

/// <summary>The owners of an action: up to two by route, and the branch head once it is escalated.</summary>
public readonly record struct Owners(string First, string? Second, string? Escalation)
{
    /// <summary>Whether that owner is among them.</summary>
    public bool Has(string owner) => First == owner || Second == owner || Escalation == owner;

    /// <summary>The owners, without nulls.</summary>
    public IEnumerable<string> All()
    {
        yield return First;
        if (Second is not null) yield return Second;
        if (Escalation is not null) yield return Escalation;
    }
}

/// <summary>Whose an action is. Immutable; safe for any thread.</summary>
public sealed class RouteBook
{
    private readonly IReadOnlyList<RouteRule> _rules;
    private readonly Directory _directory;
    private readonly int _managerA, _managerB, _team, _branch, _barrier;

    internal RouteBook(IReadOnlyList<RouteRule> rules, Directory directory, VocabularyBook vocabulary)
    {
        (_rules, _directory) = (rules, directory);
        _managerA = vocabulary.Fact(BuiltIn.ManagerA)!.Index;
        _managerB = vocabulary.Fact(BuiltIn.ManagerB)!.Index;
        _team = vocabulary.Fact(BuiltIn.Team)!.Index;
        _branch = vocabulary.Fact(BuiltIn.Branch)!.Index;
        _barrier = vocabulary.Fact(BuiltIn.Barrier)!.Index;
    }

    /// <summary>The route rules, in the order written.</summary>
    public IReadOnlyList<RouteRule> Rules => _rules;

    /// <summary>The owners of an action for this customer; behind an information barrier, those of them who are on its list, else the first who is.</summary>
    public Owners Route(ActionDefinition action, Frame frame, long kindBit, bool escalated)
    {
        var owners = Written(action, frame, kindBit, escalated);
        return Barrier(frame.Customer) is { } barrier ? barrier.Within(owners) : owners;
    }

    /// <summary>The information barrier that a customer is behind; null for none.</summary>
    public InformationBarrier? Barrier(Row customer) => customer.Text(_barrier) is { } id && id != BuiltIn.NoBarrier ? _directory.Barrier(id) : null;

    private Owners Written(ActionDefinition action, Frame frame, long kindBit, bool escalated)
    {
        var customer = frame.Customer;
        string? head = null;
        for (var i = 0; i < _rules.Count; i++)
        {
            var rule = _rules[i];
            if ((rule.Kinds != 0 && (rule.Kinds & kindBit) == 0) || (rule.Purposes != 0 && (rule.Purposes & (1L << (int)action.Purpose)) == 0) || !Holds(rule, frame)) continue;
            var first = Owner(rule.To[0], action, customer);
            var second = rule.To.Count > 1 ? Owner(rule.To[1], action, customer) : null;
            head = escalated ? Head(customer) : null;
            return new Owners(first, second == first ? null : second, head == first || head == second ? null : head);
        }
        var manager = Owner(RouteTarget.Manager, action, customer);
        head = escalated ? Head(customer) : null;
        return new Owners(manager, null, head == manager ? null : head);
    }

    /// <summary>The customer's B-role manager, for the queue of their A-role manager; null for other owners.</summary>
    public string? ManagerB(Row customer, string owner) => customer.Text(_managerA) == owner ? Seeing(customer, customer.Text(_managerB)) : null;

    /// <summary>The customer's B-role manager, when the A-role manager is among the owners.</summary>
    public string? ManagerB(Row customer, in Owners owners) => customer.Text(_managerA) is { } managerA && owners.Has(managerA) ? Seeing(customer, customer.Text(_managerB)) : null;

    /// <summary>Whether an action lies with the branch head, or with nobody yet, because the customer has no manager.</summary>
    public bool IsUnassigned(Row customer, in Owners owners) => customer.Text(_managerA) is null && Head(customer) is var head && (owners.First == head || owners.Second == head);

    /// <summary>The team among the owners: the customer's, or one that lists its members; null when there is none.</summary>
    public string? Team(Row customer, in Owners owners)
    {
        if (customer.Text(_team) is { } team && (owners.First == team || owners.Second == team)) return team;
        if (_directory.Find(owners.First) is { Members.Count: > 0 }) return owners.First;
        return owners.Second is { } second && _directory.Find(second) is { Members.Count: > 0 } ? second : null;
    }

    private string? Seeing(Row customer, string? person) => person is not null && (Barrier(customer)?.Admits(person) ?? true) ? person : null;

    private static bool Holds(RouteRule rule, Frame frame)
    {
        for (var i = 0; i < rule.Lines.Count; i++)
        {
            if (!rule.Lines[i].Holds(frame)) return false;
        }
        return true;
    }

    private string Owner(RouteTarget target, ActionDefinition action, Row customer) => target switch
    {
        RouteTarget.Manager => customer.Text(_managerA) ?? Head(customer),
        RouteTarget.Team => customer.Text(_team) ?? customer.Text(_managerA) ?? Head(customer),
        RouteTarget.Channel => Directory.ChannelOwners[action.Channel],
        _ => Head(customer),
    };

    private string Head(Row customer) => _directory.HeadOf(customer.Text(_branch));
}
