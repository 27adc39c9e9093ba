using System.Text.Json;
using Nba.Engine;
using Nba.Engine.Rules;
using Nba.Engine.Sources;
using Nba.Host.RuleFiles;

namespace Nba.Host.Commands;

/// <summary>Runs the cases of a book and reports what came of them, and what none of them touches.</summary>
/// <param name="Filter">What a rule's name, family or action, or a case's name, must contain; null for all.</param>
/// <param name="HasCoverage">Whether what no case touches is told.</param>
/// <param name="IsJson">Whether the report is for tools.</param>
internal sealed record CaseReport(string? Filter, bool HasCoverage, bool IsJson)
{
    /// <summary>Reports in words; answers the exit code.</summary>
    public int Text(RuleBook book, string folder, Terminal terminal, TextWriter to)
    {
        var ran = Run(book);
        foreach (var result in ran.Failed) to.WriteLine($"{terminal.Red(Say($"FAILED"))} {Say($"{RuleFindings.Place(result.Place.ToString(), folder)} {result.Rule}, '{result.Name}': {result.Failure}")}");
        foreach (var problem in ran.Problems) to.WriteLine(Say(RuleFindings.Placed(problem, folder).Told));
        if (ran.Coverage.Count == 0) to.WriteLine(Say(Nothing(book)));
        if (HasCoverage) Coverage(ran.Coverage, folder, to);
        if (!HasCoverage && ran.Coverage.Count(c => c.Rule.Cases.Count == 0) is > 0 and var bare) to.WriteLine(Say($"rules without a case: {bare} of {ran.Coverage.Count}; --coverage names them"));
        var sum = Passed(ran.Results.Count - ran.Failed.Count, ran.Failed.Count);
        to.WriteLine(ran.Code == CommandLine.Ok ? terminal.Green(sum) : terminal.Red(sum));
        return ran.Code;
    }

    /// <summary>Reports as JSON; answers the exit code.</summary>
    public int Json(RuleBook book, string folder)
    {
        var ran = Run(book);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, RuleFindings.Json))
        {
            writer.WriteStartObject();
            writer.WriteNumber("passed", ran.Results.Count - ran.Failed.Count);
            writer.WriteNumber("failed", ran.Failed.Count);
            writer.WriteStartArray("cases");
            foreach (var result in ran.Results) Write(writer, result, folder);
            writer.WriteEndArray();
            writer.WriteStartArray("faults");
            foreach (var problem in ran.Problems) writer.WriteStringValue(Say(RuleFindings.Placed(problem, folder).Told));
            writer.WriteEndArray();
            if (HasCoverage) Write(writer, ran.Coverage, folder);
            writer.WriteEndObject();
        }
        Asking.Print(stream.ToArray());
        return ran.Code;
    }

    private static void Coverage(IReadOnlyList<RuleCoverage> rules, string folder, TextWriter to)
    {
        var summary = CoverageSummary.Of(rules);
        foreach (var (of, gap) in summary.Gaps) to.WriteLine(Say($"{RuleFindings.Place(gap.Place.ToString(), folder)} {(of.Count == 1 ? Sentence.Quoted(of[0].Name) : Sentence.Of($"{of.Count} rules"))}: {Words(gap)}"));
        var (own, gates) = (summary.Lines.Where(l => !l.Seen.IsGate).Select(l => l.Seen).ToList(), summary.Lines.Where(l => l.Seen.IsGate).Select(l => l.Seen).ToList());
        var alternatives = summary.Lines.SelectMany(l => l.Seen.Alternatives).ToList();
        to.WriteLine(Say(
            $"coverage: rules with cases {rules.Count - summary.Without.Count} of {rules.Count}, lines seen to hold and to fail {own.Count(l => l.IsWhole)} of {own.Count}, alternatives {alternatives.Count(a => a.Held > 0)} of {alternatives.Count}, lines of gates {gates.Count(l => l.IsWhole)} of {gates.Count}"));
    }

    private static string Passed(int passed, int failed) => Say(Speech.Some(passed, $"1 case passed, {failed} failed", $"{passed} cases passed, {failed} failed"));

    private static string Say(Sentence words) => words.In(Speech.Phrases);

    private static Sentence Words(CoverageGap gap) => gap.Kind switch
    {
        CoverageGapKind.NoCase => Sentence.Of($"it has no case"),
        CoverageGapKind.NeverHolds => Sentence.Of($"no case in which '{gap.Text}' holds"),
        _ => Sentence.Of($"no case in which '{gap.Text}' does not hold"),
    };

    private static void Write(Utf8JsonWriter writer, CaseResult result, string folder)
    {
        writer.WriteStartObject();
        writer.WriteString("rule", result.Rule);
        writer.WriteString("name", result.Name);
        writer.WriteString("place", RuleFindings.Place(result.Place.ToString(), folder));
        if (result.Failure is { } failure) writer.WriteString("failure", Say(failure));
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, IReadOnlyList<RuleCoverage> rules, string folder)
    {
        writer.WriteStartArray("gaps");
        foreach (var (of, gap) in CoverageSummary.Of(rules).Gaps)
        {
            writer.WriteStartObject();
            writer.WriteStartArray("rules");
            foreach (var rule in of) writer.WriteStringValue(rule.Name);
            writer.WriteEndArray();
            writer.WriteString("kind", gap.Kind switch { CoverageGapKind.NoCase => "no-case", CoverageGapKind.NeverHolds => "never-holds", _ => "never-fails" });
            writer.WriteString("text", gap.Text);
            writer.WriteString("place", RuleFindings.Place(gap.Place.ToString(), folder));
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private Ran Run(RuleBook book)
    {
        var runner = new CaseRunner(book);
        var rules = book.Rules.Rules.Where(r => Filter is null || Has(r.Name) || Has(r.Family) || Has(r.Action.Id)).ToList();
        var named = Filter is null ? [] : book.Rules.Rules.Except(rules).Select(r => (Rule: r, Results: runner.Run(r, Has).ToList())).Where(r => r.Results.Count > 0).ToList();
        var results = rules.SelectMany(runner.Run).Concat(named.SelectMany(n => n.Results)).ToList();
        var asked = rules.Concat(named.Select(n => n.Rule)).Select(r => r.Name).ToHashSet();
        var ran = new Ran([.. runner.Problems], results, [.. runner.Coverage.Where(c => asked.Contains(c.Rule.Name))]);
        foreach (var draft in DraftRule.Of(book, e => Filter is null || Has(e.Name) || Has(e.Family) || Has(e.Gives))) ran.Add(draft);
        return ran;
    }

    // Rules that give facts, plans and routes have no cases of their own: those of the rules that read them are theirs.
    private Sentence Nothing(RuleBook book) => book.Entries.FirstOrDefault(e => e.Shape != "action" && (Has(e.Name) || Has(e.Family) || Has(e.Gives))) is { } other
        ? Sentence.Of($"'{other.Name}' ({other.Place}) gives {other.Gives} and no action, so it has no cases: those of the rules that read it test it")
        : Sentence.Of($"no rule, family, action or case is called like '{Filter}'; 'nba rules list' names them");

    private bool Has(string text) => text.Contains(Filter!, StringComparison.OrdinalIgnoreCase);

    private sealed record Ran(List<RuleProblem> Problems, List<CaseResult> Results, List<RuleCoverage> Coverage)
    {
        public IReadOnlyList<CaseResult> Failed => [.. Results.Where(r => r.Failure is not null)];

        public int Code => Failed.Count + Problems.Count == 0 && Coverage.Count > 0 ? CommandLine.Ok : CommandLine.FaultsFound;

        // A rule that is off runs its cases as if it were on, in a book of its own: what the others do is not changed by it.
        public void Add(DraftRule draft)
        {
            if (draft.Load.Book is not { } on)
            {
                Problems.AddRange(draft.Load.Problems);
                return;
            }
            var (runner, rule) = (new CaseRunner(on), on.Rules.Find(draft.Entry.Name)!);
            Results.AddRange(runner.Run(rule));
            Problems.AddRange(runner.Problems);
            Coverage.AddRange(runner.Coverage.Where(c => c.Rule == rule));
        }
    }
}
