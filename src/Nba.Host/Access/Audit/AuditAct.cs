namespace Nba.Host.Access.Audit;

/// <summary>What somebody did, as it goes into the audit log; number, time and hashes are given there. Texts past <see cref="AuditForm.LongestText"/> characters are cut, and end in an ellipsis.</summary>
/// <param name="Who">Id of a person, name of a machine's key, or <see cref="Local"/>.</param>
/// <param name="Roles">The roles in which it was done; may be empty.</param>
/// <param name="What">A code: <see cref="Read"/>, <see cref="Change"/>, <see cref="Refused"/> or another of that kind.</param>
/// <param name="Of">The address or action, as <c>GET /customers/{id}/actions</c>; without what would name a customer.</param>
/// <param name="Customer">Id of the customer whose data were read or changed; null for none.</param>
/// <param name="Subject">Id of what else it was about: whose queue, which campaign; null for none.</param>
/// <param name="Result">HTTP status of the answer; null where there was no request.</param>
internal readonly record struct AuditAct(string Who, IReadOnlyList<string> Roles, string What, string Of, string? Customer = null, string? Subject = null, int? Result = null)
{
    /// <summary>Customers of one entry; an answer that shows more makes several, so that none is longer than a line may be.</summary>
    public const int MostCustomers = 100;

    /// <summary>Ids of further customers whose data were read, as of a queue; null for none.</summary>
    public IReadOnlyList<string>? Others { get; init; }

    /// <summary>Who acts at the machine itself, without having signed in.</summary>
    public const string Local = "local";

    /// <summary>Data were read.</summary>
    public const string Read = "read";

    /// <summary>Something was changed, or its change was asked for.</summary>
    public const string Change = "change";

    /// <summary>Somebody signed in with a browser.</summary>
    public const string SignIn = "sign-in";

    /// <summary>Somebody ended that.</summary>
    public const string SignOut = "sign-out";

    /// <summary>It was not allowed.</summary>
    public const string Refused = "refused";

    /// <summary>The log itself: bytes of a line that a crash left unfinished were cut from its end; <see cref="Of"/> is the file, <see cref="Subject"/> how many.</summary>
    public const string Recovered = "recovered";
}
