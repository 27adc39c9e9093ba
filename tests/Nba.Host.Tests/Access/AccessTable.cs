using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Nba.Host.Access;
using Nba.Host.Api;

namespace Nba.Host.Tests.Access;

/// <summary>The table of <c>docs/security.md</c>: addresses down, roles across, and in each cell what that role may.</summary>
internal static class AccessTable
{
    public const string Page = "docs/security.md";

    /// <summary>What stands in a cell where there is nothing to see.</summary>
    public const string No = "–";

    private const string Begin = "<!-- table: begin -->", End = "<!-- table: end -->";

    public static readonly IReadOnlyList<string> Columns = ["nobody", .. RoleWords.All.Select(r => r.Word), "commands"];

    /// <summary>Every address of a host with what it demands, in the order served.</summary>
    public static IReadOnlyList<(string Method, string Path, Permission? Permission)> Served(BankHost host) =>
        [.. host.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(e => e.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Select(m => (m, e.RoutePattern.RawText!, e.Metadata.GetMetadata<Permission>())))];

    /// <summary>The page with the table as the host serves it.</summary>
    public static string Written(string page, BankHost host)
    {
        var table = new StringBuilder();
        table.Append(CultureInfo.InvariantCulture, $"| address | {string.Join(" | ", Columns)} |\n|---|{string.Concat(Columns.Select(_ => ":-:|"))}\n");
        foreach (var (method, path, permission) in Served(host)) table.Append(CultureInfo.InvariantCulture, $"| `{method} {path}` | {string.Join(" | ", Columns.Select(c => Cell(permission!, c)))} |\n");
        var (from, to) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));
        return $"{page[..from]}\n{table}{page[to..]}";
    }

    /// <summary>The cells of the page as it lies there: method and path, column, word.</summary>
    public static IEnumerable<(string Method, string Path, string Column, string Word)> Read(string page)
    {
        var (from, to) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));
        foreach (var line in page[from..to].Split('\n').Where(l => l.StartsWith("| `", StringComparison.Ordinal)))
        {
            var cells = line.Trim('|').Split('|', StringSplitOptions.TrimEntries);
            var (method, path) = (cells[0].Trim('`').Split(' ')[0], cells[0].Trim('`').Split(' ')[1]);
            for (var i = 0; i < Columns.Count; i++) yield return (method, path, Columns[i], cells[i + 1]);
        }
    }

    private static string Cell(Permission permission, string column)
    {
        if (permission.Open) return "yes";
        if (column == "nobody") return No;
        if (column == "commands") return permission.PersonOnly ? No : "yes";
        var role = RoleWords.Of(column);
        if ((permission.Roles & role) == 0) return No;
        return (permission.Subject, role) switch
        {
            (Subject.None or Subject.AskedCustomer, _) or (Subject.Person, Roles.Operator) or (_, Roles.Integration) => "yes",
            (Subject.Person or Subject.SentPerson, _) or (_, Roles.Manager) => "own",
            (_, Roles.BranchHead) => "branch",
            (_, Roles.Analyst) => "masked",
            _ => "yes",
        };
    }
}
