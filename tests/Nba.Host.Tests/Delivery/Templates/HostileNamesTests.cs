using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CsCheck;
using Nba.Host.Delivery;
using Nba.Host.Delivery.Templates;

namespace Nba.Host.Tests.Delivery.Templates;

/// <summary>Whatever words say, a message has the members, marks, links and lines that it has with the most harmless ones.</summary>
public sealed class HostileNamesTests
{
    private const string Harmless = "甲";

    // What ends a line or calls a person; what starts something in mrkdwn; and what does in a dialect of Markdown, in HTML or in Adaptive Cards.
    private const string Always = "@\n\r\t";
    private const string Slack = Always + "*_~`<>";
    private const string Markdown = Slack + "[]|\\{}";

    private static readonly DeliveryKind[] Kinds = Enum.GetValues<DeliveryKind>();

    public static TheoryData<string> Names => [.. TemplateShelf.Shipped];

    [Theory]
    [MemberData(nameof(Names))]
    public void No_hostile_name_becomes_anything_but_words(string name) => Assert.All(HostileWords.All, words => Harms(name, words));

    [Theory]
    [MemberData(nameof(Names))]
    public void No_text_at_all_becomes_anything_but_words(string name) => Texts.Sample(words => Harms(name, words), iter: 300);

    [Fact]
    public void Any_text_comes_back_from_JSON_as_the_line_it_is()
    {
        var template = ToldWords.Template("""{"format": "json", "messages": {"raised": {"body": {"a": ["{action.title}", {"b": "x{action.title}"}]}}}}""");
        Texts.Sample(words =>
        {
            var body = ToldWords.Json(template.Render(ToldWords.Saying(words, DeliveryKind.Raised))!);
            var line = InsertedText.Of(words, TextUse.Data);
            Assert.Equal([line, "x" + line], ToldWords.Texts(body));
        });
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("https://nba.bank.example/a)](https://evil.example/")]
    [InlineData("https://nba.bank.example/>|<!channel>")]
    public void No_answer_link_ends_early_or_leaves_the_web(string link)
    {
        // The same address with nothing in it that markup knows.
        var honestLink = new string([.. link.Where(c => !"()[]<>|!".Contains(c, StringComparison.Ordinal))]);
        foreach (var name in TemplateShelf.Shipped)
        {
            foreach (var kind in Kinds)
            {
                DeliveryContent With(string address)
                {
                    var content = ToldWords.Content(kind);
                    return content with { Links = content.Links.ToDictionary(l => l.Key, _ => new AnswerLinks(address, address, address, address)) };
                }
                var (hostile, honest) = (ToldWords.Shipped(name).Render(With(link)), ToldWords.Shipped(name).Render(With(honestLink)));
                if (hostile is null) continue;
                Assert.DoesNotContain("javascript:", Encoding.UTF8.GetString(hostile.Body), StringComparison.Ordinal);
                Assert.DoesNotContain("data:text", Encoding.UTF8.GetString(hostile.Body), StringComparison.Ordinal);
                if (link.StartsWith("https:", StringComparison.Ordinal)) Assert.Equal(Skeleton(honest!), Skeleton(hostile));
            }
        }
    }

    // Words as attackers and machines write them: pieces of hostile names, marks and characters of every kind.
    private static readonly string[] Pieces = [.. HostileWords.All, .. Markdown.Select(c => c.ToString()), "://", ".", "@", "<!", "](", "1", "a", " ", "&", "#", "-", "\u202E"];

    private static Gen<string> Texts => Gen.OneOf(Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]), Gen.String[0, 12], Gen.Char.Select(c => c.ToString())).Array[1, 6].Select(string.Concat);

    private static void Harms(string name, string words)
    {
        // A name of nothing but what cannot be seen is no name: what is asked is whether it does harm.
        if (InsertedText.Of(words, TextUse.Data).Length == 0) words = Harmless + words;
        foreach (var kind in Kinds)
        {
            var template = ToldWords.Shipped(name);
            if (template.Render(ToldWords.Saying(words, kind)) is not { } hostile) continue;
            Assert.Equal(Skeleton(template.Render(ToldWords.Saying(Harmless, kind))!), Skeleton(hostile));
        }
    }

    private static string Skeleton(RenderedMessage message)
    {
        var body = Encoding.UTF8.GetString(message.Body);
        if (message.ContentType.StartsWith("text/", StringComparison.Ordinal)) return Lines(body, Always);
        var node = JsonNode.Parse(body)!;
        // What a program takes for a field has no marks; its lines are the template's.
        return Shape(node, node["blocks"] is not null ? Slack : node["msgtype"] is not null || node["attachments"] is not null ? Markdown : "\n\r\t");
    }

    // A run of text in a card and a title in a list of conversations are read as they are.
    private static string Shape(JsonNode? node, string marks) => node switch
    {
        JsonObject members when (string?)members["type"] == "TextRun" => Lines((string)members["text"]!, Always),
        JsonObject members => "{" + string.Join(",", members.Select(m => m.Key + ":" + Shape(m.Value, marks == Markdown && m.Key == "title" ? Always : marks))) + "}",
        JsonArray items => "[" + string.Join(",", items.Select(i => Shape(i, marks))) + "]",
        JsonValue value when value.TryGetValue<string>(out var text) => Lines(text, marks),
        null => "null",
        _ => node.ToJsonString(),
    };

    // Marks in order, addresses, and what a line starts with where that means something.
    private static string Lines(string text, string marks)
    {
        var isChat = marks.Contains('@', StringComparison.Ordinal);
        var shape = new StringBuilder("\"");
        foreach (var line in text.Split('\n'))
        {
            var plain = line.Replace("&lt;", "", StringComparison.Ordinal).Replace("&gt;", "", StringComparison.Ordinal);
            foreach (var c in plain.Where(c => marks.Contains(c, StringComparison.Ordinal))) shape.Append(c);
            if (isChat) shape.Append(plain.Split("://").Length - 1);
            if (marks == Markdown && Regex.IsMatch(plain, @"^\s*(#|([-+=])(\s|$|\2)|\d+[.)](\s|$))")) shape.Append('^');
            if (line.Any(c => char.IsControl(c) || c is '\u202E' or '\u2066' or '\u200F' or '\u2028' or '\uFEFF')) shape.Append('!');
            shape.Append('/');
        }
        return shape.Append('"').ToString();
    }
}
