using System.CommandLine;
using Nba.Engine;
using Nba.Engine.Sources;
using Nba.Host.RuleFiles;
using Nba.Host.Settings;

namespace Nba.Host.Commands;

/// <summary><c>nba rules check</c> and <c>nba rules test</c>, which an analyst runs before handing rule files on, and <c>nba rules list</c>, which shows what there is.</summary>
internal static class RulesCommand
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(300);

    public static Command Build() => new("rules", "Check, test, list, begin and export rule files, and put them in force") { CheckCommand(), TestCommand(), ListCommand(), RulesNewCommand.Build(), RulesExportCommand.Build(), RulesInForceCommand.Pull(), RulesInForceCommand.Apply() };

    private static Command CheckCommand()
    {
        var json = HostCommand.Json();
        var watch = new Option<bool>("--watch") { Description = "Check again whenever a file changes, until Ctrl-C" };
        return Command("check", "Report every fault of every file, and what loads but is likely not meant", [watch, json],
            (parsed, folder, stopping) => parsed.GetValue(watch) ? Watch(folder, parsed.GetValue(json), stopping) : Task.FromResult(Check(RuleFolder.Load(folder), folder, parsed.GetValue(json)))).WithExamples("nba rules check rules", "nba rules check --watch");
    }

    private static Command TestCommand()
    {
        var filter = new Option<string?>("--filter") { Description = "Only rules whose name, family or action, or cases whose name, contains this", HelpName = "TEXT" };
        var coverage = new Option<bool>("--coverage") { Description = "Say which lines, alternatives and gates no case touches" };
        var json = HostCommand.Json();
        return Command("test", "Run the cases that the rule files carry", [filter, coverage, json],
            (parsed, folder, _) => Task.FromResult(Test(RuleFolder.Load(folder), folder, new CaseReport(parsed.GetValue(filter), parsed.GetValue(coverage), parsed.GetValue(json))))).WithExamples("nba rules test", "nba rules test rules --filter deposit --coverage");
    }

    private static Command ListCommand()
    {
        var json = HostCommand.Json();
        return Command("list", "Print every rule: family, name, purpose, what it gives, for whom, on or off, its cases and the course's rows it serves", [json],
            (parsed, folder, _) => Task.FromResult(List(RuleFolder.Load(folder), folder, parsed.GetValue(json)))).WithExamples("nba rules list rules");
    }

    private static Command Command(string name, string description, IReadOnlyList<Option> options, Func<ParseResult, string, CancellationToken, Task<int>> run)
    {
        var folder = new Argument<string?>("DIR") { Description = "Folder of the rule files (NBA__RULES; default: rules)", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command(name, description) { folder };
        foreach (var option in options) command.Add(option);
        command.SetAction((parsed, stopping) => HostCommand.Guard(() => run(parsed, HostCommand.Settings((nameof(HostOptions.Rules), parsed.GetValue(folder))).Host.Rules, stopping)));
        return command;
    }

    // What is likely not meant is told, and hinders nothing.
    private static int Check(RuleBookLoad load, string folder, bool json)
    {
        if (load.Book is { } whole && whole.CheckPeople().Concat(whole.CheckApprovals()).ToList() is { Count: > 0 } found) load = new RuleBookLoad(null, found);
        // Cases of faulty people would only say the same again.
        if (load.Book is { } sound && CaseFaults(sound) is { Count: > 0 } faulty) load = new RuleBookLoad(null, faulty);
        IReadOnlyList<RuleFinding> findings = load.Book is { } book ? Findings(book) : [];
        if (json)
        {
            Asking.Print(RuleFindings.AsJson(load.Problems, findings, folder));
            return load.Book is null ? CommandLine.FaultsFound : CommandLine.Ok;
        }
        if (!Told(load, folder)) return CommandLine.FaultsFound;
        foreach (var finding in findings) Speech.Line((finding with { File = RuleFindings.Place(finding.File, folder) }).Told);
        if (findings.Count > 0) Speech.Line($"{findings.Count} finding(s)");
        return CommandLine.Ok;
    }

    // What is wrong with the cases themselves shows where they are run; what they say of the rules, 'nba rules test' tells.
    private static IReadOnlyList<RuleProblem> CaseFaults(RuleBook book)
    {
        var runner = new CaseRunner(book);
        runner.RunAll();
        return runner.Problems;
    }

    private static IReadOnlyList<RuleFinding> Findings(RuleBook book)
    {
        var findings = book.Check();
        return [.. findings, .. DraftRule.Of(book).SelectMany(d => d.Findings(findings))];
    }

    private static async Task<int> Watch(string folder, bool json, CancellationToken stopping)
    {
        var text = RuleFolder.Read(folder);
        var changes = new RuleFolderChanges(folder, text);
        Check(RuleFolder.Compile(text), folder, json);
        using var timer = new PeriodicTimer(LookEvery, TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false))
            {
                if (changes.Next() is not { } changed) continue;
                if (!json) System.Console.WriteLine();
                Check(RuleFolder.Compile(changed), folder, json);
            }
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C is how it ends.
        }
        return CommandLine.Ok;
    }

    private static int Test(RuleBookLoad load, string folder, CaseReport report)
    {
        if (report.IsJson && load.Book is null) return Faults(load, folder);
        if (load.Book is { } book && report.IsJson) return report.Json(book, folder);
        if (!Told(load, folder)) return CommandLine.FaultsFound;
        return report.Text(load.Book!, folder, Terminal.Output, System.Console.Out);
    }

    private static int List(RuleBookLoad load, string folder, bool json)
    {
        if (json && load.Book is null) return Faults(load, folder);
        if (load.Book is not { } book) return Told(load, folder) ? CommandLine.Ok : CommandLine.FaultsFound;
        if (json) Asking.Print(RuleList.AsJson(book, folder));
        else RuleList.Print(book, Terminal.Output, System.Console.Out);
        return CommandLine.Ok;
    }

    // As check tells them to tools: a list of places, whichever of the commands was asked.
    private static int Faults(RuleBookLoad load, string folder)
    {
        Asking.Print(RuleFindings.AsJson(load.Problems, [], folder));
        return CommandLine.FaultsFound;
    }

    // Tells faults, or what there is; whether there is a book.
    private static bool Told(RuleBookLoad load, string folder)
    {
        var unreadable = load.Problems.TakeWhile(p => p.IsUnreadable).Count();
        foreach (var (index, problem) in load.Problems.Index())
        {
            if (index == unreadable && unreadable > 0) Speech.Line($"The others may only lack what stands in these:");
            Speech.Line(RuleFindings.Placed(problem, folder).Told);
        }
        if (load.Book is not { } book) Speech.Line($"{load.Problems.Count} fault(s)");
        else Speech.Line($"no faults: book {book.Version}, {Speech.Some(book.Files.Count, $"1 file", $"{book.Files.Count} files")}, {Speech.Some(book.Rules.Rules.Count, $"1 rule", $"{book.Rules.Rules.Count} rules")}, {Speech.Some(book.Texts.Ids.Count, $"1 action", $"{book.Texts.Ids.Count} actions")}");
        return load.Book is not null;
    }
}
