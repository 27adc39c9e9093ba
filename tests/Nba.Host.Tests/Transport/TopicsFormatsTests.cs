using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Nba.Engine.Calendars;
using Nba.Host.Api;
using Nba.Host.Transport;
using Nba.House;

namespace Nba.Host.Tests.Transport;

/// <summary>The page that tells others how actions and queues look on their topics shows what is written.</summary>
public sealed partial class TopicsFormatsTests
{
    private const string Page = "docs/topics-formats.md";

    private static readonly IReadOnlyList<JsonElement> Examples =
        [.. Example().Matches(Repository.Read(Page).ReplaceLineEndings("\n")).Select(m => JsonDocument.Parse(m.Groups[1].Value).RootElement)];

    [Fact]
    public void Its_actions_are_read_and_written_as_they_stand()
    {
        var actions = Examples.Where(e => Type(e).StartsWith("nba.action.", StringComparison.Ordinal)).ToList();
        Assert.Equal(["nba.action.upserted", "nba.action.withdrawn"], actions.Select(Type));
        foreach (var example in actions)
        {
            Assert.True(Instant.TryParse(example.GetProperty("time").GetString(), out var time));
            var written = new ArrayBufferWriter<byte>();
            ActionEvents.Write(ActionEvents.Read(Encoding.UTF8.GetBytes(example.GetRawText())), time, written);
            Assert.True(JsonElement.DeepEquals(example, JsonDocument.Parse(written.WrittenMemory).RootElement), Encoding.UTF8.GetString(written.WrittenSpan));
        }
    }

    [Fact]
    public void Its_queue_has_the_members_that_a_queue_has()
    {
        var data = Assert.Single(Examples, e => Type(e) == "nba.queue.ranked").GetProperty("data");
        string[] members = ["version", "asOf", "owner", "bookVersion", "language", "capacity", "today", "backlog", "withheld"];
        Assert.Equal(members, data.EnumerateObject().Select(p => p.Name));
        foreach (var entry in data.GetProperty("today").EnumerateArray())
        {
            // A member that an entry has not is refused, and one that is missing stands out when it is written again.
            var again = JsonSerializer.SerializeToElement(entry.Deserialize(ApiJson.Web.EntryAnswer)!, ApiJson.Web.EntryAnswer);
            Assert.True(JsonElement.DeepEquals(entry, again), again.GetRawText());
        }
    }

    [Fact]
    public void It_tells_every_member_of_an_action()
    {
        var json = ActionJson.Event;
        var members = json.ActionData.Properties.Concat(json.PriceData.Properties).Concat(json.ScoreData.Properties).Select(p => p.Name).Distinct();
        var page = Repository.Read(Page);
        Findings.None(members.Where(m => !page.Contains($"`{m}`", StringComparison.Ordinal)).Select(m => $"{Page} does not tell of '{m}'"));
    }

    private static string Type(JsonElement example) => example.GetProperty("type").GetString()!;

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
