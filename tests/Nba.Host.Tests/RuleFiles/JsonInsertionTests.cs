using Nba.Host.RuleFiles;

namespace Nba.Host.Tests.RuleFiles;

public sealed class JsonInsertionTests
{
    [Theory]
    [InlineData("{\n  \"Rules\": [\n    {\"a\": 1} // last, of all\n    /* , */\n  ]\n}\n", "{\n  \"Rules\": [\n    {\"a\": 1}, // last, of all\n    /* , */\n    new\n  ]\n}\n")]
    [InlineData("{\n  \"Rules\": [\n    {\"a\": 1},\n    // the end\n  ]\n}\n", "{\n  \"Rules\": [\n    {\"a\": 1},\n    // the end\n    new\n  ]\n}\n")]
    [InlineData("{\"Rules\": []}", "{\"Rules\": [\n    new\n  ]}")]
    [InlineData("{\"Rules\": [{\"Rules\": [1, 2]}]}", "{\"Rules\": [{\"Rules\": [1, 2]},\n    new\n  ]}")]
    [InlineData("{\r\n\t\"Rules\": [\r\n\t\t1\r\n\t]\r\n}", "{\r\n\t\"Rules\": [\r\n\t\t1,\r\n\t\tnew\r\n\t]\r\n}")]
    [InlineData("[{\"Rules\": [\n  1\n]}, {\"Rules\": [\n  2\n]}]", "[{\"Rules\": [\n  1\n]}, {\"Rules\": [\n  2,\n  new\n]}]")]
    [InlineData("{\"Properties\": {\"Rules\": [1]}}", null)]
    [InlineData("{\"note\": \"“,”]\", \"Rules\": [\n    \"名\"\n  ]}", "{\"note\": \"“,”]\", \"Rules\": [\n    \"名\",\n    new\n  ]}")]
    public void An_element_comes_last_and_all_else_stays_as_it_was(string before, string? after) => Assert.Equal(after, JsonInsertion.IntoArray(before, "Rules", indent => indent + "new"));

    [Theory]
    [InlineData("// head\n{\n  \"a\": {\"b\": 1} // note\n}\n", "// head\n{\n  \"a\": {\"b\": 1}, // note\n  new\n}\n")]
    [InlineData("{}", "{\n  new\n}")]
    public void A_member_comes_last_in_the_root(string before, string after) => Assert.Equal(after, JsonInsertion.IntoRoot(before, indent => indent + "new"));
}
