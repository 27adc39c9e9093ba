using Nba.Host.Settings;
using Nba.Host.State;

namespace Nba.Host.Delivery;

/// <summary>
/// What receivers were told, in a store of its own beside the bank's: losing it repeats messages and loses no decision. One for each data directory, opened once by the host and shared by all
/// kinds of delivery, each of which has tables of its own. Thread-safe.
/// </summary>
internal sealed class DeliveryStore : IDisposable
{
    /// <summary>The folder of the data directory in which it lies.</summary>
    public const string Folder = "delivery";

    private readonly Lock _writing = new();

    private DeliveryStore(Store rows) => Rows = rows;

    /// <summary>The rows, to be read from any thread.</summary>
    public Store Rows { get; }

    /// <summary>Opens it for reading and writing, making it if it is missing.</summary>
    /// <exception cref="StoreUnavailableException">Another process has it, or it cannot be opened.</exception>
    public static DeliveryStore Open(HostSettings settings) => new(Store.Open(Small(settings)));

    /// <summary>Opens that of a stopped host for reading; null where there is none yet.</summary>
    /// <exception cref="StoreUnavailableException">A running process has it, or it cannot be opened.</exception>
    public static DeliveryStore? OpenReadOnly(HostSettings settings) =>
        StoreOwnership.IsStore(Directory(settings)) ? new DeliveryStore(Store.OpenReadOnly(Directory(settings))) : null;

    /// <summary>Makes the changes that are put into a batch durable, all together or none; nothing when none is put.</summary>
    public void Write(Action<StoreBatch> put)
    {
        lock (_writing)
        {
            using var batch = Rows.NewBatch();
            put(batch);
            if (batch.Count > 0) Rows.Write(batch);
        }
    }

    public void Dispose() => Rows.Dispose();

    private static string Directory(HostSettings settings) => Path.Combine(settings.Host.Data, Folder);

    // A row for each prompt of a manager is little beside the bank's own store, which has the memory.
    private static StoreOptions Small(HostSettings settings)
    {
        var small = settings.Store.In(Directory(settings));
        (small.WriteBufferMiB, small.WriteBuffers, small.BlockCacheMiB, small.MaxOpenFiles) = (Math.Min(small.WriteBufferMiB, 4), 2, 4, 64);
        return small;
    }
}
