using Nba.Host.Commands;
using Nba.Host.Tests.Readme;

namespace Nba.Host.Tests.Delivery;

/// <summary>What keeps messages from a receiver is told before any is sent: by the check of the files, and by the list of the running host.</summary>
public sealed class DestinationFaultsTests : IAsyncDisposable
{
    private const string Secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private readonly DeliveringBank _bank = new();

    public ValueTask DisposeAsync() => _bank.DisposeAsync();

    [Fact]
    public async Task The_check_tells_of_hosts_that_are_not_listed_and_of_files_that_are_not_there()
    {
        var folder = Directory.CreateDirectory(_bank.Folder).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "crm.json"), """
            {"to": {"webhook": {"url": "https://crm.bank.example/in", "urls": {"rm1": "http://10.1.2.3/in"},
              "secretFiles": ["crm.secret", "old.secret"], "headerFiles": {"Authorization": "crm.token"}}}}
            """, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "old.secret"), "none", TestContext.Current.CancellationToken);

        var (code, _, faults) = await NbaProcess.EndIn(folder, "deliveries", "check", ".", "--lang", "en", "--set", "Delivery:Hosts=10.1.2.3");

        Assert.Equal(CommandLine.FaultsFound, code);
        Assert.Equal(
            [
                $"NBA1006 crm.json:2:19 there is no file '{Path.Combine(folder, "crm.secret")}', and nothing is sent without it: put it there",
                $"NBA1006 crm.json:2:81 there is no file '{Path.Combine(folder, "crm.token")}', and nothing is sent without it: put it there",
                "NBA1005 crm.json:1:28 the host 'crm.bank.example' is not among those that may be reached: add it to Nba:Delivery:Hosts, as --set Delivery:Hosts=crm.bank.example",
                "NBA1005 crm.json:1:75 10.1.2.3 is an address within a network or of this machine: add it to Nba:Delivery:Networks if it is meant, as --set Delivery:Networks=10.1.2.3",
                $"NBA1005 crm.json:2:33 the secret in '{Path.Combine(folder, "old.secret")}' is none: whsec_ and base64 of 24 to 64 bytes must stand there",
            ],
            faults.Split('\n', StringSplitOptions.RemoveEmptyEntries));

        foreach (var file in new[] { "crm.secret", "old.secret", "crm.token" }) await File.WriteAllTextAsync(Path.Combine(folder, file), Secret, TestContext.Current.CancellationToken);
        Assert.Equal(CommandLine.Ok, (await NbaProcess.EndIn(folder, "deliveries", "check", ".", "--set", "Delivery:Hosts=10.1.2.3,*.bank.example", "--set", "Delivery:Networks=10.0.0.0/8")).Code);
    }

    [Fact]
    public async Task The_list_tells_of_them_as_long_as_they_last()
    {
        await _bank.Start();
        _bank.Write("crm", $$"""{"webhook": {"url": "{{_bank.Receiver.Address}}", "secretFiles": ["crm.secret"]} }""");
        _bank.Write("other", new Uri("https://other.bank.example/in"));
        _bank.Deliveries.Look();

        var (code, list, _) = await NbaProcess.EndIn(_bank.Folder, "deliveries", "list", "--lang", "en", "--data", _bank.Bank.Data);
        Assert.Equal(CommandLine.Ok, code);
        Assert.Contains("crm  to be mended", list, StringComparison.Ordinal);
        Assert.Matches(@"  NBA1006 crm\.json:1:\d+ there is no file '.*crm\.secret', and nothing is sent without it: put it there", list);
        Assert.Contains("other  to be mended", list, StringComparison.Ordinal);
        Assert.Contains("  NBA1005 other.json:1:28 the host 'other.bank.example' is not among those that may be reached: add it to Nba:Delivery:Hosts", list, StringComparison.Ordinal);
        Assert.Contains("未列入可访问", (await NbaProcess.EndIn(_bank.Folder, "deliveries", "list", "--lang", "zh-CN", "--data", _bank.Bank.Data)).Output, StringComparison.Ordinal);

        await File.WriteAllTextAsync(Path.Combine(_bank.Folder, "crm.secret"), Secret, TestContext.Current.CancellationToken);
        list = (await NbaProcess.EndIn(_bank.Folder, "deliveries", "list", "--lang", "en", "--data", _bank.Bank.Data)).Output;
        Assert.Contains("crm  up to date", list, StringComparison.Ordinal);
    }
}
