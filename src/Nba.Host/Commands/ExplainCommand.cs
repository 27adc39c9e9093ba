using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Nba.Engine.Actions;
using Nba.Engine.Sources;
using Nba.Host.Api;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Commands;

/// <summary><c>nba explain</c>: why a customer, an action or a decision is as it is: rules with their places, facts with the activities that made them, gates, score, rivals and dates.</summary>
internal static class ExplainCommand
{
    public static Command Build() => new("explain", "Explain a customer, an action or a decision") { Customer(), Action(), Decision() };

    private static Command Customer()
    {
        var customer = new Argument<string>("customer") { Description = "Id of the customer" };
        var options = new Options();
        var command = new Command("customer", "Tell what is known of a customer, what stands and what ended, and in which campaigns and groups the customer is") { customer };
        options.AddTo(command);
        command.SetAction((parsed, _) => HostCommand.Guard(() =>
        {
            var (asked, who) = (options.Of(parsed), parsed.GetValue(customer)!);
            return Explain(asked, asked.Address($"customers/{Uri.EscapeDataString(who)}/explain"), store => asked.From(store, who, e => Given(e.Customer(who, asked.Language, out var why), ApiJson.Web.CustomerExplained, why)),
                ApiJson.Web.CustomerExplained, (answer, zh, to) => new ExplainedCustomerPrinter(answer, zh, to).Print());
        }));
        return command.WithExamples("nba explain customer lin-xia --lang en --data artifacts/first-event", "nba explain customer lin-xia --at 2026-03-01 --data artifacts/first-event");
    }

    private static Command Action()
    {
        var which = new Argument<string[]>("action") { Description = "Id of the action as queues print it; or the customer, then that id or the action's name in the rule files", Arity = new ArgumentArity(1, 2), HelpName = "ID | CUSTOMER ACTION" };
        var options = new Options();
        var command = new Command("action", "Tell why an action stands: rules and lines, facts and the activities that made them, gates, score, rivals, place in queues and dates") { which };
        options.AddTo(command);
        command.SetAction((parsed, _) => HostCommand.Guard(() =>
        {
            var (asked, given) = (options.Of(parsed), parsed.GetValue(which)!);
            var (who, action) = given is [var customer, var name] ? (customer, name) : (null, given[0]);
            if (who is null && !IsId(action)) return Task.FromResult(CommandLine.Wrong($"'{action}' is no id of an action, which is 32 hexadecimal digits as queues print it: name the customer before an action's name, as in nba explain action CUSTOMER {action}"));
            if (who is null && asked.Moment is not null) return Task.FromResult(CommandLine.Wrong($"with --at name the customer before the action: nba explain action CUSTOMER ACTION --at {asked.Moment}"));
            var address = asked.Address(who is null ? $"actions/{action}/explain" : $"customers/{Uri.EscapeDataString(who)}/explain/{Uri.EscapeDataString(action)}");
            return Explain(asked, address, store => FromRows(asked, store, who, action), ApiJson.Web.ActionExplained, (answer, zh, to) => new ExplainedActionPrinter(answer, zh, to).Print());
        }));
        return command.WithExamples("nba explain action lin-xia outflow-call --lang en --data artifacts/first-event", "nba explain action a0147cdddf951c04076e57b87a5a92aa --data artifacts/first-event");
    }

    private static Command Decision()
    {
        var id = new Argument<string>("decision") { Description = "Id of the record: customer.number" };
        var options = new Options(withPast: false);
        var command = new Command("decision", "Tell a decision record in words: what came in, each candidate with rule, reason and score, and what changed") { id };
        options.AddTo(command);
        command.SetAction((parsed, _) => HostCommand.Guard(() =>
        {
            var (asked, which) = (options.Of(parsed), parsed.GetValue(id)!);
            return Explain(asked, asked.Address($"decisions/{Uri.EscapeDataString(which)}/explain"), store => asked.From(store, which, e => Given(e.Decision(which, asked.Language), ApiJson.Web.DecisionExplained, ExplainQueries.NoDecision(which))),
                ApiJson.Web.DecisionExplained, (answer, zh, to) => new ExplainedDecisionPrinter(answer, zh, to).Print());
        }));
        return command.WithExamples("nba explain decision lin-xia.1 --data artifacts/first-event");
    }

    private static Answered FromRows(Asked asked, Store store, string? customer, string action)
    {
        if (customer is null && ActionIdentity.TryParse(action, out var id)) customer = new Queries(store, TimeProvider.System).Explain(0).CustomerOf(id);
        return customer is null ? new Answered(null, ExplainQueries.NoAction) : asked.From(store, customer, e => Given(e.Action(customer, action, asked.Language, out var why), ApiJson.Web.ActionExplained, why));
    }

    private static bool IsId(string text) => ActionIdentity.TryParse(text, out _);

    private static Answered Given<T>(T? answer, JsonTypeInfo<T> type, Sentence? why) where T : class => new(Asking.Json(answer, type), why);

    private static async Task<int> Explain<T>(Asked asked, string address, Func<Store, Answered> read, JsonTypeInfo<T> type, Action<T, bool, TextWriter> print) where T : class
    {
        if (asked.Wrong is { } wrong) return CommandLine.Wrong(wrong);
        var answered = await Asking.ForRows(asked.Settings, address, read, asked.IsLong ? Asking.PatienceForThePast : Asking.Patience).ConfigureAwait(false);
        if (answered.Bytes is not { } answer)
        {
            Speech.Aside($"nba: {answered.Absence ?? Sentence.Of($"the first commit is still to come")}");
            return CommandLine.FaultsFound;
        }
        if (asked.Json) Asking.Print(answer);
        else print(JsonSerializer.Deserialize(answer, type)!, asked.Language == "zh-CN", System.Console.Out);
        return CommandLine.Ok;
    }

    /// <summary>The options that the three share.</summary>
    private sealed class Options(bool withPast = true)
    {
        private readonly Option<string?> _at = HostCommand.At();
        private readonly Option<string?> _back = new("--look-back") { Description = $"How many of the latest activities in the log are looked through for those that made the facts, or 'all' (default: {ActivityLook.Bound})", HelpName = "N" };
        private readonly Option<string?> _data = HostCommand.Data();
        private readonly Option<string?> _language = HostCommand.Language();
        private readonly Option<bool> _json = HostCommand.Json();

        public void AddTo(Command command)
        {
            foreach (var option in withPast ? (Option[])[_at, _back, _data, _language, _json] : [_data, _language, _json]) command.Add(option);
        }

        public Asked Of(ParseResult parsed) => new(
            HostCommand.Settings((nameof(HostOptions.Data), parsed.GetValue(_data)), (nameof(HostOptions.Language), parsed.GetValue(_language))), withPast ? parsed.GetValue(_at) : null, withPast ? parsed.GetValue(_back) : null, parsed.GetValue(_json));
    }

    /// <summary>What was asked for.</summary>
    private sealed record Asked(HostSettings Settings, string? Moment, string? Back, bool Json)
    {
        public string Language => Settings.Host.Language;

        public Sentence? Wrong => Moment is { } moment && !Api.Moment.IsOne(moment) ? Sentence.Of($"--at must be {Api.Moment.Form}, not '{moment}'")
            : Back is not null && ExplainQueries.LookBack(Back) is null ? Sentence.Of($"--look-back must be a whole number or 'all', not '{Back}'") : null;

        public bool IsLong => Moment is not null || Back is not null;

        public string Address(string path) => Asking.Address(path, ("lang", Language), ("at", Moment), ("lookBack", Back));

        public Answered From(Store store, string customer, Func<ExplainQueries, Answered> answer) => Moment is null
            ? answer(new Queries(store, TimeProvider.System).Explain(ExplainQueries.LookBack(Back) ?? ActivityLook.Bound))
            : Asking.Past(store, customer, Moment, past => answer(past.Explain()));
    }
}
