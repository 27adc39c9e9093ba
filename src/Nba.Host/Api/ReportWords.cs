using Nba.Engine.Reports;
using Nba.Host.Settings;

namespace Nba.Host.Api;

/// <summary>What a report's findings mean, and what is likely to help, in Chinese and English.</summary>
internal static class ReportWords
{
    /// <summary>The kinds of findings in the order they are told: heading and meaning.</summary>
    public static readonly IReadOnlyList<(string Kind, string Zh, string En)> Kinds =
    [
        ("campaign-silent", "活动已开启，但期内没有提出任何提示", "Campaigns that were on and gave no prompt in the period"),
        ("never-fired", "从未触发的规则（自日志开始至期末）", "Rules that never fired, from the beginning of the log to the period's end"),
        ("not-in-period", "期内未触发、此前触发过的规则", "Rules that fired before, and not in the period"),
        ("stopped-firing", "停止触发的规则：至少有 5 个触发日，期末未触发的天数超过此前最长间隔的 2 倍且不少于 14 天", "Rules that stopped firing: five days of firing or more, then nothing for more than twice the longest gap before, and 14 days at least"),
        ("always-loses", "每次都落选的规则：3 条以上候选，没有一条通过全部关口", "Rules that always lose: three candidates or more, and none passed every gate"),
        ("fires-for-all", "几乎对所有客户触发的规则：触及 90% 以上适用客户（至少 20 位）", "Rules that fire for nearly everyone: 90 % or more of the customers they are for, 20 at least"),
        ("never-answered", "从未得到答复的动作：提出 5 条以上，均被撤回", "Actions never answered: five prompts or more, all withdrawn"),
        ("never-accepted", "总被拒绝或过期的动作：5 条以上被拒绝或过期，没有一条办理、接受或客户自办", "Actions always declined or expired: five or more ended so, and none was done, accepted or met"),
    ];

    private static readonly Dictionary<string, (string Zh, string En)> Remedies = new(StringComparer.Ordinal)
    {
        ["bundle-members"] = ("组合的成员从未同时通过；请查看成员规则：{0}", "its members never passed together; look at their rules: {0}"),
        ["no-such-customer"] = ("本行没有适用类型的客户；请检查 for，或客户类型数据是否到达", "the bank has no customer of the kinds in 'for'; check 'for', or whether the kind arrives"),
        ["event-never-came"] = ("所等待的事件从未到达：{0}；请检查数据源，或停用规则", "what it waits for never came: {0}; check the source, or switch the rule off"),
        ["plan-step"] = ("它是服务计划中的一步；请检查计划是否走到这一步", "it is a step of a plan: check whether any plan comes that far"),
        ["ask-why-not"] = ("请用 nba why-not 客户 {1} 查看是哪一行不满足；若条件本应很少成立，可不处理", "ask 'nba why-not CUSTOMER {1}' which line fails; if it is meant to hold rarely, all is well"),
        ["campaign-ended"] = ("所属活动已结束：{0}；如不再使用请移除", "its campaign has ended: {0}; remove it if it will not return"),
        ["sources"] = ("请检查它所读的数据源和最近的规则修改", "check the sources it reads, and what was changed lately"),
        ["season"] = ("只在一个月内触发过：若为节日等季节性规则，属正常；否则请检查数据源", "it fired within one month only: well for a festival or a season, else check the sources it reads"),
        ["narrow-lines"] = ("请收窄条件；如为法定义务或开户必做，可不处理", "narrow its lines; a duty towards everyone is well"),
        ["conflict"] = ("在冲突组中总输给其他动作（组与胜者：{0}）；请调高其价值或倾向，或移出该组", "it loses its conflict group each time (group and winners: {0}); raise its value or propensity, or take it out of the group"),
        ["in-bundle"] = ("仅作为组合的一部分到达经理：{0}；若有意如此，可不处理", "it reaches managers only within a bundle: {0}; well if meant"),
        ["contact-policy"] = ("被接触政策拦下；请检查上限、间隔与暂缓条件（policies/contact.json）：{0}", "the contact policy holds it: see caps, cool-downs and holds in policies/contact.json: {0}"),
        ["consent"] = ("缺少客户同意；请先安排征询同意", "consent is missing: have it asked for first"),
        ["campaign"] = ("被所属活动拦下；请检查开关、日期、客群与推广比例：{0}", "its campaign stops it: see switch, dates, segments and roll-out share: {0}"),
        ["unknown-fact"] = ("所需信息缺失；请检查数据源：{0}", "a fact it needs is not known: check its source: {0}"),
        ["source-behind"] = ("所需数据源滞后；请检查该数据源的完整性标记", "a source it needs is behind: check its watermark"),
        ["not-yet"] = ("首次显示日均在期末之后", "its first days lie after the period's end"),
        ["prerequisite"] = ("所需的前置产品每次都缺：请把前置产品写进规则条件，或先推荐前置产品", "the product that its own one needs is missing: say so in its lines, or offer that one first (products.json, requires)"),
        ["has-product"] = ("客户每次都已持有该产品：请在规则条件中排除", "the customers have its product already: leave them out in its lines"),
        ["unanswered"] = ("全部在答复前被撤回：没有人答复，或办理结果没有回传；请检查渠道是否回报结果，以及期限是否过短", "all were withdrawn before an answer: nobody answers, or what was done is not reported back; see whether the channel reports outcomes, and how long it stands"),
        ["gate-lines"] = ("每次都被同类关口拦下；请对照规则条件与关口：{0}", "gates stop it each time: hold its lines against the gate: {0}"),
        ["campaign-without-rules"] = ("没有规则属于该活动；请在动作中写上 campaign，或删除该活动", "no rule belongs to it: name it as 'campaign' in an action, or remove it"),
        ["campaign-share-zero"] = ("推广比例为 0；请调高 Percentage，或关闭活动", "its roll-out share is 0: raise Percentage, or switch it off"),
        ["campaign-rules-silent"] = ("其规则在期内没有触发：{0}", "its rules did not fire in the period: {0}"),
        ["declined"] = ("多为被拒绝；请查看拒绝原因，调整对象或内容", "mostly declined: look at the reasons, and change whom or what it offers"),
        ["expired"] = ("多为过期；请查看期限、排序与经理工作量", "mostly expired: look at its dates, its rank and the managers' load"),
    };

    /// <summary>What is likely to help.</summary>
    public static string Remedy(Finding finding, string action, bool zh)
    {
        if (!Remedies.TryGetValue(finding.Remedy, out var words)) return finding.Remedy;
        var about = finding.About is { Count: > 0 } named ? string.Join(", ", named.Distinct(StringComparer.Ordinal)) : "-";
        return (zh ? words.Zh : words.En).Replace("{0}", about, StringComparison.Ordinal).Replace("{1}", action, StringComparison.Ordinal);
    }

    /// <summary>What a comparison says.</summary>
    public static string Verdict(string verdict, bool zh) => (verdict, zh) switch
    {
        ("more", false) => "more with the campaign",
        ("more", true) => "活动有效",
        ("fewer", false) => "fewer with the campaign",
        ("fewer", true) => "活动组反而更低",
        ("no-difference-shown", false) => "no difference shown",
        ("no-difference-shown", true) => "未见差异",
        ("too-few", false) => "too few to say",
        ("too-few", true) => "人数太少，无法判断",
        ("not-measurable", false) => "not measurable: offers no product",
        ("not-measurable", true) => "无产品可衡量",
        _ => verdict,
    };

    /// <summary>A decline's reason.</summary>
    public static string Decline(string reason, bool zh) => (reason, zh) switch
    {
        ("has-it-already", true) => "已持有",
        ("bad-time", true) => "时机不合适",
        ("wrong-customer", true) => "客户不对",
        ("not-suitable", true) => "不适合",
        ("not-interested", true) => "不感兴趣",
        ("not-stated", true) => "未注明",
        _ => reason,
    };

    /// <summary>A purpose.</summary>
    public static string Purpose(string purpose, bool zh) => purpose.Length > 0 ? ContactWords.Purpose(purpose, zh) : zh ? "未知" : "unknown";
}
