using Nba.Host.Settings;
using Nba.Host.State;

namespace Nba.Host.Delivery;

/// <summary>The store of what receivers have, apart from the bank's own: losing it costs messages that are sent again, and no decision. Opened once by the host; thread-safe.</summary>
internal sealed class DeliveryStore : IDisposable
{
    private const string Folder = "delivery";

    private DeliveryStore(Store store) => Store = store;

    /// <summary>Its rows.</summary>
    public Store Store { get; }

    /// <summary>Opens it below the data directory.</summary>
    /// <exception cref="StoreUnavailableException">Another process has it, or it cannot be opened.</exception>
    public static DeliveryStore Open(HostSettings settings) => new(Store.Open(settings.Store.In(Directory(settings), fsync: true)));

    /// <summary>Where it lies.</summary>
    public static string Directory(HostSettings settings) => Path.Combine(settings.Host.Data, Folder);

    /// <inheritdoc/>
    public void Dispose() => Store.Dispose();
}
