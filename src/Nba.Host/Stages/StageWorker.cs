using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Nba.Host.Transport;

namespace Nba.Host.Stages;

/// <summary>
/// Runs a stage on a thread of its own until the host stops: then no more events are taken, what was handed in is decided and made durable, and all
/// is given back. A start that fails is the caller's to see; a failure later stops the host with exit code 1. Owns the transport and the stage.
/// </summary>
/// <param name="name">Name of the thread.</param>
/// <param name="transport">What the stage polls.</param>
/// <param name="stage">The stage.</param>
/// <param name="close">Ends the input of the transport.</param>
/// <param name="lifetime">Stopped when the stage fails.</param>
/// <param name="log">Where beginning, end and failure are said.</param>
public sealed class StageWorker(string name, ITransport transport, IStage stage, Action close, IHostApplicationLifetime lifetime, ILogger<StageWorker> log) : BackgroundService
{
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _failure;
    private bool _started;
    private volatile bool _running;

    /// <summary>Whether events are being decided.</summary>
    public bool IsRunning => _running;

    /// <summary>Why it stopped by itself, if it did.</summary>
    public Exception? Failure => Volatile.Read(ref _failure);

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
        await _opened.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            close();
        }
        catch (ObjectDisposedException)
        {
            // The stage failed before and gave everything back.
        }
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        if (!_ended.Task.IsCompleted) StageLog.StopTimedOut(log);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        if (_started) return;
        stage.Dispose();
        transport.Dispose();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _started = true;
        new Thread(Run) { Name = name, IsBackground = true }.Start();
        return _ended.Task;
    }

    private void Run()
    {
        try
        {
            stage.Turn();
            stage.Settle();
            _running = true;
            _opened.TrySetResult();
            StageLog.Started(log, stage.Book ?? "");
            while (stage.Turn())
            {
            }
            stage.Settle();
            StageLog.Stopped(log, stage.Taken, stage.Commits);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            Fail(failure);
        }
        finally
        {
            _running = false;
            stage.Dispose();
            transport.Dispose();
            _ended.TrySetResult();
        }
    }

    private void Fail(Exception failure)
    {
        Volatile.Write(ref _failure, failure);
        // Before it opened, the caller of the start says it.
        if (_opened.TrySetException(failure)) return;
        StageLog.Failed(log, failure);
        Environment.ExitCode = 1;
        lifetime.StopApplication();
    }
}

/// <summary>What is said about stages. Ids 3201 to 3299 are this folder's and are never reused.</summary>
internal static partial class StageLog
{
    [LoggerMessage(3201, LogLevel.Information, "Deciding begins with the rule book {Book}.")]
    public static partial void Started(ILogger log, string book);

    [LoggerMessage(3202, LogLevel.Information, "Deciding ended: {Activities} activities in {Commits} commits, all durable.")]
    public static partial void Stopped(ILogger log, long activities, long commits);

    [LoggerMessage(3203, LogLevel.Critical, "Deciding failed and the host stops. Nothing that was acknowledged is lost; mend the cause and start again.")]
    public static partial void Failed(ILogger log, Exception failure);

    [LoggerMessage(3204, LogLevel.Error, "The stop took longer than allowed: events that were not acknowledged must be handed in again.")]
    public static partial void StopTimedOut(ILogger log);

    [LoggerMessage(3205, LogLevel.Critical, "Partition {Partition} is not run by this worker, which is not ready until it is: {Why}.")]
    public static partial void Held(ILogger log, int partition, string why);

    [LoggerMessage(3206, LogLevel.Error, "The engine failed on the activity at {Position} of partition {Partition}, attempt {Attempt} of {Most}; after the last it is a dead letter: {Failure}")]
    public static partial void RecordFailed(ILogger log, int partition, long position, int attempt, int most, string failure);

    [LoggerMessage(3207, LogLevel.Error, "The engine failed on what time brings the customers of partition {Partition}: {Failure}")]
    public static partial void TimeFailed(ILogger log, int partition, string failure);

    [LoggerMessage(3208, LogLevel.Error, "A queue of partition {Partition} could not be put into words: what was published of it stays, and it is tried again with its next record, day or book: {Failure}")]
    public static partial void QueueFailed(ILogger log, int partition, string failure);
}
