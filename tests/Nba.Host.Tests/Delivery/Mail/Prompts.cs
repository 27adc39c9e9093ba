using Nba.Host.Api;
using Nba.Host.Delivery;
using Nba.Host.Delivery.Mail;

namespace Nba.Host.Tests.Delivery.Mail;

/// <summary>Contents of messages, as a bank makes them.</summary>
internal static class Prompts
{
    public static readonly MailKey Key = new("mail-anna", "be757704280707beca05065766c13695", 3);

    /// <summary>A list of the day of three, with links for the first.</summary>
    public static DeliveryContent Digest(string language) => new()
    {
        Kind = DeliveryKind.Digest, Owner = "rm01", OwnerName = language == "en" ? "Anna Zhou" : "周安娜", Language = language, AsOf = "2026-03-02T00:30:00.000Z", Date = "2026-03-02", More = 4,
        Actions = language == "en" ? English : Chinese,
        Links = new Dictionary<string, AnswerLinks> { [English[0].Id] = new("https://nba.bank/a/1?d=x&k=é", "https://nba.bank/a/2", "https://nba.bank/a/3", "https://nba.bank/a/4") },
    };

    /// <summary>One prompt alone.</summary>
    public static DeliveryContent One(DeliveryKind kind, string language = "en") => Digest(language) with
    {
        Kind = kind,
        Actions = [(language == "en" ? English : Chinese)[0]],
        More = 0,
        Why = kind == DeliveryKind.Gone ? "campaign-off" : null,
        WhyWords = kind == DeliveryKind.Gone ? (language == "en" ? "its campaign was switched off" : "活动已关闭") : null,
    };

    /// <summary>A list of one, whose every text is the same.</summary>
    public static DeliveryContent Hostile(string text, string language = "en") => Digest(language) with
    {
        OwnerName = text,
        More = 0,
        Links = new Dictionary<string, AnswerLinks> { [English[0].Id] = new(text, "javascript:alert(1)", "data:text/html,x", "https://nba.bank/\"><script>alert(1)</script>") },
        Actions = [English[0] with { Name = text, Title = text, Reason = text, Question = text, TalkingPoints = [new TalkingPoint("appeal", text)], Price = new PriceAnswer("rate", 1, "2026-03-31", text) }],
    };

    private static readonly ActionAnswer[] English =
    [
        Action("be757704280707beca05065766c13695", "C1001", "Zhang Wei", "Large transfer of ¥200,000: call today", "Zhang Wei moved ¥200,000 to another bank on 1 March, more than half of the balance.",
            ["A short call shows that we noticed and care.", "The 30-day notice deposit pays 1.35 % and stays available.", "Nine of ten clients who were called within two days stayed."], "May I ask what the money is meant for?", "phone", "2026-03-01") with
        {
            Overdue = true, Escalated = true, Price = new PriceAnswer("rate", 1.35m, "2026-03-31", "1.35 % a year until 2026-03-31"), InternalRoom = new RoomAnswer(1.5m, "head", "up to 1.50 % with the branch head's consent"),
        },
        Action("0c2f33b1d0a94b4f8c1f6a7755e0aa01", "C2002", "Li Na", "Deposit of ¥500,000 matures", "The one-year deposit ends on 5 March; nothing was arranged.", ["Talk before the day.", "Renewed for two years it earns ¥3,000 more."], "How long can the money stay?", "visit", "2026-03-05") with { Accepted = true },
        Action("0c2f33b1d0a94b4f8c1f6a7755e0aa02", "K77", null, "Birthday ahead: send your wishes", "It is on 6 March.", [], "", "message", null) with { Expires = "2026-03-07" },
    ];

    private static readonly ActionAnswer[] Chinese =
    [
        English[0] with { Name = "张伟", Title = "大额转出200,000元，今天致电", Reason = "张伟3月1日向他行转出200,000元，超过账户余额的一半。", Question = "方便问一下这笔资金的用途吗？",
            TalkingPoints = [new("appeal", "及时致电，让客户感到我们在关心。"), new("benefit", "30天通知存款年利率1.35%，随时可取。"), new("credibility", "两天内接到电话的客户，九成选择留下。")], Price = English[0].Price! with { Text = "年利率1.35%，有效至2026-03-31" } },
        English[1] with { Name = "李娜", Title = "500,000元定期存款到期", Reason = "一年期存款3月5日到期，尚未安排。", Question = "这笔钱可以存多久？", TalkingPoints = [new("appeal", "请在到期前联系。"), new("benefit", "续存两年可多得3,000元。")] },
        English[2] with { Title = "客户生日将至，请送上问候", Reason = "生日为3月6日。" },
    ];

    private static ActionAnswer Action(string id, string customer, string? name, string title, string reason, string[] points, string question, string channel, string? due) => new()
    {
        Id = id, Version = 3, Action = "outflow-call", Customer = customer, Name = name, Title = title, Reason = reason, Question = question, Purpose = "service", Channel = channel, DueOn = due, RaisedOn = "2026-02-27",
        TalkingPoints = [.. points.Zip(["appeal", "benefit", "credibility"], (text, kind) => new TalkingPoint(kind, text))], Score = new ScoreAnswer(1, 1, 1, 1, 1, 1), Rules = ["large-transfer"],
    };
}
