using System.Globalization;
using System.Text;
using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Host.RuleFiles;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Tests.Api;

namespace Nba.Host.Tests.Stages;

/// <summary>The bank of <see cref="BankRules"/> in simulated runs: events are written as days come, and whole runs are replayed.</summary>
internal sealed class SmallBank : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nba-small-").FullName;
    private int _ids;

    public SmallBank() => BankRules.Write(Rules);

    public string Rules => Path.Combine(_folder, "rules");

    public string Place(string name) => Path.Combine(_folder, name);

    public RuleBook Book() => RuleFolder.Load(Rules) is { Book: { } book } ? book : throw new InvalidOperationException("the small bank's rules do not load:\n" + string.Join('\n', RuleFolder.Load(Rules).Problems));

    public Simulation Open(string name, StageOptions? options = null) => Simulation.Open(Options(name), Book(), options ?? new StageOptions());

    public StoreOptions Options(string name) => new() { Directory = Place(name), Fsync = false, WriteBufferMiB = 1, BlockCacheMiB = 4 };

    public static Instant At(string day, int hour = 10) => Instant.TryParse(string.Create(CultureInfo.InvariantCulture, $"{day}T{hour:00}:00:00+08:00"), out var at) ? at : throw new ArgumentException($"'{day}' is no day", nameof(day));

    /// <summary>Hands in one event of ten in the morning.</summary>
    public void Feed(Simulation run, string day, string type, string subject, string data, bool history = false, int hour = 10, string? id = null)
    {
        var at = At(day, hour);
        run.Feed(Encoding.UTF8.GetBytes($$"""{"specversion":"1.0","id":"{{id ?? $"e{++_ids}"}}","source":"test","type":"{{type}}","subject":"{{subject}}","time":"{{at}}"{{(history ? ",\"nbahistory\":true" : "")}},"data":{{data}}}"""), at.UnixMilliseconds);
    }

    public void Register(Simulation run, string day, string customer, bool history = false) => Feed(run, day, "customer.registered", customer, """{"name": "Li", "kind": "personal"}""", history);

    /// <summary>Ids of the customers for whom an action stands.</summary>
    public static IReadOnlyList<string> Standing(Simulation run, string action)
    {
        var customers = new SortedSet<string>(StringComparer.Ordinal);
        using var rows = run.Store.Scan(new Keys(0).Prefix(Table.Actions));
        while (rows.MoveNext())
        {
            if (ActionRecordCodec.Read(rows.Value) is var record && record.Action == action) customers.Add(record.Customer);
        }
        return [.. customers];
    }

    /// <summary>Replays a finished run in chunks of another size; the first difference, or null.</summary>
    public string? FirstDifference(string name, int chunk)
    {
        using var recorded = Store.OpenReadOnly(Place(name));
        using var replayed = Store.Open(Options($"{name}-replayed-{chunk}"));
        Replay.Run(recorded, replayed, new StageOptions { SweepChunk = chunk });
        return Replay.Compare(recorded, replayed).First;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
