namespace Nba.Host.Access;

/// <summary>Whose data an address is about, so that it is checked before the address is reached.</summary>
public enum Subject
{
    /// <summary>Nobody's, or what the address itself looks after.</summary>
    None,

    /// <summary>The customer named by <c>id</c>.</summary>
    Customer,

    /// <summary>The customer of the decision record named by <c>id</c>.</summary>
    Decision,

    /// <summary>The customer of the action named by <c>id</c>.</summary>
    Action,

    /// <summary>The queue of <c>owner</c>.</summary>
    Queue,

    /// <summary>The lists of <c>branch</c>.</summary>
    Branch,

    /// <summary>The customer that the query names, where it names one.</summary>
    AskedCustomer,

    /// <summary>The person named by <c>manager</c>: themselves, or an operator.</summary>
    Person,

    /// <summary>The customer named in the body, whom the address looks at and enters itself.</summary>
    SentCustomer,

    /// <summary>The person named in the body, whom the address looks at and enters itself: nobody but whoever asks.</summary>
    SentPerson,
}

/// <summary>Who may ask at an address; every address says so, and is refused to everybody else.</summary>
/// <param name="Roles">Who has one of these.</param>
/// <param name="Subject">Whose data it is about.</param>
public sealed record Permission(Roles Roles, Subject Subject = Subject.None)
{
    /// <summary>Whether nobody needs to be known: the address holds its own secret, or nothing that is one.</summary>
    public bool Open { get; init; }

    /// <summary>Whether it is for this machine's own commands alone, once there is access control.</summary>
    public bool LocalOnly => Roles == Roles.None && !Open;

    /// <summary>Whether only a person may, never a machine or a command without a token: what is done is done in somebody's name.</summary>
    public bool PersonOnly { get; init; }

    /// <summary>Whether what is personal is masked for whoever sees a customer as an analyst alone; without it such a customer is out of sight here.</summary>
    public bool Masks { get; init; }

    /// <summary>Whether an answer may take minutes.</summary>
    public bool Slow { get; init; }

    /// <summary>Whether what is asked or changed is entered into the audit log before the address is reached; else the address does so itself, or holds nothing of anybody.</summary>
    public bool Audited { get; init; } = true;

    /// <summary>Whether an answer looks through the log, so that only some are made at a time.</summary>
    public bool Looks { get; init; }

    /// <summary>Whether the answer stays open and tells what changes; it has no time limit, and ends by itself.</summary>
    public bool Streams { get; init; }
}
