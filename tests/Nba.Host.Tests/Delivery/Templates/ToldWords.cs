using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Nba.Engine.Sources;
using Nba.Host.Api;
using Nba.Host.Delivery;
using Nba.Host.Delivery.Templates;

namespace Nba.Host.Tests.Delivery.Templates;

/// <summary>What a manager is told in these tests: three actions, in both languages.</summary>
internal static class ToldWords
{
    public static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    public static DeliveryContent Content(DeliveryKind kind, string language = "en", bool links = true, int more = 2)
    {
        var zh = language == "zh-CN";
        ActionAnswer[] actions = kind == DeliveryKind.Digest ? [Deposit(zh), Complaint(zh), Batch(zh)] : [Deposit(zh)];
        return new DeliveryContent
        {
            Kind = kind, Owner = "rm01", OwnerName = zh ? "李经理" : "Li Na", Language = language, AsOf = "2026-03-02T00:30:00Z", Date = "2026-03-02", Actions = actions,
            More = kind == DeliveryKind.Digest ? more : 0,
            Why = kind == DeliveryKind.Gone ? "campaign-off" : null,
            WhyWords = kind == DeliveryKind.Gone ? (zh ? "活动“春季存款”已关闭" : "the campaign \"spring deposits\" is off") : null,
            Links = links ? actions.ToDictionary(a => a.Id, a => Links(a.Id)) : new Dictionary<string, AnswerLinks>(),
        };
    }

    public static AnswerLinks Links(string id) => new(Link(id, "done"), Link(id, "accepted"), Link(id, "declined"), Link(id, "snoozed"));

    /// <summary>A content in which every word that comes from data or rules is the given one.</summary>
    public static DeliveryContent Saying(string words, DeliveryKind kind, bool links = true) => Spoiled(Content(kind, links: links), words);

    public static DeliveryContent Spoiled(DeliveryContent content, string words) => content with
    {
        OwnerName = words,
        WhyWords = content.WhyWords is null ? null : words,
        Actions = [.. content.Actions.Select(a => a with
        {
            Customer = words, Name = a.Name is null ? null : words, Title = words, Reason = words, Question = words,
            TalkingPoints = [.. a.TalkingPoints.Select(p => p with { Text = words })],
            Price = a.Price is { } price ? price with { Text = words } : null,
        })],
    };

    public static MessageTemplate Shipped(string name)
    {
        var problems = new ProblemList();
        var template = new TemplateShelf().Find(name, default, problems);
        Assert.Empty(problems.Sorted());
        return template!;
    }

    public static MessageTemplate Template(string json)
    {
        var problems = new ProblemList();
        var template = MessageTemplate.Parse(new SourceFile("t.json", json), problems);
        Assert.Empty(problems.Sorted().Select(p => p.ToString()));
        return template!;
    }

    /// <summary>What a template of plain text makes of one text.</summary>
    public static string Said(string body, DeliveryContent content, string format = "plain") =>
        Encoding.UTF8.GetString(Template($"{{\"format\": \"{format}\", \"messages\": {{\"{content.Kind.ToString().ToLowerInvariant()}\": {{\"body\": {body}}}}}}}").Render(content)!.Body);

    public static JsonNode Json(RenderedMessage message) => JsonNode.Parse(message.Body)!;

    /// <summary>Every text of a body.</summary>
    public static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(m => Texts(m.Value)),
        JsonArray items => items.SelectMany(Texts),
        JsonValue value when value.TryGetValue<string>(out var text) => [text],
        _ => [],
    };

    private static string Link(string id, string outcome) => $"https://nba.bank.example/answers/{id}/{outcome}?t=Zm9v_-x";

    private static ActionAnswer Deposit(bool zh) => new()
    {
        Id = "00000000000000000000000000000a01", Version = 3, Action = "deposit-maturing", Customer = "P00012", Name = zh ? "王芳" : "Wang Fang", Subject = "D77",
        Title = zh ? "定期存款3月6日到期，请联系客户续存" : "Term deposit matures on 6 March: speak about renewal",
        Reason = zh ? "200,000.00元的一年期存款2026-03-06到期，去年到期后转出了30%。" : "200,000.00 yuan for one year mature on 2026-03-06; last year 30% left after maturity.",
        TalkingPoints =
        [
            new TalkingPoint("appeal", zh ? "您的一笔存款这周五到期，想提前帮您安排好。" : "One of your deposits matures this Friday; we would like to have it arranged in time."),
            new TalkingPoint("benefit", zh ? "续存可按客户利率，不用跑网点。" : "Renewed, it has your customer rate, and no way to the branch."),
            new TalkingPoint("credibility", zh ? "利率以到期日公布的为准，受存款保险保护。" : "The rate is that published on the day; deposits are insured."),
        ],
        Question = zh ? "这笔钱接下来一年您打算怎么用？" : "What are your plans for this money in the coming year?",
        Purpose = "service", Channel = "phone", Due = "2026-03-06T09:00:00Z", DueOn = "2026-03-06", RaisedOn = "2026-03-02", Expires = "2026-03-13",
        Score = new ScoreAnswer(120.5m, 0.3m, 1, 400, 1, 1), Rules = ["retention/deposit-maturing"],
        Price = new PriceAnswer("deposit-rate", 1.85m, "2026-03-13", zh ? "一年期1.85%，报价至2026-03-13" : "1.85% for one year, quoted until 2026-03-13"),
    };

    private static ActionAnswer Complaint(bool zh) => Deposit(zh) with
    {
        Id = "00000000000000000000000000000a02",
        Action = "complaint-reply",
        Customer = "C00007",
        Name = zh ? "长江贸易有限公司" : "Changjiang Trading Co., Ltd",
        Title = zh ? "投诉答复已逾期，请今天回复" : "Reply to the complaint is overdue: answer today",
        Reason = zh ? "2月20日投诉汇款延误，10个工作日的答复期已过。" : "A late transfer was complained of on 20 February; ten working days are over.",
        Purpose = "duty",
        Channel = "visit",
        DueOn = "2026-02-27",
        Due = "2026-02-27T09:00:00Z",
        Overdue = true,
        Price = null,
    };

    private static ActionAnswer Batch(bool zh) => Deposit(zh) with
    {
        Id = "00000000000000000000000000000a03",
        Action = "birthday",
        Customer = "P00031",
        Name = null,
        Title = zh ? "生日问候" : "Birthday greeting",
        Reason = zh ? "今天生日。" : "It is their birthday.",
        Purpose = "care",
        Channel = "message",
        Due = null,
        DueOn = null,
        Price = null,
    };
}
