using Nba.Engine.Sources;
using Nba.Host.RuleFiles;

namespace Nba.Host.Tests.RuleFiles;

/// <summary>One missing comma is one line, and not one for each thing that the file would have said.</summary>
public sealed class ProblemLinesTests
{
    [Fact]
    public void Behind_a_file_that_cannot_be_read_others_are_counted_and_not_told()
    {
        var lines = ProblemLines.Of([Problem(ProblemCode.NotJson, 1), .. Enumerable.Range(2, 18).Select(line => Problem(ProblemCode.UnknownTarget, line))]).Select(l => l.ToString()).ToList();

        Assert.Equal(["NBA1001 a.json:1:1 x", "18 more may only lack what stands in this file: mend that first"], lines);
    }

    [Theory]
    [InlineData(1, 3, 4)]
    [InlineData(2, 4, 3)]
    [InlineData(0, 20, 20)]
    public void Few_others_are_told_and_so_are_all_of_files_that_can_be_read(int unreadable, int others, int lines)
    {
        RuleProblem[] problems = [.. Enumerable.Range(1, unreadable).Select(line => Problem(ProblemCode.NotJson, line)), .. Enumerable.Range(1, others).Select(line => Problem(ProblemCode.UnknownFact, line))];

        Assert.Equal(lines, ProblemLines.Of(problems).Count());
    }

    private static RuleProblem Problem(ProblemCode code, int line) => new("a.json", line, 1, code, $"x");
}
