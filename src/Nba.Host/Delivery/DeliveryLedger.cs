using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Nba.Engine.Actions;
using Nba.Host.State;

namespace Nba.Host.Delivery;

/// <summary>What receivers have, durable: written after each answer and before the next message. Thread-safe: nobody writes two owners' rows at once, nor one owner's from two places.</summary>
internal sealed class DeliveryLedger(DeliveryStore deliveries)
{
    private const int IdLength = 16;

    private static readonly Table[] Tables = [Table.Deliveries, Table.Subscriptions, Table.Undelivered];

    private readonly Store _rows = deliveries.Rows;

    /// <summary>What a receiver has of an owner, by action.</summary>
    public Dictionary<UInt128, DeliveryRow> Rows(string subscription, string owner)
    {
        var rows = new Dictionary<UInt128, DeliveryRow>();
        using var scan = _rows.Scan(new Keys(0).TextPrefix(Table.Deliveries, Name(subscription, owner)));
        while (scan.MoveNext()) rows[BinaryPrimitives.ReadUInt128BigEndian(scan.Key[^IdLength..])] = DeliveryRow.Read(scan.Value);
        return rows;
    }

    /// <summary>The owners of whom a receiver has, or had, anything.</summary>
    public IReadOnlyList<string> Owners(string subscription)
    {
        var owners = new List<string>();
        var prefix = new Keys(0).TextPrefix(Table.Deliveries, subscription).ToArray();
        using var scan = _rows.Scan(prefix);
        while (scan.MoveNext())
        {
            var owner = Encoding.UTF8.GetString(scan.Key[prefix.Length..^(IdLength + 1)]);
            if (owners.Count == 0 || owners[^1] != owner) owners.Add(owner);
        }
        return owners;
    }

    /// <summary>Keeps a row; none takes it away.</summary>
    public void Keep(string subscription, string owner, UInt128 action, DeliveryRow? row, UndeliveredMessage? aside = null) => Write(batch =>
    {
        var key = new Keys(0).TextId(Table.Deliveries, Name(subscription, owner), action);
        if (row is null) batch.Delete(key);
        else batch.Put(key, row.Write(), row.Told?.Customer);
        if (aside is not null) batch.Put(Letter(aside), JsonSerializer.SerializeToUtf8Bytes(aside, DeliveryJson.Default.UndeliveredMessage), row?.Told?.Customer);
    });

    /// <summary>What is kept of an owner beyond actions.</summary>
    public DigestRow Digest(string subscription, string owner)
    {
        var bytes = Array.Empty<byte>();
        return _rows.TryGet(new Keys(0).Text(Table.Subscriptions, Name(subscription, owner)), ref bytes, out var length) ? JsonSerializer.Deserialize(bytes.AsSpan(0, length), DeliveryJson.Default.DigestRow)! : new DigestRow(0);
    }

    /// <summary>Keeps that.</summary>
    public void Keep(string subscription, string owner, DigestRow row, UndeliveredMessage? aside = null) => Write(batch =>
    {
        batch.Put(new Keys(0).Text(Table.Subscriptions, Name(subscription, owner)), JsonSerializer.SerializeToUtf8Bytes(row, DeliveryJson.Default.DigestRow));
        if (aside is not null) batch.Put(Letter(aside), JsonSerializer.SerializeToUtf8Bytes(aside, DeliveryJson.Default.UndeliveredMessage));
    });

    /// <summary>The position of the log up to which a receiver was told everything, or tries are under way; -1 for none.</summary>
    public long Position(string subscription)
    {
        var bytes = Array.Empty<byte>();
        return _rows.TryGet(new Keys(0).Text(Table.Subscriptions, subscription), ref bytes, out var length) ? BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(0, length)) : -1;
    }

    /// <summary>Keeps that.</summary>
    public void Keep(string subscription, long position) => Write(batch =>
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, position);
        batch.Put(new Keys(0).Text(Table.Subscriptions, subscription), bytes);
    });

    /// <summary>What was set aside of a subscription, or of all, by subscription and key.</summary>
    public IReadOnlyList<UndeliveredMessage> SetAside(string? subscription)
    {
        var letters = new List<UndeliveredMessage>();
        using var scan = _rows.Scan(subscription is null ? new Keys(0).Prefix(Table.Undelivered) : new Keys(0).TextPrefix(Table.Undelivered, subscription));
        // Those of earlier versions may hold an address.
        while (scan.MoveNext())
        {
            var letter = JsonSerializer.Deserialize(scan.Value, DeliveryJson.Default.UndeliveredMessage)!;
            letters.Add(letter with { Reason = PlainText.WithoutAddresses(letter.Reason) });
        }
        return letters;
    }

    /// <summary>Takes a message off what was set aside.</summary>
    public void Forget(UndeliveredMessage message) => Write(batch => batch.Delete(Letter(message)));

    /// <summary>Has a message that was set aside tried again, and takes it off the list.</summary>
    public void TakeBack(UndeliveredMessage message)
    {
        var (subscription, owner) = (message.Subscription, message.Owner);
        if (message.Action is null) Keep(subscription, owner, Digest(subscription, owner) with { DigestOn = 0, Tries = 0, TriedSince = 0, NextAt = 0 });
        else if (ActionIdentity.TryParse(message.Action, out var id) && Rows(subscription, owner).GetValueOrDefault(id) is { } row) Keep(subscription, owner, id, row with { SetAside = null, Tries = 0, TriedSince = 0, NextAt = 0, TriedKey = null });
        Forget(message);
    }

    /// <summary>Names of all subscriptions of which anything is kept, in order.</summary>
    public IReadOnlyCollection<string> Names()
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var table in Tables)
        {
            var prefix = new Keys(0).Prefix(table).ToArray();
            var from = prefix;
            while (true)
            {
                using var rows = _rows.Scan(prefix, from);
                if (!rows.MoveNext()) break;
                var own = rows.Key[prefix.Length..];
                var name = Encoding.UTF8.GetString(own.IndexOf((byte)0) is >= 0 and var end ? own[..end] : own);
                names.Add(name);
                from = Behind(table, name);
            }
        }
        return names;
    }

    /// <summary>Forgets all of a subscription, in one step whatever there is of it: another one of its name begins as a new one.</summary>
    public void Forget(string subscription) => Write(batch =>
    {
        foreach (var table in Tables) batch.DeleteRange(new Keys(0).Text(table, subscription), Behind(table, subscription));
    });

    // Where keys of the next name may begin: names hold nothing so small.
    private static byte[] Behind(Table table, string subscription) => [.. new Keys(0).Text(table, subscription), 1];

    private static string Name(string subscription, string owner) => subscription + "\0" + owner;

    private static ReadOnlySpan<byte> Letter(UndeliveredMessage message) => new Keys(0).Text(Table.Undelivered, Name(message.Subscription, message.Key));

    private void Write(Action<StoreBatch> what) => deliveries.Write(what);
}
