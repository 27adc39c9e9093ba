using System.CommandLine;
using Nba.Engine;
using Nba.Engine.Sources;
using Nba.Host.RuleFiles;
using Nba.Host.Settings;

namespace Nba.Host.Commands;

/// <summary><c>nba rules check</c> and <c>nba rules test</c>: what an analyst runs before handing rule files on.</summary>
internal static class RulesCommand
{
    public static Command Build() => new("rules", "Check and test rule files")
    {
        Command("check", "Report every fault of every file", (_, _) => CommandLine.Ok),
        Command("test", "Run the cases that the rule files carry", Test),
    };

    private static Command Command(string name, string description, Func<RuleBook, string, int> then)
    {
        var folder = new Argument<string?>("DIR") { Description = "Folder of the rule files (NBA__RULES; default: rules)", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command(name, description) { folder };
        command.SetAction((parsed, _) => HostCommand.Guard(() => Task.FromResult(Load(HostCommand.Settings((nameof(HostOptions.Rules), parsed.GetValue(folder))).Host.Rules, then))));
        return command;
    }

    private static int Load(string folder, Func<RuleBook, string, int> then)
    {
        var load = RuleFolder.Load(folder);
        foreach (var problem in load.Problems) System.Console.WriteLine(Place(problem, folder));
        if (load.Book is not { } book)
        {
            System.Console.WriteLine($"{load.Problems.Count} fault(s)");
            return CommandLine.FaultsFound;
        }
        System.Console.WriteLine($"no faults: book {book.Version}, {book.Files.Count} files, {book.Rules.Rules.Count} rules, {book.Texts.Ids.Count} actions");
        return then(book, folder);
    }

    private static int Test(RuleBook book, string folder)
    {
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
