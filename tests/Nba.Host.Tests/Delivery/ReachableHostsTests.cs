using System.Net;
using Nba.Host.Delivery;

namespace Nba.Host.Tests.Delivery;

/// <summary>No receiver, whatever it is called and wherever its name leads, makes the host ask an address that the operator did not list.</summary>
public sealed class ReachableHostsTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.9.10")]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("fe80::1")]
    [InlineData("fd00::1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2002:c0a8:101::")]
    public void Addresses_within_are_refused_in_whatever_dress(string address)
    {
        var hosts = ReachableHosts.Parse("*.example.com", "203.0.113.0/24", out _)!;

        Assert.Contains("Nba:Delivery:Networks", hosts.Refusal(IPAddress.Parse(address)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.32.0.1")]
    [InlineData("2606:4700::1")]
    [InlineData("10.20.30.40")]
    public void Others_and_those_that_are_listed_are_not(string address) => Assert.Null(ReachableHosts.Parse("*.example.com", "10.20.0.0/16", out _)!.Refusal(IPAddress.Parse(address)));

    [Theory]
    [InlineData("hooks.example.com", true)]
    [InlineData("HOOKS.example.com", true)]
    [InlineData("a.b.example.com", true)]
    [InlineData("example.com", false)]
    [InlineData("hooks.example.com.evil.net", false)]
    [InlineData("evilexample.com", false)]
    [InlineData("crm.bank", true)]
    public void A_host_must_be_listed(string host, bool isListed) => Assert.Equal(isListed, ReachableHosts.Parse("*.example.com, crm.bank", null, out _)!.Refusal(host) is null);

    [Fact]
    public async Task A_listed_name_that_leads_within_is_not_connected_to()
    {
        var hosts = ReachableHosts.Parse("localhost", null, out _)!;

        var refused = await Assert.ThrowsAsync<UnreachableHostException>(async () => await hosts.Connect(new DnsEndPoint("localhost", 9), isPlain: false, TestContext.Current.CancellationToken));
        Assert.Contains("'localhost' leads to an address that may not be reached", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*example.com", null)]
    [InlineData("a b", null)]
    [InlineData(null, "10.0.0.0/33")]
    [InlineData(null, "here")]
    public void A_list_that_cannot_be_read_is_told(string? hosts, string? networks)
    {
        Assert.Null(ReachableHosts.Parse(hosts, networks, out var fault));
        Assert.NotEqual("", fault);
    }
}
