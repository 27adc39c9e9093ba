using Nba.Host.Commands;
using Nba.Host.Demo;
using Nba.Host.Tests.Stages;

namespace Nba.Host.Tests.Demo;

/// <summary>A tenth of the demo bank, lived through the whole year once with the shipped rules; what several tests look at.</summary>
[CollectionDefinition(Name)]
public sealed class DemoYearFixture : ICollectionFixture<DemoYearFixture>, IDisposable
{
    /// <summary>What the tests that look at the year name.</summary>
    public const string Name = "the demo's year";

    private readonly string _folder = Directory.CreateTempSubdirectory("nba-demo-year-").FullName;

    public DemoYearFixture()
    {
        var rules = SimulatedBank.Rules();
        Year = DemoYear.Run(Options, rules, Options.To, Path.Combine(_folder, "bank"));
    }

    /// <summary>The same shares as the full bank: 250 customers for each manager.</summary>
    internal static DemoBankOptions Options { get; } = new() { Customers = 500, Managers = 2, Branches = 2 };

    /// <summary>The bank after its year.</summary>
    internal DemoYear Year { get; }

    public void Dispose()
    {
        Year.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
