using Nba.Engine;
using Nba.Host.Demo;
using Nba.Host.RuleFiles;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.House;

namespace Nba.Host.Tests.Stages;

/// <summary>A small made-up bank lived through some weeks with the shipped rules, in a folder that goes with it.</summary>
internal sealed class SimulatedBank : IDisposable
{
    private static readonly DemoBankOptions Options = new() { Customers = 120, Managers = 3, To = new DateOnly(2025, 4, 20) };

    private static readonly Lazy<RuleBook> Shipped = new(() => RuleFolder.Load(Path.Combine(Repository.Root, "rules")).Book!);

    public string Folder { get; } = Directory.CreateTempSubdirectory("nba-bank-").FullName;

    /// <summary>The shipped rules, loaded once: a book never changes.</summary>
    public static RuleBook Rules() => Shipped.Value;

    /// <summary>Lives the weeks under these options, into a folder of that name; or those of another bank.</summary>
    public Store Live(string name, StageOptions options, DemoBankOptions? other = null)
    {
        var lived = other ?? Options;
        var book = Rules();
        using (var run = Simulation.Open(new StoreOptions { Directory = Path.Combine(Folder, name), Fsync = false }, book, options))
        {
            foreach (var happened in new DemoBank(lived, book.Calendar).Events()) run.Feed(happened.Json.Span, happened.TimeMs);
            run.AdvanceTo(book.Calendar.StartOf(lived.To.AddDays(1)));
        }
        return Store.OpenReadOnly(Path.Combine(Folder, name));
    }

    /// <summary>An empty store for a replay.</summary>
    public Store Empty(string name) => Store.Open(new StoreOptions { Directory = Path.Combine(Folder, name), Fsync = false });

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
