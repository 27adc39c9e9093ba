using Nba.Engine;
using Nba.Engine.Sources;
using Nba.House;

namespace Nba.Host.Tests.Demo;

/// <summary>Books for the demo's tests: the shipped words and calendars, with nothing that proposes actions but what a test adds.</summary>
internal static class DemoBooks
{
    /// <summary>The shipped vocabulary and what it leans on.</summary>
    public static RuleBook Shipped { get; } = Load(Shipment("vocabulary.json", "parameters.json", "segments.json"));

    /// <summary>Compiles files together with the shipped calendars.</summary>
    public static RuleBook Load(IEnumerable<SourceFile> files)
    {
        var load = RuleBook.Load([.. files, .. Repository.Files("rules/calendars", ".json").Select(f => new SourceFile(f["rules/".Length..], Repository.Read(f)))]);
        Assert.Empty(load.Problems);
        return load.Book!;
    }

    private static IEnumerable<SourceFile> Shipment(params string[] names) => names.Select(n => new SourceFile(n, Repository.Read("rules/" + n)));
}
