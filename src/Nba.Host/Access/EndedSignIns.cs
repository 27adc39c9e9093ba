using System.Globalization;

namespace Nba.Host.Access;

/// <summary>
/// Sign-ins that were ended before they were over: a cookie is good wherever it was copied to, so that deleting it in one browser would end nothing. Kept in a file, for a restart. Thread-safe.
/// </summary>
internal sealed class EndedSignIns
{
    /// <summary>The file, beside the keys that seal cookies.</summary>
    public const string FileName = "signed-out";

    private readonly string _file;
    private readonly Lock _one = new();
    private readonly Dictionary<string, DateTimeOffset> _ended;

    /// <summary>Those of a file; none where there is no file.</summary>
    public EndedSignIns(string file)
    {
        _file = file;
        _ended = File.Exists(file) ? File.ReadLines(file).Select(Read).OfType<(string Id, DateTimeOffset Until)>().ToDictionary(e => e.Id, e => e.Until, StringComparer.Ordinal) : [];
    }

    /// <summary>Whether one was ended.</summary>
    public bool Has(string id)
    {
        lock (_one) return _ended.ContainsKey(id);
    }

    /// <summary>Ends one; those that are over by themselves are forgotten.</summary>
    /// <param name="id">Its name.</param>
    /// <param name="until">When it is over by itself.</param>
    /// <param name="now">Now.</param>
    public void End(string id, DateTimeOffset until, DateTimeOffset now)
    {
        lock (_one)
        {
            foreach (var over in _ended.Where(e => e.Value < now).Select(e => e.Key).ToList()) _ended.Remove(over);
            _ended[id] = until;
            File.WriteAllLines(_file + ".half", _ended.Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.Key} {e.Value.ToUnixTimeSeconds()}")));
            File.Move(_file + ".half", _file, overwrite: true);
        }
    }

    private static (string, DateTimeOffset)? Read(string line) =>
        line.Split(' ') is [{ Length: > 0 } id, var until] && long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? (id, DateTimeOffset.FromUnixTimeSeconds(seconds)) : null;
}
