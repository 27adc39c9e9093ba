using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Nba.Engine.Calendars;
using Nba.Engine.Events;
using Nba.Engine.Queues;
using Nba.Host.Api;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Tests.Stages;
using Nba.Host.Transport;
using Nba.Host.Transport.Kafka;
using Nba.House;

namespace Nba.Host.Tests.Transport.Kafka;

/// <summary>What the world is told of the topics is what they are.</summary>
public sealed partial class TopicsPageTests
{
    private const string Page = "docs/topics.md";
    private const string Api = "docs/asyncapi.yaml";

    private static readonly HashSet<string> Places = [.. PlacesOf(Repository.Read(Api))];

    [Fact]
    public void The_page_lists_the_topics_as_they_are_made() => Golden.Matches(TopicsPage.Between(Page, TopicsPage.Table()), Page);

    [Fact]
    public void The_document_lists_the_topics_as_they_are_made() => Golden.Matches(TopicsPage.Between(Api, TopicsPage.Channels()), Api);

    [Fact]
    public void Every_reference_of_the_document_leads_somewhere() =>
        Findings.None(Missing(Reference().Matches(Repository.Read(Api)).Select(m => m.Groups[1].Value)));

    [Fact]
    public void Every_topic_has_a_message() =>
        Findings.None(Missing(new KafkaTopics(new KafkaOptions()).All.Select(t => $"components/messages/{TopicsPage.ChannelOf(t)}/summary")));

    [Fact]
    public void Every_field_of_an_action_is_told() =>
        Assert.Equal(ActionJson.Event.ActionData.Properties.Select(p => p.Name), Fields().Where(f => f.Schema == "action").Select(f => f.Field));

    [Fact]
    public void Every_field_of_a_queue_is_told()
    {
        // What only a customer's own list says.
        string[] elsewhere = ["status", "why", "snoozedUntil", "owners"];

        Assert.Equal(ApiJson.Web.EntryAnswer.Properties.Select(p => p.Name), Fields().Where(f => f.Schema == "entry").Select(f => f.Field));
        var action = ApiJson.Web.ActionAnswer.Properties.Select(p => p.Name).Except(elsewhere);
        Assert.Equal(action, Fields().Where(f => f.Schema == "queuedAction").Select(f => f.Field));
        Assert.Equal(Queue().EnumerateObject().Select(p => p.Name), Fields().Where(f => f.Schema == "queue").Select(f => f.Field));
    }

    [Fact]
    public void Every_header_is_told()
    {
        var letter = new DeadLetter(7, "2026-03-02T01:00:00.000Z", "not-json", "", 1);
        var row = new RoutedRow(0, Table.DeadLetters, RowChange.Put, default, JsonSerializer.SerializeToUtf8Bytes(letter, StageJson.Default.DeadLetter));
        string[] headers = [DecideTopics.SentHeader, TraceParent.Name, .. DeadLetters.Headers("nba.activity", row).Select(h => h.Key)];

        var page = Repository.Read(Page);
        Findings.None(headers.Where(h => !page.Contains($"`{h}`", StringComparison.Ordinal)).Select(h => $"{Page} does not tell of the header {h}"));
        var told = Fields().Where(f => f.Schema.EndsWith("Headers", StringComparison.Ordinal)).Select(f => f.Field).Distinct();
        Assert.Equal(headers.Order(), told.Order());
    }

    [Fact]
    public void The_activities_shown_are_ones_that_the_shipped_rules_take()
    {
        var book = SimulatedBank.Rules();
        Assert.True(Instant.TryParse("2026-03-03T00:00:00Z", out var arrival));

        EventRefusal? Refusal(string json) => book.Reader.Read(Encoding.UTF8.GetBytes(json), arrival, new Activity(book.Vocabulary));
        Findings.None(Examples("activity").Select(Refusal).OfType<EventRefusal>().Select(r => r.Detail));
        Assert.Equal(3, Examples("activity").Count);
    }

    [Fact]
    public void Every_example_is_json() => Assert.All(Examples("[a-z]+"), json => JsonDocument.Parse(json).Dispose());

    // An empty queue of somebody whom the directory names.
    private static JsonElement Queue()
    {
        var into = new ArrayBufferWriter<byte>();
        new QueueEvents("en").Write(new QueueView("bo|1", [], [], 0), QueueDesk.Usual, new Instant(1_772_424_000_000), 1, into);
        return JsonDocument.Parse(into.WrittenMemory).RootElement.GetProperty("data");
    }

    private static IEnumerable<string> Missing(IEnumerable<string> places) => places.Where(p => !Places.Contains(p)).Select(p => $"{Api}: #/{p} is not there");

    // Of each schema, the fields at its top.
    private static IEnumerable<(string Schema, string Field)> Fields() =>
        Places.Select(p => p.Split('/')).Where(p => p is ["components", "schemas", _, "properties", _]).Select(p => (p[2], p[4]));

    private static List<string> Examples(string kind)
    {
        var page = Repository.Read(Page).ReplaceLineEndings("\n");
        return [.. Regex.Matches(page, $"```json {kind}\n(.*?)\n```", RegexOptions.Singleline).Select(m => m.Groups[1].Value)];
    }

    // Paths of all keys, as components/schemas/action; the document uses two blanks a level, and no key within a list.
    private static IEnumerable<string> PlacesOf(string yaml)
    {
        var path = new List<string>();
        foreach (Match key in Key().Matches(yaml.ReplaceLineEndings("\n")))
        {
            var level = key.Groups[1].Length / 2;
            path.RemoveRange(level, path.Count - level);
            path.Add(key.Groups[2].Value);
            yield return string.Join('/', path);
        }
    }

    [GeneratedRegex(@"\$ref: '#/([^']+)'")]
    private static partial Regex Reference();

    [GeneratedRegex(@"^((?:  )*)([\w.$-]+):", RegexOptions.Multiline)]
    private static partial Regex Key();
}
