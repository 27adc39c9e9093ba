using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Nba.Host.Api;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Commands;

/// <summary>
/// Hands the events of a file of JSON lines in while the host runs. How far the file was read is committed together with what its events did, so that a
/// second run, also after a crash, goes on behind the last durable row. Standard input can't be read twice and has no such mark.
/// </summary>
internal sealed class EventFileIntake(string path, Intake intake, Queries queries, ILogger<EventFileIntake> log) : BackgroundService
{
    private const int ChunkEvents = 1000;
    private const int ChunkBytes = 256 * 1024;
    private const int InFlight = 8;

    private readonly Queue<Task<ChunkOutcome>> _waiting = new();
    private readonly string? _source = path == "-" ? null : "file:" + Path.GetFullPath(path);
    private long _events;
    private long _refused;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            await Read(stoppingToken).ConfigureAwait(false);
            EventFileLog.Read(log, path, _events, _refused);
        }
        catch (Exception failure) when (failure is OperationCanceledException or IntakeClosedException)
        {
            EventFileLog.Left(log, path);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            EventFileLog.Failed(log, path, failure);
        }
    }

    private async Task Read(CancellationToken stopping)
    {
        var done = _source is null ? 0 : queries.Progress(_source);
        if (done > 0) EventFileLog.Resumed(log, path, done);
        var lines = JsonLines.Open(path);
        await using (lines.ConfigureAwait(false))
        {
            IntakeChunk? chunk = null;
            while (true)
            {
                // What standard input has given is decided before more is waited for; reading it can't be cancelled, waiting for it can.
                var row = lines.Row;
                var next = lines.Next(stopping).AsTask();
                if (chunk is not null && (chunk.Count >= ChunkEvents || chunk.Bytes >= ChunkBytes || !next.IsCompleted))
                {
                    await HandIn(chunk, row, stopping).ConfigureAwait(false);
                    chunk = null;
                }
                if (await next.WaitAsync(stopping).ConfigureAwait(false) is not { } line)
                {
                    if (chunk is not null) await HandIn(chunk, row, stopping).ConfigureAwait(false);
                    break;
                }
                if (lines.Row <= done) continue;
                (chunk ??= new IntakeChunk(ChunkBytes)).Add(line.Span);
            }
            while (_waiting.Count > 0) await Settle().ConfigureAwait(false);
        }
    }

    private async Task HandIn(IntakeChunk chunk, long row, CancellationToken stopping)
    {
        if (_source is not null) chunk.Progress = (_source, row);
        _events += chunk.Count;
        _waiting.Enqueue(intake.Take(chunk, stopping));
        while (_waiting.Count >= InFlight) await Settle().ConfigureAwait(false);
    }

    private async Task Settle() => _refused += (await _waiting.Dequeue().ConfigureAwait(false)).Refusals.Count;
}

/// <summary>What is said about event files. Ids 3301 to 3399 are this folder's and are never reused.</summary>
internal static partial class EventFileLog
{
    [LoggerMessage(3301, LogLevel.Information, "All of {Path} is read: {Events} events handed in, {Refused} refused (GET /dead-letters).")]
    public static partial void Read(ILogger log, string path, long events, long refused);

    [LoggerMessage(3302, LogLevel.Information, "{Path} was read before: going on behind row {Row}.")]
    public static partial void Resumed(ILogger log, string path, long row);

    [LoggerMessage(3303, LogLevel.Information, "Reading {Path} ends as the host stops; the next run goes on behind its last durable row.")]
    public static partial void Left(ILogger log, string path);

    [LoggerMessage(3304, LogLevel.Error, "{Path} cannot be read on; what was read of it is decided.")]
    public static partial void Failed(ILogger log, string path, Exception failure);
}
