using Nba.Engine.Sources;

namespace Nba.Engine.Tests.Sources;

public sealed class NearMissTests
{
    [Theory]
    [InlineData("balanse", "balance")]
    [InlineData("blaance", "balance")]
    [InlineData("Balance", "balance")]
    [InlineData("balanc", "balance")]
    [InlineData("salry", "salary")]
    [InlineData("zzzzzz", null)]
    [InlineData("x", null)]
    public void The_nearest_name_within_a_third_of_the_length_is_meant(string name, string? expected) =>
        Assert.Equal(expected, NearMiss.Of(name, ["balance", "salary", "segment", "daysSinceSalary"]));

    [Fact]
    public void Of_equally_near_names_the_first_by_letters_is_said() => Assert.Equal("ab1", NearMiss.Of("abx", ["ab3", "ab1", "ab2"]));

    [Fact]
    public void Problems_are_printed_as_compilers_do_and_sorted_without_repetition()
    {
        var problems = new ProblemList();
        problems.AddUnknown(new SourceMark("b.json", 2, 1), ProblemCode.UnknownFact, "balanse", $"fact", ["balance"]);
        problems.Add(new SourceMark("a.json", 9, 9), ProblemCode.NotJson, $"x");
        problems.AddUnknown(new SourceMark("b.json", 2, 1), ProblemCode.UnknownFact, "balanse", $"fact", ["balance"]);
        Assert.Equal(["NBA1001 a.json:9:9 x", "NBA2005 b.json:2:1 'balanse' is no fact; did you mean 'balance'?"], problems.Sorted().Select(p => p.ToString()));
    }

    [Fact]
    public void A_member_that_nothing_reads_is_reported_with_the_nearest()
    {
        var problem = Assert.Single(TestBook.Load(("directory.json", "{\"capasity\": 3}")).Problems);
        Assert.Equal("NBA1003 directory.json:1:2 'capasity' is no member of this object; did you mean 'capacity'?", problem.ToString());
    }
}
