using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Nba.Engine.Sources;
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
            var answered = await Asking.ForRows(settings, address, store => Of(new Queries(store, TimeProvider.System), who, tag, more), Asking.Patience).ConfigureAwait(false);
            if (answered.Bytes is not { } answer)
            {
                Speech.Aside($"nba: {answered.Absence ?? Sentence.Of($"this store has no commit yet")}");
                return answered.Absence is null ? CommandLine.CannotStart : CommandLine.FaultsFound;
            }
            if (parsed.GetValue(json)) Asking.Print(answer);
            else new QueuePrinter(HostPhrases.Of(tag), Terminal.Output, System.Console.Out).Print(JsonSerializer.Deserialize(answer, ApiJson.Web.QueueAnswer)!);
            return CommandLine.Ok;
        }));
        return command.WithExamples(
            "nba queue rm01 --data artifacts/demo",
            "nba queue rm01 --data artifacts/demo --backlog 20 --lang en");
    }

    private static Answered Of(Queries queries, string owner, string language, int backlog) =>
        queries.NoOwner(owner) is { } nobody ? new Answered(null, nobody) : new Answered(Asking.Json(queries.Queue(owner, language, backlog), ApiJson.Web.QueueAnswer));
}
