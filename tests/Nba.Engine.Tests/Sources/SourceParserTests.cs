using Nba.Engine.Sources;

namespace Nba.Engine.Tests.Sources;

public sealed class SourceParserTests
{
    [Theory]
    [InlineData("{\"a\": 1\n\"b\": 2}", "a comma is missing before this")]
    [InlineData("{\"a\": “x”}", "'“' begins no value: a text stands in straight double quotes")]
    [InlineData("{\"a\": 1, }", "a comma before the closing bracket")]
    [InlineData("{\"a\" 1}", "':' must follow the name of a member, not '1'")]
    [InlineData("{“a”: 1}", "the name of a member must stand here in straight double quotes, not '“'")]
    public void What_is_wrong_is_said_in_words_of_whoever_wrote_it(string text, string said)
    {
        var problems = new ProblemList();
        SourceParser.Parse(new SourceFile("x.json", text), problems);
        Assert.Contains(said, Assert.Single(problems.Sorted()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("single quotes", "{'a': 1}", 1, 2)]
    [InlineData("a text in single quotes", "{\"a\": 'x'}", 1, 7)]
    [InlineData("a bare name", "{a: 1}", 1, 2)]
    [InlineData("NaN", "{\"a\": NaN}", 1, 7)]
    [InlineData("infinity", "{\"a\": Infinity}", 1, 7)]
    [InlineData("minus infinity", "{\"a\": -Infinity}", 1, 7)]
    [InlineData("undefined", "{\"a\": undefined}", 1, 7)]
    [InlineData("a constructor", "{\"a\": new Date(1)}", 1, 7)]
    [InlineData("a hexadecimal number", "{\"a\": 0xFF}", 1, 7)]
    [InlineData("an octal number", "{\"a\": 017}", 1, 7)]
    [InlineData("a number with a bare point", "{\"a\": 1.}", 1, 7)]
    [InlineData("a number that begins with a point", "{\"a\": .5}", 1, 7)]
    [InlineData("a number with a plus", "{\"a\": +5}", 1, 7)]
    [InlineData("a trailing comma in an object", "{\"a\": 1,}", 1, 9)]
    [InlineData("a trailing comma in an array", "[1,\n 2,\n]", 3, 1)]
    [InlineData("a hole in an array", "[1,,2]", 1, 3)]
    [InlineData("a second value", "{} {}", 1, 4)]
    [InlineData("an end too soon", "{\"a\": [1, 2", 1, 11)]
    [InlineData("an unfinished text", "{\"a\": \"x", 1, 8)]
    [InlineData("nothing at all", "", 1, 1)]
    [InlineData("a missing comma", "{\"a\": 1 \"b\": 2}", 1, 9)]
    [InlineData("a raw line break in a text", "{\"a\": \"x\ny\"}", 2, 1)]
    [InlineData("a raw tab in a text", "{\"a\": \"x\ty\"}", 1, 7)]
    [InlineData("a raw tab in a name", "{\"a\t\": 1}", 1, 2)]
    [InlineData("an unknown escape", "{\"a\": \"\\x\"}", 1, 8)]
    [InlineData("an escaped single quote", "{\"a\": \"\\'\"}", 1, 8)]
    public void What_is_not_JSON_is_refused_where_it_stands(string what, string text, int line, int column)
    {
        var problems = new ProblemList();
        var node = SourceParser.Parse(new SourceFile("x.json", text), problems);
        Assert.True(node is null, $"{what} was read as {node?.Describe()}");
        var problem = Assert.Single(problems.Sorted());
        Assert.Equal((ProblemCode.NotJson, line), (problem.Code, problem.Line));
        // Inside the token that is at fault: a token that reads well up to its end is marked there.
        Assert.InRange(problem.Column, column, column + 9);
    }

    [Theory]
    [InlineData("{\"a\": 1, // said\n \"b\": 2}")]
    [InlineData("/* before */ {\"a\": 1}")]
    [InlineData("{\"a\": 1 /* , */}")]
    [InlineData("[1, 2] // after")]
    [InlineData("{\"a\": 1e3, \"b\": -0.5, \"c\": 0, \"d\": 0.10, \"e\": 1E-2}")]
    public void Comments_and_every_JSON_number_are_allowed(string text) => Assert.NotNull(Read(text));

    [Fact]
    public void A_comma_before_a_comment_before_the_end_is_still_a_trailing_comma()
    {
        var problems = new ProblemList();
        SourceParser.Parse(new SourceFile("x.json", "[1, /* two */ ]"), problems);
        Assert.Equal(1, problems.Count);
    }

    [Fact]
    public void A_member_named_twice_is_a_fault_at_the_second()
    {
        var problems = new ProblemList();
        SourceParser.Parse(new SourceFile("x.json", "{\"a\": 1,\n  \"a\": 2}"), problems);
        var problem = Assert.Single(problems.Sorted());
        Assert.Equal((ProblemCode.DuplicateMember, 2, 3), (problem.Code, problem.Line, problem.Column));
    }

    [Fact]
    public void Every_value_knows_where_it_begins()
    {
        var root = Read("{\n  \"text\": \"a\\\"b\",\n  \"list\": [1.50, true, false,\n null],\r\n  \"name\" : {}}")!;
        Assert.Equal((1, 1), At(root));
        Assert.Equal((2, 11), At(root.Member("text")!));
        Assert.Equal("a\"b", root.Member("text")!.Text);
        Assert.Equal((3, 11), At(root.Member("list")!));
        Assert.Equal([(3, 12), (3, 18), (3, 24), (4, 2)], root.Member("list")!.Items.Select(At));
        Assert.Equal((5, 12), At(root.Member("name")!));
        Assert.Equal((5, 3), (root.Members[2].NameMark.Line, root.Members[2].NameMark.Column));
        Assert.Equal(("1.50", 1.50m), (root.Member("list")!.Items[0].Text, root.Member("list")!.Items[0].Number));
    }

    [Fact]
    public void Dates_stay_texts_and_decimals_stay_exact()
    {
        var root = Read("{\"a\": \"2026-03-02T00:00:00Z\", \"b\": 0.1, \"c\": 900000000000000.0001}")!;
        Assert.Equal("2026-03-02T00:00:00Z", root.Member("a")!.Text);
        Assert.Equal((0.1m, 900000000000000.0001m), (root.Member("b")!.Number, root.Member("c")!.Number));
    }

    [Fact]
    public void A_text_that_nests_too_deep_is_a_problem_and_no_crash()
    {
        var problems = new ProblemList();
        Assert.Null(SourceParser.Parse(new SourceFile("x.json", new string('[', 100_000)), problems));
        Assert.Equal(1, problems.Count);
    }

    [Fact]
    public void A_number_beyond_decimal_is_refused()
    {
        var problems = new ProblemList();
        Assert.Null(SourceParser.Parse(new SourceFile("x.json", "{\"a\": 1e400}"), problems));
        Assert.Equal(ProblemCode.NotJson, Assert.Single(problems.Sorted()).Code);
    }

    private static SourceNode? Read(string text)
    {
        var problems = new ProblemList();
        var node = SourceParser.Parse(new SourceFile("x.json", text), problems);
        Assert.Empty(problems.Sorted());
        return node;
    }

    private static (int, int) At(SourceNode node) => (node.Mark.Line, node.Mark.Column);
}
