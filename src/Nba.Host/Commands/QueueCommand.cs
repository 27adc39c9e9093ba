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
                ?? throw new CannotStartException("this store has no commit yet");
            if (parsed.GetValue(json)) Asking.Print(answer);
            else Print(JsonSerializer.Deserialize(answer, ApiJson.Web.QueueAnswer)!, System.Console.Out);
            return CommandLine.Ok;
        }));
        return command.WithExamples(
            "nba queue rm01 --data artifacts/demo",
            "nba queue rm01 --data artifacts/demo --backlog 20 --lang en");
    }

    /// <summary>Writes a queue for people.</summary>
    internal static void Print(QueueAnswer queue, TextWriter to)
    {
        to.WriteLine($"{queue.Name ?? queue.Owner} · {queue.Date} · {queue.Today.Count} today, {queue.Withheld} more · book {queue.Book}{(queue.Sweeping ? " · still being updated" : "")}");
        Print(queue.Today, queue.Backlog, to);
        foreach (var second in queue.Second ?? [])
        {
            to.WriteLine();
            to.WriteLine($"Standing in for {second.Name ?? second.Owner} until {second.Until}{(second.Whole ? "" : ", customers of the B-role")} · {second.Today.Count} today, {second.Withheld} more");
            Print(second.Today, second.Backlog, to);
        }
        if (queue.Unassigned is { } unassigned) Print(unassigned, to);
    }

    private static void Print(UnassignedAnswer unassigned, TextWriter to)
    {
        to.WriteLine();
        to.WriteLine($"{unassigned.Waiting} customers without a manager have actions waiting:");
        foreach (var customer in unassigned.Customers) to.WriteLine($"     {customer.Name ?? "?"} ({customer.Customer}): {customer.Actions} since {customer.Since}");
        if (unassigned.Today.Count + unassigned.Backlog.Count == 0) return;
        to.WriteLine("Of those without a branch either:");
        Print(unassigned.Today, unassigned.Backlog, to);
    }

    private static void Print(IReadOnlyList<EntryAnswer> today, IReadOnlyList<EntryAnswer> backlog, TextWriter to)
    {
        var number = 0;
        foreach (var entry in today.Concat(backlog))
        {
            if (number == today.Count && number > 0) to.WriteLine("-- later --");
            to.WriteLine($"{++number,3}. {(entry.Customer is null ? $"{entry.Actions.Count} customers" : $"{entry.Name ?? "?"} ({entry.Customer})")}{(entry.More > 0 ? $", {entry.More} more actions" : "")}");
            foreach (var action in entry.Actions) Print(action, entry.Customer is null, to);
        }
    }

    private static void Print(ActionAnswer action, bool batch, TextWriter to)
    {
        var marks = string.Concat(action.Overdue ? " OVERDUE" : "", action.Escalated ? " ESCALATED" : "", action.Accepted ? " ACCEPTED" : "", action.ClaimedBy is { } member ? $" CLAIMED by {member}{(action.ClaimedUntil is { } end ? $" until {end}" : "")}" : "", action.Earliest is { } from ? $" not before {from}" : "");
        to.WriteLine($"     {(batch ? $"{action.Name ?? "?"} ({action.Customer}): " : "")}{action.Title}");
        to.WriteLine($"       {action.Reason}");
        foreach (var point in action.TalkingPoints) to.WriteLine($"       - {point.Text}");
        to.WriteLine($"       ? {action.Question}");
        if (action.Price is { } price) to.WriteLine($"       $ {price.Text}");
        if (action.InternalRoom is { } room) to.WriteLine($"         {room.Text}");
        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"       {action.Purpose} by {action.Channel}{(action.DueOn is { } due ? $", due {due}" : "")}, score {action.Score.Total:0.##}, {string.Join(" + ", action.Rules)}{marks}"));
        to.WriteLine($"       {action.Id} v{action.Version}");
    }
}
