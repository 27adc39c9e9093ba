namespace Nba.Host.Access;

/// <summary>What somebody may do here; a person may have several. The words are those of tokens and of the file of keys.</summary>
[Flags]
public enum Roles
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary><c>manager</c>: own customers, and those covered while standing in.</summary>
    Manager = 1,

    /// <summary><c>branch-head</c>: the customers and queues of their branches.</summary>
    BranchHead = 2,

    /// <summary><c>analyst</c>: rules, explanations and reports; personal fields are masked.</summary>
    Analyst = 4,

    /// <summary><c>product-owner</c>: campaigns and reports.</summary>
    ProductOwner = 8,

    /// <summary><c>operator</c>: health, deliveries, and dead letters without what was in them.</summary>
    Operator = 16,

    /// <summary><c>source</c>: a machine that hands events in, and reads nothing.</summary>
    Source = 32,

    /// <summary><c>integration</c>: a machine between this host and the tools of managers: every queue, and answers in the name of their owners.</summary>
    Integration = 64,

    /// <summary>Whatever there is.</summary>
    All = 127,
}

/// <summary>The words of roles.</summary>
public static class RoleWords
{
    /// <summary>Every role with its word, in the order of tables.</summary>
    public static readonly IReadOnlyList<(Roles Role, string Word)> All =
    [
        (Roles.Manager, "manager"), (Roles.BranchHead, "branch-head"), (Roles.Analyst, "analyst"), (Roles.ProductOwner, "product-owner"), (Roles.Operator, "operator"), (Roles.Source, "source"), (Roles.Integration, "integration"),
    ];

    /// <summary>Roles that a key may give a machine: the others are people's.</summary>
    public static readonly Roles OfMachines = Roles.Source | Roles.Integration | Roles.Analyst | Roles.Operator;

    /// <summary>The role of a word; <see cref="Roles.None"/> for another word.</summary>
    public static Roles Of(string word) => All.FirstOrDefault(r => r.Word == word).Role;

    /// <summary>The words of roles, in the order of tables.</summary>
    public static IReadOnlyList<string> Words(Roles roles) => [.. All.Where(r => (roles & r.Role) != 0).Select(r => r.Word)];
}
