using System.Buffers.Binary;
using System.Text.Json;
using Nba.Host.State;

namespace Nba.Host.Delivery.Calendar;

/// <summary>What feeds showed last, as rows of the store of deliveries: one for each owner and action. Thread-safe.</summary>
internal sealed class FeedRows(DeliveryStore store)
{
    private const int IdLength = 16;

    /// <summary>What an owner's feed showed last, by action.</summary>
    public IReadOnlyDictionary<UInt128, ShownEvent> Of(string owner)
    {
        var shown = new SortedDictionary<UInt128, ShownEvent>();
        var prefix = new Keys(0).TextPrefix(Table.Feeds, owner);
        using var rows = store.Rows.Scan(prefix);
        while (rows.MoveNext())
        {
            if (rows.Key.Length != prefix.Length + IdLength) continue;
            shown[BinaryPrimitives.ReadUInt128BigEndian(rows.Key[^IdLength..])] = JsonSerializer.Deserialize(rows.Value, CalendarJson.Web.ShownEvent)!;
        }
        return shown;
    }

    /// <summary>Writes what is new of an owner's feed, in one batch; nothing once the owner has no address any more.</summary>
    /// <param name="owner">Whose feed.</param>
    /// <param name="difference">What is new.</param>
    public void Put(string owner, FeedDifference difference)
    {
        if (difference.Changed.Count == 0) return;
        var keys = new Keys(0);
        store.Write(batch =>
        {
            // Whoever takes the address back is the only other writer, and waits for this one or comes before.
            if (!store.Rows.Contains(keys.Text(Table.FeedAddresses, owner))) return;
            foreach (var (action, shown) in difference.Changed)
            {
                var key = keys.TextId(Table.Feeds, owner, action);
                if (shown is null) batch.Delete(key);
                else batch.Put(key, JsonSerializer.SerializeToUtf8Bytes(shown, CalendarJson.Web.ShownEvent), shown.Customer);
            }
        });
    }

    /// <summary>Id of the customer whom a row is about; null where it does not say.</summary>
    public static string? CustomerOf(ReadOnlySpan<byte> row) => JsonSerializer.Deserialize(row, CalendarJson.Web.ShownEvent)?.Customer;

    /// <summary>Puts the removal of all that an owner's feed showed into a batch.</summary>
    public void Forget(string owner, StoreBatch batch)
    {
        var keys = new Keys(0);
        foreach (var action in Of(owner).Keys) batch.Delete(keys.TextId(Table.Feeds, owner, action));
    }
}
