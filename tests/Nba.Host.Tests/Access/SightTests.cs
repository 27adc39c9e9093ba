using System.Text.Json;
using Nba.Host.Access;
using Nba.Host.Tests.Api;

namespace Nba.Host.Tests.Access;

/// <summary>Who sees whom, over HTTP: by the assignments, absences and barriers of now.</summary>
public sealed class SightTests
{
    private static readonly string[] OfCustomer = ["/customers/{0}/actions", "/customers/{0}/decisions", "/customers/{0}/explain", "/customers/{0}/why-not/outflow-call", "/customers/{0}/explain/outflow-call", "/decisions/{0}.1", "/decisions/{0}.1/explain"];

    [Fact]
    public async Task A_manager_sees_their_own_customers_and_of_anothers_not_even_that_there_is_one()
    {
        await using var bank = await GuardedBank.Start();
        var token = bank.Person("rm1", "manager");

        Assert.Equal((1, -1), (await bank.Entries("rm1", token), await bank.Entries("rm2", token)));
        foreach (var path in OfCustomer)
        {
            Assert.Equal((path, 200), (path, await bank.Status("GET", At(path, "C1"), token)));
            Assert.Equal((404, await bank.Ask("GET", At(path, "C2"), token)), (404, await bank.Ask("GET", At(path, "C9"), token)));
            Assert.Equal((path, 404), (path, await bank.Status("GET", At(path, "C2"), token)));
        }
        Assert.Equal((200, 404), (await bank.Status("GET", $"/actions/{await bank.Action("C1")}/explain", token), await bank.Status("GET", $"/actions/{await bank.Action("C2")}/explain", token)));
    }

    [Fact]
    public async Task A_customer_who_is_reassigned_is_out_of_sight_with_the_assignment()
    {
        await using var bank = await GuardedBank.Start();
        var (one, two) = (bank.Person("rm1", "manager"), bank.Person("rm2", "manager"));

        await bank.Take(RunningBank.Event("a3", "customer.assigned", "C1", """{"a":"rm2","branch":"east"}"""));
        // What was taken in is decided with its acknowledgement's commit or the next: the queue tells which.
        await RunningBank.Until("it is decided", async () => await bank.Entries("rm2", two) == 2);

        foreach (var path in OfCustomer) Assert.Equal((404, 200), (await bank.Status("GET", At(path, "C1"), one), await bank.Status("GET", At(path, "C1"), two)));
        Assert.Equal(0, await bank.Entries("rm1", one));
        var outcome = $$"""{"customer":"C1","action":"{{await bank.Action("C1")}}","outcome":"done"}""";
        Assert.Equal((404, 200), (await bank.Status("POST", "/outcomes", one, outcome), await bank.Status("POST", "/outcomes", two, outcome)));
    }

    [Fact]
    public async Task Who_stands_in_sees_the_absent_managers_customers_on_the_days_of_the_absence()
    {
        const string Week = "\"from\": \"2026-03-02\", \"to\": \"2026-03-06\"";
        await using var named = await GuardedBank.Start($$"""{"person": "rm1", {{Week}}, "standIn": "rm2"}""");
        await using var byRole = await GuardedBank.Start($$"""{"person": "rm1", {{Week}}}""");

        Assert.Equal(200, await named.Status("GET", "/customers/C1/actions", named.Person("rm2", "manager")));
        Assert.Equal((1, 404), (await named.Entries("rm1", named.Person("rm2", "manager")), await named.Status("GET", "/customers/C1/actions", named.Person("rm3", "manager"))));
        Assert.Equal((200, 404), (await byRole.Status("GET", "/customers/C1/actions", byRole.Person("rm3", "manager")), await byRole.Status("GET", "/customers/C1/actions", byRole.Person("rm2", "manager"))));

        named.Bank.Clock.Advance(TimeSpan.FromDays(5));
        Assert.Equal((404, -1), (await named.Status("GET", "/customers/C1/actions", named.Person("rm2", "manager")), await named.Entries("rm1", named.Person("rm2", "manager"))));
    }

    [Fact]
    public async Task A_branch_head_sees_the_customers_and_queues_of_the_branch_and_whoever_has_nobody()
    {
        await using var bank = await GuardedBank.Start();
        var head = bank.Person("h1", "branch-head");
        await bank.Take(RunningBank.Registered("C3"), RunningBank.Transfer("t3", "C3", 200000));
        await RunningBank.Until("it is decided", async () => await bank.Entries("unassigned", bank.Local) == 1);

        Assert.Equal((1, 0, -1, 1), (await bank.Entries("rm1", head), await bank.Entries("rm3", head), await bank.Entries("rm2", head), await bank.Entries("unassigned", head)));
        Assert.Equal((200, 404, 200), (await bank.Status("GET", "/customers/C1/actions", head), await bank.Status("GET", "/customers/C2/actions", head), await bank.Status("GET", "/customers/C3/actions", head)));
        Assert.Equal((-1, 404), (await bank.Entries("unassigned", bank.Person("rm1", "manager")), await bank.Status("GET", "/customers/C3/actions", bank.Person("rm1", "manager"))));
    }

    [Fact]
    public async Task Who_was_merged_into_another_is_seen_by_those_alone_who_see_that_one()
    {
        await using var bank = await GuardedBank.Start();
        await bank.Take(RunningBank.Event("m1", "customer.merged", "C1", """{"into":"C2"}"""));
        await RunningBank.Until("it is decided", async () => (await bank.Ask("GET", "/customers/C1/explain", bank.Local)).Body.Contains("\"mergedInto\":\"C2\"", StringComparison.Ordinal));
        string[] others = [bank.Person("rm1", "manager"), bank.Person("h1", "branch-head")];

        foreach (var path in new[] { "/customers/C1/explain", "/customers/C1/explain?at=2026-03-02", "/customers/C1/decisions", "/decisions/C1.1", "/customers/C1/actions" })
        {
            foreach (var other in others) Assert.Equal((path, 404), (path, await bank.Status("GET", path, other)));
            Assert.NotEqual("out-of-sight", JsonDocument.Parse((await bank.Ask("GET", path, bank.Person("rm2", "manager"))).Body).RootElement.TryGetProperty("reason", out var reason) ? reason.GetString() : null);
        }

        await bank.Take(RunningBank.Event("m2", "customer.assigned", "C2", """{"barrier":"deal"}"""));
        await RunningBank.Until("it is decided", async () => await bank.Status("GET", "/customers/C2/explain", bank.Person("rm2", "manager")) == 404);
        foreach (var other in new[] { bank.Person("rm2", "manager"), bank.Person("an", "analyst"), bank.Machine("crm", Roles.Integration) }) Assert.Equal(404, await bank.Status("GET", "/customers/C1/decisions", other));
    }

    [Fact]
    public async Task A_branch_head_who_looks_at_a_desk_sees_of_the_queues_beside_it_what_is_of_the_branch()
    {
        await using var bank = await GuardedBank.Start("""{"person": "rm2", "from": "2026-03-02", "to": "2026-03-06", "standIn": "rm1"}""", barriers: "");

        var own = (await bank.Ask("GET", "/queues/rm1", bank.Person("rm1", "manager"))).Body;
        var heads = (await bank.Ask("GET", "/queues/rm1", bank.Person("h1", "branch-head"))).Body;

        Assert.Contains("MARKED-TWO", own, StringComparison.Ordinal);
        Assert.Contains("MARKED-ONE", heads, StringComparison.Ordinal);
        Assert.DoesNotContain("MARKED-TWO", heads, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobodys_queue_is_not_that_of_a_person_who_is_called_so()
    {
        await using var bank = await GuardedBank.Start();

        foreach (var owner in new[] { "unassigned", "channel:app", "barrier:deal" }) Assert.Equal(-1, await bank.Entries(owner, bank.Person(owner, "manager", "branch-head")));
    }

    [Fact]
    public async Task A_report_names_customers_to_those_alone_who_see_them()
    {
        await using var bank = await GuardedBank.Start();
        await bank.Take(RunningBank.Event("a7", "customer.assigned", "C1", """{"barrier":"deal"}"""));
        await RunningBank.Until("it is decided", async () => await bank.Entries("rm3", bank.Local) == 1);
        async Task<bool> Names(string customer, string token) => (await bank.Ask("GET", "/reports", token)).Body.Contains($"\"customer\":\"{customer}\"", StringComparison.Ordinal);
        var (analyst, owner) = (bank.Person("an", "analyst"), bank.Person("po", "product-owner"));

        Assert.Equal((true, true), (await Names("C1", bank.Local), await Names("C2", bank.Local)));
        Assert.Equal((false, true, false, false), (await Names("C1", analyst), await Names("C2", analyst), await Names("C1", owner), await Names("C2", owner)));
    }

    [Fact]
    public async Task Members_of_a_team_see_its_customers_and_its_queue()
    {
        await using var bank = await GuardedBank.Start();
        await bank.Take(RunningBank.Event("a4", "customer.assigned", "C2", """{"team":"desk"}"""));
        await RunningBank.Until("it is decided", async () => await bank.Status("GET", "/customers/C2/actions", bank.Person("rm1", "manager")) == 200);

        Assert.Equal((0, 404), (await bank.Entries("desk", bank.Person("rm3", "manager")), await bank.Status("GET", "/customers/C2/actions", bank.Person("h1", "branch-head"))));
        Assert.Equal(-1, await bank.Entries("desk", bank.Person("h1", "manager")));
    }

    [Fact]
    public async Task Behind_a_barrier_only_its_list_sees_whatever_the_role()
    {
        await using var bank = await GuardedBank.Start("""{"person": "rm3", "from": "2026-03-02", "to": "2026-03-06", "standIn": "rm2"}""");
        await bank.Take(RunningBank.Event("a5", "customer.assigned", "C1", """{"barrier":"deal"}"""));
        var insider = bank.Person("rm3", "manager");
        await RunningBank.Until("it is decided", async () => await bank.Entries("rm3", insider) == 1);
        string[] others = [bank.Person("rm1", "manager"), bank.Person("rm2", "manager"), bank.Person("h1", "branch-head"), bank.Person("an", "analyst"), bank.Person("all", "manager", "branch-head", "analyst", "product-owner", "operator"), bank.Machine("crm", Roles.Integration), bank.Machine("rm3", Roles.Integration)];

        foreach (var path in OfCustomer)
        {
            Assert.Equal((path, 200), (path, await bank.Status("GET", At(path, "C1"), insider)));
            foreach (var other in others) Assert.InRange(await bank.Status("GET", At(path, "C1"), other), 403, 404);
        }
        foreach (var (owner, who) in new[] { ("rm3", others[2]), ("rm3", others[5]), ("rm3", others[1]), ("rm1", others[0]) }) Assert.Equal(0, await bank.Entries(owner, who));
        // The stand-in's own desk shows the queue behind it, without whoever is behind the barrier.
        var (_, desk) = await bank.Ask("GET", "/queues/rm2", others[1]);
        Assert.DoesNotContain("C1", desk, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_analyst_reads_explanations_without_anything_personal()
    {
        await using var bank = await GuardedBank.Start();
        var analyst = bank.Person("an", "analyst");
        string[] explained = [.. OfCustomer.Where(p => p is not ("/customers/{0}/actions" or "/decisions/{0}.1")).Select(p => At(p, "C1")), $"/actions/{await bank.Action("C1")}/explain"];

        foreach (var path in explained)
        {
            var (status, body) = await bank.Ask("GET", path + "?lang=en", analyst);
            Assert.Equal((path, 200), (path, status));
            Assert.DoesNotContain("MARKED", body, StringComparison.Ordinal);
        }
        Assert.Contains("MARKED-ONE", (await bank.Ask("GET", "/customers/C1/explain/outflow-call", bank.Person("rm1", "manager"))).Body, StringComparison.Ordinal);
        Assert.Contains("event.amount = 200000", (await bank.Ask("GET", "/customers/C1/explain/outflow-call", analyst)).Body, StringComparison.Ordinal);
        Assert.Equal((403, 403), (await bank.Status("GET", "/customers/C1/actions", analyst), await bank.Status("GET", "/queues/rm1", analyst)));
    }

    [Fact]
    public async Task An_explanation_names_no_customer_of_another_who_stands_beside_it_in_a_queue()
    {
        await using var bank = await GuardedBank.Start();
        bank.Bank.Clock.Advance(TimeSpan.FromSeconds(1));
        await bank.Take(RunningBank.Event("a6", "customer.assigned", "C2", """{"a":"rm1"}"""));
        await RunningBank.Until("it is decided", async () => await bank.Entries("rm1", bank.Local) == 2);

        Assert.Contains("MARKED-TWO", (await bank.Ask("GET", "/customers/C1/explain/outflow-call", bank.Person("rm1", "manager"))).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("MARKED-TWO", (await bank.Ask("GET", "/customers/C1/explain/outflow-call", bank.Person("an", "analyst"))).Body, StringComparison.Ordinal);
    }

    private static string At(string path, string customer) => string.Format(System.Globalization.CultureInfo.InvariantCulture, path, customer);
}
