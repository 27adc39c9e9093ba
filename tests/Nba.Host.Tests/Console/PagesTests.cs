using Nba.Host.Tests.Access;
using Nba.Host.Tests.Api;

namespace Nba.Host.Tests.Console;

/// <summary>What the console's pages show, to whom, and what they never let in.</summary>
public sealed class PagesTests
{
    private const string Hostile = "<script>alert(1)</script>\\\" onload=\\\"x";

    [Fact]
    public async Task Ones_day_shows_rank_customer_reason_and_talking_points_in_order()
    {
        await using var bank = await Bank();

        var page = await bank.Page("/console/queues/rm1");

        Assert.Equal(200, page.Status);
        Assert.Contains("Large transfer of 200,000", page.Text, StringComparison.Ordinal);
        Assert.Contains("张三 moved money", page.Text, StringComparison.Ordinal);
        Assert.Matches("(?s)Appeal.*A.*Benefit.*B.*Credibility.*C.*Ask.*D\\?", page.Text);
    }

    [Fact]
    public async Task It_speaks_the_browsers_language_and_the_one_that_was_chosen()
    {
        await using var bank = await Bank();

        Assert.Contains("lang=\"zh-CN\"", (await bank.Page("/console/queues/rm1", "zh-CN,zh;q=0.9,en;q=0.1")).Html, StringComparison.Ordinal);
        Assert.Contains("大额转出", (await bank.Page("/console/queues/rm1", "zh-CN")).Text, StringComparison.Ordinal);
        Assert.Contains("大额转出", (await bank.Page("/console/queues/rm1?lang=zh-CN", "en")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/console/queues/rm1")]
    [InlineData("/console/customers/C1")]
    public async Task What_a_bank_calls_its_customers_is_no_markup(string path)
    {
        await using var bank = await Bank(Hostile);

        var page = await bank.Page(path);

        Assert.Equal(200, page.Status);
        Assert.Contains("alert(1)", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("\" onload=\"", page.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/console/desks")]
    [InlineData("/console/queues/rm1")]
    [InlineData("/console/customers/C1")]
    [InlineData("/console/customers/nobody")]
    [InlineData("/console/campaigns")]
    [InlineData("/console/report")]
    [InlineData("/console/deliveries")]
    public async Task A_page_lets_nothing_in_but_the_hosts_own_files(string path)
    {
        await using var bank = await Bank();

        var page = await bank.Page(path);

        Assert.Contains("default-src 'none'; script-src 'self'; style-src 'self'", page.Policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", page.Policy, StringComparison.Ordinal);
        Assert.DoesNotContain(" style=", page.Html, StringComparison.Ordinal);
        Assert.DoesNotMatch(" on[a-z]+=", page.Html);
        Assert.DoesNotMatch("(src|href)=\"(https?:)?//", page.Html);
        Assert.DoesNotMatch("<script[^>]*>[^<]", page.Html);
    }

    [Fact]
    public async Task Style_and_script_are_named_by_what_is_in_them_and_kept()
    {
        await using var bank = await Bank();
        var html = (await bank.Page("/console/desks")).Html;
        foreach (var name in new[] { "console.css", "console.js", "console.svg" })
        {
            var address = html[html.IndexOf("/console/assets/", html.IndexOf(name, StringComparison.Ordinal) - 40, StringComparison.Ordinal)..];
            using var answer = await bank.Client.GetAsync(address[..(address.IndexOf(name, StringComparison.Ordinal) + name.Length)]);

            Assert.Equal(200, (int)answer.StatusCode);
            Assert.True(answer.Headers.CacheControl is { MaxAge.TotalDays: >= 365 });
        }
    }

    [Fact]
    public async Task What_is_not_there_is_a_page_that_says_so_to_browsers_and_a_problem_to_others()
    {
        await using var bank = await Bank();

        var page = await bank.Page("/console/customers/nobody", "zh-CN");
        using var other = await bank.Client.GetAsync("/console/customers/nobody");

        Assert.Equal(404, page.Status);
        Assert.Contains("未找到", page.Text, StringComparison.Ordinal);
        Assert.Contains("nobody", page.Text, StringComparison.Ordinal);
        Assert.Equal("application/problem+json", other.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_customer_page_tells_facts_what_happened_what_stands_and_why_not()
    {
        await using var bank = await Bank();
        var action = await RunningAction(bank);

        var customer = await bank.Page("/console/customers/C1");
        var why = await bank.Page($"/console/customers/C1/actions/{action}");
        var not = await bank.Page("/console/customers/C1/why-not?action=follow-up");

        Assert.Matches("(?s)Large transfer.*What is known.*Kind.*personal.*What happened.*Transfer out", customer.Text);
        Assert.Matches("(?s)large-transfer.*event.amount >= 100000.*Gates", why.Text);
        Assert.Matches("(?s)No rule proposes it now.*customer.daysSinceTransfer >= 3", not.Text);
    }

    [Fact]
    public async Task A_branch_page_counts_its_lists_and_names_who_has_no_manager()
    {
        await using var bank = await Bank();
        await bank.Take(RunningBank.Registered("C2", "李四"), RunningBank.Event("a2", "customer.assigned", "C2", """{"branch":"west"}"""), RunningBank.Transfer("t2", "C2", 300000));
        await RunningBank.Until("the head has it", async () => (await bank.Page("/console/branches/west")).Text.Contains("李四", StringComparison.Ordinal));

        var page = await bank.Page("/console/branches/west");

        Assert.Matches("(?s)Without a manager\\s+1.*李四", page.Text);
        Assert.Equal(404, (await bank.Page("/console/branches/nowhere")).Status);
    }

    [Fact]
    public async Task Whoever_comes_to_the_start_is_led_to_where_their_work_is()
    {
        await using var bank = await GuardedBank.Start();
        async Task<string?> Start(string person, params string[] roles) => (await bank.Bank.Page("/console", token: bank.Person(person, roles))).Leads;

        Assert.Equal("/console/queues/rm1", await Start("rm1", "manager"));
        Assert.Equal("/console/campaigns", await Start("po", "product-owner"));
        Assert.Equal("/console/report", await Start("an", "analyst"));
        Assert.Equal("/console/deliveries", await Start("op", "operator"));
        Assert.Equal("/console", (await bank.Bank.Page("/")).Leads);
    }

    [Fact]
    public async Task Nobody_reads_anothers_page_and_an_analyst_reads_no_name()
    {
        await using var bank = await GuardedBank.Start();

        var own = await bank.Bank.Page("/console/customers/C1", token: bank.Person("rm1", "manager"));
        var anothers = await bank.Bank.Page("/console/customers/C2", token: bank.Person("rm1", "manager"));
        var masked = await bank.Bank.Page("/console/customers/C1", token: bank.Person("an", "analyst"));

        Assert.Contains("MARKED-ONE", own.Html, StringComparison.Ordinal);
        Assert.Equal(404, anothers.Status);
        Assert.Equal(200, masked.Status);
        Assert.DoesNotContain("MARKED", anothers.Html + masked.Html, StringComparison.Ordinal);
        Assert.Equal(403, (await bank.Bank.Page("/console/queues/rm2", token: bank.Person("rm1", "manager"))).Status);
        Assert.Equal(403, (await bank.Bank.Page("/console/branches/east", token: bank.Person("h1", "branch-head"))).Status);
    }

    internal static async Task<RunningBank> Bank(string name = "张三", Action<RunningBank>? before = null, string assigned = """{"a":"rm1","branch":"west"}""", string list = "rm1")
    {
        var bank = new RunningBank();
        before?.Invoke(bank);
        BankRules.Write(bank.Rules, "directory.json", """
            {"people": {"rm1": {"name": "甲", "branch": "west"}, "rm2": {"name": "乙", "branch": "west"}, "h1": {"name": "丁", "branch": "west"}, "desk": {"name": "柜台", "branch": "west", "members": ["rm1", "rm2"]}},
             "branches": {"west": {"name": "西支行", "head": "h1"}}, "productOwners": ["rm1", "rm2"]}
            """);
        BankRules.Write(bank.Rules, "campaigns.json", """{"feature_management": {"feature_flags": [{"id": "spring", "enabled": true}]}}""");
        await bank.Run();
        await bank.Take(RunningBank.Registered("C1", name), RunningBank.Event("a1", "customer.assigned", "C1", assigned), RunningBank.Transfer("t1", "C1", 200000));
        await RunningBank.Until("an action stands", async () => (await bank.Get("/queues/" + list)).GetProperty("today").GetArrayLength() == 1);
        return bank;
    }

    internal static async Task<string> RunningAction(RunningBank bank) => (await bank.Get("/customers/C1/actions")).GetProperty("actions")[0].GetProperty("id").GetString()!;
}
