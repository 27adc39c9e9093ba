using Nba.Engine.Sources;
using Nba.Host.Delivery.Templates;

namespace Nba.Host.Tests.Delivery.Templates;

/// <summary>Each fault of a template file, one by one: where it is, what must be, what is, and what was probably meant.</summary>
public sealed class TemplateFaultsTests
{
    [Theory]
    [InlineData("{", "NBA1001 t.json:1:1 this is not JSON")]
    [InlineData("[]", "NBA1005 t.json:1:1 an object must stand here, not an array")]
    [InlineData("{}", "NBA1004 t.json:1:1 'format' is missing here")]
    [InlineData("{}", "NBA1004 t.json:1:1 'messages' is missing here")]
    [InlineData("""{"format": "slakc"}""", "NBA2201 t.json:1:12 'slakc' is not one of plain, markdown, slack, adaptive-card, dingtalk, wecom, json; did you mean 'slack'?")]
    [InlineData("""{"format": "json", "mesages": {}}""", "NBA1003 t.json:1:20 'mesages' is no member of this object; did you mean 'messages'?")]
    [InlineData("""{"format": "json", "contentType": "json"}""", "NBA1005 t.json:1:35 a media type as application/json must stand here, not 'json'")]
    [InlineData("""{"format": "json", "contentType": "a/b\r\nX: y"}""", "NBA1005 t.json:1:35 a media type as application/json must stand here")]
    [InlineData("""{"format": "json", "limit": 3}""", "NBA1005 t.json:1:29 a whole number from 256 to 100000000 must stand here, not 3")]
    [InlineData("""{"format": "json", "messages": {}}""", "NBA1004 t.json:1:32 a message must stand here: raised, changed, gone, digest")]
    [InlineData("""{"format": "json", "messages": {"rised": {}}}""", "NBA1003 t.json:1:33 'rised' is no member of this object; did you mean 'raised'?")]
    [InlineData("""{"format": "json", "messages": {"raised": {}, "gone": "rased"}}""", "NBA2208 t.json:1:55 'rased' is no message that is written out here; did you mean 'raised'?")]
    [InlineData("""{"format": "json", "messages": {"raised": "gone", "gone": "raised"}}""", "NBA2208 t.json:1:43 'gone' is no message that is written out here")]
    [InlineData("""{"format": "json", "messages": {"raised": {"method": "GET"}}}""", "NBA2201 t.json:1:54 'GET' is not one of POST, PUT, PATCH, DELETE")]
    [InlineData("""{"format": "json", "messages": {"raised": {"method": "PSOT"}}}""", "NBA2201 t.json:1:54 'PSOT' is not one of POST, PUT, PATCH, DELETE; did you mean 'POST'?")]
    [InlineData("""{"format": "json", "messages": {"raised": {"boddy": {}}}}""", "NBA1003 t.json:1:44 'boddy' is no member of this object; did you mean 'body'?")]
    [InlineData("""{"format": "json", "messages": {"raised": {"path": 3}}}""", "NBA1005 t.json:1:52 a text must stand here, not the number 3")]
    [InlineData("""{"format": "json", "messages": {"raised": {"path": "tasks"}}}""", "NBA1005 t.json:1:52 a path that begins with / must stand here, or an empty one, not 'tasks'")]
    [InlineData("""{"format": "json", "messages": {"raised": {"path": "/a b"}}}""", "NBA1005 t.json:1:52 ' ' does not stand in an address as it is; percent-encode it, as %20")]
    [InlineData("""{"format": "json", "messages": {"raised": {"path": "/{action.id:5}"}}}""", "NBA2302 t.json:1:52 a value in a path is inserted whole and percent-encoded")]
    public void Of_the_file(string text, string expected) => Assert.Contains(Problems(text), p => p.StartsWith(expected, StringComparison.Ordinal));

    // Each body begins at column 51 of line 1.
    [Theory]
    [InlineData("\"{action.titel}\"", "NBA2302 t.json:1:54 'action.titel' is no name of a message; did you mean 'action.title'?")]
    [InlineData("\"ab\\n{owner|onwer}\"", "NBA2302 t.json:1:64 'onwer' is no name of a message; did you mean 'owner'?")]
    [InlineData("\"{owner\"", "NBA2302 t.json:1:53 a brace that is not closed; a brace that is meant is written {{")]
    [InlineData("\"a}\"", "NBA2302 t.json:1:54 a closing brace without an opening one; a brace that is meant is written }}")]
    [InlineData("\"{}\"", "NBA2302 t.json:1:54 '' is no name of a message")]
    [InlineData("\"{owner:plian}\"", "NBA2302 t.json:1:60 behind the colon stands 'plain', or to how many characters the value is cut (1 to 100000), not 'plian'; did you mean 'plain'?")]
    [InlineData("\"{owner:0}\"", "NBA2302 t.json:1:60 behind the colon stands 'plain'")]
    [InlineData("\"{=owner}\"", "NBA2302 t.json:1:55 'owner' is a text and keeps no type: write {owner}")]
    [InlineData("\"x{=action.version}\"", "NBA2302 t.json:1:55 {=…} keeps the type of a value and stands alone in its text")]
    [InlineData("\"{point.text}\"", "NBA2302 t.json:1:54 'point.text' belongs to a talking point: put it into {\"each\": \"talkingPoints\", \"do\": …}")]
    [InlineData("{\"a\": {\"each\": \"actions\", \"do\": 1}}", "NBA1005 t.json:1:67 'each' gives several values and stands in a list or a join")]
    [InlineData("[{\"each\": \"acions\", \"do\": 1}]", "NBA2201 t.json:1:62 'acions' is not one of actions, talkingPoints; did you mean 'actions'?")]
    [InlineData("[{\"each\": \"actions\"}]", "NBA1004 t.json:1:53 'do' is missing here")]
    [InlineData("[{\"each\": \"actions\", \"do\": 1, \"els\": 2}]", "NBA1003 t.json:1:82 'els' is no member of this object")]
    [InlineData("{\"if\": \"action.deu\", \"then\": 1}", "NBA2302 t.json:1:60 'action.deu' is no name of a message; did you mean 'action.due'?")]
    [InlineData("{\"if\": 1, \"then\": 1}", "NBA1005 t.json:1:59 a text must stand here, not the number 1")]
    [InlineData("{\"if\": \"action.due\"}", "NBA1004 t.json:1:52 'then' is missing here")]
    [InlineData("{\"if\": \"action.due\", \"then\": 1, \"esle\": 2}", "NBA1003 t.json:1:84 'esle' is no member of this object; did you mean 'else'?")]
    [InlineData("{\"choose\": \"why\"}", "NBA1004 t.json:1:52 'from' is missing here")]
    [InlineData("{\"choose\": \"why\", \"from\": {\"a\": \"{onwer}\"}}", "NBA2302 t.json:1:86 'onwer' is no name of a message; did you mean 'owner'?")]
    [InlineData("{\"zh-CN\": \"x\"}", "NBA1004 t.json:1:52 'en' is missing here")]
    [InlineData("{\"zh-cn\": \"x\", \"en\": \"y\"}", "NBA1003 t.json:1:53 'zh-cn' is no member of this object; did you mean 'zh-CN'?")]
    [InlineData("{\"join\": [1]}", "NBA1005 t.json:1:62 a text must stand here, not the number 1")]
    [InlineData("{\"join\": [\"{=more}\"]}", "NBA2302 t.json:1:62 a text must stand here, and {=…} gives a number or truth value")]
    [InlineData("{\"join\": [], \"wiht\": \"\"}", "NBA1003 t.json:1:65 'wiht' is no member of this object; did you mean 'with'?")]
    [InlineData("{\"part\": \"whom\"}", "NBA2208 t.json:1:61 'whom' is no part of this template")]
    public void Of_a_body(string body, string expected) =>
        Assert.Contains(Problems("""{"format": "json", "messages": {"raised": {"body": """ + body + "}}}"), p => p.StartsWith(expected, StringComparison.Ordinal));

    [Fact]
    public void A_body_of_words_is_a_text() =>
        Assert.Equal(["NBA1005 t.json:1:53 a text must stand here, not an object"], Problems("""{"format": "plain", "messages": {"raised": {"body": {"text": "x"}}}}"""));

    [Fact]
    public void A_digest_speaks_of_an_action_within_its_list_only() =>
        Assert.Equal(["NBA2302 t.json:1:55 'action.title' belongs to an action: put it into {\"each\": \"actions\", \"do\": …}"],
            Problems("""{"format": "plain", "messages": {"digest": {"body": "{action.title}"}}}"""));

    [Fact]
    public void A_message_that_serves_a_digest_too_is_held_to_its_rules() =>
        Assert.Equal(["NBA2302 t.json:1:55 'action.title' belongs to an action: put it into {\"each\": \"actions\", \"do\": …}"],
            Problems("""{"format": "plain", "messages": {"raised": {"body": "{action.title}"}, "digest": "raised"}}"""));

    [Fact]
    public void A_part_is_used_and_not_within_itself() =>
        Assert.Equal(["NBA2208 t.json:1:47 the part 'a' is within itself", "NBA2304 t.json:1:53 no message has the part 'b'; use it or take it out"],
            Problems("""{"format": "plain", "parts": {"a": {"part":   "a"}, "b": ""}, "messages": {"raised": {"body": {"part": "a"}}}}"""));

    [Fact]
    public void All_are_told_at_once() =>
        Assert.Equal(
            [
                "NBA2201 t.json:2:13 'teams' is not one of plain, markdown, slack, adaptive-card, dingtalk, wecom, json",
                "NBA2302 t.json:5:29 'action.nmae' is no name of a message; did you mean 'action.name'?",
                "NBA2302 t.json:6:20 'action.titel' is no name of a message; did you mean 'action.title'?",
                "NBA1004 t.json:8:13 'body' is missing here; only DELETE goes without one",
            ],
            Problems("""
                {
                  "format": "teams",
                  "messages": {
                    "raised": {
                      "body": {"a": ["x", "{action.nmae}"],
                        "title": "{action.titel}"}
                    },
                    "gone": {}
                  }
                }
                """));

    private static List<string> Problems(string text)
    {
        var problems = new ProblemList();
        Assert.Null(MessageTemplate.Parse(new SourceFile("t.json", text), problems));
        return [.. problems.Sorted().Select(p => p.ToString())];
    }
}
