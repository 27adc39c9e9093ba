using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Nba.Engine.Actions;
using Nba.Host.Delivery;
using Nba.Host.Delivery.Calendar;
using Nba.Host.State;

namespace Nba.Host.Privacy;

/// <summary>A row of the store of deliveries that is about a person.</summary>
/// <param name="Table">Its table.</param>
/// <param name="Key">Its whole key.</param>
/// <param name="Name">What the key says: subscription and owner, or the owner of a calendar.</param>
/// <param name="Value">The row, which is JSON.</param>
internal sealed record PersonDelivery(Table Table, byte[] Key, string Name, byte[] Value);

/// <summary>Finds what receivers were told of a person: messages, letters that could not be delivered, calendars.</summary>
internal static class PersonDeliveries
{
    private const int IdLength = 16;

    /// <summary>The tables, with what an export calls them.</summary>
    public static readonly IReadOnlyList<(string Name, Table Table)> Parts = [("deliveries", Table.Deliveries), ("undelivered", Table.Undelivered), ("calendar", Table.Feeds)];

    /// <summary>The rows, by table and key.</summary>
    public static IReadOnlyList<PersonDelivery> Of(Store rows, Person person) => [.. Parts.SelectMany(p => In(rows, p.Table, person))];

    private static IEnumerable<PersonDelivery> In(Store store, Table table, Person person)
    {
        using var rows = store.Scan(new Keys(0).Prefix(table));
        while (rows.MoveNext())
        {
            if (IsTheirs(table, rows.Key, rows.Value, person)) yield return new PersonDelivery(table, rows.Key.ToArray(), NameOf(table, rows.Key), rows.Value.ToArray());
        }
    }

    private static bool IsTheirs(Table table, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, Person person) => table == Table.Undelivered
        ? JsonSerializer.Deserialize(value, DeliveryJson.Default.UndeliveredMessage) is { Action: { } action } && ActionIdentity.TryParse(action, out var id) && person.Actions.Contains(id)
        : person.Actions.Contains(BinaryPrimitives.ReadUInt128BigEndian(key[^IdLength..])) || person.Is(table == Table.Deliveries ? DeliveryRow.Read(value).Told?.Customer : FeedRows.CustomerOf(value));

    private static string NameOf(Table table, ReadOnlySpan<byte> key) =>
        Encoding.UTF8.GetString(table == Table.Undelivered ? key[Keys.PrefixLength..] : key[Keys.PrefixLength..^(IdLength + 1)]).Replace('\0', ' ');
}
