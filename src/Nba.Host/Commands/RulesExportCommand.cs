using System.CommandLine;
using System.Globalization;
using System.Text;
using Nba.Engine;
using Nba.Host.RuleFiles;
using Nba.Host.Settings;

namespace Nba.Host.Commands;

/// <summary><c>nba rules export</c>: the lines of rules as files that Microsoft's RulesEngine loads, and what they do not say.</summary>
internal static class RulesExportCommand
{
    private const string Page = "README.md";

    public static Command Build()
    {
        var folder = new Argument<string?>("DIR") { Description = "Folder of the rule files (NBA__RULES; default: rules)", Arity = ArgumentArity.ZeroOrOne };
        var output = new Option<string>("--out") { Description = "Where to write; files of an earlier export there are replaced", HelpName = "DIR", DefaultValueFactory = _ => "artifacts/rules-engine" };
        var command = new Command("export", "Write the lines of rules as plain RulesEngine workflows, with a page that lists what these cannot say") { folder, output };
        command.SetAction((parsed, _) => HostCommand.Guard(() => Task.FromResult(
            Export(HostCommand.Settings((nameof(HostOptions.Rules), parsed.GetValue(folder))).Host.Rules, parsed.GetValue(output)!))));
        return command.WithExamples("nba rules export", "nba rules export rules --out artifacts/workflows");
    }

    private static int Export(string folder, string output)
    {
        if (CommandLine.Load(folder) is not { } book) return CommandLine.FaultsFound;
        var export = StockExport.Of(book);
        if (Directory.Exists(output) && Strangers(output) is { } stranger) return CommandLine.Wrong($"'{output}' holds {stranger}, which no export wrote: name another folder with --out");
        Directory.CreateDirectory(output);
        List<(string Path, string Text)> files = [.. export.Files.Select(f => ($"{f.Name}.json", f.Json)), (Page, Text(book, export))];
        FileChanges.Write(output, files);
        foreach (var old in Directory.EnumerateFiles(output).Where(o => files.All(f => f.Path != Path.GetFileName(o)))) File.Delete(old);
        Speech.Line($"{output}: workflows {export.Files.Count} rules {book.Rules.Rules.Count(r => r.Lines.Count > 0)} not said {export.Unsaid.Count} ({Page} lists them)");
        return CommandLine.Ok;
    }

    // A folder of somebody's own is not emptied.
    private static string? Strangers(string output)
    {
        var files = Directory.EnumerateFileSystemEntries(output).Select(f => Path.GetFileName(f)).ToList();
        if (files.Count == 0) return null;
        var page = Path.Combine(output, Page);
        return !File.Exists(page) || !File.ReadAllText(page).StartsWith(Title, StringComparison.Ordinal) ? files[0] : files.FirstOrDefault(f => f != Page && !f.EndsWith(".json", StringComparison.Ordinal));
    }

    private const string Title = "# Rules as RulesEngine workflows";

    private static string Text(RuleBook book, StockExport export)
    {
        var page = new StringBuilder($$"""
            {{Title}}

            Written by `nba rules export` from book {{book.Version}}. Each file is one workflow: `new RulesEngine.RulesEngine([json])`, then `ExecuteAllRulesAsync(name, …)` with one `RuleParameter` for
            each input that is listed below. A rule that succeeds names the action in `SuccessEvent`.

            What is the same: a rule is true when every line of it holds, for a customer of its kinds. Parameters stand in the lines as the numbers they were when this was written, those that
            differ by segment as questions for `customer.segment`.

            What is not the same:

            - Members may be null where their type says so. A comparison with null is false here and there; `!=` with null is true here and there. This engine refuses to load lines where null would
              silently hold, so that no exported line depends on it; a line that you add may.
            - A line that cannot be computed (a division by zero) does not hold here. RulesEngine gives a rule without success and with an `ExceptionMessage`.
            - While a source of the bank is behind, or a fact is new, this engine answers no to what depends on it. RulesEngine knows nothing of that.
            - `Properties` say what is left out: when the rule is looked at (`on`: call it then), the things it is asked of one by one (`each`: one call for each), and under `notSaid` the parts of the
              rule that are no line of it. Consent, contact policies, campaigns, plans, dates, scores and queues are this engine's own.

            """);
        foreach (var file in export.Files)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {file.Name}.json\n\n| member | type |\n|---|---|\n");
            foreach (var (member, type) in file.Members) page.Append(CultureInfo.InvariantCulture, $"| `{member}` | `{type}` |\n");
        }
        page.Append("\n## Not said\n\n| rule | why |\n|---|---|\n");
        foreach (var (rule, why) in export.Unsaid) page.Append(CultureInfo.InvariantCulture, $"| {rule.Family}: {rule.Name} | {why} |\n");
        return page.ToString();
    }
}
