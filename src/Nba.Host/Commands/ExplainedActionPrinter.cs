using System.Globalization;
using Nba.Host.Api;
using Nba.Host.Settings;

namespace Nba.Host.Commands;

/// <summary>Why an action stands, in plain text.</summary>
internal sealed class ExplainedActionPrinter(ActionExplained said, bool zh, TextWriter to)
{
    private const int MostOthers = 12;
    private readonly Telling _t = new(zh, to);

    /// <summary>All of it.</summary>
    public void Print()
    {
        var action = said.Action;
        _t.Line(action.Title);
        _t.Line($"{action.Action} · {(action.Name is { } name ? $"{name} ({said.Customer})" : said.Customer)}{(action.Subject is { } subject ? $" · [{subject}]" : "")} · {Status()} · {said.AsOf} · {_t.Say("规则版本", "book")} {said.Book}");
        _t.Line(_t.Say($"提示编号 {action.Id}", $"action id {action.Id}"));
        if (action.Reason.Length > 0) _t.Line(action.Reason);
        Rules();
        Gates();
        Score();
        Dates();
        Others();
        Places();
        History();
        to.WriteLine();
        _t.Log(said.Log);
    }

    private string Status() => (said.Action.Status, zh) switch
    {
        ("live", true) => "在队列中",
        ("live", false) => "in a queue",
        (_, true) => $"不在队列中：{_t.Reason(said.Action.Why!)}{(said.Action.SnoozedUntil is { } day ? $"，至 {day}" : "")}",
        _ => $"in no queue: {_t.Reason(said.Action.Why!)}{(said.Action.SnoozedUntil is { } day ? $", until {day}" : "")}",
    };

    private void Rules()
    {
        _t.Head("为什么有这条提示", "Why it is there");
        if (said.Raised is { } raised) _t.Line("  " + Raised(raised));
        foreach (var rule in said.Rules)
        {
            _t.Line($"  {_t.Say("规则", "rule")} {rule.Rule}   [{rule.Place}]");
            foreach (var line in rule.Lines)
            {
                _t.Line($"    {(line.Holds ? "✓" : "✗")} {line.Text}   [{line.Place}]");
                if (line.Values.Count > 0) _t.Line($"        {string.Join(", ", line.Values)}{(line.Why is { } why ? $" ({why})" : "")}");
            }
            if (rule.Parameters.Count > 0) _t.Line($"    {_t.Say("参数", "parameters")}: {string.Join(", ", rule.Parameters)}");
            if (rule.Facts.Count > 0) _t.Line("    " + _t.Say("所读信息及其来源事件", "The facts that they read, and the activities that made them"));
            foreach (var fact in rule.Facts) _t.Fact(fact, "      ");
            if (rule.Thing is { } thing) _t.Line("    " + _t.Say($"{said.Action.Subject} 最近的事件", $"Latest about {said.Action.Subject}"));
            foreach (var one in rule.Thing ?? []) _t.Line($"      ← {_t.Activity(one)}");
        }
        foreach (var gone in said.Gone ?? []) _t.Line(_t.Say($"  规则 {gone} 已不在现行规则版本中", $"  rule {gone} is in the book no more"));
        if (said.Action.Members is { } members) _t.Line("  " + _t.Say("组合方案，代替：", "a bundle, in place of ") + string.Join(", ", members.Select(m => $"{m.Action} {m.Id}")));
    }

    private string Raised(RaisedAnswer raised)
    {
        var by = raised.Activity is { } activity ? _t.Activity(activity) : raised.Tick is { } tick ? Tick(tick) : _t.Say("（无决策记录）", "(no record tells by what)");
        var when = raised.Now ?? raised.On;
        return (raised.Activity?.Time == when ? _t.Say($"因事件提出：{by}", $"raised by {by}") : _t.Say($"提出于 {when}，来自{Telling.Apart(by)}", $"raised {when} by {by}")) + (raised.Decision is { } decision ? _t.Say($"，决策 {decision}", $", decision {decision}") : "");
    }

    private string Tick(string kind) => kind switch
    {
        "day" => _t.Say("每日评估", "the day's look at everybody"),
        "hour" => _t.Say("每小时评估", "the hour's look"),
        "book" => _t.Say("新规则版本", "a new rule book"),
        "watermark" => _t.Say("数据源补齐", "a source that caught up"),
        _ => kind,
    };

    private void Gates()
    {
        if (said.Gates.Count == 0) return;
        _t.Head("各关口的答复（按顺序）", "Gates, in the order asked");
        foreach (var gate in said.Gates)
        {
            _t.Line($"  {Gate(gate.Gate)}: {Outcome(gate)}{(gate.Asked.Count > 0 ? $"   {string.Join(_t.Say("；", "; "), gate.Asked.Select(a => Asked(gate.Gate, a)))}" : "")}");
        }
    }

    private string Asked(string gate, string asked) => gate == "consent" && asked.Split(" × ") is [var purpose, var channel] ? ContactWords.Contact(purpose, channel, zh) : asked;

    private string Outcome(GateExplained gate) => gate.Outcome switch
    {
        "open" => _t.Say("无要求", "nothing to ask"),
        "passed" => _t.Say("通过", "passed"),
        "not-asked" => _t.Say("未问及", "not asked"),
        _ => $"{_t.Reason(gate.Reason!)}{(gate.Detail is { } detail ? $" [{detail}]" : "")}{(gate.Until is { } day ? _t.Say($"，至 {day}", $", until {day}") : "")}",
    };

    private string Gate(string gate) => gate switch
    {
        "campaign" => _t.Say("活动", "campaign"),
        "eligibility" => _t.Say("资格", "eligibility"),
        "applicability" => _t.Say("适用", "applicability"),
        "suitability" => _t.Say("适当性", "suitability"),
        "consent" => _t.Say("客户同意", "consent"),
        "declines" => _t.Say("此前拒绝", "declines"),
        _ => _t.Say("接触政策", "contact policy"),
    };

    private void Score()
    {
        var score = said.Action.Score;
        _t.Head("分值", "Score");
        _t.Line($"  {Telling.Score(score.Total)} = {_t.Say("成功率", "propensity")} {Telling.Number(score.Propensity)} × {_t.Say("时机", "context")} {Telling.Number(score.Context)} × {_t.Say("价值（元/年）", "value (yuan a year)")} {Telling.Number(score.Value)} × {_t.Say("权重", "lever")} {Telling.Number(score.Lever)} × {Factor()}");
        foreach (var rule in said.Rules.Where(r => r.Parts.Count + r.Beside.Count > 0).Take(said.Action.Members is null ? 1 : int.MaxValue))
        {
            foreach (var part in rule.Parts) _t.Line($"    {part}   [{rule.Rule}]");
            foreach (var fact in rule.Beside) _t.Fact(fact, "      ");
        }
        if (score.PropensityBefore is { } before) _t.Line(_t.Say($"  成功率原为 {Telling.Number(before)}，按该客户以往答复调整", $"  the rule supposes {Telling.Number(before)} of any customer; this one's answers made it {Telling.Number(score.Propensity)}"));
    }

    private string Factor() => said.Factor switch
    {
        { Kind: "urgency" } f => _t.Say($"紧迫度 {Telling.Number(f.Value)}（{f.From} 为 1，到期日 {f.To} 为 2）", $"urgency {Telling.Number(f.Value)} (1 on {f.From}, 2 when due on {f.To})"),
        { Kind: "freshness" } f => _t.Say($"新鲜度 {Telling.Number(f.Value)}（自 {f.From} 起每 {f.HalfLifeDays} 天减半）", $"freshness {Telling.Number(f.Value)} (from {f.From} on, half after every {Telling.Some(f.HalfLifeDays ?? 0, "day")})"),
        _ => _t.Say("1（不随时间变化）", "1 (time does not change it)"),
    };

    private void Dates()
    {
        if (said.Dates.Count == 0) return;
        _t.Head("日期", "Dates");
        foreach (var date in said.Dates) _t.Line($"  {Date(date.Kind)} {date.On ?? _t.Say("未知", "not known")}   {Counted(date)}");
    }

    private string Date(string kind) => kind switch
    {
        "not-before" => _t.Say("首次显示", "first day"),
        "due" => _t.Say("到期", "due"),
        "escalate" => _t.Say("升级", "escalates"),
        _ => _t.Say("失效", "expires"),
    };

    private string Counted(DateExplained date)
    {
        var from = date.From switch { "raised" => _t.Say("提出日", "the day it was raised"), "due" => _t.Say("到期日", "the due day"), var text => text };
        var anchor = $"{from}{(date.Anchor is { } day ? $" ({day})" : "")}";
        return date.Span is { } span ? _t.Span(span, anchor) : anchor;
    }

    private void Others()
    {
        if (said.Others.Count == 0) return;
        _t.Head("该客户的其他候选提示", "Other candidates for this customer");
        foreach (var other in said.Others.OrderBy(o => o.Relation == "beside").ThenByDescending(o => o.Score).Take(MostOthers))
        {
            var relation = other.Relation switch { "conflict" => _t.Say("同组竞争：", "same conflict group: "), "bundle" => _t.Say("组合方案：", "the bundle it is in: "), "member" => _t.Say("组合成员：", "member: "), _ => "" };
            _t.Line($"  {relation}{other.Action}{(other.Subject is { } subject ? $" [{subject}]" : "")}: {(other.Reason == "passed" ? _t.Say("无任何限制", "nothing stands in the way") : _t.Reason(other.Reason))}{(other.Detail is { } detail ? $" [{detail}]" : "")}{(other.Until is { } day ? _t.Say($"，至 {day}", $", until {day}") : "")} · {_t.Say("分值", "score")} {Telling.Score(other.Score)} · {string.Join(" + ", other.Rules)}");
        }
        if (said.Others.Count > MostOthers) _t.Line(_t.Say($"  另有 {said.Others.Count - MostOthers} 个", $"  and {said.Others.Count - MostOthers} more"));
    }

    private void Places()
    {
        if (said.Places is not { } places)
        {
            _t.Head("在队列中的位置：当时的队列未重建，只重建了该客户", "Place in queues: not told of an earlier moment, for which only this customer is rebuilt");
            return;
        }
        if (places.Count == 0) return;
        _t.Head("在队列中的位置", "Place in queues");
        foreach (var place in places)
        {
            var owner = $"{place.Owner}{(place.Name is { } name ? $" {name}" : "")}";
            if (place.Place is not { } number)
            {
                _t.Line(_t.Say($"  {owner}：今日不显示", $"  {owner}: not shown today"));
                continue;
            }
            _t.Line(string.Create(CultureInfo.InvariantCulture, $"  {owner}{_t.Say("：第", ": number")} {number} / {place.Of}{_t.Say(place.List == "today" ? "，今日清单" : "，后续清单", place.List == "today" ? ", today's list" : ", in the backlog")}"));
            foreach (var entry in (NeighbourAnswer?[])[place.Above, place.Own, place.Below])
            {
                if (entry is not null) _t.Line($"  {(entry.Place == number ? "→" : " ")} {entry.Place.ToString(CultureInfo.InvariantCulture),3}. {(entry.Customer is { } who ? $"{entry.Name ?? "?"} ({who})" : _t.Say("多位客户", "several customers"))}: {entry.Action} · {ContactWords.Purpose(entry.Purpose, zh)}{(entry.Overdue ? _t.Say("（已逾期）", " OVERDUE") : "")} · {_t.Say("分值", "score")} {Telling.Score(entry.Score)}{(entry.Place == number && entry.Action != said.Action.Action ? _t.Say($"，其下含 {said.Action.Action}", $"; under it {said.Action.Action}") : "")}");
            }
        }
        _t.Line(_t.Say("  排序：逾期必办、必办、其余；再按分值、到期日", "  order: overdue duty, duty, the rest; then score, then due day"));
    }

    // An activity stands as it is; a tick by its word and its number in the journal.
    private string By(string cause) => zh && cause.Split(" #") is [var kind, var number] && Tick(kind) is var words && words != kind ? $"{words}（流水第 {number} 条）" : cause;

    private void History()
    {
        if (said.History.Count == 0) return;
        _t.Head("经过", "What happened to it");
        for (var i = 0; i < said.History.Count; i++)
        {
            var (one, same) = (said.History[i], 1);
            while (one.Reason == "refreshed" && i + same < said.History.Count && said.History[i + same].Reason == "refreshed") same++;
            var often = same == 1 ? "" : _t.Say($"，自 {said.History[i + same - 1].Now} 起共 {same} 次", $", {same} times since {said.History[i + same - 1].Now}");
            _t.Line($"  {one.Now}  {_t.Reason(one.Reason)}{often}{(one.Owners.Count > 0 ? $" · {string.Join(", ", one.Owners)}" : "")} · {By(one.By)} · {_t.Say("决策", "decision")} {one.Decision}");
            i += same - 1;
        }
    }
}
