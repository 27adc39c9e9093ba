using Nba.Host.Api;
using Nba.Host.Settings;

namespace Nba.Host.Commands;

/// <summary>What is known of a customer, and what stands, in plain text.</summary>
internal sealed class ExplainedCustomerPrinter(CustomerExplained said, bool zh, TextWriter to)
{
    private readonly Telling _t = new(zh, to);

    /// <summary>All of it.</summary>
    public void Print()
    {
        _t.Line($"{(said.Name is { } name ? $"{name} ({said.Customer})" : said.Customer)} · {said.AsOf} · {_t.Say("规则版本", "book")} {said.Book}");
        if (said.MergedInto is { } into) _t.Line(_t.Say($"已合并到 {into}", $"merged into {into}: ask about that customer"));
        if (said.Absorbed.Count > 0) _t.Line(_t.Say("合并了 ", "took over ") + string.Join(", ", said.Absorbed));
        if (said.Waits is { } waits) _t.Line(waits == "history" ? _t.Reason(waits) : _t.Say($"刚上线，{waits} 起才提出提示", $"the bank has just gone live: days raise something from {waits} on"));
        Standing(said.Standing, "在队列中的提示", "In queues");
        Standing(said.Held, "不在队列中的提示", "Held, put off or lapsed: in no queue");
        if (said.Standing.Count + said.Held.Count == 0) _t.Head("没有提示", "Nothing stands for this customer");
        Ended();
        Plans();
        Facts();
        Groups();
        Activities();
        to.WriteLine();
        _t.Line(_t.Say($"决策记录 {said.Decisions} 条，最近为 {said.Customer}.{said.Decisions}", $"{Telling.Some(said.Decisions, "decision")} recorded, the latest {said.Customer}.{said.Decisions}: nba explain decision"));
        _t.Log(said.Log);
    }

    private void Standing(IReadOnlyList<StandingAnswer> actions, string chinese, string english)
    {
        if (actions.Count == 0) return;
        _t.Head(chinese, english);
        foreach (var action in actions)
        {
            var held = action.Status == "live" ? "" : $" · {_t.Reason(action.Why)}{(action.Detail is { } detail ? $" [{detail}]" : "")}{(action.Until is { } until ? _t.Say($"，至 {until}", $", until {until}") : "")}";
            _t.Line($"  {action.Title}{held}");
            _t.Line($"    {action.Action}{(action.Subject is { } subject ? $" [{subject}]" : "")} · {_t.Say("提出", "raised")} {action.RaisedOn}{(action.DueOn is { } due ? $" · {_t.Say("到期", "due")} {due}" : "")}{(action.Expires is { } last ? $" · {_t.Say("失效", "expires")} {last}" : "")} · {_t.Say("分值", "score")} {Telling.Score(action.Score)}{(action.Owners.Count > 0 ? $" · {string.Join(", ", action.Owners)}" : "")} · {action.Id}");
            _t.Line($"    {_t.Say("因为", "because of")} {string.Join(" + ", action.Rules)}{(action.Values.Count > 0 ? $": {string.Join(", ", action.Values)}" : "")}");
        }
    }

    private void Ended()
    {
        if (said.Ended.Count == 0) return;
        _t.Head("已结束的提示", "Ended");
        foreach (var one in said.Ended)
        {
            _t.Line($"  {one.On}  {one.Action}: {End(one.End)}{(one.Reason is { } reason && reason != one.End ? $" · {_t.Reason(reason)}" : "")}{(one.Until is { } until ? _t.Say($" · {until} 起可再次提示", $" · may come back from {until}") : _t.Say(" · 不再提示", " · does not come back"))}{(one.Decision is { } decision ? $" · {decision}" : "")}");
        }
    }

    private string End(string end) => end switch
    {
        "done" => _t.Say("已完成", "done"),
        "declined" => _t.Say("已拒绝", "declined"),
        "met" => _t.Say("客户已自行办理", "the customer did it"),
        "withdrawn" => _t.Say("已撤回", "withdrawn"),
        _ => _t.Say("到期无答复", "expired without an answer"),
    };

    private void Plans()
    {
        if (said.Plans.Count == 0) return;
        _t.Head("服务计划", "Service plans");
        foreach (var plan in said.Plans) _t.Line($"  {plan.Name} ({plan.Plan}): {_t.Say("步骤", "step")} {plan.Step}{(plan.Action is { } action ? $" → {action}" : "")} · {_t.Say("始于", "since")} {plan.StepSince}, {_t.Say("计划始于", "begun")} {plan.StartedOn}{(plan.PausedSince is { } paused ? _t.Say($" · 自 {paused} 暂停", $" · paused since {paused}") : "")}");
    }

    private void Facts()
    {
        _t.Head("已知信息", "What is known");
        foreach (var fact in said.Facts) _t.Line($"  {fact.Name["customer.".Length..]} = {fact.Value}   {fact.Label}{Since(fact)}");
        if (said.Unknown > 0) _t.Line(_t.Say($"  另有 {said.Unknown} 项未知", $"  {said.Unknown} more {(said.Unknown == 1 ? "fact is" : "facts are")} not known"));
        foreach (var thing in said.Things)
        {
            _t.Line($"  {thing.Kind} [{thing.Key}]{(thing.EndedOn is { } day ? _t.Say($"（{day} 已结束）", $" (ended on {day})") : "")}: {string.Join(", ", thing.Facts.Select(f => $"{f.Name["item.".Length..]} = {f.Value}"))}");
        }
        foreach (var planned in said.Planned) _t.Line(_t.Say($"  {planned.From} 起 {planned.Fact} = {planned.Value}", $"  from {planned.From} on {planned.Fact} = {planned.Value}"));
    }

    private string Since(FactExplained fact) => fact.Rule is { } rule ? _t.Say($" · 规则 {rule}", $" · rule {rule}") : fact.Since is { } since ? $" · {since}" : "";

    private void Groups()
    {
        _t.Head("活动与对照组", "Campaigns and control groups");
        _t.Line("  " + (said.ControlGroup is { } group ? _t.Say($"属于对照组 {group}，不参加任何活动", $"in control group {group}: kept out of all campaigns") : _t.Say("不在对照组", "in no control group")));
        foreach (var one in said.Campaigns) _t.Line($"  {one.Campaign}: {(one.Reason == "passed" ? _t.Say("参加", "takes part") : _t.Reason(one.Reason))}");
        foreach (var refused in (bool[])[true, false])
        {
            var consents = said.Consents.Where(c => c.Granted == refused).ToList();
            if (consents.Count > 0) _t.Line($"  {(refused ? _t.Say("已同意", "agreed to") : _t.Say("已拒绝", "refused"))}: {string.Join(", ", consents.Select(c => $"{ContactWords.Contact(c.Purpose, c.Channel, zh)}{(c.OfPerson ? _t.Say("（联系人）", " (a person of the customer)") : "")} {c.Since}"))}");
        }
        if (said.Contacts.Count > 0) _t.Line($"  {_t.Say("最近接触", "latest contacts")}: {string.Join(", ", said.Contacts.Select(c => $"{c.On} {ContactWords.Contact(c.Purpose, c.Channel, zh)}"))}");
    }

    private void Activities()
    {
        if (said.Activities.Count == 0) return;
        _t.Head("最近的事件", "Latest activities");
        foreach (var one in said.Activities) _t.Line("  " + _t.Activity(one));
    }
}
