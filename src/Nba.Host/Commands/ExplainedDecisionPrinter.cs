using System.Globalization;
using System.Text.Json;
using Nba.Host.Api;

namespace Nba.Host.Commands;

/// <summary>A decision record in plain words.</summary>
internal sealed class ExplainedDecisionPrinter(DecisionExplained said, bool zh, TextWriter to)
{
    private readonly Telling _t = new(zh, to);

    /// <summary>All of it.</summary>
    public void Print()
    {
        var decision = said.Decision;
        _t.Line($"{_t.Say("决策", "Decision")} {decision.Id} · {said.AsOf} · {_t.Say("规则版本", "book")} {decision.Book}");
        _t.Line($"  {_t.Say("输入", "about")} {Input(decision.Input)}");
        if (decision.Outcome is { } outcome) _t.Line($"  {_t.Reason(outcome)}");
        if (decision.CalendarAssumed) _t.Line("  " + _t.Say("该年工作日历未知，按周一至周五计算", "the working days of that year were not known: Monday to Friday was taken"));
        _t.Head("候选", "Candidates");
        if (decision.Candidates.Count == 0) _t.Line("  " + _t.Say("无", "none"));
        foreach (var candidate in decision.Candidates) Candidate(candidate);
        _t.Head("变化", "Changes");
        if (decision.Changes.Count == 0) _t.Line("  " + _t.Say("无", "none: something was newly stopped or held"));
        foreach (var change in decision.Changes) _t.Line($"  {change.Action ?? change.Id}: {_t.Reason(change.Reason)}{(change.Owner is { } owner ? $" · {(change.Withdrawn ? _t.Say($"从 {owner} 的队列移除", $"leaves the queue of {owner}") : _t.Say($"进入 {owner} 的队列", $"stands in the queue of {owner}"))}" : "")}{(change.Version is { } version ? string.Create(CultureInfo.InvariantCulture, $" · v{version}") : "")} · {change.Id}");
        to.WriteLine();
        _t.Line(_t.Say($"前一条 {said.Earlier ?? "无"}，后一条 {said.Later ?? "无"}", $"before it {said.Earlier ?? "none"}, after it {said.Later ?? "none"}"));
    }

    private string Input(StoredInput input) => said.Activity is { } activity ? _t.Activity(activity) : input.Type is { } type
        ? string.Create(CultureInfo.InvariantCulture, $"{type}  {input.Event}  @{input.Position}")
        : string.Create(CultureInfo.InvariantCulture, $"{Tick(input.Kind)} #{input.Journal}");

    private string Tick(string? kind) => kind switch
    {
        "day" => _t.Say("每日评估，流水条目", "the beginning of a day, journal entry"),
        "hour" => _t.Say("每小时评估，流水条目", "the beginning of an hour, journal entry"),
        "book" => _t.Say("新规则版本，流水条目", "a new rule book, journal entry"),
        "watermark" => _t.Say("数据源补齐，流水条目", "a source that caught up, journal entry"),
        _ => $"{kind}",
    };

    private void Candidate(StoredCandidate one)
    {
        _t.Line($"  {one.Action ?? one.Id}{(one.Subject is { } subject ? $" [{subject}]" : "")}: {Answer(one)}{(one.Detail is { } detail ? $" [{detail}]" : "")}{(one.Until is { } until ? _t.Say($"，至 {until}", $", until {until}") : "")}");
        foreach (var rule in one.Rules ?? []) _t.Line($"    {_t.Say("规则", "rule")} {rule}{(said.Places.TryGetValue(rule, out var place) ? $"   [{place}]" : "")}");
        if (one.Members is { } members) _t.Line($"    {_t.Say("代替", "in place of")} {string.Join(", ", members.Select(m => m.Action))}");
        if (one.Score is { } score) _t.Line("    " + Score(score));
        if (one.Facts is { Count: > 0 } facts) _t.Line("    " + string.Join(", ", facts.Select(f => $"{f.Key} = {Value(f.Value)}{(said.Labels.TryGetValue(f.Key, out var label) ? $" ({label})" : "")}")));
    }

    private string Answer(StoredCandidate one) => (one.Answer, one.Reason) switch
    {
        ("pass", "passed") => _t.Say("全部关口通过", "passed every gate"),
        ("pass", _) => _t.Reason(one.Reason),
        ("hold", _) => _t.Say("暂缓：", "held: ") + _t.Reason(one.Reason),
        _ => _t.Say("不显示：", "stopped: ") + _t.Reason(one.Reason),
    };

    private string Score(StoredScore score)
    {
        var learned = score.Learned is { } answers
            ? _t.Say($"（原 {Number(answers.Before)}，以往答复 {answers.Yes} 次是、{answers.No} 次否）", $" ({Number(answers.Before)} before the customer's answers: {answers.Yes} yes, {answers.No} no)") : "";
        return $"{_t.Say("分值", "score")} {Number(score.Base)} = {_t.Say("成功率", "propensity")} {Number(score.Propensity)}{learned} × {_t.Say("时机", "context")} {Number(score.Context)} × {_t.Say("价值", "value")} {Number(score.Value)} × {_t.Say("权重", "lever")} {Number(score.Lever)}{_t.Say("，未计当日因素", ", before the day's factor")}";
    }

    private static string Number(long millionths) => Telling.Number(millionths / (decimal)Engine.Arbitration.Score.One);

    private static string Value(JsonElement value) => value.ValueKind == JsonValueKind.String ? $"\"{value.GetString()}\"" : value.ValueKind == JsonValueKind.Number ? Telling.Number(value.GetDecimal()) : value.ToString() is { Length: > 0 } text ? text : "null";

}
