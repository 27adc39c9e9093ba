using System.Buffers.Binary;
using Nba.Engine;
using Nba.Engine.Actions;
using Nba.Engine.Queues;
using Nba.Host.State;
using Nba.Host.Transport;

namespace Nba.Host.Stages;

/// <summary>One owner's queue in memory, and what was last published of it. Not thread-safe.</summary>
internal sealed class OwnerQueue(ManagerQueue queue)
{
    private const int RowLength = 25;

    // The key says it all; the byte is the format.
    private static readonly byte[] SpentRow = [1];

    /// <summary>The actions.</summary>
    public ManagerQueue Queue => queue;

    /// <summary>Whose it is.</summary>
    public string Owner => queue.Owner;

    /// <summary>Version last published; 0 when none was.</summary>
    public long Version { get; private set; }

    /// <summary>Hash of what it said.</summary>
    public UInt128 Hash { get; private set; }

    /// <summary>Whether its row says that it is still to be ranked, so that a successor does.</summary>
    public bool IsMarked { get; private set; }

    /// <summary>Number of the commit that its last change becomes durable with.</summary>
    public long Commit { get; set; }

    /// <summary>The queue as a partition's committed rows have it.</summary>
    public static OwnerQueue Load(Store store, int partition, string owner, Keys keys)
    {
        var loaded = new OwnerQueue(QueueReader.Fold(store, owner, partition: partition));
        var row = Array.Empty<byte>();
        if (store.TryGet(keys.Text(Table.Queues, owner), ref row, out var length) && length == RowLength)
        {
            loaded.IsMarked = IsMarkedRow(row);
            (loaded.Version, loaded.Hash) = (BinaryPrimitives.ReadInt64BigEndian(row.AsSpan(1)), BinaryPrimitives.ReadUInt128BigEndian(row.AsSpan(9)));
        }
        return loaded;
    }

    /// <summary>Whether a row of <see cref="Table.Queues"/> says that the queue is still to be ranked.</summary>
    public static bool IsMarkedRow(ReadOnlySpan<byte> row) => row[0] != 0;

    /// <summary>Takes a record and writes its rows; false when nothing is new.</summary>
    public bool Take(ActionRecord record, IRowWriter into, Keys keys, StateWriter bytes)
    {
        if (!queue.Apply(record)) return false;
        if (record is { ContactMade: true, Campaign: { } campaign }) into.Put(Table.Spent, keys.TextsId(Table.Spent, Owner, campaign, record.Id), SpentRow);
        // A contact counts although a later record of its action is known.
        if (!ReferenceEquals(queue.Find(record.Id), record)) return true;
        bytes.Clear();
        ActionRecordCodec.Write(record, bytes);
        into.Put(Table.Actions, keys.TextId(Table.Actions, Owner, record.Id), bytes.Written);
        return true;
    }

    /// <summary>Forgets withdrawn actions whose time is over by a day.</summary>
    public void Forget(int today, IRowWriter into, Keys keys)
    {
        foreach (var gone in queue.Withdrawn.Where(r => r.Expires < today).ToList())
        {
            queue.Forget(gone.Id);
            into.Delete(Table.Actions, keys.TextId(Table.Actions, Owner, gone.Id));
        }
    }

    /// <summary>Notes in its row that it is still to be ranked.</summary>
    public void Mark(IRowWriter into, Keys keys)
    {
        if (IsMarked) return;
        IsMarked = true;
        Write(into, keys);
    }

    /// <summary>It was ranked, and nothing had changed.</summary>
    public void Unmark(IRowWriter into, Keys keys)
    {
        if (!IsMarked) return;
        IsMarked = false;
        Write(into, keys);
    }

    /// <summary>It was published anew.</summary>
    public void Published(UInt128 hash, IRowWriter into, Keys keys)
    {
        (Version, Hash, IsMarked) = (Version + 1, hash, false);
        Write(into, keys);
    }

    private void Write(IRowWriter into, Keys keys)
    {
        Span<byte> row = stackalloc byte[RowLength];
        row[0] = IsMarked ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt64BigEndian(row[1..], Version);
        BinaryPrimitives.WriteUInt128BigEndian(row[9..], Hash);
        into.Put(Table.Queues, keys.Text(Table.Queues, Owner), row);
    }
}
