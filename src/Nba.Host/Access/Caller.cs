namespace Nba.Host.Access;

/// <summary>What kind of caller.</summary>
public enum CallerKind
{
    /// <summary>Nobody known: no token and no key, or none that holds.</summary>
    Nobody,

    /// <summary>A machine, by its key.</summary>
    Machine,

    /// <summary>A person, by a token of the bank's identity provider.</summary>
    Person,

    /// <summary>Whoever works at this machine and may read its files: everybody on a host without access control, else the machine's own commands.</summary>
    Local,
}

/// <summary>Who asks. Immutable.</summary>
/// <param name="Kind">What kind of caller.</param>
/// <param name="Id">A person's id, as the bank's directory names them; a key's name; else the kind in lower case.</param>
/// <param name="Roles">What they may do.</param>
public sealed record Caller(CallerKind Kind, string Id, Roles Roles)
{
    /// <summary>Nobody known.</summary>
    public static readonly Caller Nobody = new(CallerKind.Nobody, "nobody", Roles.None);

    /// <summary>Everybody, on a host without access control.</summary>
    public static readonly Caller Local = new(CallerKind.Local, "local", Roles.All);

    /// <summary>This machine's own commands, on a host with access control.</summary>
    public static readonly Caller Commands = new(CallerKind.Local, "commands", Roles.All);

    /// <summary>Whether they have one of those roles.</summary>
    public bool Has(Roles any) => (Roles & any) != 0;
}
