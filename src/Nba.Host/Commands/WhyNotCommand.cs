using System.CommandLine;
using System.Text.Json;
using Nba.Engine;
using Nba.Host.Api;
using Nba.Host.Settings;
using Nba.Host.State;

namespace Nba.Host.Commands;

/// <summary><c>nba why-not</c>: what keeps an action from a customer, the value that was read, and the least change that would let it pass.</summary>
internal static class WhyNotCommand
{
    public static Command Build()
    {
        var customer = new Argument<string>("customer") { Description = "Id of the customer" };
        var action = new Argument<string>("action") { Description = "Id of the action in the rule files, as spring-festival-greeting" };
        var at = HostCommand.At();
        var (data, language, json) = (HostCommand.Data(), HostCommand.Language(), HostCommand.Json());
        var command = new Command("why-not", "Tell why an action does not stand for a customer, or did not at an earlier moment, and what would have to change") { customer, action, at, data, language, json };
        command.SetAction((parsed, _) => HostCommand.Guard(async () =>
        {
            var settings = HostCommand.Settings((nameof(HostOptions.Data), parsed.GetValue(data)), (nameof(HostOptions.Language), parsed.GetValue(language)));
            var (who, what) = (parsed.GetValue(customer)!, parsed.GetValue(action)!);
            var then = parsed.GetValue(at);
            if (then is not null && !Moment.IsOne(then)) return CommandLine.Wrong($"--at must be {Moment.Form}, not '{then}'");
            var address = Asking.Address($"customers/{Uri.EscapeDataString(who)}/why-not/{Uri.EscapeDataString(what)}", ("at", then));
            var answered = await Asking.ForRows(settings, address, store => FromRows(store, who, what, then), then is null ? Asking.Patience : Asking.PatienceForThePast).ConfigureAwait(false);
            if (answered.Bytes is not { } answer)
            {
                Speech.Aside($"nba: {answered.Absence ?? $"there is no customer '{who}'"}");
                return CommandLine.FaultsFound;
            }
            if (parsed.GetValue(json)) Asking.Print(answer);
            else Print(JsonSerializer.Deserialize(answer, ApiJson.Web.WhyNotAnswer)!, settings.Host.Language == "zh-CN", System.Console.Out);
            return CommandLine.Ok;
        }));
        return command.WithExamples("nba why-not lin-xia spring-festival-greeting --lang en --data artifacts/first-event", "nba why-not lin-xia spring-festival-greeting --at 2026-03-01T10:00 --data artifacts/first-event");
    }

    private static Answered FromRows(Store store, string customer, string action, string? at) =>
        Asking.At(store, customer, at, queries => FromRows(queries, customer, action, at is null ? null : new Queries(store, TimeProvider.System).Book()));

    private static Answered FromRows(Queries queries, string customer, string action, RuleBook? now)
    {
        var book = queries.Book() ?? throw new CannotStartException($"this store has no commit yet");
        if (Queries.Unaskable(book, action, queries.AsOf, now) is { } why) return new Answered(null, why);
        return new Answered(Asking.Json(queries.WhyNot(customer, action), ApiJson.Web.WhyNotAnswer), queries.NoCustomer(customer));
    }

    /// <summary>Writes the answer for people.</summary>
    internal static void Print(WhyNotAnswer answer, bool zh, TextWriter to)
    {
        to.WriteLine($"{answer.Action} · {answer.Customer}{(answer.At is { } at ? $" · {at}" : "")}: {Word(answer.Answer, zh)}");
        if (answer.Reason is { } reason) to.WriteLine($"  {ReasonWords.Of(reason, zh)}{(answer.Detail is { } detail ? $": {detail}" : "")}");
        if (answer.Unknown is not null) to.WriteLine(zh ? "  （此处不知各数据源是否完整，按均无滞后回答）" : "  (how far the bank's sources are complete is not known here: answered as if none were behind)");
        foreach (var occasion in answer.Occasions) Print(occasion, zh, to);
        foreach (var rule in answer.Rules) Print(rule, zh, to);
    }

    private static void Print(OccasionAnswer occasion, bool zh, TextWriter to)
    {
        to.WriteLine($"  {string.Join(" + ", occasion.Rules)}{Thing(occasion.Subject)}: {(occasion.Reason == "passed" ? zh ? "无任何限制" : "nothing stands in the way" : ReasonWords.Of(occasion.Reason, zh))}{Until(occasion.Until, zh)}");
        if (occasion.Line is { } line) Print(line, zh, to);
        else if (occasion.Detail is { } detail) to.WriteLine($"    {detail}");
        Print(occasion.Changes, null, zh, to);
    }

    private static void Print(SilentRuleAnswer rule, bool zh, TextWriter to)
    {
        to.WriteLine($"  {rule.Rule}{Thing(rule.Subject)}: {ReasonWords.Of(rule.Reason, zh)}");
        if (rule.Missing is { } missing) to.WriteLine(zh ? $"    客户没有 {missing}" : $"    the customer has no {missing}");
        if (rule.Line is { } line) Print(line, zh, to);
        if (rule.Failing > 1) to.WriteLine(zh ? $"    共有 {rule.Failing} 行不满足" : $"    {rule.Failing} lines in all do not hold");
        Print(rule.Changes, rule.Untold, zh, to);
        if (rule.On is { } on) to.WriteLine($"    {(zh ? "等待事件" : "waits for")} {string.Join(zh ? " 或 " : " or ", on)}{(rule.Asked is { } asked ? $": {string.Join(", ", asked)}" : "")}");
    }

    private static void Print(ReadLineAnswer line, bool zh, TextWriter to)
    {
        to.WriteLine($"    {line.Text}   [{line.Place}]");
        if (line.Values.Count > 0) to.WriteLine($"      {string.Join(", ", line.Values)}{(line.Why is { } why ? $" ({why})" : "")}");
    }

    private static void Print(IReadOnlyList<ChangeAnswer>? changes, IReadOnlyList<string>? untold, bool zh, TextWriter to)
    {
        foreach (var change in changes ?? []) to.WriteLine(zh ? $"    若 {change.Fact} 由 {change.From} 变为{Telling.Apart(ChangeWords.InChinese(change.To))}，则满足" : $"    would hold with {change.Fact}: {change.From} -> {change.To}");
        foreach (var line in untold ?? []) to.WriteLine(zh ? $"    另需满足 {line}" : $"    and would need {line}");
    }

    private static string Thing(string? subject) => subject is null ? "" : $" [{subject}]";

    private static string Until(string? day, bool zh) => day is null ? "" : zh ? $"，至 {day}" : $", until {day}";

    private static string Word(string answer, bool zh) => (answer, zh) switch
    {
        ("stands", false) => "stands, in a queue",
        ("stands", true) => "已在队列中",
        ("coming", false) => "nothing stops it: it will be raised at the next look",
        ("coming", true) => "没有阻碍，将在下次评估时提示",
        ("held", false) => "wanted, and kept out of queues for now",
        ("held", true) => "符合规则，暂不显示",
        ("stopped", false) => "wanted, and stopped",
        ("stopped", true) => "符合规则，但被拦下",
        ("not-proposed", false) => "no rule wants it",
        ("not-proposed", true) => "没有规则提出它",
        ("nothing", false) => "nothing is raised for this customer",
        ("nothing", true) => "不为该客户提出任何提示",
        _ => answer,
    };
}
