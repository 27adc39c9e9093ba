using System.CommandLine;
using Nba.Engine;
using Nba.Engine.Sources;
using Nba.Host.RuleFiles;
using Nba.Host.Settings;

namespace Nba.Host.Commands;

/// <summary><c>nba rules check</c> and <c>nba rules test</c>, which an analyst runs before handing rule files on, and <c>nba rules list</c>, which shows what there is.</summary>
internal static class RulesCommand
{
    public static Command Build() => new("rules", "Check, test and list rule files")
    {
        Command("check", "Report every fault of every file, and what loads but is likely not meant", (book, folder, _) => Check(book, folder)),
        Command("test", "Run the cases that the rule files carry", (book, folder, _) => Test(book, folder)),
        Command("list", "Print every rule: family, name, purpose, what it gives, for whom, on or off, its cases and the course's rows it serves", List, HostCommand.Json()),
    };

    private static Command Command(string name, string description, Func<RuleBook, string, bool, int> then, Option<bool>? json = null)
    {
        var folder = new Argument<string?>("DIR") { Description = "Folder of the rule files (NBA__RULES; default: rules)", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command(name, description) { folder };
        if (json is not null) command.Add(json);
        command.SetAction((parsed, _) => HostCommand.Guard(() =>
            Task.FromResult(Load(HostCommand.Settings((nameof(HostOptions.Rules), parsed.GetValue(folder))).Host.Rules, json is not null && parsed.GetValue(json), then))));
        return command;
    }

    private static int Load(string folder, bool json, Func<RuleBook, string, bool, int> then)
    {
        var load = RuleFolder.Load(folder);
        foreach (var problem in load.Problems) System.Console.WriteLine(Place(problem, folder));
        if (load.Book is not { } book)
        {
            System.Console.WriteLine($"{load.Problems.Count} fault(s)");
            return CommandLine.FaultsFound;
        }
        return then(book, folder, json);
    }

    private static int Sum(RuleBook book)
    {
        System.Console.WriteLine($"no faults: book {book.Version}, {book.Files.Count} files, {book.Rules.Rules.Count} rules, {book.Texts.Ids.Count} actions");
        return CommandLine.Ok;
    }

    // What is likely not meant is told, and hinders nothing.
    private static int Check(RuleBook book, string folder)
    {
        Sum(book);
        var findings = book.Check();
        foreach (var finding in findings) System.Console.WriteLine(finding with { File = Path.Combine(folder, finding.File).Replace('\\', '/') });
        if (findings.Count > 0) System.Console.WriteLine($"{findings.Count} finding(s)");
        return CommandLine.Ok;
    }

    private static int List(RuleBook book, string folder, bool json)
    {
        if (json) Asking.Print(RuleList.AsJson(book, folder));
        else System.Console.Write(RuleList.Text(book));
        return CommandLine.Ok;
    }

    private static int Test(RuleBook book, string folder)
    {
        Sum(book);
        var runner = new CaseRunner(book);
        var results = runner.RunAll();
        var failed = results.Where(r => r.Failure is not null).ToList();
        foreach (var result in failed) System.Console.WriteLine($"FAILED {Path.Combine(folder, result.Place.ToString())} {result.Rule}, '{result.Name}': {result.Failure}");
        foreach (var problem in runner.Problems) System.Console.WriteLine(Place(problem, folder));
        System.Console.WriteLine($"{results.Count - failed.Count} cases passed, {failed.Count} failed");
        return failed.Count + runner.Problems.Count == 0 ? CommandLine.Ok : CommandLine.FaultsFound;
    }

    // As editors open it: from where the command was run.
    private static RuleProblem Place(RuleProblem problem, string folder) => problem.File == folder ? problem : problem with { File = Path.Combine(folder, problem.File).Replace('\\', '/') };
}
