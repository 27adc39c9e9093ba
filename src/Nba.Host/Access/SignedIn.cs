using System.Security.Claims;

namespace Nba.Host.Access;

/// <summary>Who signed in, as it is sealed into a cookie: id, roles as they were then, and a random name of the sign-in.</summary>
internal static class SignedIn
{
    private const string Person = "person", Role = "role", Id = "id";

    /// <summary>What is sealed.</summary>
    public static ClaimsPrincipal PrincipalOf(Caller caller, string id) =>
        new(new ClaimsIdentity([new Claim(Person, caller.Id), new Claim(Id, id), .. RoleWords.Words(caller.Roles).Select(w => new Claim(Role, w))], SignIn.Cookie, Person, Role));

    /// <summary>Who that is.</summary>
    public static Caller CallerOf(ClaimsPrincipal principal)
    {
        if (principal.FindFirstValue(Person) is not { } id) return Caller.Nobody;
        var roles = principal.FindAll(Role).Aggregate(Roles.None, (all, word) => all | RoleWords.Of(word.Value));
        return new Caller(CallerKind.Person, id, roles);
    }

    /// <summary>The name of the sign-in.</summary>
    public static string IdOf(ClaimsPrincipal principal) => principal.FindFirstValue(Id) ?? "";
}
