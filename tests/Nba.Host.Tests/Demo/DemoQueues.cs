using Nba.Engine;
using Nba.Engine.Actions;
using Nba.Engine.Arbitration;
using Nba.Engine.Catalogue;
using Nba.Engine.Queues;
using Nba.Engine.Rules;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;

namespace Nba.Host.Tests.Demo;

/// <summary>A small made queue and the book its wording comes from.</summary>
internal static class DemoQueues
{
    public static readonly DateOnly Day = new(2026, 3, 2);

    private const string Vocabulary = """
        {
          "codes": {"kind": ["personal"]},
          "events": {"customer.registered": {"id": 1, "zh": "建档", "en": "Registered", "fields": {
            "name": {"type": "text", "zh": "姓名", "en": "Name"}, "kind": {"type": "code:kind", "zh": "类型", "en": "Kind"}}}},
          "facts": {
            "name": {"id": 1, "type": "text", "zh": "姓名", "en": "Name", "fold": {"latest": "customer.registered.name"}},
            "kind": {"id": 2, "type": "code:kind", "zh": "类型", "en": "Kind", "fold": {"latest": "customer.registered.kind"}}
          }
        }
        """;

    private const string Actions = """
        {"WorkflowName": "some", "Rules": [
          {"RuleName": "salary", "Expression": ["customer.name != null"], "Properties": {"for": ["personal"], "on": ["daily"], "action": {"id": "salary-call", "purpose": "service", "channel": "phone", "value": 1, "propensity": 0.5}}},
          {"RuleName": "care", "Expression": ["customer.name != null"], "Properties": {"for": ["personal"], "on": ["daily"], "action": {"id": "greeting", "purpose": "care", "channel": "message", "value": 1, "propensity": 0.5}}}
        ]}
        """;

    private const string Texts = """
        {
          "salary-call": {
            "zh-CN": {"title": "工资停发，请问候客户", "reason": "工资已有52天未入账；以往每月15日前后到账，金额稳定，余额也随之减少了三成，这在过去一年里没有出现过。", "appeal": "最近工作上有没有什么变化？", "benefit": "有变化时可以早作安排。", "credibility": "我们只看得到入账，不知道原因。", "question": "接下来几个月您打算怎么安排？"},
            "en": {"title": "Salary stopped: ask how they are", "reason": "No salary for 52 days; it used to come about the 15th of each month, and the balance fell by three tenths, which did not happen in the year before.", "appeal": "Has anything changed at work?", "benefit": "We can plan early.", "credibility": "We see only what comes in, not why.", "question": "What are your plans for the next months?"}
          },
          "greeting": {
            "zh-CN": {"title": "元宵节问候", "reason": "客户愿意收到节日问候。", "appeal": "元宵节快乐！", "benefit": "无", "credibility": "无", "question": "家里都好吗？"},
            "en": {"title": "Lantern Festival greeting", "reason": "The customer welcomes greetings.", "appeal": "Happy Lantern Festival!", "benefit": "None", "credibility": "None", "question": "How is the family?"}
          }
        }
        """;

    /// <summary>A book with two actions and their wording.</summary>
    public static RuleBook Book { get; } = DemoBooks.Load(
    [
        new SourceFile("vocabulary.json", Vocabulary),
        new SourceFile("some.json", Actions),
        new SourceFile("texts/some.json", Texts),
        new SourceFile("products.json", """{"approvers": {"branch-head": {"zh": "支行行长", "en": "the branch head"}}}"""),
    ]);

    /// <summary>Three customers: one with two actions, one late, one already agreed on; and two more that wait.</summary>
    public static QueueView View { get; } = new("rm01",
    [
        new("K1", [One(1, "salary-call", "王丽芳", due: 0), One(2, "greeting", "王丽芳", due: 1)], 1),
        new("K2", [One(3, "salary-call", "江南恒信机械制造有限公司", due: -2, price: new Quote(PriceKind.DepositRate, 14_500, 15_500, "branch-head", null))], 0),
        new("K3", [One(4, "greeting", "李强", expires: 9, accepted: true)], 0),
        new(null, [One(5, "greeting", "张伟", batch: true), One(6, "greeting", "陈静", batch: true)], 0),
    ], [new("K4", [One(7, "greeting", "赵敏", due: 7)], 0), new("K5", [One(8, "salary-call", "周平")], 0)], 2);

    private static QueuedAction One(int id, string action, string name, int? due = null, int? expires = null, bool accepted = false, bool batch = false, Quote? price = null) => new(new ActionRecord
    {
        Owner = "rm01", Id = (UInt128)id, Sequence = 1, Version = 1, Customer = "K" + id, Reason = Reason.Raised, Action = action, CustomerName = name,
        Purpose = action == "greeting" ? Purpose.Care : Purpose.Service, Channel = action == "greeting" ? 5 : 0, Score = default(Score),
        DueOn = due + Day.DayNumber, Expires = expires + Day.DayNumber, Accepted = accepted, Batch = batch, Price = price,
    }, 0);
}
