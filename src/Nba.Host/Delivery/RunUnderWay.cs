namespace Nba.Host.Delivery;

/// <summary>
/// A subscription's run, from its beginning to its end. It begins when what ran under its name before is over, so that no owner of a receiver is ever served from two places. Thread-safe.
/// </summary>
internal sealed class RunUnderWay
{
    private readonly CancellationTokenSource _ending, _stopping;

    /// <summary>Begins a run.</summary>
    /// <param name="run">The run; given back when it is over.</param>
    /// <param name="before">What was under way under its name.</param>
    /// <param name="stopping">The host stops: what is under way is given up at once.</param>
    public RunUnderWay(SubscriptionRun run, Task before, CancellationToken stopping)
    {
        (_stopping, Run) = (CancellationTokenSource.CreateLinkedTokenSource(stopping), run);
        _ending = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        Over = Task.Run(() => All(before), CancellationToken.None);
    }

    /// <summary>The run.</summary>
    public SubscriptionRun Run { get; }

    /// <summary>Over when nothing of it is under way any more.</summary>
    public Task Over { get; }

    /// <summary>Ends it: nothing more is sent, and what was sent is waited for as long as one answer may take, for a receiver might take it after what comes next.</summary>
    public async Task End(TimeProvider time)
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        try
        {
            await Over.WaitAsync(Run.Subscription.Timeout, time, _stopping.Token).ConfigureAwait(false);
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            await _stopping.CancelAsync().ConfigureAwait(false);
        }
        await Over.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ending.Dispose();
        _stopping.Dispose();
    }

    private async Task All(Task before)
    {
        using (Run)
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Run.Run(_ending.Token, _stopping.Token).ConfigureAwait(false);
        }
    }
}
