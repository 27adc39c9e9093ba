using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Nba.Host.Settings;

/// <summary>An address to listen on, as <c>127.0.0.1:5080</c>, <c>[::1]:5080</c>, <c>localhost:5080</c> or <c>0.0.0.0:5080</c>.</summary>
public static class ListenAddress
{
    /// <summary>Reads an address; false for anything that is no loopback address with a port.</summary>
    public static bool TryParse(string? text, out IPEndPoint address) => TryParseAny(text, out address) && IPAddress.IsLoopback(address.Address);

    /// <summary>Reads an address, also one that other machines reach; false for anything that is no address with a port.</summary>
    public static bool TryParseAny(string? text, out IPEndPoint address)
    {
        address = new IPEndPoint(IPAddress.Loopback, 0);
        if (string.IsNullOrEmpty(text) || text.LastIndexOf(':') is var colon && colon <= 0) return false;
        var numeric = text[..colon].Equals("localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback + text[colon..] : text;
        // Without brackets the last part of an IPv6 address would be taken for a port.
        if (numeric.Count(c => c == ':') > 1 && numeric[0] != '[') return false;
        if (!IPEndPoint.TryParse(numeric, out var parsed)) return false;
        address = parsed;
        return true;
    }

    /// <summary>Whether the host part of a request names this machine; a page elsewhere that resolves its own name to it does not.</summary>
    public static bool IsLocalName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}

/// <summary>Demands an address with a port.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ListenAttribute : ValidationAttribute
{
    /// <summary>What the setting must be.</summary>
    public const string Must = "must be an address of this machine and a port, as 127.0.0.1:5080 or [::1]:5080";

    public override bool IsValid(object? value) => ListenAddress.TryParseAny(value as string, out _);

    public override string FormatErrorMessage(string name) => Must;
}
