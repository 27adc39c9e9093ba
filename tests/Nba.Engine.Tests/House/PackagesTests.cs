using System.Reflection;
using Nba.House;

namespace Nba.Engine.Tests.House;

public sealed class PackagesTests
{
    private static readonly PackageHome[] Homes =
    [
        new("Newtonsoft.Json", "Newtonsoft", "Newtonsoft.Json", "Sources"),
        new("RulesEngine", "RulesEngine", "RulesEngine", "Expressions"),
        new("System.Linq.Dynamic.Core", "System.Linq.Dynamic", "System.Linq.Dynamic.Core", "Expressions"),
        new("FastExpressionCompiler", "FastExpressionCompiler", "FastExpressionCompiler", "Expressions"),
        // Comes along with RulesEngine; the engine checks its input itself.
        new("FluentValidation", "FluentValidation", "FluentValidation"),
        new("NodaTime", "NodaTime", "NodaTime", "Calendars"),
        // Stable hashes: ids of events and actions, hold-out shares, turns of the first day, and the hash of a whole state at the root.
        new("System.IO.Hashing", "System.IO.Hashing", "System.IO.Hashing",
            "Network", "Events", "Profiles", "Campaigns", "Rules", "Plans", "Policies", "Routing", "Actions", "Queues", "Statistics", "RuleBookLoader.cs", "Relevance.cs", "Withholding.cs", "TextPool.cs", "PinnedPlans.cs"),
    ];

    [Fact]
    public void A_package_is_named_only_in_its_folders() =>
        Findings.None(PackageHome.Strays(RoomTable.Folder, RoomTable.Project, Assembly.Load(RoomTable.Project), Homes));

    [Fact]
    public void Every_referenced_package_has_its_folders() =>
        Findings.None(PackageHome.Homeless(RoomTable.Folder + "/Nba.Engine.csproj", Homes));
}
