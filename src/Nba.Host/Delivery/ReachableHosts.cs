using System.Net;
using System.Net.Sockets;

namespace Nba.Host.Delivery;

/// <summary>
/// Which receivers may be reached: hosts that the operator lists, and of those no address of the bank's own network or of this machine unless that is listed too. Asked of the address that
/// is connected to, whatever name it was found under, so that no name server and no redirect leads elsewhere. Immutable; thread-safe.
/// </summary>
/// <param name="hosts">Names, as <c>hooks.example.com</c> or <c>*.example.com</c>.</param>
/// <param name="networks">Networks and addresses within the bank that may be reached, as <c>10.20.0.0/16</c> or <c>127.0.0.1</c>.</param>
internal sealed class ReachableHosts(IReadOnlyList<string> hosts, IReadOnlyList<IPNetwork> networks)
{
    private static readonly IPNetwork[] Private =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
            "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "::/127", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(n => IPNetwork.Parse(n)),
    ];

    /// <summary>Reads the lists of the settings: names and networks with commas between; null, and what is wrong, for anything else.</summary>
    public static ReachableHosts? Parse(string? names, string? networks, out string fault)
    {
        fault = "";
        var hosts = Split(names);
        if (hosts.FirstOrDefault(h => Uri.CheckHostName(h.StartsWith("*.", StringComparison.Ordinal) ? h[2..] : h) == UriHostNameType.Unknown) is { } odd) fault = $"'{odd}' is no name of a host; write hooks.example.com or *.example.com";
        var read = new List<IPNetwork>();
        foreach (var text in Split(networks))
        {
            if (IPNetwork.TryParse(text, out var network)) read.Add(network);
            else if (IPAddress.TryParse(text, out var address)) read.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            else fault = $"'{text}' is no network; write 10.20.0.0/16 or 127.0.0.1";
        }
        return fault.Length == 0 ? new ReachableHosts(hosts, read) : null;
    }

    /// <summary>Why a host may not be reached; null when it may.</summary>
    public string? Refusal(string host) =>
        hosts.Any(h => h.StartsWith("*.", StringComparison.Ordinal) ? host.EndsWith(h[1..], StringComparison.OrdinalIgnoreCase) : host.Equals(h, StringComparison.OrdinalIgnoreCase)) ? null
            : $"the host '{host}' is not among those that may be reached: add it to Nba:Delivery:Hosts";

    /// <summary>Why an address may not be connected to; null when it may.</summary>
    public string? Refusal(IPAddress address)
    {
        var plain = Plain(address);
        return !Private.Any(n => n.Contains(plain)) || networks.Any(n => n.Contains(plain)) ? null : $"{plain} is an address within a network or of this machine: add it to Nba:Delivery:Networks if it is meant";
    }

    /// <summary>Whether what goes to an address may be read on the way.</summary>
    public bool MayBeRead(IPAddress address) => networks.Any(n => n.Contains(Plain(address)));

    /// <summary>Connects to the first address of a host that may be connected to and answers.</summary>
    /// <param name="to">The host and port.</param>
    /// <param name="isPlain">Whether what is sent can be read on the way: then only listed networks are connected to.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <exception cref="UnreachableHostException">None may be.</exception>
    /// <exception cref="SocketException">The name is not known, or none answers.</exception>
    public async ValueTask<Stream> Connect(DnsEndPoint to, bool isPlain, CancellationToken cancellation)
    {
        if (Refusal(to.Host) is { } refused) throw new UnreachableHostException(refused);
        var addresses = await Dns.GetHostAddressesAsync(to.Host, cancellation).ConfigureAwait(false);
        Exception? failure = null;
        foreach (var address in addresses)
        {
            if ((Refusal(address) ?? (isPlain && !MayBeRead(address) ? "what goes there can be read on the way: write https://" : null)) is { } why)
            {
                failure ??= new UnreachableHostException($"'{to.Host}' leads to an address that may not be reached: {why}");
                continue;
            }
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, to.Port), cancellation).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (Exception fault)
            {
                socket.Dispose();
                if (fault is not SocketException) throw;
                failure = fault;
            }
        }
        throw failure ?? new SocketException((int)SocketError.HostNotFound);
    }

    // An IPv4 address in the dress of an IPv6 one is that IPv4 address.
    private static IPAddress Plain(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        var translated = bytes.Length == 16 && bytes.AsSpan(0, 12).SequenceEqual((ReadOnlySpan<byte>)[0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0]);
        return translated ? new IPAddress(bytes.AsSpan(12)) : bytes.Length == 16 && bytes[0] == 0x20 && bytes[1] == 0x02 ? new IPAddress(bytes.AsSpan(2, 4)) : address;
    }

    private static IReadOnlyList<string> Split(string? text) => (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>A receiver may not be reached from here, by the operator's lists.</summary>
internal sealed class UnreachableHostException(string message) : IOException(message);
