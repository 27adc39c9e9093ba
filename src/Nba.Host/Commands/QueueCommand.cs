using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Nba.Host.Api;
using Nba.Host.Settings;

namespace Nba.Host.Commands;

/// <summary><c>nba queue</c>: one owner's queue in plain words.</summary>
internal static class QueueCommand
{
    public static Command Build()
    {
        var owner = new Argument<string>("owner") { Description = "Id of a manager, team or channel:NAME" };
        var (data, language, json) = (HostCommand.Data(), HostCommand.Language(), HostCommand.Json());
        var backlog = new Option<int>("--backlog") { Description = "Entries behind today's list", HelpName = "N", DefaultValueFactory = _ => 0 };
        var command = new Command("queue", "Show an owner's queue, from the running host or the store of a stopped one") { owner, data, language, backlog, json };
        command.SetAction((parsed, _) => HostCommand.Guard(async () =>
        {
            var settings = HostCommand.Settings((nameof(HostOptions.Data), parsed.GetValue(data)), (nameof(HostOptions.Language), parsed.GetValue(language)));
            var (who, more, tag) = (parsed.GetValue(owner)!, Math.Clamp(parsed.GetValue(backlog), 0, 1000), settings.Host.Language);
            var address = string.Create(CultureInfo.InvariantCulture, $"queues/{Uri.EscapeDataString(who)}?lang={tag}&backlog={more}");
            var answer = await Asking.For(settings, address, q => Asking.Json(q.Queue(who, tag, more), ApiJson.Web.QueueAnswer)).ConfigureAwait(false)
                ?? throw new CannotStartException($"this store has no commit yet");
            var queue = JsonSerializer.Deserialize(answer, ApiJson.Web.QueueAnswer)!;
            if (parsed.GetValue(json)) Asking.Print(answer);
            else new QueuePrinter(HostPhrases.Of(tag), Terminal.Output, System.Console.Out).Print(queue);
            if (IsNobodys(queue)) Speech.Aside($"nba: nothing stands for '{who}', and the bank's directory names nobody so: check the id");
            return CommandLine.Ok;
        }));
        return command.WithExamples(
            "nba queue rm01 --data artifacts/demo",
            "nba queue rm01 --data artifacts/demo --backlog 20 --lang en");
    }

    // A channel has a queue and no name.
    private static bool IsNobodys(QueueAnswer queue) =>
        queue is { Name: null, Today.Count: 0, Withheld: 0, Second: null, Unassigned: null } && !queue.Owner.Contains(':', StringComparison.Ordinal) && queue.Owner != Engine.Routing.Directory.Unassigned;
}
