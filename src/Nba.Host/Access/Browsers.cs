using Microsoft.AspNetCore.Http;

namespace Nba.Host.Access;

/// <summary>What is a browser's: the addresses under <c>/console</c>, where alone a sign-in counts.</summary>
internal static class Browsers
{
    /// <summary>What they begin with.</summary>
    public const string Root = "/console";

    /// <summary>Where a sign-in begins.</summary>
    public const string SignInPath = Root + "/sign-in";

    /// <summary>Where the identity provider sends a browser back to.</summary>
    public const string SignedInPath = Root + "/signed-in";

    /// <summary>Where a sign-in is ended.</summary>
    public const string SignOutPath = Root + "/sign-out";

    /// <summary>What is shown when it was.</summary>
    public const string SignedOutPath = Root + "/signed-out";

    private const string Html = "text/html", Elsewhere = "http://localhost";
    private const int LongestPath = 2048;

    /// <summary>Whether an address is a browser's. Letters count alike, as they do where addresses are looked up.</summary>
    public static bool IsTheirs(PathString path) => path.StartsWithSegments(Root, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a page is asked for, not JSON.</summary>
    public static bool WantsPage(HttpRequest request) => IsTheirs(request.Path) && request.GetTypedHeaders().Accept.Any(a => a.MediaType.Equals(Html, StringComparison.OrdinalIgnoreCase) && a.Quality != 0);

    /// <summary>Whether a whole page is asked for, which may lead to the identity provider and back; what a script asks for may not.</summary>
    public static bool IsVisit(HttpRequest request) => HttpMethods.IsGet(request.Method) && WantsPage(request) && request.Headers["Sec-Fetch-Mode"] is [] or ["navigate"];

    /// <summary>Where to go after a sign-in, as it may stand in an answer: an address of a browser here. Null for anything else, whatever it looks like; the first page where nothing is said.</summary>
    public static string? Local(string? to)
    {
        if (to is null) return Root;
        if (to.Length > LongestPath || !to.StartsWith('/') || to.Any(char.IsControl)) return null;
        // As browsers read it: /\ and // lead to other hosts, and dots are resolved.
        return Uri.TryCreate(Elsewhere + to, UriKind.Absolute, out var read) && read is { Authority: "localhost", UserInfo: "" } && read.AbsolutePath is var path && IsTheirs(new PathString(path)) ? read.PathAndQuery : null;
    }
}
