using System.Net;
using System.Net.Sockets;
using System.Text;
using Nba.Host.Api;
using Nba.Host.Campaigns;
using Nba.Host.Commands;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Tests.Commands;

/// <summary>A change that is sent to a host whose answer does not come, or is none of a host's.</summary>
public sealed class CampaignDoorTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("nba-door-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Theory]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", "delete '")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\n{", "look at the history before you ask again")]
    [InlineData("", "look at the history before you ask again")]
    public async Task What_may_have_been_done_is_not_called_undone(string answer, string remedy)
    {
        using var host = new TcpListener(IPAddress.Loopback, 0);
        host.Start();
        await File.WriteAllTextAsync(Path.Combine(_data, BankHost.AddressFile), $"http://{host.LocalEndpoint}", TestContext.Current.CancellationToken);
        var sent = CampaignDoor.Send(Settings(), new CampaignRequest("off", "care", "po1", "too many calls"), isTrial: false);

        using (var taken = await host.AcceptTcpClientAsync(TestContext.Current.CancellationToken))
        {
            var stream = taken.GetStream();
            await stream.ReadAtLeastAsync(new byte[1], 1, cancellationToken: TestContext.Current.CancellationToken);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), TestContext.Current.CancellationToken);
        }

        var (done, fault) = await sent;
        Assert.Null(done);
        Assert.Contains(remedy, fault?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_host_is_told_and_not_taken_for_a_bank_without_campaigns()
    {
        using var host = new TcpListener(IPAddress.Loopback, 0);
        host.Start();
        await File.WriteAllTextAsync(Path.Combine(_data, BankHost.AddressFile), $"http://{host.LocalEndpoint}", TestContext.Current.CancellationToken);
        var asked = CampaignDoor.Ask(Settings(), "campaigns/history", q => q.History(null), ApiJson.Web.CampaignHistoryAnswer);

        using (var taken = await host.AcceptTcpClientAsync(TestContext.Current.CancellationToken))
        {
            var stream = taken.GetStream();
            await stream.ReadAtLeastAsync(new byte[1], 1, cancellationToken: TestContext.Current.CancellationToken);
            await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), TestContext.Current.CancellationToken);
        }

        Assert.Contains("delete '", (await Assert.ThrowsAsync<CannotStartException>(() => asked)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_was_killed_leaves_its_store_to_the_command()
    {
        await File.WriteAllTextAsync(Path.Combine(_data, BankHost.AddressFile), "http://127.0.0.1:1", TestContext.Current.CancellationToken);
        using (Store.Open(Settings().Store))
        {
        }

        // That store is empty, and that is what is told.
        var told = await Assert.ThrowsAsync<CannotStartException>(() => CampaignDoor.Send(Settings(), new CampaignRequest("off", "care", "po1", "too many calls"), isTrial: true));
        Assert.Contains("no commit yet", told.Message, StringComparison.Ordinal);
    }

    private HostSettings Settings() => new(new HostOptions { Data = _data }, new StoreOptions { Directory = Path.Combine(_data, "store") }, new StageOptions(), new KafkaOptions());
}
