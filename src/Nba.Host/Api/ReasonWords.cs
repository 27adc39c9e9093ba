using Nba.Engine.Vocabulary;

namespace Nba.Host.Api;

/// <summary>What stops or holds an action, in the words of those who read answers on a console. The code itself stands beside them.</summary>
internal static class ReasonWords
{
    private static readonly Dictionary<Reason, (string En, string Zh)> Words = new()
    {
        [Reason.CampaignOff] = ("its campaign is switched off or outside its dates", "所属活动已关闭或不在活动期内"),
        [Reason.CampaignNotForCustomer] = ("the customer is outside the campaign's roll-out", "客户不在活动推广范围内"),
        [Reason.HeldOut] = ("the customer is held out to measure the campaign", "客户属于该活动的留出组"),
        [Reason.InControlGroup] = ("the customer is in a control group, kept out of all campaigns", "客户属于对照组，不参加任何活动"),
        [Reason.NotEligible] = ("an eligibility line does not hold", "资格条件不满足"),
        [Reason.UnknownFact] = ("a fact that must be known is not", "所需信息缺失"),
        [Reason.NotApplicable] = ("an applicability line does not hold", "适用条件不满足"),
        [Reason.NotSuitable] = ("it does not suit the customer", "不适合该客户"),
        [Reason.HasProduct] = ("the customer has the product", "客户已持有该产品"),
        [Reason.MissingPrerequisite] = ("a product that this one needs is missing", "缺少前置产品"),
        [Reason.ConsentUnknown] = ("nobody has asked for the consent that it needs", "尚未征得客户同意"),
        [Reason.ConsentRefused] = ("the customer refused this purpose or channel", "客户已拒绝该用途或渠道"),
        [Reason.DeclinedBefore] = ("the customer declined this before", "客户此前已拒绝"),
        [Reason.Again] = ("it ended before and may not come back yet", "此前已结束，尚不可再次提示"),
        [Reason.CoolDown] = ("a recent contact's cool-down is not over", "距上次联系的间隔未到"),
        [Reason.Cap] = ("a cap on contacts is reached", "联系次数已达上限"),
        [Reason.HeldByPolicy] = ("the contact policy holds it, as an open complaint does", "接触政策暂缓，例如有未结投诉"),
        [Reason.LostConflict] = ("a better action of the same conflict group stands", "同组中有更优的提示"),
        [Reason.NotYet] = ("its first day has not come", "未到首次显示日"),
        [Reason.Snoozed] = ("its owner put it off", "经理已推迟"),
        [Reason.NotYetTurn] = ("the bank has just gone live and the customer's turn is later", "系统刚上线，尚未轮到该客户"),
        [Reason.InBundle] = ("a bundle stands in its place", "已并入组合方案"),
        [Reason.SourceBehind] = ("a source that it needs is behind", "所需数据源滞后"),
        [Reason.PlanPaused] = ("its plan is paused", "所属计划已暂停"),
        [Reason.History] = ("the bank is still to go live: what comes in is history", "系统尚未上线，所收均作历史数据"),
        [Reason.Forwarded] = ("the customer was merged into another", "客户已合并到另一客户"),
        [Reason.NoLongerHolds] = ("what it was raised for holds no more", "提示的原因已不成立"),
        [Reason.Met] = ("the customer did it already", "客户已自行办理"),
        [Reason.Expired] = ("its last day has passed", "已过期"),
        [Reason.LineFailed] = ("a line of the rule does not hold", "规则条件不满足"),
        [Reason.OtherKind] = ("the rule is for another kind of customer", "规则针对其他类型的客户"),
        [Reason.NotOn] = ("what it waits for has not come", "等待的事件尚未发生"),
        [Reason.Passed] = ("nothing stands in the way", "无任何限制"),
        [Reason.Raised] = ("raised", "已提出"),
        [Reason.Refreshed] = ("its content changed", "内容更新"),
        [Reason.Done] = ("the manager did it", "经理已完成"),
        [Reason.Declined] = ("declined", "已拒绝"),
        [Reason.Reassigned] = ("the customer has another owner", "客户已更换归属"),
        [Reason.Accepted] = ("the manager accepted it", "经理已接受"),
        [Reason.Held] = ("held, out of queues", "暂缓，不在队列中显示"),
        [Reason.Released] = ("back in the queue", "恢复显示"),
        [Reason.Escalated] = ("the branch head was told", "已升级至网点负责人"),
        [Reason.MergedAway] = ("went on with the customer that this one was merged into", "随客户合并转出"),
        [Reason.BundleDissolved] = ("too few members are left, they stand alone", "组合方案解散，成员单独显示"),
        [Reason.Gone] = ("an answer to an action that had gone", "对已结束提示的答复"),
        [Reason.Claimed] = ("a member of the team took it", "团队成员已认领"),
        [Reason.ClaimEnded] = ("given back to the team", "认领已结束"),
        [Reason.Duplicate] = ("the same activity came before", "重复事件"),
        [Reason.Stale] = ("too old to raise anything", "事件已过时效，不提出提示"),
        [Reason.BeyondKeptIds] = ("too old to tell whether it came before", "事件过早，无法判断是否重复"),
        [Reason.MergeInCircle] = ("a merge in a circle: nothing was done", "循环合并，未作处理"),
        [Reason.RuleRemoved] = ("the rule is gone from the rule book", "规则已移除"),
    };

    /// <summary>The words for a reason's name; the name alone where there are none.</summary>
    public static string Of(string name, bool zh) => ReasonNames.Find(name) is { } reason && Words.TryGetValue(reason, out var words) && (zh || words.En != name) ? $"{(zh ? words.Zh : words.En)} ({name})" : name;
}
