using Nba.Host.Tests.Api;
using Nba.Host.Tests.State.Sealing;

namespace Nba.Host.Tests.Privacy;

/// <summary>A test with a bank that is not running yet, and the keys that it may be sealed with; both are gone after it.</summary>
public abstract class WithKeys : IAsyncDisposable
{
    private protected readonly RunningBank _bank = new();
    private protected readonly SealFolder _keys = new();

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _bank.DisposeAsync();
        _keys.Dispose();
    }
}
