using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Nba.Engine;
using Nba.Engine.Sources;

namespace Nba.Host.RuleFiles;

/// <summary>How the rule files stand against the book last handed on.</summary>
/// <param name="Version">Version of the book last handed on.</param>
/// <param name="Since">When it was.</param>
/// <param name="Problems">Faults of the files as they lie now, which keep the old book in force; empty when there are none.</param>
/// <param name="FaultySince">When those faults were found; null when there are none.</param>
public sealed record RuleFolderStatus(string Version, DateTimeOffset Since, IReadOnlyList<RuleProblem> Problems, DateTimeOffset? FaultySince);

/// <summary>
/// Looks at the rule files again and again and hands a new book on, all or nothing. It compares contents and not the file system's notices: those get lost
/// on network drives, in containers and when an editor saves by renaming. A change counts once it has stood for one interval, so that a set of files is
/// never caught half copied. A book that is refused is handed on again with each look until it is taken. <see cref="Status"/> may be read by any thread.
/// </summary>
public sealed class RuleFolderWatcher : BackgroundService
{
    private readonly TimeSpan _interval;
    private readonly TimeProvider _time;
    private readonly Func<RuleBook, IReadOnlyList<RuleProblem>> _changed;
    private readonly ILogger<RuleFolderWatcher> _log;
    private readonly Lock _one = new();
    private readonly RuleFolderChanges _changes;
    private RuleFolderStatus _status;
    private RuleBook? _refused;

    /// <summary>Watches a folder on top of the book that is handed on already.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="book">The book in force, made from the folder or, when that is faulty, from the store.</param>
    /// <param name="problems">Faults found in the folder when the host started.</param>
    /// <param name="interval">How often to look.</param>
    /// <param name="time">The clock.</param>
    /// <param name="changed">Takes a new book, or answers what keeps it from coming into force; called by one thread at a time.</param>
    /// <param name="log">Where faults are said.</param>
    public RuleFolderWatcher(string directory, RuleBook book, IReadOnlyList<RuleProblem> problems, TimeSpan interval, TimeProvider time, Func<RuleBook, IReadOnlyList<RuleProblem>> changed, ILogger<RuleFolderWatcher> log)
    {
        (_interval, _time, _changed, _log) = (interval, time, changed, log);
        // What the book was made from is judged already; a folder that was faulty, or changed since, is looked at like any change.
        _changes = new RuleFolderChanges(directory, new RuleFolderText(book.Files, []));
        _status = new RuleFolderStatus(book.Version, time.GetUtcNow(), problems, problems.Count > 0 ? time.GetUtcNow() : null);
    }

    /// <summary>How the files stand.</summary>
    public RuleFolderStatus Status => Volatile.Read(ref _status);

    /// <summary>Looks once; answers whether a book was handed on.</summary>
    public bool Check()
    {
        lock (_one)
        {
            if (_changes.Next() is { } text) return Judge(RuleFolder.Compile(text));
            // What kept it from coming into force may be gone.
            return _refused is { } book && Judge(new RuleBookLoad(book, []));
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_interval, _time);
        if (Status.Problems.Count > 0) RuleFilesLog.Faulty(_log, Status.Problems.Count, Status.Version, Lines(Status.Problems));
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false)) Check();
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private bool Judge(RuleBookLoad load)
    {
        var now = _time.GetUtcNow();
        _refused = null;
        if (load.Book is not { } book) return Faulty(load.Problems, now);
        var mended = Status.Problems.Count > 0;
        if (book.Version == Status.Version)
        {
            Volatile.Write(ref _status, Status with { Problems = [], FaultySince = null });
            if (mended) RuleFilesLog.Mended(_log, book.Version);
            return false;
        }
        var old = Status.Version;
        if (_changed(book) is { Count: > 0 } problems)
        {
            _refused = book;
            return Faulty(problems, now);
        }
        Volatile.Write(ref _status, new RuleFolderStatus(book.Version, now, [], null));
        RuleFilesLog.Changed(_log, book.Version, old);
        return true;
    }

    private bool Faulty(IReadOnlyList<RuleProblem> problems, DateTimeOffset now)
    {
        if (problems.SequenceEqual(Status.Problems)) return false;
        Volatile.Write(ref _status, Status with { Problems = problems, FaultySince = Status.FaultySince ?? now });
        RuleFilesLog.Faulty(_log, problems.Count, Status.Version, Lines(problems));
        return false;
    }

    private static string Lines(IReadOnlyList<RuleProblem> problems) => "\n  " + string.Join("\n  ", ProblemLines.Of(problems));
}

/// <summary>What is said about rule files. Ids 3101 to 3199 are this folder's and are never reused.</summary>
internal static partial class RuleFilesLog
{
    [LoggerMessage(3101, LogLevel.Error, "The rule files have {Count} fault(s) and are NOT in force; the rule files {Version} stay.{Problems}")]
    public static partial void Faulty(ILogger log, int count, string version, string problems);

    [LoggerMessage(3102, LogLevel.Information, "The rule files are whole again and say what the rule book {Version} in force says.")]
    public static partial void Mended(ILogger log, string version);

    [LoggerMessage(3103, LogLevel.Information, "The rule files changed: the rule book {Version} follows {Old}.")]
    public static partial void Changed(ILogger log, string version, string old);
}
