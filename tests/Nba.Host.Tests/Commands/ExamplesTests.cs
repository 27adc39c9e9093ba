using System.CommandLine;
using System.CommandLine.Parsing;
using Nba.Host.Commands;
using Nba.House;

namespace Nba.Host.Tests.Commands;

public sealed class ExamplesTests
{
    private static readonly RootCommand Root = Program.Root();

    private static readonly IReadOnlyList<Command> Leaves = [.. Examples.Tree(Root).Select(c => c.Command).Where(c => c.Subcommands.Count == 0)];

    [Fact]
    public void Every_command_has_one() => Findings.None(
        Examples.Tree(Root).Where(c => Leaves.Contains(c.Command) && Examples.Of(c.Command).Count == 0).Select(c => $"nba {c.Words} has no example: end its building with WithExamples"));

    [Fact]
    public void Every_one_calls_its_command_without_a_fault()
    {
        Assert.NotEmpty(Leaves);
        Findings.None(from leaf in Leaves
                      from example in Examples.Of(leaf)
                      let parsed = Root.Parse([.. CommandLineParser.SplitCommandLine(example).Skip(1)])
                      where !example.StartsWith("nba ", StringComparison.Ordinal) || parsed.CommandResult.Command != leaf || parsed.Errors.Count > 0
                      select $"{example}: {(parsed.Errors.Count > 0 ? string.Join(' ', parsed.Errors) : $"is no call of nba … {leaf.Name}")}");
    }

    [Fact]
    public async Task Help_shows_those_of_the_command_asked_about()
    {
        var help = await Help("rules", "check", "--help");

        Assert.Contains("Examples:\n  nba rules check rules\n", help, StringComparison.Ordinal);
        Assert.DoesNotContain("nba rules test", help, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_of_the_program_tells_exit_codes_and_languages()
    {
        var help = await Help("--help");

        Assert.Contains("Exit codes:\n  0  all is well\n  1  ", help, StringComparison.Ordinal);
        Assert.Contains("Language:\n  zh-CN or en: --lang, else NBA__LANGUAGE, ", help, StringComparison.Ordinal);
    }

    private static async Task<string> Help(params string[] words)
    {
        await using var output = new StringWriter();
        Assert.Equal(0, await Root.Parse(words).InvokeAsync(new InvocationConfiguration { Output = output }, TestContext.Current.CancellationToken));
        return output.ToString().ReplaceLineEndings("\n");
    }
}
