using System.Text;
using Nba.Host.Access;
using Nba.Host.Access.Audit;
using Nba.Host.Tests.Api;

namespace Nba.Host.Tests.Access.Audit;

/// <summary>What a running host enters into its audit log: every read of a customer, every change, and what was refused.</summary>
public sealed class AuditTrailTests
{
    [Fact]
    public async Task Every_read_of_a_customer_and_every_change_is_entered_with_who_and_whom()
    {
        await using var bank = await GuardedBank.Start();
        var (manager, action) = (bank.Person("rm1", "manager"), await bank.Action("C1"));
        var before = Entries(bank).Count;

        await bank.Ask("GET", "/customers/C1/explain", manager);
        await bank.Ask("GET", "/decisions/C1.1", manager);
        await bank.Ask("GET", $"/actions/{action}/explain", manager);
        await bank.Ask("GET", "/queues/rm1", manager);
        await bank.Ask("POST", "/outcomes", manager, $$"""{"customer":"C1","action":"{{action}}","outcome":"no-answer"}""");
        await bank.Ask("POST", "/outcomes", manager, $$"""{"customer":"C2","action":"{{action}}","outcome":"no-answer"}""");
        await bank.Ask("GET", "/customers/C2/actions", manager);
        await bank.Ask("GET", "/dead-letters/1", manager);
        await bank.Ask("DELETE", "/subscriptions/none", bank.Person("op", "operator"));
        await bank.Ask("GET", "/reports", bank.Person("an", "analyst"));
        await bank.Ask("POST", "/campaigns/changes", bank.Person("po", "product-owner"), """{"change":"off","campaign":"spring","why":"x"}""");

        Assert.Equal(
            [
                "rm1 (manager) read GET /customers/{id}/explain [C1]  200",
                "rm1 (manager) read GET /decisions/{id} [C1]  200",
                "rm1 (manager) read GET /actions/{id}/explain [C1]  200",
                "rm1 (manager) read GET /queues/{owner} [C1] rm1 200",
                "rm1 (manager) change POST /outcomes [C1]  ",
                "rm1 (manager) change POST /outcomes [C1]  200",
                "rm1 (manager) refused POST /outcomes [C2]  404",
                "rm1 (manager) refused GET /customers/{id}/actions [C2]  404",
                "rm1 (manager) refused GET /dead-letters/{position} []  403",
                "op (operator) change DELETE /subscriptions/{name} [] none ",
                "op (operator) change DELETE /subscriptions/{name} [] none 404",
                "an (analyst) read GET /reports [C1,C2]  200",
                "po (product-owner) change POST /campaigns/changes [] spring ",
                "po (product-owner) change POST /campaigns/changes [] spring 200",
            ],
            Entries(bank).Skip(before).Select(e => $"{e.Who} ({string.Join(',', e.Roles)}) {e.What} {e.Of} [{string.Join(',', e.Customers)}] {e.Subject} {e.Result}"));
    }

    [Fact]
    public async Task A_bank_without_access_control_keeps_one_too_and_goes_on_with_it_after_a_restart()
    {
        await using var bank = await RunningBank.Start();
        await bank.Take(RunningBank.Registered("C1"));
        await bank.Client.GetAsync("/customers/C1/actions");
        await bank.Stop();
        await bank.Run();
        await bank.Client.GetAsync("/customers/C1/decisions");
        await bank.Stop();

        Assert.Equal(["change local", "change local", "read local", "read local"], Entries(bank.Data).Select(e => $"{e.What} {e.Who}"));
        Assert.Equal(0, AuditVerifier.Verify(AuditFolder.In(bank.Data), []).FaultCount);
    }

    [Fact]
    public async Task What_cannot_be_entered_is_neither_done_nor_answered()
    {
        await using var bank = await RunningBank.Start();
        await bank.Take(RunningBank.Registered("C1"));
        bank.Service<AuditLog>().Dispose();

        Assert.InRange((int)(await bank.Client.GetAsync("/customers/C1/actions")).StatusCode, 500, 503);
        Assert.InRange((int)(await bank.Post("/events", RunningBank.Registered("C2"))).StatusCode, 500, 503);
        Assert.Null(bank.Service<Nba.Host.Api.Queries>().State("C2"));
    }

    [Fact]
    public async Task Health_figures_and_whoever_is_not_known_fill_no_log()
    {
        await using var bank = await GuardedBank.Start();
        var before = Entries(bank).Count;

        foreach (var (path, token) in new[] { ("/health/ready", null), ("/queues/rm1", null), ("/queues/rm1", ApiKey.New(ApiKey.Prefix)), ("/calendar/none.ics", null), ("/answer/none", null), ("/statistics", bank.Person("an", "analyst")), ("/deliveries", bank.Person("op", "operator")), ("/nothing", bank.Local) }) await bank.Ask("GET", path, token);

        Assert.Equal(before, Entries(bank).Count);
    }

    private static List<AuditEntry> Entries(GuardedBank bank) => Entries(bank.Bank.Data);

    private static List<AuditEntry> Entries(string data) =>
        [.. Directory.GetFiles(AuditFolder.In(data), "*.jsonl").Order(StringComparer.Ordinal).SelectMany(f => Read(f).Split('\n', StringSplitOptions.RemoveEmptyEntries)).Select(l => AuditEntry.From(Encoding.UTF8.GetBytes(l)))];

    private static string Read(string file)
    {
        using var stream = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return stream.ReadToEnd();
    }
}
