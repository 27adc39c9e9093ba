using System.CommandLine;
using Nba.Engine.Vocabulary;
using Nba.Host.Api;
using Nba.Host.Settings;

namespace Nba.Host.Commands;

/// <summary><c>nba outcome</c>: answers an action at the running host, as <c>POST /outcomes</c> does.</summary>
internal static class OutcomeCommand
{
    public static Command Build()
    {
        var customer = new Argument<string>("customer") { Description = "Id of the customer" };
        var action = new Argument<string>("action") { Description = "Identity of the action: 32 hexadecimal digits" };
        var outcome = new Argument<string>("outcome") { Description = "done, accepted, declined, snoozed or no-answer" };
        outcome.AcceptOnlyFromAmong([.. BuiltIn.Outcomes.Values]);
        var reason = new Option<string?>("--reason") { Description = "Why it was declined", HelpName = "CODE" };
        reason.AcceptOnlyFromAmong([.. BuiltIn.DeclineReasons.Values]);
        var by = new Option<string?>("--by") { Description = "Who declined: manager or customer", HelpName = "WHO" };
        by.AcceptOnlyFromAmong([.. BuiltIn.Deciders.Values]);
        var until = new Option<string?>("--until") { Description = "Day until which it is put off", HelpName = "2026-03-31" };
        var at = new Option<string?>("--at") { Description = "The appointment agreed on, in UTC", HelpName = "2026-03-31T02:30:00Z" };
        var staff = new Option<string?>("--as") { Description = "Your id in the bank's directory", HelpName = "PERSON" };
        var (data, language, json) = (HostCommand.Data(), HostCommand.Language(), HostCommand.Json());
        var command = new Command("outcome", "Answer an action: done, accepted, declined, put off, or nobody answered") { customer, action, outcome, reason, by, until, at, staff, data, language, json };
        command.SetAction((parsed, _) => HostCommand.Guard(async () =>
        {
            var settings = HostCommand.Settings((nameof(HostOptions.Data), parsed.GetValue(data)), (nameof(HostOptions.Language), parsed.GetValue(language)));
            var request = new OutcomeRequest
            {
                Customer = parsed.GetValue(customer), Action = parsed.GetValue(action), Outcome = parsed.GetValue(outcome), Reason = parsed.GetValue(reason), By = parsed.GetValue(by),
                Until = parsed.GetValue(until), At = parsed.GetValue(at), Staff = parsed.GetValue(staff),
            };
            var answer = await RunningHost.Post(settings, "outcomes", request, ApiJson.Web.OutcomeRequest, ApiJson.Web.OutcomeAnswer).ConfigureAwait(false);
            if (parsed.GetValue(json)) Asking.Print(Asking.Json(answer, ApiJson.Web.OutcomeAnswer)!);
            else System.Console.WriteLine(Words(answer.Verdict, answer.Known is false, settings.Host.Language == "zh-CN"));
            return answer.Verdict == parsed.GetValue(outcome) || answer.Verdict == Outcomes.Pending ? CommandLine.Ok : CommandLine.FaultsFound;
        }));
        return command.WithExamples("nba outcome C1 8f3c0000000000000000000000000000 declined --reason bad-time --by customer --as rm01 --data artifacts/live");
    }

    private static string Words(string verdict, bool isUnknown, bool zh) => (verdict, zh) switch
    {
        ("gone", false) when isUnknown => "there is no such action of this customer, or it ended long ago: take ids from 'nba queue --json' or a message; the answer is kept (gone)",
        ("gone", true) when isUnknown => "该客户没有此提示，或早已结束：编号见 nba queue --json 或消息；答复已记录 (gone)",
        ("gone", false) => "the action had ended before; the answer is kept (gone)",
        ("gone", true) => "该提示此前已结束，答复已记录 (gone)",
        ("already-claimed", false) => "another member of the team has it; the answer is kept (already-claimed)",
        ("already-claimed", true) => "团队中另一位成员已认领，答复已记录 (already-claimed)",
        (Outcomes.Pending, false) => "taken in, and still to be decided (pending)",
        (Outcomes.Pending, true) => "已收到，正在处理 (pending)",
        (_, false) => $"it counts: {verdict}",
        (_, true) => $"已生效：{verdict}",
    };
}
