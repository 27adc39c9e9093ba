using Microsoft.Extensions.Logging;

namespace Nba.Host.Delivery;

/// <summary>
/// Keeps one receiver up to what stands: owner by owner, several at a time, each owner's messages one after the other. What changes meanwhile is looked at before the next message. Runs
/// until it is stopped; <see cref="Mark"/> and <see cref="Figures"/> may be used by any thread.
/// </summary>
/// <param name="subscription">The subscription.</param>
/// <param name="destination">Where its messages go; given back with this.</param>
/// <param name="desk">Serves one owner.</param>
/// <param name="reader">What stands.</param>
/// <param name="ledger">What the receiver has.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where failures of its own are said.</param>
internal sealed class SubscriptionRun(Subscription subscription, IDestination destination, OwnerDelivery desk, DeliveryReader reader, DeliveryLedger ledger, TimeProvider time, ILogger log) : IDisposable
{
    private const int Side = 8;

    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(30);

    private readonly Lock _one = new();
    private readonly HashSet<string> _marked = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _due = new(StringComparer.Ordinal);
    private readonly HashSet<string> _served = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<UndeliveredMessage>> _again = new(StringComparer.Ordinal);
    private TaskCompletionSource _wake = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _book;
    private int _today;
    private long _reached = -1;
    private long _told = -1;

    /// <summary>The subscription.</summary>
    public Subscription Subscription => subscription;

    /// <summary>How it stands.</summary>
    public SubscriptionFigures Figures
    {
        get
        {
            lock (_one) return new SubscriptionFigures(subscription.Name, ledger.Position(subscription.Name), _marked.Count + _served.Count, _due.Count, desk.Delivered, desk.Failures, desk.LastFailure, destination.Resting, destination.ToMend);
        }
    }

    /// <summary>These owners' actions changed, or something else that their messages follow from.</summary>
    public void Mark(IEnumerable<string> owners)
    {
        TaskCompletionSource wake;
        lock (_one)
        {
            foreach (var owner in owners) _marked.Add(owner);
            wake = _wake;
        }
        wake.TrySetResult();
    }

    /// <summary>These messages, which were set aside, are to be tried again: at the next turn of each one's owner, for nobody else writes what is kept of an owner.</summary>
    public void Again(IReadOnlyCollection<UndeliveredMessage> letters)
    {
        lock (_one)
        {
            foreach (var letter in letters)
            {
                if (_again.TryGetValue(letter.Owner, out var others)) others.Add(letter);
                else _again[letter.Owner] = [letter];
            }
        }
        Mark(letters.Select(l => l.Owner));
    }

    /// <summary>Somebody says that the receiver is mended: what waits for it is tried now.</summary>
    public void TryNow()
    {
        destination.TryNow();
        List<string> waiting;
        lock (_one) waiting = [.. _due.Keys];
        Mark(waiting);
    }

    /// <summary>Runs until it is ended or stopped; everything under way is over then.</summary>
    /// <param name="ending">Nothing more is begun; what is under way goes on.</param>
    /// <param name="stopping">What is under way is given up too.</param>
    public async Task Run(CancellationToken ending, CancellationToken stopping)
    {
        var running = new List<Task>();
        while (!ending.IsCancellationRequested)
        {
            try
            {
                if (Everybody() is { } all) Mark(all);
                foreach (var owner in Ready()) running.Add(Serve(owner, ending, stopping));
                running.RemoveAll(t => t.IsCompleted);
                await Wait(ending).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested)
            {
                break;
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                // A store that cannot be written, or a book that cannot be read: it may be mended while the bank goes on.
                DeliveryLog.RunFailed(log, subscription.Name, failure);
                _book = null;
                await Task.WhenAny(Task.Delay(AfterFailure, time, ending)).ConfigureAwait(false);
            }
        }
        await Task.WhenAll(running).ConfigureAwait(false);
        // What was asked for and had no turn any more is for whoever runs next.
        List<string> asked;
        lock (_one) asked = [.. _again.Keys];
        foreach (var owner in asked) TakeBack(owner);
    }

    public void Dispose() => destination.Dispose();

    // At the start, on a new day and under a new book everybody is looked at: what is due by date, and what a campaign lets go, changes without a record.
    private IEnumerable<string>? Everybody()
    {
        if (reader.Standing is not { } standing) return null;
        var (book, today) = (reader.Book, reader.Calendar.DateOf(standing.Now).DayNumber);
        if (book == _book && today == _today) return null;
        (_book, _today) = (book, today);
        return reader.Owners().Concat(ledger.Owners(subscription.Name));
    }

    private List<string> Ready()
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        lock (_one)
        {
            foreach (var (owner, at) in _due.Where(d => d.Value <= now).ToList())
            {
                _due.Remove(owner);
                _marked.Add(owner);
            }
            var ready = _marked.Where(o => !_served.Contains(o)).Take(Side - _served.Count).ToList();
            foreach (var owner in ready)
            {
                _marked.Remove(owner);
                _served.Add(owner);
                _due.Remove(owner);
            }
            return ready;
        }
    }

    private async Task Serve(string owner, CancellationToken ending, CancellationToken stopping)
    {
        long? later = null;
        try
        {
            await Task.Yield();
            TakeBack(owner);
            later = await desk.Serve(owner, () => IsMarked(owner), ending, stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // One owner's trouble is no other's.
            DeliveryLog.Failed(log, subscription.Name, owner, failure);
            later = time.GetUtcNow().AddMinutes(1).ToUnixTimeMilliseconds();
        }
        TaskCompletionSource wake;
        lock (_one)
        {
            _served.Remove(owner);
            if (later is { } at) _due[owner] = at;
            wake = _wake;
        }
        wake.TrySetResult();
    }

    private void TakeBack(string owner)
    {
        List<UndeliveredMessage>? letters;
        lock (_one)
        {
            if (!_again.Remove(owner, out letters)) return;
        }
        foreach (var letter in letters) ledger.TakeBack(letter);
    }

    private bool IsMarked(string owner)
    {
        lock (_one) return _marked.Contains(owner);
    }

    private async Task Wait(CancellationToken ending)
    {
        TaskCompletionSource wake;
        bool idle;
        lock (_one)
        {
            if (_wake.Task.IsCompleted) _wake = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            wake = _wake;
            idle = _marked.Count == 0 && _served.Count == 0;
            if (_marked.Any(o => !_served.Contains(o)) && _served.Count < Side) return;
        }
        if (idle) Reached();
        await Task.WhenAny(wake.Task, Task.Delay(LookAgain, time, ending)).ConfigureAwait(false);
        ending.ThrowIfCancellationRequested();
    }

    private void Reached()
    {
        if (reader.Standing is not { } standing) return;
        // What was committed when it was idle before has been told of since.
        var (reached, told) = (_reached, _told);
        (_reached, _told) = (standing.Position, reached);
        if (reached != told) ledger.Keep(subscription.Name, reached);
    }
}

/// <summary>How a subscription stands.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Position">Position of the log up to which everything was told or set aside, or waits for its next try; -1 for none.</param>
/// <param name="Owners">Owners who are to be looked at, or are.</param>
/// <param name="Waiting">Owners of whom something waits for its time.</param>
/// <param name="Delivered">Messages delivered since it began to run.</param>
/// <param name="Failures">Tries that failed since then.</param>
/// <param name="LastFailure">Why the last of them failed; null for none.</param>
/// <param name="Resting">Why nothing is tried at the moment; null while it is.</param>
/// <param name="ToMend">What keeps messages away until somebody mends it.</param>
internal sealed record SubscriptionFigures(string Name, long Position, int Owners, int Waiting, long Delivered, long Failures, string? LastFailure, string? Resting, IReadOnlyList<ToMend> ToMend);

/// <summary>What is said about deliveries. Ids 3501 to 3599 are this folder's and are never reused.</summary>
internal static partial class DeliveryLog
{
    [LoggerMessage(3501, LogLevel.Error, "Deliveries of '{Subscription}' to {Owner} failed in this program; they are tried again in a minute.")]
    public static partial void Failed(ILogger log, string subscription, string owner, Exception failure);

    [LoggerMessage(3502, LogLevel.Warning, "A message of '{Subscription}' to {Owner} is set aside after {Tries} tries: {Why}. 'nba deliveries redrive {Subscription}' sends it again.")]
    public static partial void SetAside(ILogger log, string subscription, string owner, int tries, string why);

    [LoggerMessage(3503, LogLevel.Information, "Delivering to {Count} subscription(s): {Names}.")]
    public static partial void Begun(ILogger log, int count, string names);

    [LoggerMessage(3505, LogLevel.Error, "The delivery folder cannot be looked at; what was in force stays, and it is looked at again.")]
    public static partial void CannotLook(ILogger log, Exception failure);

    [LoggerMessage(3506, LogLevel.Error, "Deliveries of '{Subscription}' failed in this program; they go on in half a minute.")]
    public static partial void RunFailed(ILogger log, string subscription, Exception failure);

    [LoggerMessage(3507, LogLevel.Information, "The file of '{Subscription}' is gone, and what its receiver was told is forgotten.")]
    public static partial void Forgotten(ILogger log, string subscription);

    [LoggerMessage(3504, LogLevel.Error, "The delivery folder has {Count} fault(s), and what was in force stays.{Problems}")]
    public static partial void Faulty(ILogger log, int count, string problems);
}
