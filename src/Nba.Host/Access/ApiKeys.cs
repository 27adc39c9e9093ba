using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Nba.Engine.Sources;
using Nba.Host.Settings;

namespace Nba.Host.Access;

/// <summary>The machines' keys in force: those of the file as it is now, so that a key that was taken out is good no longer. Thread-safe.</summary>
public sealed class ApiKeys
{
    private readonly string _file;
    private readonly ILogger _log;
    private readonly Lock _one = new();
    private volatile Known _known;

    /// <summary>The keys of a file.</summary>
    /// <exception cref="CannotStartException">The file has faults.</exception>
    public ApiKeys(string file, ILogger<ApiKeys> log)
    {
        (_file, _log) = (file, log);
        var (keys, problems) = ApiKeyFile.Read(file);
        if (problems.Count > 0) throw new CannotStartException($"the file of keys '{file}' has faults:\n  {Sentence.Join($"\n  ", problems.Select(p => p.Told))}");
        _known = new Known(Stamp(), keys.ToFrozenDictionary(k => k.Hash, StringComparer.Ordinal));
    }

    /// <summary>The key of that text, when it is good on that day (UTC); null otherwise.</summary>
    public ApiKey? Find(string text, DateOnly today)
    {
        // By its hash: how long the search takes says nothing of any key.
        return Current().Keys.GetValueOrDefault(ApiKey.HashOf(text)) is { } key && (key.Until is not { } until || today <= until) ? key : null;
    }

    private Known Current()
    {
        if (Stamp() == _known.Stamp) return _known;
        lock (_one)
        {
            var stamp = Stamp();
            if (stamp == _known.Stamp) return _known;
            var (keys, problems) = ApiKeyFile.Read(_file);
            // A file that somebody is in the middle of mending locks nobody out; it is told once.
            if (problems.Count > 0) AccessLog.FaultyKeys(_log, _file, problems[0].ToString());
            _known = problems.Count > 0 ? _known with { Stamp = stamp } : new Known(stamp, keys.ToFrozenDictionary(k => k.Hash, StringComparer.Ordinal));
            return _known;
        }
    }

    private (long Length, DateTime Written) Stamp() => new FileInfo(_file) is { Exists: true } info ? (info.Length, info.LastWriteTimeUtc) : default;

    private sealed record Known((long Length, DateTime Written) Stamp, FrozenDictionary<string, ApiKey> Keys);
}

/// <summary>What is said about access. Ids 3601 to 3649 are this folder's and are never reused.</summary>
internal static partial class AccessLog
{
    [LoggerMessage(3601, LogLevel.Warning, "There is no access control: whoever reaches this machine's own addresses sees and changes everything. Nba:Access sets it up (docs/security.md).")]
    public static partial void Open(ILogger log);

    [LoggerMessage(3602, LogLevel.Error, "The file of keys {File} has faults, and the keys before go on: {First}")]
    public static partial void FaultyKeys(ILogger log, string file, string first);

    [LoggerMessage(3603, LogLevel.Warning, "A token could not be checked: {Why}")]
    public static partial void Unchecked(ILogger log, string why);

    [LoggerMessage(3604, LogLevel.Warning, "A sign-in with a browser came to nothing: {Fault} {Detail}")]
    public static partial void NotSignedIn(ILogger log, SignInFault fault, string detail);
}
