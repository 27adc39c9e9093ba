using System.Text.Json;
using Nba.Host.Access;
using Nba.Host.Tests.Api;
using Nba.House;

namespace Nba.Host.Tests.Access;

/// <summary>The table of who may ask where is what the host serves, and every cell of it is what a caller of that role meets.</summary>
public sealed class EveryCellTests
{
    [Fact]
    public async Task The_table_is_what_the_host_serves()
    {
        await using var bank = await GuardedBank.Start();

        Golden.Matches(AccessTable.Written(Repository.Read(AccessTable.Page), bank.Bank.Host), AccessTable.Page);
    }

    [Fact]
    public async Task Every_address_says_who_may_ask_there()
    {
        await using var bank = await GuardedBank.Start();

        Findings.None(AccessTable.Served(bank.Bank.Host).Where(a => a.Permission is null).Select(a => $"{a.Method} {a.Path} says nothing of who may ask there"));
    }

    [Fact]
    public async Task Every_cell_holds()
    {
        await using var bank = await GuardedBank.Start();
        var tokens = Tokens(bank);
        var cells = AccessTable.Read(Repository.Read(AccessTable.Page)).ToList();
        var wrong = new List<string>();
        foreach (var (method, path, column, word) in cells)
        {
            var own = await Try(bank, method, path, column, tokens[column], mine: true);
            var others = await Try(bank, method, path, column, tokens[column], mine: false);
            if (Objection(word, column, own, others) is { } objection) wrong.Add($"{method} {path} as {column} ({word}): {objection}; own {own.Status} {own.Reason}, others' {others.Status} {others.Reason}");
        }

        Assert.True(cells.Count > 300, $"only {cells.Count} cells were tried");
        Findings.None(wrong);
    }

    private static string? Objection(string word, string column, (int Status, string? Reason) own, (int Status, string? Reason) others)
    {
        var refused = own is { Status: 401 or 403 };
        return word switch
        {
            AccessTable.No => column == "nobody" ? (own.Status == 401 && others.Status == 401 ? null : "it asks nobody who they are") : own.Status == 403 && others.Status == 403 ? null : "it is not refused",
            "yes" => refused || IsHidden(own) || IsHidden(others) ? "it is refused" : null,
            "masked" => own.Status == 200 && others.Status == 200 ? null : "it is refused",
            "own" or "branch" => refused || IsHidden(own) ? "what is theirs is refused" : others.Status is 403 || IsHidden(others) ? null : "what is another's is not refused",
            _ => $"'{word}' is no word of the table",
        };
    }

    // An address's own "not found" is no refusal: it looked.
    private static bool IsHidden((int Status, string? Reason) answer) => answer is { Status: 404, Reason: "out-of-sight" } or { Reason: "not-yours" or "not-allowed" or "not-known" };

    private static Dictionary<string, string?> Tokens(GuardedBank bank) => new()
    {
        ["nobody"] = null, ["commands"] = bank.Local,
        ["manager"] = bank.Person("rm1", "manager"), ["branch-head"] = bank.Person("h1", "branch-head"), ["analyst"] = bank.Person("an", "analyst"),
        ["product-owner"] = bank.Person("po", "product-owner"), ["operator"] = bank.Person("op", "operator"), ["source"] = bank.Machine("core", Roles.Source), ["integration"] = bank.Machine("crm", Roles.Integration),
    };

    private static async Task<(int Status, string? Reason)> Try(GuardedBank bank, string method, string path, string column, string? token, bool mine)
    {
        var (filled, body) = await Fill(bank, method, path, mine ? "C1" : "C2", mine ? "rm1" : "rm2", mine ? column == "branch-head" ? "h1" : "rm1" : "rm2");
        var (status, answer) = await bank.Ask(method, filled, token, body, path == "/events" ? "application/cloudevents+json" : path.StartsWith("/console", StringComparison.Ordinal) ? "application/x-www-form-urlencoded" : "application/json");
        return (status, ReasonOf(answer));
    }

    private static async Task<(string Path, string? Body)> Fill(GuardedBank bank, string method, string path, string customer, string owner, string person)
    {
        var action = await bank.Action(customer);
        var filled = path.Replace("/decisions/{id}", $"/decisions/{customer}.1", StringComparison.Ordinal).Replace("/actions/{id}", $"/actions/{action}", StringComparison.Ordinal).Replace("{id}", path.Contains("/campaigns/{id}", StringComparison.Ordinal) ? "spring" : customer, StringComparison.Ordinal)
            .Replace("{action}", "outflow-call", StringComparison.Ordinal).Replace("{owner}", owner, StringComparison.Ordinal).Replace("{manager}", person, StringComparison.Ordinal)
            .Replace("{branch}", customer == "C1" ? "west" : "east", StringComparison.Ordinal)
            .Replace("{position}", "1", StringComparison.Ordinal).Replace("{subscription}", "crm", StringComparison.Ordinal).Replace("{name}", path.StartsWith("/statistics", StringComparison.Ordinal) ? "none" : "crm", StringComparison.Ordinal)
            .Replace("{token}", "none", StringComparison.Ordinal).Replace("{secret}", "none", StringComparison.Ordinal);
        string? body = (method, path) switch
        {
            ("POST", "/events") => RunningBank.Transfer("t9", customer, 1),
            ("POST", "/outcomes") => $$"""{"customer":"{{customer}}","action":"{{action}}","outcome":"no-answer"}""",
            ("POST", "/claims") => $$"""{"customer":"{{customer}}","action":"{{action}}"}""",
            ("POST", "/campaigns/changes") => """{"change":"on","campaign":"spring","why":"x"}""",
            ("POST", "/campaigns/dry-run") => """{"change":"off","campaign":"spring"}""",
            ("POST", "/console/answers") => $"customer={customer}&action={action}&answer=no-answer",
            ("POST", "/console/claims") => $"customer={customer}&action={action}",
            ("POST", "/console/campaigns/changes") => "change=on&campaign=spring&why=x",
            ("POST", "/console/campaigns/dry-run") => "change=off&campaign=spring",
            ("POST", "/calendar-addresses") => $$"""{"manager":"{{person}}","language":"en"}""",
            ("PUT", "/subscriptions/{name}") => """{"to": "x"}""",
            ("POST", _) => "{}",
            _ => null,
        };
        if (path.EndsWith("/why-not", StringComparison.Ordinal)) filled += "?action=outflow-call";
        // Taken away, it would not be there for the next.
        return (method == "DELETE" && path.StartsWith("/subscriptions", StringComparison.Ordinal) ? "/subscriptions/none" : filled, body);
    }

    private static string? ReasonOf(string answer)
    {
        try
        {
            return JsonDocument.Parse(answer).RootElement is { ValueKind: JsonValueKind.Object } problem && problem.TryGetProperty("reason", out var reason) && reason.ValueKind == JsonValueKind.String ? reason.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
