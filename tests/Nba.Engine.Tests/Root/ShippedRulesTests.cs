using Nba.Engine.Rules;
using Nba.Engine.Sources;
using Nba.House;

namespace Nba.Engine.Tests.Root;

/// <summary>The rules that ship with the engine, and those of the samples: each folder loads, and its cases are the proof of each rule.</summary>
public sealed class ShippedRulesTests
{
    private static readonly Lazy<IReadOnlyDictionary<string, RuleBookLoad>> Loads = new(() => AllFolders().ToDictionary(f => f, f => RuleBook.Load(Read(f)), StringComparer.Ordinal));

    public static TheoryData<string> Folders => [.. AllFolders()];

    [Theory, MemberData(nameof(Folders))]
    public void Loads_without_problems(string folder) => Findings.None(Loads.Value[folder].Problems.Select(p => $"{folder}/{p}"));

    [Theory, MemberData(nameof(Folders))]
    public void Every_case_passes(string folder)
    {
        var runner = new CaseRunner(Book(folder));
        var results = runner.RunAll();

        Findings.None([.. results.Where(r => r.Failure is not null).Select(r => $"{folder}/{r.Place} {r.Rule}, {r.Name}: {r.Failure}"), .. runner.Problems.Select(p => $"{folder}/{p}")]);
        Assert.NotEmpty(results);
    }

    [Theory, MemberData(nameof(Folders))]
    public void Every_rule_has_a_case_in_which_it_fires(string folder) =>
        Findings.None(Book(folder).Rules.Rules.Where(r => !r.Cases.SelectMany(Outcomes).Any(t => (t.Member("raise") ?? t.Member("hold"))?.Text == r.Action.Id))
            .Select(r => $"{folder}/{r.Mark} '{r.Name}' has no case that raises or holds '{r.Action.Id}'"));

    [Theory, MemberData(nameof(Folders))]
    public void Every_line_has_a_case_in_which_it_alone_stops_the_rule(string folder) =>
        Findings.None(from rule in Book(folder).Rules.Rules
                      from number in Enumerable.Range(1, rule.Lines.Count)
                      where !rule.Cases.SelectMany(Outcomes).Any(t => t.Member("none") is not null && t.Member("because")?.Text == $"line {number}")
                      select $"{folder}/{rule.Lines[number - 1].Mark} '{rule.Name}' has no case stopped by line {number} alone: {rule.Lines[number - 1].Text}");

    [Theory, MemberData(nameof(Folders))]
    public void Every_alternative_and_every_line_of_a_gate_is_touched_by_a_case(string folder)
    {
        var runner = new CaseRunner(Book(folder));
        runner.RunAll();

        Findings.None(CoverageSummary.Of(runner.Coverage).Gaps.Select(g => $"{folder}/{g.Gap.Place} {g.Gap.Kind}: {g.Gap.Text}"));
    }

    private static RuleBook Book(string folder) => Loads.Value[folder].Book ?? throw new InvalidOperationException($"{folder} does not load; see the test that loads it");

    private static IEnumerable<SourceNode> Outcomes(SourceNode node) =>
        (node.Member("steps")?.Items ?? []).Append(node).Select(s => s.Member("then")).OfType<SourceNode>();

    internal static IReadOnlyList<SourceFile> Read(string folder) =>
        [.. Repository.Files(folder, ".json").Select(f => new SourceFile(f[(folder.Length + 1)..], Repository.Read(f)))];

    private static IEnumerable<string> AllFolders()
    {
        yield return "rules";
        foreach (var vocabulary in System.IO.Directory.Exists(Path.Combine(Repository.Root, "samples")) ? Repository.Files("samples", "/vocabulary.json") : [])
            yield return vocabulary[..^"/vocabulary.json".Length];
    }
}
