using System.ComponentModel.DataAnnotations;

namespace Nba.Host.Settings;

/// <summary>Who is let in. With neither an identity provider nor a file of keys there is no access control, and the host serves this machine alone.</summary>
public sealed class AccessOptions
{
    /// <summary>The section of the configuration that holds these.</summary>
    public const string Section = "Access";

    /// <summary>The issuer of people's tokens (OpenID Connect), as <c>https://login.bank.example/realms/staff</c>; null or empty: people are not let in.</summary>
    [RegularExpression(@"\s*https?://[^\s/?#@]+(/[^\s?#]*)?\s*", ErrorMessage = "must be the address of the identity provider, as https://login.bank.example/realms/staff")]
    public string? Authority { get; set; }

    /// <summary>What tokens must be made out to; needed with an identity provider.</summary>
    public string? Audience { get; set; }

    /// <summary>The claim that holds a person's id, as the bank's directory names them.</summary>
    [Required]
    public string PersonClaim { get; set; } = "sub";

    /// <summary>The claim that holds a person's roles: a word or a list of them; of <c>scope</c> and <c>scp</c>, words with spaces between.</summary>
    [Required]
    public string RolesClaim { get; set; } = "roles";

    /// <summary>What the identity provider calls roles, as <c>manager=CRM-RM,branch-head=CRM-BH</c>; a role not named here is called as here.</summary>
    [RegularExpression(@"\s*(manager|branch-head|analyst|product-owner|operator)=[^,=]+(,\s*(manager|branch-head|analyst|product-owner|operator)=[^,=]+)*\s*",
        ErrorMessage = "must be pairs as manager=CRM-RM,branch-head=CRM-BH, of manager, branch-head, analyst, product-owner and operator")]
    public string? RoleNames { get; set; }

    /// <summary>What the identity provider calls this host, for people who sign in with a browser; null or empty: browsers cannot sign in.</summary>
    public string? ClientId { get; set; }

    /// <summary>File whose first line is the secret of that client; read anew at each sign-in.</summary>
    public string? ClientSecretFile { get; set; }

    /// <summary>What is asked of the identity provider at a sign-in, with spaces between; some hand a person's roles out for a scope of their own.</summary>
    [RegularExpression(@"\s*([!#-\[\]-~]+\s+)*openid(\s+[!#-\[\]-~]+)*\s*", ErrorMessage = "must be scopes of the identity provider with spaces between, openid among them")]
    public string ClientScopes { get; set; } = "openid";

    /// <summary>Hours for which a sign-in is good; after them, and never before, a person's roles are read anew.</summary>
    [Range(1, 24)]
    public int SignInHours { get; set; } = 8;

    /// <summary>File of the machines' keys, as hashes, which <c>nba access</c> writes; null or empty: machines are not let in.</summary>
    public string? KeysFile { get; set; }

    /// <summary>Names under which the host is reached from other machines, as <c>nba.bank.example</c>, with commas between.</summary>
    [RegularExpression(@"\s*[A-Za-z0-9:\[\]._-]+(\s*,\s*[A-Za-z0-9:\[\]._-]+)*\s*", ErrorMessage = "must be names of this host, as nba.bank.example, with commas between")]
    public string? Hosts { get; set; }

    /// <summary>File with the host's certificate and those between it and its authority (PEM); read again when it changes.</summary>
    public string? CertificateFile { get; set; }

    /// <summary>File with the certificate's key (PEM).</summary>
    public string? CertificateKeyFile { get; set; }

    /// <summary>Whether other machines are answered without TLS, for a host behind a proxy that ends it.</summary>
    public bool PlainHttp { get; set; }

    /// <summary>Requests a minute of one caller, beyond which is answered 429; a machine that hands events in has no such limit.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerMinute { get; set; } = 600;

    /// <summary>The same of one address from which nobody known asks: links, calendars, and tokens that do not hold.</summary>
    [Range(1, 1_000_000)]
    public int UnknownPerMinute { get; set; } = 120;

    /// <summary>Seconds after which a request is given up; reports, statistics and trials of campaigns have twenty times as long.</summary>
    [Range(1, 600)]
    public int RequestSeconds { get; set; } = 30;

    /// <summary>Whether anybody has to say who they are.</summary>
    public bool IsOn => !string.IsNullOrWhiteSpace(Authority) || !string.IsNullOrWhiteSpace(KeysFile);

    /// <summary>Whether people can sign in with a browser.</summary>
    public bool CanSignIn => !string.IsNullOrWhiteSpace(ClientId);

    /// <summary>The names under which the host is reached, besides this machine's.</summary>
    public IReadOnlyList<string> HostNames => (Hosts ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
