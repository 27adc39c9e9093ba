using System.CommandLine;
using System.Globalization;
using System.Text;
using Nba.Host.Commands;
using Nba.House;

namespace Nba.Host.Tests.Commands;

/// <summary>docs/commands.md is what the program's help says.</summary>
public sealed class CommandsPageTests
{
    [Fact]
    public void The_page_is_the_help_of_every_command() => Golden.Matches(Page(), "docs/commands.md");

    private static string Page()
    {
        var root = Program.Root();
        var page = new StringBuilder("# Commands\n\nGenerated from the program's own help (`nba --help`, `nba rules check --help`); a test holds it and runs the examples.\n\n");
        page.Append("| exit code | means |\n|---|---|\n");
        foreach (var (code, meaning) in CommandHelp.ExitCodes) page.Append(CultureInfo.InvariantCulture, $"| {code} | {meaning} |\n");
        page.Append('\n').AppendJoin('\n', CommandHelp.Languages).Append("\n\n| command | what it does |\n|---|---|\n");
        var leaves = Examples.Tree(root).Where(c => c.Command.Subcommands.Count == 0).ToList();
        foreach (var (words, command) in leaves) page.Append(CultureInfo.InvariantCulture, $"| [`nba {words}`](#nba-{words.Replace(' ', '-')}) | {Cell(command.Description)} |\n");
        foreach (var (words, command) in leaves) Write(page, words, command);
        return page.ToString();
    }

    private static void Write(StringBuilder page, string words, Command command)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n## nba {words}\n\n{command.Description}\n\n```text\n");
        page.AppendJoin('\n', Examples.Of(command)).Append("\n```\n");
        var rows = command.Arguments.Select(a => (Name: $"<{a.HelpName ?? a.Name}>", Does: a.Description))
            .Concat(command.Options.Select(o => ($"{o.Name}{(o.HelpName is { } value ? $" <{value}>" : "")}", (string?)(o.Description + (o.Required ? " (required)" : ""))))).ToList();
        if (rows.Count == 0) return;
        page.Append("\n| | |\n|---|---|\n");
        foreach (var (name, description) in rows) page.Append(CultureInfo.InvariantCulture, $"| `{Cell(name)}` | {Cell(description)} |\n");
    }

    private static string Cell(string? text) => (text ?? "").Replace("|", @"\|", StringComparison.Ordinal);
}
