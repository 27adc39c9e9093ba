using Nba.Host.Api;
using Nba.Host.Settings;
using Nba.Host.State;

namespace Nba.Host.Tests.Api;

public sealed class BankHostTests
{
    [Fact]
    public async Task Stop_and_restart_keep_everything()
    {
        await using var bank = await RunningBank.Start();
        await bank.Take(RunningBank.Registered("C1"), RunningBank.Transfer("1", "C1", 200000));
        var (queue, decision) = ((await bank.Get("/queues/unassigned")).GetRawText(), (await bank.Get("/decisions/C1.1")).GetRawText());

        await bank.Stop();
        await bank.Run();

        Assert.Equal(queue, (await bank.Get("/queues/unassigned")).GetRawText());
        Assert.Equal(decision, (await bank.Get("/decisions/C1.1")).GetRawText());
        await bank.Take(RunningBank.Transfer("1", "C1", 200000));
        Assert.Equal(1, (await bank.Get("/health/ready")).GetProperty("counts").GetProperty("duplicates").GetInt32());
    }

    [Fact]
    public async Task The_store_of_a_stopped_host_answers_alike()
    {
        await using var bank = await RunningBank.Start();
        await bank.Take(RunningBank.Registered("C1"), RunningBank.Transfer("1", "C1", 200000));
        var title = (await bank.FirstAction()).GetProperty("title").GetString();
        await bank.Stop();

        using var store = Store.OpenReadOnly(bank.Settings.Store.Directory);

        Assert.Equal(title, new Queries(store, bank.Clock).Queue("unassigned", "zh-CN", 0)!.Today[0].Actions[0].Title);
    }

    [Fact]
    public async Task It_is_live_and_ready_and_says_which_book_is_in_force()
    {
        await using var bank = await RunningBank.Start();

        Assert.Equal("live\n", await bank.Client.GetStringAsync("/health/live"));
        var ready = await bank.Get("/health/ready");
        Assert.True(ready.GetProperty("ready").GetBoolean());
        Assert.Equal(ready.GetProperty("rules").GetProperty("version").GetString(), ready.GetProperty("book").GetString());
    }

    [Fact]
    public async Task A_new_book_comes_into_force_for_customers_known_before()
    {
        await using var bank = await RunningBank.Start();
        await bank.Take(RunningBank.Registered("C1"), RunningBank.Transfer("1", "C1", 200000));
        var old = (await bank.Get("/health/ready")).GetProperty("book").GetString();

        BankRules.Write(bank.Rules, "texts/care.json", BankRules.Texts.Replace("Large transfer of", "Big transfer of", StringComparison.Ordinal));
        Assert.False(bank.Watcher.Check());
        Assert.True(bank.Watcher.Check());

        await RunningBank.Until("the new book in force", async () => (await bank.Get("/health/ready")).GetProperty("book").GetString() != old);
        await RunningBank.Until("the new words in the queue", async () => (await bank.FirstAction("?lang=en")).GetProperty("title").GetString() == "Big transfer of 200,000");
        Assert.NotEqual(old, (await bank.Get("/queues/unassigned")).GetProperty("book").GetString());
    }

    [Fact]
    public async Task A_faulty_book_leaves_the_old_one_in_force_and_every_fault_on_show()
    {
        await using var bank = await RunningBank.Start();
        var old = (await bank.Get("/health/ready")).GetProperty("book").GetString();

        BankRules.Write(bank.Rules, "care.json", BankRules.Care.Replace("daysSinceTransfer", "daysSinceTransfr", StringComparison.Ordinal).Replace("phone", "fone", StringComparison.Ordinal));
        bank.Watcher.Check();
        Assert.False(bank.Watcher.Check());

        var ready = await bank.Get("/health/ready");
        Assert.True(ready.GetProperty("ready").GetBoolean());
        Assert.Equal(old, ready.GetProperty("book").GetString());
        var problems = ready.GetProperty("rules").GetProperty("problems").EnumerateArray().Select(p => p.GetString()).ToList();
        Assert.Contains(problems, p => p!.StartsWith("NBA", StringComparison.Ordinal) && p.Contains("care.json:5:", StringComparison.Ordinal) && p.Contains("did you mean 'daysSinceTransfer'?", StringComparison.Ordinal));
        Assert.Contains(problems, p => p!.Contains("fone", StringComparison.Ordinal));
        await bank.Take(RunningBank.Registered("C1"), RunningBank.Transfer("1", "C1", 200000));
        Assert.Equal(old, (await bank.Get("/queues/unassigned")).GetProperty("book").GetString());
    }

    [Fact]
    public async Task A_restart_with_faulty_files_goes_on_with_the_book_of_the_store()
    {
        await using var bank = await RunningBank.Start();
        var old = (await bank.Get("/health/ready")).GetProperty("book").GetString();
        await bank.Stop();
        BankRules.Write(bank.Rules, "care.json", "{");

        await bank.Run();

        var ready = await bank.Get("/health/ready");
        Assert.Equal(old, ready.GetProperty("book").GetString());
        Assert.NotEmpty(ready.GetProperty("rules").GetProperty("problems").EnumerateArray());
    }

    [Fact]
    public async Task A_first_start_with_faulty_files_is_refused_with_every_fault_and_leaves_the_store_free()
    {
        await using var bank = new RunningBank();
        BankRules.Write(bank.Rules, "care.json", "{");
        BankRules.Write(bank.Rules, "texts/care.json", "[");

        var refusal = Assert.Throws<CannotStartException>(() => BankHost.Open(bank.Settings, bank.Clock));

        Assert.Contains("care.json:1:", refusal.Message);
        Assert.Contains("texts/care.json:1:", refusal.Message);
        BankRules.Write(bank.Rules);
        await bank.Run();
    }

    [Fact]
    public async Task A_second_host_on_the_same_store_is_refused_and_the_first_goes_on()
    {
        await using var bank = await RunningBank.Start();

        Assert.Throws<StoreUnavailableException>(() => BankHost.Open(bank.Settings, bank.Clock));

        Assert.True((await bank.Get("/health/ready")).GetProperty("ready").GetBoolean());
    }

    [Fact]
    public async Task A_taken_port_is_an_error_of_the_start_and_gives_the_store_back()
    {
        await using var bank = await RunningBank.Start();
        await using var other = new RunningBank();
        var settings = other.Settings with { Host = new HostOptions { Rules = other.Rules, Data = other.Data, Listen = bank.Host.Address.Authority } };

        var second = BankHost.Open(settings, other.Clock);
        await Assert.ThrowsAsync<IOException>(() => second.StartAsync());
        await second.DisposeAsync();

        await other.Run();
    }
}
