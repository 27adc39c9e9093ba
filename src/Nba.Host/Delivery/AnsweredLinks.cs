using System.Security.Cryptography;
using System.Text;
using Nba.Host.State;

namespace Nba.Host.Delivery;

/// <summary>Which links were answered by, and what came of it: each is good once. Thread-safe.</summary>
internal sealed class AnsweredLinks(DeliveryStore deliveries)
{
    private readonly HashSet<string> _under = new(StringComparer.Ordinal);
    private readonly Lock _one = new();

    /// <summary>What came of the answer by a link; null while it was not answered by.</summary>
    public string? Verdict(string link)
    {
        var bytes = Array.Empty<byte>();
        return deliveries.Rows.TryGet(Key(link), ref bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }

    /// <summary>Begins an answer by a link; false while another one is under way.</summary>
    public bool Begin(string link)
    {
        lock (_one) return _under.Add(link);
    }

    /// <summary>Ends it; with a verdict the link is used up.</summary>
    public void End(string link, string? verdict)
    {
        if (verdict is not null) deliveries.Write(batch => batch.Put(Key(link), Encoding.UTF8.GetBytes(verdict)));
        lock (_one) _under.Remove(link);
    }

    private static ReadOnlySpan<byte> Key(string link) => new Keys(0).Own(Table.AnsweredLinks, SHA256.HashData(Encoding.UTF8.GetBytes(link)));
}
