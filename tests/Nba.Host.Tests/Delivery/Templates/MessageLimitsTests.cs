using System.Text;
using System.Text.RegularExpressions;
using Nba.Host.Api;
using Nba.Host.Delivery;

namespace Nba.Host.Tests.Delivery.Templates;

/// <summary>No message is longer than its tool takes: a list is cut and says how many more there are.</summary>
public sealed class MessageLimitsTests
{
    [Theory]
    [InlineData("wecom", "zh-CN", "另有 (\\d+) 条")]
    [InlineData("wecom", "en", "And (\\d+) more")]
    [InlineData("dingtalk", "zh-CN", "另有 (\\d+) 条")]
    [InlineData("dingtalk", "en", "And (\\d+) more")]
    [InlineData("slack", "zh-CN", "另有 (\\d+) 条")]
    [InlineData("slack", "en", "And (\\d+) more")]
    [InlineData("teams", "zh-CN", "另有 (\\d+) 条")]
    [InlineData("teams", "en", "And (\\d+) more")]
    public void A_long_list_is_cut_and_says_how_many_more(string name, string language, string more)
    {
        var content = Long(language, 200);
        var message = ToldWords.Shipped(name).Render(content)!;
        Holds(name, message);

        var text = string.Join('\n', ToldWords.Texts(ToldWords.Json(message)));
        var shown = content.Actions.Count(a => text.Contains(a.Title, StringComparison.Ordinal));
        Assert.InRange(shown, 3, 199);
        Assert.Equal(202 - shown, int.Parse(Regex.Match(text, more).Groups[1].Value));
        Assert.Contains("202", text, StringComparison.Ordinal);
        Assert.Equal(content.Actions.Take(shown).Select(a => a.Title), content.Actions.Select(a => a.Title).Where(t => text.Contains(t, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("wecom")]
    [InlineData("dingtalk")]
    [InlineData("slack")]
    [InlineData("teams")]
    public void One_more_entry_would_not_fit(string name)
    {
        var content = Long("en", 200);
        var shown = Shown(ToldWords.Shipped(name).Render(content)!, content);
        var template = ToldWords.Shipped(name);
        var fits = template.Render(content with { Actions = [.. content.Actions.Take(shown)], More = 202 - shown })!;
        var over = template.Render(content with { Actions = [.. content.Actions.Take(shown + 1)], More = 202 - shown - 1 })!;

        Assert.Equal(shown, Shown(fits, content));
        Assert.Equal(shown, Shown(over, content));
    }

    [Theory]
    [InlineData("wecom")]
    [InlineData("dingtalk")]
    [InlineData("slack")]
    [InlineData("teams")]
    public void Very_long_words_are_cut_in_every_message(string name)
    {
        foreach (var words in new[] { new string('长', 60_000), new string('&', 60_000), string.Concat(Enumerable.Repeat("<!channel> ", 6000)), string.Concat(Enumerable.Repeat("👨‍👩‍👧", 8000)) })
        {
            foreach (var kind in Enum.GetValues<DeliveryKind>())
            {
                var message = ToldWords.Shipped(name).Render(ToldWords.Saying(words, kind))!;
                Holds(name, message);
                Assert.Contains("…", Encoding.UTF8.GetString(message.Body), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void One_long_entry_does_not_cost_the_list_the_others()
    {
        var content = ToldWords.Content(DeliveryKind.Digest);
        content = content with { Actions = [content.Actions[0] with { Reason = new string('x', 60_000) }, .. content.Actions.Skip(1)] };
        foreach (var name in new[] { "wecom", "dingtalk", "slack", "teams" })
        {
            var message = ToldWords.Shipped(name).Render(content)!;
            Holds(name, message);
            Assert.Equal(3, Shown(message, content));
        }
    }

    [Fact]
    public void A_task_s_subject_and_description_fit_their_columns()
    {
        foreach (var kind in new[] { DeliveryKind.Raised, DeliveryKind.Gone })
        {
            var content = ToldWords.Saying(new string('长', 60_000), kind);
            Assert.InRange(((string?)ToldWords.Json(ToldWords.Shipped("dynamics365-task").Render(content)!)["subject"])!.Length, 1, 200);
            var task = ToldWords.Json(ToldWords.Shipped("salesforce-task").Render(ToldWords.Saying(new string('长', 60_000), kind))!);
            Assert.InRange(((string?)task["Subject"])!.Length, 1, 255);
        }
    }

    [Fact]
    public void A_template_may_have_a_limit_of_its_own()
    {
        var template = ToldWords.Template("""{"format": "plain", "limit": 300, "messages": {"digest": {"body": {"join": [{"each": "actions", "do": "{action.title}"}, "+{more}"]}}}}""");
        var body = Encoding.UTF8.GetString(template.Render(Long("en", 50))!.Body);
        Assert.InRange(Encoding.UTF8.GetByteCount(body), 200, 300);
        Assert.Equal(52, body.Split('\n').Length - 1 + int.Parse(body[(body.LastIndexOf('+') + 1)..]));
    }

    private static void Holds(string name, RenderedMessage message)
    {
        var body = ToldWords.Json(message);
        var texts = ToldWords.Texts(body).ToList();
        switch (name)
        {
            case "wecom": Assert.All(texts, t => Assert.InRange(Encoding.UTF8.GetByteCount(t), 0, 4096)); break;
            case "dingtalk": Assert.All(texts, t => Assert.InRange(Encoding.UTF8.GetByteCount(t), 0, 20_000)); break;
            case "teams": Assert.InRange(message.Body.Length, 0, 28_000); break;
            default:
                Assert.InRange(body["blocks"]!.AsArray().Count, 1, 50);
                Assert.All(texts, t => Assert.InRange(t.Length, 0, 3000));
                foreach (var block in body["blocks"]!.AsArray())
                {
                    if ((string?)block!["type"] == "header") Assert.InRange(((string?)block["text"]!["text"])!.Length, 1, 150);
                    foreach (var field in block["fields"]?.AsArray() ?? []) Assert.InRange(((string?)field!["text"])!.Length, 1, 2000);
                }
                break;
        }
    }

    private static int Shown(RenderedMessage message, DeliveryContent content)
    {
        var text = string.Join('\n', ToldWords.Texts(ToldWords.Json(message)));
        return content.Actions.Count(a => text.Contains(a.Title, StringComparison.Ordinal));
    }

    private static DeliveryContent Long(string language, int count)
    {
        var content = ToldWords.Content(DeliveryKind.Digest, language);
        ActionAnswer[] actions = [.. Enumerable.Range(0, count).Select(i => content.Actions[i % 3] with { Id = $"{i:x32}", Title = $"{content.Actions[i % 3].Title} №{i};" })];
        return content with { Actions = actions, Links = actions.ToDictionary(a => a.Id, a => ToldWords.Links(a.Id)) };
    }
}
