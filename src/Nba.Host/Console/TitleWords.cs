using Nba.Engine.Vocabulary;
using Nba.Host.Api;

namespace Nba.Host.Console;

/// <summary>What people call actions, gates, reasons and kinds of things on the console. Immutable.</summary>
/// <param name="frame">Language and book.</param>
public sealed class TitleWords(Frame frame)
{
    /// <summary>An action by its title, without what the title says of one customer; else by its id.</summary>
    public string Action(string id)
    {
        if (frame.Standing is not var (book, _)) return id;
        return book.Texts.Find(id) is { } text && text.IsFixed(frame.Language, "title") && text.Render(frame.Language, "title", [], frame.Today, book.CodeName) is { Length: > 0 } title ? title : id;
    }

    /// <summary>What happened, by the type of its activity.</summary>
    public string Event(string type) => type switch
    {
        BuiltIn.Outcome => frame.T("Answer to a prompt", "提示答复"),
        BuiltIn.Contact => frame.T("Contact", "联系客户"),
        BuiltIn.RelationContacted => frame.T("Contact with a contact person", "联系企业联系人"),
        BuiltIn.Consent => frame.T("Consent changed", "同意变更"),
        BuiltIn.Assigned => frame.T("Assigned to a manager", "分配客户经理"),
        BuiltIn.Merged or BuiltIn.Absorbed => frame.T("Customers merged", "客户合并"),
        BuiltIn.Claimed => frame.T("Prompt claimed", "认领提示"),
        BuiltIn.Released => frame.T("Prompt given back", "退回提示"),
        _ => frame.Standing?.Book.Vocabulary.Event(type) is { } known && frame.T(known.En, known.Zh) is { Length: > 0 } words ? words : type,
    };

    /// <summary>A kind of thing that customers have.</summary>
    public string Thing(string kind) => frame.Standing?.Book.Vocabulary.Entities.FirstOrDefault(e => e.Name == kind) is { } known && frame.T(known.En, known.Zh) is { Length: > 0 } words ? words : kind;

    /// <summary>Why something is as it is.</summary>
    public string Reason(string name) => ReasonWords.Of(name, frame.Zh);

    /// <summary>A gate.</summary>
    public string Gate(string gate) => gate switch
    {
        "campaign" => frame.T("campaign", "活动"),
        "eligibility" => frame.T("may we (eligibility)", "资格（能否）"),
        "applicability" => frame.T("is it relevant (applicability)", "适用（是否相关）"),
        "suitability" => frame.T("is it in their interest (suitability)", "适当（是否合适）"),
        "consent" => frame.T("consent", "客户同意"),
        "declines" => frame.T("declined before", "此前拒绝"),
        "contacts" => frame.T("contact policy", "接触政策"),
        _ => gate,
    };

    /// <summary>What a gate said.</summary>
    public string Outcome(string outcome) => outcome switch
    {
        "open" => frame.T("nothing to ask", "无需判断"),
        "passed" => frame.T("passed", "通过"),
        "not-asked" => frame.T("not asked any more", "未再判断"),
        "answered" => frame.T("did not pass", "未通过"),
        _ => outcome,
    };

    /// <summary>How an action ended.</summary>
    public string End(string end) => end switch
    {
        "done" => frame.T("done", "已完成"),
        "declined" => frame.T("declined", "已拒绝"),
        "met" => frame.T("the customer did it", "客户已自行办理"),
        "withdrawn" => frame.T("withdrawn", "已撤回"),
        "expired" => frame.T("expired", "已过期"),
        _ => end,
    };

    /// <summary>How an action stands.</summary>
    public string Status(string status) => status switch
    {
        "live" => frame.T("in the list", "在列"),
        "held" => frame.T("held", "暂缓"),
        "snoozed" => frame.T("put off", "已推迟"),
        "lapsed" => frame.T("lapsed", "暂不成立"),
        _ => status,
    };
}
